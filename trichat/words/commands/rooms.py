"""Slash commands for rooms."""

from trichat.words import requests as ask
from trichat.words.commands.base import Command, nothing, room_name, words
from trichat.words.events import Who
from trichat.words.names.names import is_room
from trichat.words.requests import Request


def _join(text: str) -> Request:
    room, key, more = words(text, 1, 3)
    if more:
        raise ValueError(text)
    return ask.Join(room=room_name(room), key=key)


def _leave(text: str) -> Request:
    room, reason = words(text, 0, 2)
    return ask.Leave(room=room_name(room) if room else "", reason=reason)


def _topic(text: str) -> Request:
    first, rest = words(text, 0, 2)
    room, new = (first, rest) if is_room(first) else ("", text)
    return ask.Topic(room=room, text="" if new == "-" else new or None)


def _rename(text: str) -> Request:
    first, second, more = words(text, 1, 3)
    if more:
        raise ValueError(text)
    room, name = (room_name(first), second) if second else ("", first)
    return ask.RenameRoom(room=room, name=room_name(name))


ROWS: tuple[Command, ...] = (
    Command(
        name="join",
        usage="/join ROOM [KEY]",
        help="Join a room; it is made if it does not exist.",
        build=_join,
        aliases=("j",),
    ),
    Command(
        name="leave",
        usage="/leave [ROOM]",
        help="Leave a room, this one if none is named.",
        build=_leave,
        aliases=("part",),
    ),
    Command(name="rooms", usage="/rooms", help="List the rooms.", build=nothing(ask.Rooms), aliases=("list",)),
    Command(
        name="topic",
        usage="/topic [ROOM] [TEXT]",
        help="Show the topic of the room, or set it; “-” removes it.",
        build=_topic,
    ),
    Command(
        name="rename",
        who=Who.OP,
        usage="/rename [ROOM] NEW",
        help="Give a room another name; everything else stays the same. For its ops.",
        build=_rename,
    ),
)
