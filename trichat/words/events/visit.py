"""What one session is told about its visit and about the server."""

from enum import Enum, auto

from trichat.words.events.base import Event, Source
from trichat.words.reasons import Reason
from trichat.words.record import Hidden


class Refused(Event, kw_only=True):
    """A request was not granted. `about` is what was wrong; `detail` belongs to the reason."""

    reason: Reason
    about: str = ""
    detail: str = ""
    command: str = ""  # as it was given, for the dialects that repeat it


class AskName(Event, kw_only=True):
    """Somebody is at the plain door and has no name yet."""


class Welcome(Event, kw_only=True):
    """The session is in, under this name."""

    nick: str


class Became(Event, kw_only=True):
    """The session, which was `before`, is one of those of somebody who is here already, and has left these rooms."""

    before: Source
    nick: str
    left: tuple[str, ...] = ()


class TokenShown(Event, kw_only=True):
    """The token with which the visit of this session can go on over another connection."""

    token: Hidden[str]


class Resumed(Event, kw_only=True):
    """The session goes on with a visit that another connection had so far."""

    nick: str


class Counted(Event, kw_only=True):
    """The answer to `Lusers`."""

    people: int
    most: int
    connections: int
    rooms: int
    invisible: int = 0
    operators: int = 0


class ServerShown(Event, kw_only=True):
    """The answer to `AboutServer`: `topic` is its name, `now` is in Unix milliseconds."""

    topic: str
    now: int
    admin: tuple[str, ...] = ()  # who runs it, in lines; asked for with the topic ADMIN


class StatsShown(Event, kw_only=True):
    """The answer to `Stats`; empty where there is nothing to tell."""

    letter: str
    uptime: int = 0  # seconds
    operators: tuple[Source, ...] = ()


class MotdShown(Event, kw_only=True):
    """The message of the day, in lines; none if there is none."""

    lines: tuple[str, ...]
    asked: bool = False


class Who(Enum):
    """Whom a command is for: whoever is one of these may use it."""

    ANYBODY = auto()  # without a name, too
    NAMED = auto()
    NEWCOMER = auto()  # who can make an account
    GUEST = auto()  # who is not logged in
    ACCOUNT = auto()  # who is
    OP = auto()  # of a room
    OPERATOR = auto()


class HelpShown(Event, kw_only=True):
    """Help on one command or subject, or on what there is (empty), for somebody who is all of `who`."""

    command: str
    who: tuple[Who, ...] = tuple(Who)


class LanguageSet(Event, kw_only=True):
    """The session is spoken to in this language from here on."""

    code: str


class LineEndsSet(Event, kw_only=True):
    """The other side ends its lines with CR LF, as telnet does, or with LF; so does what it is told."""

    crlf: bool


class Pong(Event, kw_only=True):
    """The answer to a PING."""

    token: str


class CapabilitiesAnswered(Event, kw_only=True):
    """The answer to a CAP command (IRCv3 capability negotiation).

    `enabled` is what is in force from here on.
    """

    subcommand: str
    capabilities: tuple[str, ...]
    enabled: frozenset[str]
    version: int = 301


class Farewell(Event, kw_only=True):
    """The session ends, for this reason. Nothing comes after it. `mask` is who leaves, if they have asked for it."""

    reason: str
    mask: str = ""
