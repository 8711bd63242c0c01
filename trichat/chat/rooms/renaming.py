"""Renames a room (IRCv3 draft/channel-rename)."""

from trichat.chat.core import permissions
from trichat.chat.core.finding import moderated_room
from trichat.chat.core.outcome import Dropped, Moved
from trichat.chat.core.people import Room, Session
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.people import attendance
from trichat.chat.rooms.membership import members_of, topic_of
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import LOBBY, NameNotAllowed, check_room, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean, clean_reason

_MOST_MEMBERS = 500  # each is told who all the others are, if their client knows no other way


def rename_room(state: State, session: Session, request: ask.RenameRoom) -> None:
    """Rename a room, which takes an op. All else stays as it was."""
    room = moderated_room(state, session, request.room, "RENAME")
    if room is None:
        return
    try:
        name = check_room(request.name)
    except NameNotAllowed as exc:
        state.refuse(session, Reason.ROOM_NOT_RENAMED, room.name, clean(exc.what), "RENAME")
        return
    if name == room.name:
        return
    reason = _why_not(state, room, name)
    if reason is not None:
        state.refuse(session, reason, room.name, name, "RENAME")
        return
    _rename(state, session, room, name, clean_reason(request.reason))


def _why_not(state: State, room: Room, name: str) -> Reason | None:
    key = fold(name)
    if key != room.key and (key in state.rooms or key == LOBBY):
        return Reason.ROOM_NAME_TAKEN
    if permissions.is_like_a_room(state.room_skeletons, name, room.key):
        return Reason.ROOM_NAME_LIKE
    if key == room.key:
        return None
    return Reason.ROOM_NOT_RENAMED if room.key == LOBBY or len(room.members) > _MOST_MEMBERS else None


def _rename(state: State, session: Session, room: Room, name: str, reason: str) -> None:
    before = room.record
    state.audit(session, "rename", room=before.name, about=name, reason=reason)
    _move(state, room, replace(before, key=fold(name), name=name))
    source = session.user.source if session.user else state.rules.source
    listed = members_of(next(iter(room.members), None), room, entered=True)
    for each in dict.fromkeys((*room.audience, session)):
        user = each.named_user
        event = ev.RoomRenamed(
            source=source,
            me=user.source,
            old=before.name,
            new=name,
            reason=reason,
            topic=topic_of(room),
            members=listed,
            realname=user.realname,
        )
        state.answer(each, event)


def _move(state: State, room: Room, record: RoomRecord) -> None:
    """Keep a room, and what was said in it, under another key."""
    before = room.record
    state.change_record(room, record)
    if record.key != before.key:
        _rekey(room, before.key, record.key)
        attendance.rename_room(state, before.key, record.key)
        state.keep(Dropped(kind=RoomRecord.kind, key=before.key), before)  # before the move: it is undone after it
        state.keep(Moved(key=before.key, to=record.key), Moved(key=record.key, to=before.key))
    room.kept = True
    state.keep(record, before if record.key == before.key else None)


def restore_move(state: State, key: str, moved: Moved | None) -> None:
    """Move a room back, because its new name could not be kept."""
    room = state.rooms.pop(key, None)
    if room is None or moved is None:
        return
    state.rooms[moved.to] = room  # what it is called is in its record, which is restored after this
    _rekey(room, key, moved.to)


def _rekey(room: Room, key: str, to: str) -> None:
    for user in room.members:
        user.rooms = {to if each == key else each: known for each, known in user.rooms.items()}


RESTORERS: Restorers = {Moved: restore_move}


HANDLERS: Handlers = {
    ask.RenameRoom: rename_room,
}
