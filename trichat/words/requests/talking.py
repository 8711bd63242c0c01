"""Requests about messages: sending, answering, taking back, reading and searching history."""

from enum import Enum

from trichat.words.events import Kind, Tags
from trichat.words.names.identity import LAST_ID
from trichat.words.requests.base import Request
from trichat.words.text.search import Wanted


class Say(Request, kw_only=True):
    """Say something to a room or a person; without a target, to the current room."""

    target: str = ""
    text: str
    kind: Kind = Kind.MESSAGE
    tags: Tags = ()


class Tag(Request, kw_only=True):
    """Send tags without text (IRCv3 TAGMSG): typing, a reaction."""

    target: str
    tags: Tags


class SayBack(Request, kw_only=True):
    """Answer whoever wrote last in private."""

    text: str


class Span(Enum):
    """Which part of a history is meant, seen from the reference point."""

    LATEST = "LATEST"
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    AROUND = "AROUND"
    BETWEEN = "BETWEEN"


class History(Request, kw_only=True):
    """Ask for what was said in a room or with a person.

    `bound` is the id of an event, exclusive unless AROUND; LATEST stops there, and has none when it is 0. BETWEEN
    goes from `bound` towards `end`, which may be the earlier one. `bound_is_time` and `end_is_time`: what was named is
    a time, and the id is that of this time by the clock alone.
    """

    target: str = ""
    span: Span = Span.LATEST
    bound: int = 0
    end: int = 0
    bound_is_time: bool = False
    end_is_time: bool = False
    limit: int = 20
    since: str = ""  # a time as it was typed, instead of an id; of the span AFTER


class Search(Request, kw_only=True):
    """Search for `wanted` where one may read. `after` and `before` are exclusive ids, by the clock alone."""

    wanted: Wanted
    after: int = 0
    before: int = LAST_ID
    limit: int = 20


class Redact(Request, kw_only=True):
    """Take back a message, or tags: an event by its id in full or in short."""

    target: str = ""
    name: str
    reason: str = ""


class Respond(Request, kw_only=True):
    """Answer a message (its id in full or in short) with `text`, or react to it with a `sign`, or take that `back`."""

    target: str = ""
    name: str
    text: str = ""
    sign: str = ""
    back: bool = False


class Targets(Request, kw_only=True):
    """Ask in which rooms and with whom there was talk that ended between two ids by the clock alone, both exclusive."""

    bound: int = 0
    end: int = LAST_ID
    limit: int = 100


class MarkRead(Request, kw_only=True):
    """Ask how far one has read in a room or with a person, or say so: up to `time`, in Unix milliseconds."""

    target: str
    time: int | None = None
