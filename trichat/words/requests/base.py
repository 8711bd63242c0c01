"""The base of all requests, and those that any door can make."""

from trichat.words.events import Event
from trichat.words.record import Record


class Request(Record, kw_only=True):
    """The base of all requests."""


class InTurn(Request, kw_only=True):
    """Tell what the door knows by itself; it goes through the hub so as to be told in its turn."""

    event: Event


class Labelled(Request, kw_only=True):
    """Do what came as one request, and label the answer (IRCv3 labeled-response)."""

    label: str
    requests: tuple[Request, ...]


class Worked(Request, kw_only=True):
    """Go on with the result of work for which this session waits (asked by its own connection)."""

    result: object
