"""Read markers: how far somebody has read in each room and conversation (IRCv3 draft/read-marker)."""

from typing import ClassVar

from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import is_visit
from trichat.words.names.names import ROOM_BYTES, fold, is_room
from trichat.words.reasons import Reason
from trichat.words.record import Record
from trichat.words.text.clean import clean

MOST = 500  # of one identity; of more, the one that is furthest back is forgotten


class ReadMarker(Record, kw_only=True):
    """A marker as it is kept: its key is the identity of its owner, a space, and the key of the room or nick."""

    kind: ClassVar[str] = "read"
    key: str
    time: int  # Unix milliseconds


def mark_read(state: State, session: Session, request: ask.MarkRead) -> None:
    """Show a marker, or move it forward: then all sessions of its owner are told."""
    user = session.named_user
    if len(request.target.encode()) > ROOM_BYTES:  # of no room, nor of anybody
        state.refuse(session, Reason.MARK_TARGET, clean(request.target), command="MARKREAD")
        return
    target, known = fold(request.target), state.read_markers.get(user.identity, {})
    time = min(request.time or 0, state.now)
    moved = time > known.get(target, 0)
    if moved:
        _move(state, user.identity, target, time)
    for each in user.sessions if moved else [session]:
        event = ev.ReadUpTo(
            target=clean(request.target),
            time=_read(state, user, target),
            asked=each is session,
            moved=moved and not is_visit(user.identity),
        )
        state.answer(each, event)


def _move(state: State, identity: str, target: str, time: int) -> None:
    mine = state.read_markers.setdefault(identity, {})
    before = _record(identity, target, mine[target]) if target in mine else None
    mine[target] = time
    comes_back = not is_visit(identity)
    if comes_back:
        state.keep(_record(identity, target, time), before)
    if len(mine) > MOST:
        oldest = min(mine, key=mine.__getitem__)
        record = _record(identity, oldest, mine.pop(oldest))
        if comes_back:
            state.keep(Dropped(kind=ReadMarker.kind, key=record.key), record)


def _record(identity: str, target: str, time: int) -> ReadMarker:
    return ReadMarker(key=f"{identity} {target}", time=time)


def _read(state: State, user: User, target: str) -> int:
    return state.read_markers.get(user.identity, {}).get(target, 0)


def send_read_marker(state: State, session: Session, target: str) -> None:
    """Send a session one of the markers of its user."""
    state.answer(session, ev.ReadUpTo(target=target, time=_read(state, session.named_user, fold(target))))


def send_read_markers(state: State, session: Session) -> None:
    """Send a session that has just logged in the markers of its user in rooms, before it comes into them."""
    for target in state.read_markers.get(session.named_user.identity, {}):
        if is_room(target):
            room = state.rooms.get(target)
            send_read_marker(state, session, room.name if room else target)


def forget_read_markers(state: State, identity: str) -> None:
    """Forget the markers of somebody who was here for one visit only."""
    if is_visit(identity):
        state.read_markers.pop(identity, None)


def restore_marker(state: State, key: str, marker: ReadMarker | None) -> None:
    """Set a marker as its record says."""
    identity, _, target = key.partition(" ")
    if marker is None:
        state.read_markers.get(identity, {}).pop(target, None)
    else:
        state.read_markers.setdefault(identity, {})[target] = marker.time


RESTORERS: Restorers = {ReadMarker: restore_marker}

HANDLERS: Handlers = {ask.MarkRead: mark_read}
