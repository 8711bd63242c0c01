"""Wrong passwords: refused, counted, and after too many of them the connection is closed."""

from trichat.chat.leaving import depart
from trichat.chat.people import Attempt, Session
from trichat.chat.state import State
from trichat.words import events as ev
from trichat.words.reasons import Reason

_TRIES = 5  # wrong passwords in a minute, until the connection is closed
_MINUTE = 60_000  # milliseconds
_TOO_MANY = "Too many wrong passwords. Try again in a minute."


def failed(state: State, session: Session, reason: Reason, command: str) -> None:
    """Refuse whoever has proved nothing; close the connection if that happens too often."""
    attempt = Attempt.of(session)
    attempt.failures = [time for time in attempt.failures if time > state.now - _MINUTE] + [state.now]
    state.refuse(session, reason, command=command)
    if len(attempt.failures) >= _TRIES:
        state.answer(session, ev.Farewell(reason=_TOO_MANY))
        depart(state, session, _TOO_MANY)
