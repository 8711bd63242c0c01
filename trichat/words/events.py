"""Events: what happened, as plain facts. The doors turn them into bytes; history keeps some."""

from enum import Enum

from trichat.words.reasons import Reason
from trichat.words.record import record

Tags = tuple[tuple[str, str], ...]  # client-only message tags, names with their `+`


class Kind(Enum):
    """The kinds of things that are said."""

    MESSAGE = "message"
    NOTICE = "notice"
    ACTION = "action"
    CTCP = "ctcp"  # a question from one client program to another (modern.ircdocs.horse/ctcp)
    CTCP_REPLY = "ctcp-reply"


@record
class Source:
    """Who did it, as others see them."""

    nick: str
    username: str
    host: str

    @property
    def mask(self) -> str:
        """`nick!user@host`, the source of an IRC message."""
        return f"{self.nick}!{self.username}@{self.host}"


class Event:
    """The base of all events."""

    __slots__ = ()


# What happens before others' eyes. `id` is an identity (see words/identity.py).


@record
class Happened(Event):
    """The base of what others see."""

    id: int
    source: Source


@record
class PlaceEvent(Happened):
    """The base of what happens in one place: a room, or a conversation of two.

    `place` is the key under which history keeps it; `target` is the room as it is shown, or the nick of
    the one spoken to.
    """

    place: str
    target: str


@record
class Said(PlaceEvent):
    """Somebody said something. `text` may be longer than one IRC line."""

    kind: Kind
    text: str
    tags: Tags = ()


@record
class Tagged(PlaceEvent):
    """Somebody sent tags without text (IRCv3 TAGMSG)."""

    tags: Tags


@record
class Joined(PlaceEvent):
    """Somebody came into a room."""

    realname: str


@record
class Left(PlaceEvent):
    """Somebody left a room and is still on the server."""

    reason: str


@record
class TopicChanged(PlaceEvent):
    """A room has another topic, or none (empty)."""

    text: str


@record
class Renamed(Happened):
    """Somebody has another name; `places` are the rooms they stand in, as (key, name) pairs."""

    nick: str
    places: tuple[tuple[str, str], ...]


@record
class Departed(Happened):
    """Somebody left the server; `places` are the rooms they stood in, as (key, name) pairs."""

    reason: str
    places: tuple[tuple[str, str], ...]


Stored = Said | Tagged | Joined | Left | TopicChanged | Renamed | Departed


def places_of(event: Event) -> tuple[str, ...]:
    """Give the keys of the places in which history keeps `event`."""
    if isinstance(event, PlaceEvent):
        return (event.place,)
    if isinstance(event, (Renamed, Departed)):
        return tuple(key for key, _ in event.places)
    return ()


# What one session is told: answers to its own requests.


@record
class Refused(Event):
    """A request was not granted. `about` is what was wrong; `detail` belongs to the reason."""

    reason: Reason
    about: str = ""
    detail: str = ""
    command: str = ""  # as it was given, for the dialects that repeat it


@record
class AskName(Event):
    """Somebody is at the plain door and has no name yet."""


@record
class Welcome(Event):
    """The session is in, under this name."""

    nick: str


@record
class Member(Event):
    """One line of a list of people; `room` is one they were found in, or empty."""

    source: Source
    realname: str = ""
    room: str = ""
    since: int = 0  # when they came, Unix milliseconds
    idle: int = 0  # since they last said something, milliseconds


@record
class MembersListed(Event):
    """Who is in a room. `entered`: told because the session has just come in."""

    room: str
    members: tuple[Source, ...]
    entered: bool = False


@record
class PeopleFound(Event):
    """The answer to `Who`."""

    mask: str
    people: tuple[Member, ...]
    fields: str = ""
    token: str = ""


@record
class PersonShown(Event):
    """The answer to `Whois`."""

    person: Member
    rooms: tuple[str, ...]


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


@record
class UserModesShown(Event):
    """One's own modes, as letters."""

    modes: str


@record
class UserModesChanged(Event):
    """One's own modes are different now; `change` is as in `MODE name +i`."""

    change: str


@record
class Counted(Event):
    """The answer to `Lusers`."""

    people: int
    most: int
    connections: int
    rooms: int
    invisible: int = 0


@record
class MotdShown(Event):
    """The message of the day, in lines; none if there is none."""

    lines: tuple[str, ...]
    asked: bool = False


@record
class HelpShown(Event):
    """Help on one command, or on all of them (empty)."""

    command: str


@record
class LanguageSet(Event):
    """The session is spoken to in this language from here on."""

    code: str


@record
class LineEndsSet(Event):
    """The other side ends its lines with CR LF, as telnet does, or with LF; so does what it is told."""

    crlf: bool


@record
class Pong(Event):
    """The answer to a PING."""

    token: str


@record
class CapabilitiesAnswered(Event):
    """The answer to a CAP command (IRCv3 capability negotiation).

    `enabled` is what is in force from here on.
    """

    subcommand: str
    capabilities: tuple[str, ...]
    enabled: frozenset[str]
    version: int = 301


@record
class Page(Event):
    """Leave to read a part of one place's history: the server reads it and shows it at this point.

    `after` and `before` are exclusive ids; the `limit` events next to `before` are meant, or next to `after`
    if `forward`. `on_join`: nobody asked; for those whose client will not ask by itself. `now` is when it was
    permitted, in Unix milliseconds.
    """

    place: str
    target: str
    after: int
    before: int
    limit: int
    now: int
    forward: bool = False
    on_join: bool = False


@record
class CaughtUp(Event):
    """The session reads again, and is live from here on; what it missed is shown at this point."""


@record
class Farewell(Event):
    """The session ends, for this reason. Nothing comes after it."""

    reason: str
