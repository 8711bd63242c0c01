"""Ends visits: on QUIT, when the connection is gone, and all at once when the server stops."""

from trichat.chat.core import permissions
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import attendance
from trichat.chat.people.read_markers import forget_read_markers
from trichat.chat.talking import offline_messages
from trichat.chat.visit import naming
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import is_visit
from trichat.words.text.clean import clean_reason

_MOST_LOST = 10_000  # guests who stay without a connection: each costs what somebody who is here does


def quit_(state: State, session: Session, request: ask.Quit) -> None:
    """Leave the server (QUIT)."""
    reason = clean_reason(request.reason) if _may_give_reason(state, session.user) else ""
    mask = session.user.source.mask if session.user else ""
    session.lost_at = state.last_id
    state.answer(session, ev.Farewell(reason=reason, mask=mask))
    if not (request.unsaid and _stays(state, session, reason)):
        depart(state, session, reason)


def _may_give_reason(state: State, user: User | None) -> bool:
    """Tell whether all rooms that somebody is in may hear why they leave; all are told the same."""
    return user is None or all(permissions.may_give_reason(room, user, state.now) for room in user.rooms.values())


def gone(state: State, session: Session, request: ask.Gone) -> None:
    """End the visit of a connection that is gone, or let it wait for another one."""
    session.lost_at = session.lost_at or (session.heard if request.silently else state.last_id)
    if session not in state.lost and not _stays(state, session, request.reason):
        depart(state, session, request.reason)


def _stays(state: State, session: Session, reason: str) -> bool:
    """Tell whether a guest stays for a while without a connection, because they know how to go on over another.

    If the settings say so: until then, others write to somebody who does not read it. Whoever comes and goes all the
    time leaves so many names behind at once, and no more.
    """
    user, rules = session.user, state.rules
    if user is None or not user.resumable or len(user.sessions) > 1 or not rules.resume_seconds:
        return False
    if len(state.lost) >= _MOST_LOST:
        return False
    seconds = rules.resume_seconds
    limited = bool(session.address) and not session.exempt
    if limited and state.losses.count(session.place, state.now, rules.resume_per_address, seconds):
        return False
    until = state.now + round(seconds * 1000)
    state.lost[session] = (until, reason)
    state.expires_at(until)
    return True


def end_lost(state: State) -> None:
    """End the visits of those who have not come back in time.

    Nobody has longer for it than the settings say, though the clock was set back, or the settings are others now.
    """
    last = state.now + round(state.rules.resume_seconds * 1000)
    for session, (until, reason) in list(state.lost.items()):
        if until <= state.now:
            depart(state, session, reason)
        elif until > last:
            state.lost[session] = (last, reason)
            state.expires_at(last)


def depart(state: State, session: Session, reason: str) -> None:
    """End the visit of a session; its user leaves with the last of them."""
    state.sessions.pop(session, None)
    state.monitor_lists.clear(session)
    state.subscriptions.pop(session, None)
    state.metadata.pop(session, None)
    state.away.pop(session, None)
    state.login_attempts.pop(session, None)
    state.pending.pop(session, None)  # what is still being done for it would go on with nobody
    state.lost.pop(session, None)
    leave_user(state, session, reason)


def leave_user(state: State, session: Session, reason: str) -> None:
    """Take a session from its user, who leaves the server with the last of them."""
    user = session.user
    if user is None:
        return
    session.user = session.room = None
    user.sessions.remove(session)
    for room in user.rooms.values():
        room.remove_session(session)
    if user.sessions:
        state.extra_sessions -= 1
        return
    attendance.went_out(state, session, user, user.rooms)
    if session.lost_at < state.last_id and session.lost_at and not is_visit(user.identity):
        offline_messages.leave_since(state, user.identity, session.lost_at)
    places = tuple([(room.place, room.name) for room in user.rooms.values() if room.place])
    state.tell(
        ev.Departed(id=state.new_id(), source=user.source, reason=reason, places=places), state.peers(user), None
    )
    for room in list(user.rooms.values()):
        room.remove(user)
        state.forget_if_empty(room)
    state.invisible -= user.invisible
    state.operators.pop(user, None)
    state.accept_lists.pop(user, None)
    state.metadata.pop(user, None)
    if is_visit(user.identity):
        state.set_ignored(user.identity, {})
    forget_read_markers(state, user.identity)
    naming.free_nick(state, user)


def close_down(state: State, _session: Session, request: ask.CloseDown) -> None:
    """Say farewell to everyone. Nobody is told that the others leave: they all do."""
    state.closing = request.reason
    for session in state.sessions:
        state.answer(session, ev.Farewell(reason=request.reason))
        session.user = session.room = None
    state.sessions.clear()
    state.users.clear()
    state.visits.clear()
    state.lost.clear()
    state.operators.clear()
    state.accept_lists.clear()
    state.invisible = state.extra_sessions = 0
    state.rooms.clear()
    state.read_markers.clear()


HANDLERS: Handlers = {
    ask.Quit: quit_,
    ask.Gone: gone,
    ask.CloseDown: close_down,
}
