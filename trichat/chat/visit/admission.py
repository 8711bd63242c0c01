"""Lets people in or not: the password of the server, wrong passwords, and names that need no account."""

from collections.abc import Callable

from trichat.chat.core.accounts import CheckPassword
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.visit.leaving import depart
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words import times
from trichat.words.names.names import fold
from trichat.words.reasons import Reason

_TRIES = 5  # wrong passwords in a minute, until the connection is closed
TRIES_AT_A_PROMPT = 3  # wrong passwords, until a person is asked no more; without a name, they have to come anew
_MINUTE = 60_000  # milliseconds
_NEEDED = "This server has a password."
_TOO_MANY = "Too many wrong passwords. Try again in a minute."


def may_try_password(state: State, session: Session, command: str) -> bool:
    """Count a password that is to be checked as a wrong one, until `password_was_right`; refuse if there are too many.

    It is counted beforehand, because many connections can ask at once.
    """
    return not is_busy(state, session, command) and may_guess(state, session, command)


def may_guess(state: State, session: Session, command: str) -> bool:
    """Count what proves who somebody is as a wrong guess, likewise; refuse if there are too many."""
    rules = state.rules
    if not rules.wrong_passwords or session.exempt or not session.address:
        return True
    wait = state.password_attempts.count(session.place, state.now, rules.wrong_passwords, rules.wrong_passwords_seconds)
    if not wait:
        return True
    reason = Reason.SASL_SHUT_OUT if command == "AUTHENTICATE" else Reason.SHUT_OUT
    state.refuse(session, reason, detail=times.in_minutes(wait), command=command)
    return False


def is_busy(state: State, session: Session, command: str) -> bool:
    """Refuse a password if too many of the same address are being hashed already, or wait for that.

    Each takes a core for a tenth of a second, whoever sent it. Without this limit, somebody who sends hundreds would
    make everybody else's login wait until theirs are done.
    """
    if session.exempt:
        return False
    waiting = sum(1 for other in state.pending if other.place == session.place)
    if waiting < state.rules.passwords_per_address:
        return False
    state.refuse(session, Reason.SASL_BUSY if command == "AUTHENTICATE" else Reason.BUSY, command=command)
    return True


def password_was_right(state: State, session: Session) -> None:
    """Take back the last guess of this address: the password was right."""
    state.password_attempts.take_back(session.place)


def failed(state: State, session: Session, reason: Reason, command: str) -> None:
    """Refuse whoever has proved nothing; close the connection if that happens too often."""
    attempt = state.attempt_of(session)
    attempt.failures = [time for time in attempt.failures if state.now - _MINUTE < time <= state.now] + [state.now]
    state.refuse(session, reason, command=command)
    if len(attempt.failures) >= _TRIES:
        state.answer(session, ev.Farewell(reason=_TOO_MANY))
        depart(state, session, _TOO_MANY)


def give_up(state: State, session: Session) -> None:
    """Ask a person no more, who has had as many tries as there are; whoever has no name has nothing else to do here."""
    if session.user is not None:
        state.refuse(session, Reason.WRONG_AGAIN)
    else:
        state.answer(session, ev.Farewell(reason=_TOO_MANY))
        depart(state, session, _TOO_MANY)


def needs_password(state: State, session: Session) -> bool:
    """Tell whether a session has to give the password of the server before it comes in."""
    return bool(state.rules.password) and not session.admitted and state.account_of(session) is None


def needs_account(state: State, session: Session, name: str) -> bool:
    """Tell whether a session may not come in under this name: it is no guest, and the name is not on the list."""
    rules = state.rules
    return not rules.guests and state.account_of(session) is None and fold(name) not in rules.listed


Next = Callable[[State, Session], None]


def ask_password(state: State, session: Session, then: Next, tries: int = TRIES_AT_A_PROMPT) -> None:
    """Ask a person for it, so many times; whoever gives none is asked by whoever asks for a name."""

    def given(state: State, session: Session, password: str) -> None:
        if password:
            _check(state, session, password, then, again)

    def again(state: State, session: Session) -> None:
        if session not in state.sessions:
            return  # too many in a minute
        if tries > 1:
            ask_password(state, session, then, tries - 1)
        else:
            give_up(state, session)

    state.attempt_of(session).asked = given
    state.answer(session, ev.AskPassword(of_server=True))


def _check(state: State, session: Session, password: str, then: Next, otherwise: Next) -> None:
    def checked(state: State, session: Session, fits: bool) -> None:
        session.admitted = fits
        if fits:
            password_was_right(state, session)
            then(state, session)
        else:
            failed(state, session, Reason.SERVER_PASSWORD, "PASS")
            otherwise(state, session)

    state.attempt_of(session).tried.add(password, state.now)
    if may_try_password(state, session, "PASS"):
        state.work(session, CheckPassword(password=password, verifier=state.rules.password), checked)


def admit(state: State, session: Session, request: ask.Admit) -> None:
    """Take the password of the server (PASS); where it has none, PASS means nothing."""
    if needs_password(state, session):
        _check(state, session, request.password, _nothing, _nothing)


def _nothing(_state: State, _session: Session) -> None:
    """Whatever a client asks next, it asks by itself."""


def reject(state: State, session: Session) -> None:
    """Close the connection of a client that comes in without the password."""
    state.refuse(session, Reason.SERVER_PASSWORD, command="PASS")
    state.answer(session, ev.Farewell(reason=_NEEDED))
    depart(state, session, _NEEDED)


HANDLERS: Handlers = {ask.Admit: admit}
