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
    """Ask who is in a room."""

    room: str = ""


@record
class Rooms(Request):
    """Ask which rooms there are; `only` limits the answer to these."""

    only: tuple[str, ...] = ()


@record
class RoomModes(Request):
    """Ask for the modes of a room, or change them; a list that is changed without a mask is asked for."""

    room: str
    changes: tuple[Change, ...] = ()
