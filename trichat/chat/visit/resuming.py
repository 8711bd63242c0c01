"""Going on with a visit over another connection: a guest proves by a token that it is theirs (see core/tokens.py)."""

from trichat.chat.core import tokens
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import attendance
from trichat.chat.visit import multiclient
from trichat.chat.visit.admission import failed, may_guess, password_was_right
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import is_visit, of_visit
from trichat.words.reasons import Reason

_COMMAND = "RESUME"


def resume(state: State, session: Session, request: ask.Resume) -> None:
    """Go on with the visit of a token; without a token, be shown that of this visit."""
    account = state.account_of(session)
    if request.token and account is not None:
        state.refuse(session, Reason.ALREADY_LOGGED_IN, account.name, command=_COMMAND)
    elif request.token:
        _go_on(state, session, request.token)
    elif session.user is None:
        state.refuse(session, Reason.NOT_ENTERED, command=_COMMAND)
    elif account is not None:
        state.refuse(session, Reason.RESUME_BY_LOGIN, account.name, command=_COMMAND)
    else:
        show(state, session, session.user)


def _go_on(state: State, session: Session, token: str) -> None:
    if not may_guess(state, session, _COMMAND):
        return
    state.attempt_of(session).tried.add(token, state.now)
    known = tokens.read(state.rules.resume_key, token)
    if known is not None:  # of a visit that there is or was: whoever has it has guessed nothing
        password_was_right(state, session)
    started, visit = known or (0, 0)
    user = state.visits.get(visit) if known and started == state.rules.started else None
    if user is None or not is_visit(user.identity):
        failed(state, session, Reason.RESUME_FAILED, _COMMAND)
    elif user is session.user:
        show(state, session, user)
    else:
        _take_over(state, session, user)


def _take_over(state: State, session: Session, user: User) -> None:
    """Let a session go on as a user, in place of those that spoke for them so far. Others see nothing of it.

    At once, though the other connection may live: there is no telling, for that takes minutes. It is told why it ends.
    """
    seen = attendance.last_seen(user)
    rooms = [other.room for other in user.sessions if other.room is not None]
    session.admitted = True  # as the one was that began the visit
    multiclient.become(state, session, user)
    state.answer(session, ev.Resumed(nick=user.nick))
    room = rooms[-1] if rooms else next(iter(user.rooms.values()), None)
    multiclient.show_where(state, session, user, room, seen)
    multiclient.end_others(state, session, user)
    hand(state, session)


def show(state: State, session: Session, user: User) -> None:
    """Show a session the token of its visit."""
    user.resumable = True
    token = tokens.make(state.rules.resume_key, state.rules.started, user.visit)
    state.answer(session, ev.TokenShown(token=token))


def expect(state: State, session: Session, request: ask.ExpectTokens) -> None:
    """Want to be told the token of whatever visit this connection has, or no longer."""
    session.expects_tokens = request.on
    hand(state, session)


def hand(state: State, session: Session) -> None:
    """Tell a session its token, if it wants to be told, and is that of a guest."""
    user = session.user
    if session.expects_tokens and user is not None and is_visit(user.identity):
        show(state, session, user)


def begin_visit(state: State, user: User) -> None:
    """Let somebody be a guest from here on who was logged in: it is another visit, with conversations of its own."""
    attendance.went_out(state, user.sessions[0], user, user.rooms)
    del state.visits[user.visit]
    user.visit = state.new_id()
    user.identity = of_visit(user.visit)
    state.visits[user.visit] = user
    for session in user.sessions:
        hand(state, session)


HANDLERS: Handlers = {ask.Resume: resume, ask.ExpectTokens: expect}
