"""Requests about rooms: joining and leaving, lists, modes, kicks, invitations."""

from trichat.words.modes import Change
from trichat.words.record import Record
from trichat.words.requests.base import Request


class Join(Request, kw_only=True):
    """Join a room; make it if there is none."""

    room: str
    key: str = ""


class Leave(Request, kw_only=True):
    """Leave a room; without a name, the current one."""

    room: str = ""
    reason: str = ""


class Topic(Request, kw_only=True):
    """Ask for the topic of a room, or set it (`text` not None; empty clears it)."""

    room: str = ""
    text: str | None = None


class Names(Request, kw_only=True):
    """Ask who is in a room; without a name, in the current one."""

    room: str = ""


class NamesOf(Request, kw_only=True):
    """Ask who is in several rooms, or in all of them (none given)."""

    rooms: tuple[str, ...] = ()


class Condition(Record, kw_only=True):
    """One condition of a list of rooms (ISUPPORT ELIST).

    `about` is N: the mask in `text` does not fit; U: the number of people is `more` or less than `number`; C or T: the
    room was made, or its topic set, more or less than `number` minutes ago.
    """

    about: str
    more: bool = False
    number: int = 0
    text: str = ""


class Rooms(Request, kw_only=True):
    """Ask which rooms there are: those that one of the masks fits, if there are any, and all the conditions."""

    masks: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class RoomModes(Request, kw_only=True):
    """Ask for the modes of a room, or change them; a list that is changed without a mask is asked for."""

    room: str = ""
    changes: tuple[Change, ...] = ()


class Kick(Request, kw_only=True):
    """Kick somebody out of a room; without a room, out of the current one."""

    room: str = ""
    name: str
    reason: str = ""


class Invite(Request, kw_only=True):
    """Invite somebody into a room; without a room, into the current one. Without a name, ask where one is invited."""

    name: str = ""
    room: str = ""


class RenameRoom(Request, kw_only=True):
    """Rename a room; without a room, the current one."""

    room: str = ""
    name: str
    reason: str = ""
