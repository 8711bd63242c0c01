"""What all requests have in common, and those that hold others."""

from trichat.words.events import Event
from trichat.words.record import Record


class Request(Record, kw_only=True):
    """The base of all requests."""


class InTurn(Request, kw_only=True):
    """What the door can answer by itself; it goes through the hub so as to be answered in its turn."""

    event: Event


class Labelled(Request, kw_only=True):
    """Requests that came as one, and whose answer carries the client's label (IRCv3 labeled-response)."""

    label: str
    requests: tuple[Request, ...]


class Worked(Request, kw_only=True):
    """What took time is done, on behalf of the session that waits for it (asked by its own connection)."""

    result: object
