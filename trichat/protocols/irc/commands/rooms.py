"""IRC commands for rooms."""

import re

from trichat.protocols.irc.commands.base import MOST_ROOMS, MOST_TARGETS, Builder, each, filled, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import modes
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request

_CONDITION = re.compile(r"([CTct]?)([<>])([0-9]{1,9})")


def _join(message: Message) -> list[Request]:
    (names,) = take(message, 1)
    if names == "0":  # RFC 2812, 3.2.1: leave all; no longer wanted, and easily typed by mistake
        return [refuse(message, Reason.ROOM_NAME, names)]
    keys = iter(optional(message, 1).split(","))
    return each(message, names, MOST_ROOMS, lambda name: ask.Join(room=name, key=next(keys, "")))


def _part(message: Message) -> list[Request]:
    (names,), reason = take(message, 1), optional(message, 1)
    return each(message, names, MOST_ROOMS, lambda name: ask.Leave(room=name, reason=reason))


def _names(message: Message) -> list[Request]:
    rooms = tuple(name for name in optional(message, 0).split(",") if name)
    if len(rooms) > MOST_ROOMS:
        return [refuse(message, Reason.TOO_MANY_TARGETS, rooms[MOST_ROOMS], str(MOST_ROOMS))]
    return [ask.Names(room=rooms[0])] if len(rooms) == 1 else [ask.NamesOf(rooms=rooms)]


def _list(message: Message) -> list[Request]:
    """Read rooms, masks and conditions; what is none of these in the second parameter is a server (RFC 2812)."""
    words = [word for word in optional(message, 0).split(",") if word]
    words += [word for word in optional(message, 1).split(",") if word.startswith("#") or _condition(word)]
    conditions = [condition for word in words if (condition := _condition(word))]
    masks = [word for word in words if _condition(word) is None]
    return [ask.Rooms(masks=tuple(masks), conditions=tuple(conditions))]


def _condition(word: str) -> ask.Condition | None:
    """Read a condition of ISUPPORT ELIST; None if it is a mask."""
    if word.startswith("!") and len(word) > 1:
        return ask.Condition(about="N", text=word[1:])
    found = _CONDITION.fullmatch(word)
    if found is None:
        return None
    return ask.Condition(about=(found[1] or "U").upper(), more=found[2] == ">", number=int(found[3]))


def _kick(message: Message) -> list[Request]:
    """One or several rooms and names (RFC 2812, 3.2.8): as many rooms as names, or one room for all names."""
    rooms, names = (first.split(",") for first in take(message, 2))
    if max(len(rooms), len(names)) > MOST_TARGETS:
        return [refuse(message, Reason.TOO_MANY_TARGETS, names[-1], str(MOST_TARGETS))]
    pairs = zip(rooms * len(names) if len(rooms) == 1 else rooms, names, strict=False)
    reason = optional(message, 2)
    return [ask.Kick(room=room, name=name, reason=reason) for room, name in pairs if room and name]


def _invite(message: Message) -> list[Request]:
    if not message.params:
        return [ask.Invite()]
    name, room = take(message, 2)
    return [ask.Invite(name=name, room=room or "*")]


def _mode(message: Message) -> list[Request]:
    (target,) = take(message, 1)
    if not target.startswith("#"):
        return [ask.UserModes(name=target, change=optional(message, 1))]
    return [ask.RoomModes(room=target, changes=modes.read(message.params[1:]))]


BUILDERS: dict[str, Builder] = {
    "JOIN": _join,
    "PART": _part,
    "NAMES": _names,
    "TOPIC": filled(ask.Topic, "room", "text", needs=1),
    "LIST": _list,
    "MODE": _mode,
    "KICK": _kick,
    "INVITE": _invite,
    "RENAME": filled(ask.RenameRoom, "room", "name", "reason", needs=2),
}
