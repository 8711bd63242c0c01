"""Attendance: up to where somebody has seen each room, so that who comes back is shown what they missed, and that once.

Who has an account is known by it, and what they have seen is kept. A guest is known by their name and their address,
as long as the server runs: somebody else who comes by both sees nothing that the room would not show them anyhow.
"""

from collections.abc import Iterable
from typing import ClassVar

from trichat.chat.core.memory import HERE, Attendance
from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Restorers, State
from trichat.words.names.identity import first_id, is_visit
from trichat.words.record import Record

_DAY = 86_400_000  # milliseconds


class RoomsSeen(Record, kw_only=True):
    """What an account (its identity is the key) has seen: rooms by key, each up to this event; 0: is in it now."""

    kind: ClassVar[str] = "attendance"
    key: str
    rooms: tuple[tuple[str, int], ...]


def came_in(state: State, session: Session, user: User, room: str) -> int | None:
    """Note that somebody is in a room now; give the last event that they have seen there, or None if nobody knows."""
    kept, who = _place(state, session, user)
    rooms = dict(kept.of(who))
    seen = rooms.pop(room, None)
    if kept is state.attendance:
        rooms[room] = HERE
    _set(state, kept, who, rooms)
    return seen if seen and seen >= _oldest(state) else None


def went_out(state: State, session: Session, user: User, rooms: Iterable[str]) -> None:
    """Note that somebody, last by this session, is no longer in these rooms."""
    kept, who = _place(state, session, user)
    last = session.lost_at or state.last_id
    known = {**kept.of(who), **dict.fromkeys(rooms, last)}
    while len(known) > state.rules.most_rooms:
        del known[min(known, key=lambda room: known[room] or state.last_id)]
    _set(state, kept, who, known)
    _forget(state, kept)


def is_in(state: State, user: User) -> None:
    """Note where somebody is who has just logged in."""
    rooms = dict.fromkeys(user.rooms, HERE)
    _set(state, state.attendance, user.identity, {**state.attendance.of(user.identity), **rooms})


def rename_room(state: State, room: str, to: str) -> None:
    """Have a room known by another key."""
    state.guest_attendance.rename(room, to)
    for who in state.attendance.rename(room, to):
        rooms = state.attendance.of(who)
        before = {room if key == to else key: seen for key, seen in rooms.items()}
        state.keep(_record(who, rooms), _record(who, before))


def last_seen(user: User) -> int:
    """Give the last event that one of the connections of somebody has surely seen."""
    return max((each.lost_at or each.heard for each in user.sessions), default=0)


def _place(state: State, session: Session, user: User) -> tuple[Attendance, str]:
    """Give where it is noted what somebody has seen, and by what they are known there."""
    if is_visit(user.identity):
        return state.guest_attendance, f"{user.key} {session.place}"
    return state.attendance, user.identity


def _set(state: State, kept: Attendance, who: str, rooms: dict[str, int]) -> None:
    before = kept.of(who)
    if rooms == before:
        return
    kept.set(who, rooms)
    if kept is state.attendance:
        record = _record(who, rooms) if rooms else Dropped(kind=RoomsSeen.kind, key=who)
        state.keep(record, _record(who, before) if before else None)


def _record(who: str, rooms: dict[str, int]) -> RoomsSeen:
    return RoomsSeen(key=who, rooms=tuple(rooms.items()))


def _oldest(state: State) -> int:
    """Give the first event that is not too long ago."""
    return state.id_at(first_id(max(0, state.now - round(state.rules.remembered_days * _DAY))))


def _forget(state: State, kept: Attendance) -> None:
    """Forget who was here long ago, once a day, and who left first if there are too many."""
    if kept.absent <= state.rules.remembered and abs(state.now - state.attendance_looked_at) < _DAY:
        return
    state.attendance_looked_at = state.now
    for each in (state.attendance, state.guest_attendance):
        for who in each.stale(state.rules.remembered, _oldest(state)):
            _set(state, each, who, {})


def restore(state: State, key: str, record: RoomsSeen | None) -> None:
    """Note what an account has seen, as its record says.

    Who was in a room when the server ended, whatever ended it, has seen all that was said there until then. That has to
    be kept before anything else is said.
    """
    rooms = dict(record.rooms) if record else {}
    if HERE in rooms.values():
        state.unrecorded[key] = None
    state.attendance.set(key, {room: seen or state.last_id for room, seen in rooms.items()})


def record_cut_short(state: State) -> None:
    """Keep what those have seen who were here when the server ended."""
    for who in state.unrecorded:
        rooms = state.attendance.of(who)
        if rooms:
            state.keep(_record(who, rooms), _record(who, dict.fromkeys(rooms, HERE)))
    state.unrecorded.clear()


RESTORERS: Restorers = {RoomsSeen: restore}
