"""Lists rooms, and who is in several of them (LIST, NAMES)."""

import re

from trichat.chat.core import permissions
from trichat.chat.core.people import Room, Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.rooms.membership import members_of
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import compile_mask, fold
from trichat.words.requests import Condition
from trichat.words.text.clean import clean

_MINUTE = 60_000  # milliseconds
_NAMES_MOST = 100  # rooms whose members are shown at once, where none is named


def rooms(state: State, session: Session, request: ask.Rooms) -> None:
    """Show which rooms there are, the fullest first; of those that one could not join, no topic."""
    masks = [compile_mask(mask) for mask in request.masks]
    found = [
        room
        for room in state.rooms.values()
        if permissions.sees(room, session.user)
        and (not masks or _fits(room, masks))
        and all(_holds(room, condition, state.now) for condition in request.conditions)
    ]
    lines = tuple(
        ev.RoomLine(name=room.name, members=len(room.members), topic=_topic(room, session))
        for room in sorted(found, key=lambda room: (-len(room.members), room.key))
    )
    state.answer(session, ev.RoomsListed(rooms=lines))


def _topic(room: Room, session: Session) -> str:
    topic = room.record.topic
    return topic if topic and permissions.may_see_topic(room, session.user) else ""


def _fits(room: Room, masks: list[re.Pattern[str]]) -> bool:
    return any(mask.fullmatch(room.key) for mask in masks)


def _holds(room: Room, condition: Condition, now: int) -> bool:
    """Tell whether a condition holds for a room (modern.ircdocs.horse, "ELIST Parameter")."""
    record = room.record
    match condition.about:
        case "N":
            return not compile_mask(condition.text).fullmatch(room.key)
        case "U":
            value = len(room.members)
        case "C":
            value = now - record.created
        case _:
            value = now - record.topic_at
            if not record.topic:
                return False
    bound = condition.number * (1 if condition.about == "U" else _MINUTE)
    return value > bound if condition.more else value < bound


def names_of(state: State, session: Session, request: ask.NamesOf) -> None:
    """Show who is in several rooms, or in all."""
    keys = {fold(name): name for name in request.rooms}
    if keys:
        found = [state.rooms[key] for key in keys if key in state.rooms]
    else:
        found = [room for room in state.rooms.values() if room.members][:_NAMES_MOST]
    seen = tuple(members_of(session.user, room) for room in found if permissions.sees(room, session.user))
    named = ",".join(clean(name) for name in request.rooms)
    state.answer(session, ev.NamesListed(named=named, lists=seen))


HANDLERS: Handlers = {
    ask.Rooms: rooms,
    ask.NamesOf: names_of,
}
