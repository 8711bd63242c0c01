"""What one session is told about rooms."""

from trichat.words.events.base import Event, Source
from trichat.words.modes import ListEntry
from trichat.words.record import Record


class MembersListed(Event, kw_only=True):
    """Who is in a room. `entered`: told because the session has just come in.

    `roles` are those of the members, in the same order: letters, the highest first. `states`, told to people who ask:
    why each of them is away (empty: they are not), and for how many milliseconds they have been silent.
    """

    room: str
    members: tuple[Source, ...]
    roles: tuple[str, ...] = ()
    secret: bool = False
    entered: bool = False
    states: tuple[tuple[str, int], ...] = ()


class NamesListed(Event, kw_only=True):
    """Who is in several rooms; `named` is how they were asked for, empty for all of them."""

    named: str
    lists: tuple[MembersListed, ...]


class RoomLine(Record, kw_only=True):
    """One line of a list of rooms."""

    name: str
    members: int
    topic: str


class RoomsListed(Event, kw_only=True):
    """The answer to `Rooms`."""

    rooms: tuple[RoomLine, ...]


class TopicShown(Event, kw_only=True):
    """The topic of a room; `text` is empty if it has none, `at` is in Unix milliseconds."""

    room: str
    text: str
    by: str = ""
    at: int = 0


class ModesShown(Event, kw_only=True):
    """The settings of a room, as letters with their values; `created` is in Unix milliseconds."""

    room: str
    created: int
    modes: tuple[tuple[str, str], ...]


class ListShown(Event, kw_only=True):
    """One of the lists of a room; `now` is in Unix milliseconds."""

    room: str
    letter: str
    entries: tuple[ListEntry, ...]
    now: int = 0


class InviteSent(Event, kw_only=True):
    """Somebody was invited, as asked."""

    nick: str
    room: str


class InvitesListed(Event, kw_only=True):
    """The rooms into which one is invited."""

    rooms: tuple[str, ...]


class RoomRenamed(Event, kw_only=True):
    """A room in which one is has another name. `source` did it; `me` is the one who is told."""

    source: Source
    me: Source
    old: str
    new: str
    reason: str
    topic: TopicShown
    members: MembersListed
    realname: str

    def if_unstored(self) -> str | None:
        """Others only hear nothing."""
        return "RENAME" if self.source == self.me else ""
