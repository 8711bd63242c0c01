"""Ends visits: on QUIT, when the connection is gone, and all at once when the server stops."""

from collections.abc import Sequence

from trichat.chat.core import permissions
from trichat.chat.core.forgetting import forget_if_empty
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
    leave_together(state, [(session, request)])


def gone(state: State, session: Session, request: ask.Gone) -> None:
    """End the visit of a connection that is gone, or let it wait for another one."""
    leave_together(state, [(session, request)])


def leave_together(state: State, leaving: Sequence[tuple[Session, ask.Quit | ask.Gone]]) -> None:
    """End several visits at once: none of those who leave hears of the others, and all the others hear of all.

    One after the other, each of five thousand who leave a room would be told of all who leave after them, and each of
    these to another audience.
    """
    departed: list[tuple[Session, str]] = []
    for session, request in leaving:
        if session not in state.sessions:
            continue  # they have left already
        reason = _farewell(state, session, request)
        if reason is not None:
            _forget(state, session)
            departed.append((session, reason))
    _leave_users(state, departed)


def _farewell(state: State, session: Session, request: ask.Quit | ask.Gone) -> str | None:
    """Say farewell to whoever asks for it; give the reason for which their visit ends, or None if it does not yet."""
    if isinstance(request, ask.Gone):
        session.lost_at = session.lost_at or (session.heard if request.silently else state.last_id)
        return None if session in state.lost or _stays(state, session, request.reason) else request.reason
    reason = clean_reason(request.reason) if _may_give_reason(state, session.user) else ""
    mask = session.user.source.mask if session.user else ""
    session.lost_at = state.last_id
    state.answer(session, ev.Farewell(reason=reason, mask=mask))
    return None if request.unsaid and _stays(state, session, reason) else reason


def _may_give_reason(state: State, user: User | None) -> bool:
    """Tell whether all rooms that somebody is in may hear why they leave; all are told the same."""
    return user is None or all(permissions.may_give_reason(room, user, state.now) for room in user.rooms.values())


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
    _forget(state, session)
    leave_user(state, session, reason)


def _forget(state: State, session: Session) -> None:
    """Forget all that there is of a session, but for its user."""
    state.sessions.pop(session, None)
    state.monitor_lists.clear(session)
    state.subscriptions.pop(session, None)
    state.metadata.pop(session, None)
    state.away.pop(session, None)
    state.login_attempts.pop(session, None)
    state.pending.pop(session, None)  # what is still being done for it would go on with nobody
    state.lost.pop(session, None)


def leave_user(state: State, session: Session, reason: str) -> None:
    """Take a session from its user, who leaves the server with the last of them."""
    _leave_users(state, [(session, reason)])


def _leave_users(state: State, departed: Sequence[tuple[Session, str]]) -> None:
    """Take sessions from their users; tell those who stay who leaves, and let these leave only then.

    So all of them are told to the same audience, which delivery takes as one piece (see `Room.audience`).
    """
    last: list[tuple[User, str]] = []
    for session, reason in departed:
        user = session.user
        if user is not None and _take_session(state, session, user, alone=len(departed) == 1):
            last.append((user, reason))
    peers: dict[tuple[str, ...], tuple[Session, ...]] = {}  # by the rooms that somebody is in
    for user, reason in last:
        rooms = tuple(user.rooms)
        if rooms not in peers:
            peers[rooms] = state.peers(user)
        places = tuple([(room.place, room.name) for room in user.rooms.values() if room.place])
        event = ev.Departed(id=state.new_id(), source=user.source, reason=reason, places=places)
        state.tell(event, peers[rooms], None)
    for user, _ in last:
        _leave(state, user)


def _take_session(state: State, session: Session, user: User, *, alone: bool) -> bool:
    """Take a session from its user; tell whether it was the last of them."""
    session.user = session.room = None
    user.sessions.remove(session)
    for room in user.rooms.values():
        if alone:
            room.remove_session(session)
        else:
            room.forget_audience()
    state.extra_sessions -= bool(user.sessions)
    if not user.sessions:
        attendance.went_out(state, session, user, user.rooms)
        if session.lost_at < state.last_id and session.lost_at and not is_visit(user.identity):
            offline_messages.leave_since(state, user.identity, session.lost_at)
    return not user.sessions


def _leave(state: State, user: User) -> None:
    """Let somebody leave the server, of whom all who stay have been told."""
    for room in list(user.rooms.values()):
        room.remove(user)
        forget_if_empty(state, room)
    state.invisible -= user.invisible
    state.operators.pop(user, None)
    state.accept_lists.pop(user, None)
    state.metadata.pop(user, None)
    user.last_correspondent = None  # who may have gone, too: else each who goes would keep the one before
    if is_visit(user.identity):
        _forget_visit(state, user.identity)
    naming.free_nick(state, user)


def _forget_visit(state: State, identity: str) -> None:
    """Let go what belongs to a guest, or names them: nobody is ever that again."""
    state.set_ignored(identity, {})
    for other in sorted(state.ignorers.get(identity, ())):
        state.set_ignored(other, {each: name for each, name in state.ignored[other].items() if each != identity})
    forget_read_markers(state, identity)


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
