"""What all requests have in common, and those that hold others."""

from trichat.words.events import Event
from trichat.words.record import record


class Request:
    """The base of all requests."""

    __slots__ = ()


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
class Worked(Request):
    """What took time is done, on behalf of the session that waits for it (asked by its own connection)."""

    result: object
