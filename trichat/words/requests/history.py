"""Reading what was said before."""

from enum import Enum

from trichat.words.record import record
from trichat.words.requests.base import Request


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
