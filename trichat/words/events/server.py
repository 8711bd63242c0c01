"""What one session is told about its visit and about the server."""

from trichat.words.events.base import Event, Source
from trichat.words.reasons import Reason
from trichat.words.record import record


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
class Counted(Event):
    """The answer to `Lusers`."""

    people: int
    most: int
    connections: int
    rooms: int
    invisible: int = 0
    operators: int = 0


@record
class ServerShown(Event):
    """The answer to `AboutServer`: `topic` is its name, `now` is in Unix milliseconds."""

    topic: str
    now: int
    admin: tuple[str, ...] = ()  # who runs it, in lines; asked for with the topic ADMIN


@record
class StatsShown(Event):
    """The answer to `Stats`; empty where there is nothing to tell."""

    letter: str
    uptime: int = 0  # seconds
    operators: tuple[Source, ...] = ()


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
class Farewell(Event):
    """The session ends, for this reason. Nothing comes after it. `mask` is who leaves, if they have asked for it."""

    reason: str
    mask: str = ""
