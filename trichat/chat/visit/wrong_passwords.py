"""Wrong passwords: refused, and counted. Too many end a connection, and shut out the address that they come from."""

from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.chat.visit.leaving import depart
from trichat.words import events as ev
from trichat.words import times
from trichat.words.names.addresses import is_local, place
from trichat.words.reasons import Reason

_TRIES = 5  # wrong passwords in a minute, until the connection is closed
_MINUTE = 60_000  # milliseconds
_TOO_MANY = "Too many wrong passwords. Try again in a minute."


def may_guess(state: State, session: Session, command: str) -> bool:
    """Count a password that is to be checked as a wrong one, until `guessed_right`; refuse if there are too many.

    It is counted beforehand, because many connections can ask at once. This machine is never shut out: bridges and
    proxies run here, behind which everybody would be.
    """
    rules = state.rules
    if not rules.wrong_passwords or not session.address or is_local(session.address):
        return True
    wait = state.guesses.guess(place(session.address), state.now, rules.wrong_passwords, rules.wrong_passwords_seconds)
    if not wait:
        return True
    reason = Reason.SASL_SHUT_OUT if command == "AUTHENTICATE" else Reason.SHUT_OUT
    minutes = -(-wait // _MINUTE)
    state.refuse(session, reason, detail=times.write(minutes * 60), command=command)
    return False


def guessed_right(state: State, session: Session) -> None:
    """Take back the last guess of this address: it was none."""
    state.guesses.take_back(place(session.address))


def failed(state: State, session: Session, reason: Reason, command: str) -> None:
    """Refuse whoever has proved nothing; close the connection if that happens too often."""
    attempt = state.attempt_of(session)
    attempt.failures = [time for time in attempt.failures if time > state.now - _MINUTE] + [state.now]
    state.refuse(session, reason, command=command)
    if len(attempt.failures) >= _TRIES:
        state.answer(session, ev.Farewell(reason=_TOO_MANY))
        depart(state, session, _TOO_MANY)
