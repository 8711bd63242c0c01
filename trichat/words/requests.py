"""Requests: what a session can ask of the hub, whichever door it came through."""

from enum import Enum

from trichat.words.events import Event, Kind, Tags
from trichat.words.record import record


class Request:
    """The base of all requests."""

    __slots__ = ()


@record
class Arrive(Request):
    """Be there, without a name yet. `prompts`: a person at a prompt, who is asked for a name and led to the lobby."""

    prompts: bool = False


@record
class Enter(Request):
    """Come in under a name."""

    name: str
    username: str = ""
    realname: str = ""


@record
class Typed(Request):
    """A line as a person typed it: a name, a command or a message, depending on where they stand."""

    text: str


@record
class Say(Request):
    """Say something to a room or a person; without a target, where one stands."""

    target: str = ""
    text: str
    kind: Kind = Kind.MESSAGE
    tags: Tags = ()


@record
class Tag(Request):
    """Send tags without text (IRCv3 TAGMSG): typing, a reaction."""

    target: str
    tags: Tags


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
class Rename(Request):
    """Take another name."""

    name: str


@record
class Quit(Request):
    """Leave the server."""

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
class Who(Request):
    """Ask about people: in a room, or those whose name, user, host or real name fits a mask."""

    mask: str = ""
    fields: str = ""  # WHOX: the letters after `%`
    token: str = ""


@record
class Whois(Request):
    """Ask who somebody is."""

    name: str


@record
class Rooms(Request):
    """Ask which rooms there are; `only` limits the answer to these."""

    only: tuple[str, ...] = ()


class Span(Enum):
    """Which part of a history is meant, seen from the reference point."""

    LATEST = "LATEST"
    BEFORE = "BEFORE"
    AFTER = "AFTER"


@record
class History(Request):
    """Ask for what was said in a room or with a person.

    `bound` is the id of an event, exclusive; LATEST stops there, and has none when it is 0.
    """

    target: str = ""
    span: Span = Span.LATEST
    bound: int = 0
    limit: int = 20


@record
class Lusers(Request):
    """Ask how many people and rooms there are."""


@record
class Motd(Request):
    """Ask for the message of the day."""


@record
class Help(Request):
    """Ask what commands there are, or what one does."""

    command: str = ""


@record
class Language(Request):
    """Be spoken to in another language, at the plain door."""

    code: str


@record
class RoomModes(Request):
    """Ask for the modes of a room, or for one of its lists (`letter`), or to change them (`change`)."""

    room: str
    letter: str = ""
    change: str = ""


@record
class UserModes(Request):
    """Ask for one's own modes, or change them: `change` is as in `MODE name +i`."""

    name: str
    change: str = ""


@record
class InTurn(Request):
    """What the door can answer by itself; it goes through the hub so as to be answered in its turn."""

    event: Event


@record
class Labelled(Request):
    """Requests that came as one, and whose answer carries the client's label (IRCv3 labeled-response)."""

    label: str
    requests: tuple[Request, ...]


@record
class CatchUp(Request):
    """A reader that had fallen behind reads again: show it what it missed (asked by its own outbox)."""


@record
class Gone(Request):
    """The connection is over."""

    reason: str


@record
class CloseDown(Request):
    """The server stops: a farewell to everyone, and no more after it."""

    reason: str
