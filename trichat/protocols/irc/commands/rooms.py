"""IRC commands for rooms."""

from trichat.protocols.irc.commands.base import MOST_ROOMS, Builder, each, optional, refuse, take
from trichat.protocols.irc.message import Message
from trichat.words import modes
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _join(message: Message) -> list[Request]:
    (names,) = take(message, 1)
    if names == "0":  # RFC 2812, 3.2.1: leave all; no longer wanted, and easily typed by mistake
        return [refuse(message, Reason.ROOM_NAME, names)]
    keys = iter(optional(message, 1).split(","))
    return each(message, MOST_ROOMS, lambda name: ask.Join(room=name, key=next(keys, "")))


def _part(message: Message) -> list[Request]:
    take(message, 1)
    reason = optional(message, 1)
    return each(message, MOST_ROOMS, lambda name: ask.Leave(room=name, reason=reason))


def _names(message: Message) -> list[Request]:
    if not message.params:
        return [ask.Names()]
    return each(message, MOST_ROOMS, lambda name: ask.Names(room=name))


def _topic(message: Message) -> list[Request]:
    (room,) = take(message, 1)
    return [ask.Topic(room=room, text=message.params[1] if len(message.params) > 1 else None)]


def _list(message: Message) -> list[Request]:
    return [ask.Rooms(only=tuple(name for name in optional(message, 0).split(",") if name))]


def _mode(message: Message) -> list[Request]:
    (target,) = take(message, 1)
    if not target.startswith("#"):
        return [ask.UserModes(name=target, change=optional(message, 1))]
    return [ask.RoomModes(room=target, changes=modes.read(message.params[1:]))]


BUILDERS: dict[str, Builder] = {
    "JOIN": _join,
    "PART": _part,
    "NAMES": _names,
    "TOPIC": _topic,
    "LIST": _list,
    "MODE": _mode,
}
