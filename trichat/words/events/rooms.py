"""What one session is told about rooms."""

from trichat.words.events.base import Event, Source
from trichat.words.record import record


@record
class MembersListed(Event):
    """Who is in a room. `entered`: told because the session has just come in."""

    room: str
    members: tuple[Source, ...]
    entered: bool = False


@record
class RoomLine(Event):
    """One line of a list of rooms."""

    name: str
    members: int
    topic: str


@record
class RoomsListed(Event):
    """The answer to `Rooms`."""

    rooms: tuple[RoomLine, ...]


@record
class TopicShown(Event):
    """The topic of a room; `text` is empty if it has none, `at` is in Unix milliseconds."""

    room: str
    text: str
    by: str = ""
    at: int = 0


@record
class ModesShown(Event):
    """The modes of a room, or one of its lists (`letter`); `created` is in Unix milliseconds."""

    room: str
    created: int
    letter: str = ""
