"""Being in rooms, and changing them."""

from trichat.words.modes import Change
from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Join(Request):
    """Go into a room; make it if there is none."""

    room: str
    key: str = ""


@record
class Leave(Request):
    """Leave a room; without a name, where one stands."""

    room: str = ""
    reason: str = ""


@record
class Topic(Request):
    """Ask for the topic of a room, or set it (`text` not None; empty clears it)."""

    room: str = ""
    text: str | None = None


@record
class Names(Request):
    """Ask who is in a room; without a name, where one stands."""

    room: str = ""


@record
class NamesOf(Request):
    """Ask who is in several rooms, or in all of them (none given)."""

    rooms: tuple[str, ...] = ()


@record
class Condition:
    """What a list of rooms is limited by (ISUPPORT ELIST).

    `about` is N: the mask in `text` does not fit; U: the number of people is `more` or less than `number`; C or T: the
    room was made, or its topic set, more or less than `number` minutes ago.
    """

    about: str
    more: bool = False
    number: int = 0
    text: str = ""


@record
class Rooms(Request):
    """Ask which rooms there are: those that one of the masks fits, if there are any, and all the conditions."""

    masks: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@record
class RoomModes(Request):
    """Ask for the modes of a room, or change them; a list that is changed without a mask is asked for."""

    room: str = ""
    changes: tuple[Change, ...] = ()


@record
class Kick(Request):
    """Put somebody out of a room; without a room, where one stands."""

    room: str = ""
    name: str
    reason: str = ""


@record
class Invite(Request):
    """Invite somebody into a room; without a room, where one stands. Without a name, ask where one is invited."""

    name: str = ""
    room: str = ""


@record
class RenameRoom(Request):
    """Give a room another name; without a room, the one where one stands."""

    room: str = ""
    name: str
    reason: str = ""
