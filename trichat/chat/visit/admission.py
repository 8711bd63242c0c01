"""Who may come in at all: the password of the server, and the list of those who need no account."""

from collections.abc import Callable

from trichat.chat.core.accounts import CheckPassword
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.visit.leaving import depart
from trichat.chat.visit.wrong_passwords import failed, guessed_right, may_guess
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import fold
from trichat.words.reasons import Reason

_NEEDED = "This server has a password."


def is_needed(state: State, session: Session) -> bool:
    """Tell whether a session has to give the password of the server before it comes in."""
    return bool(state.rules.password) and not session.admitted and state.account_of(session) is None


def is_closed(state: State, session: Session, name: str) -> bool:
    """Tell whether a session may not come in under this name: it is no guest, and the name is not on the list."""
    rules = state.rules
    return not rules.guests and state.account_of(session) is None and fold(name) not in rules.listed


def ask_password(state: State, session: Session, then: Callable[[State, Session], None]) -> None:
    """Ask a person for it."""

    def given(state: State, session: Session, password: str) -> None:
        _check(state, session, password, then)

    state.attempt_of(session).asked = given
    state.answer(session, ev.AskPassword(of_server=True))


def _check(state: State, session: Session, password: str, then: Callable[[State, Session], None]) -> None:
    def checked(state: State, session: Session, fits: bool) -> None:
        session.admitted = fits
        if fits:
            guessed_right(state, session)
        else:
            failed(state, session, Reason.SERVER_PASSWORD, "PASS")
        then(state, session)

    if may_guess(state, session, "PASS"):
        state.work(session, CheckPassword(password=password, verifier=state.rules.password), checked)


def admit(state: State, session: Session, request: ask.Admit) -> None:
    """Give the password of the server; without one it means nothing."""
    if is_needed(state, session):
        _check(state, session, request.password, lambda _state, _session: None)


def turn_away(state: State, session: Session) -> None:
    """Close the connection of a client that comes in without it."""
    state.refuse(session, Reason.SERVER_PASSWORD, command="PASS")
    state.answer(session, ev.Farewell(reason=_NEEDED))
    depart(state, session, _NEEDED)


HANDLERS: Handlers = {ask.Admit: admit}
