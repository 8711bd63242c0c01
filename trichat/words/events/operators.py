"""What operators of the server do, and what they are told."""

from trichat.words.events.base import Event, Happened
from trichat.words.record import record


@record
class OperatorMade(Event):
    """One is an operator of the server now."""


@record
class WallopsSaid(Happened):
    """An operator said something to all who want to hear it. Not kept."""

    text: str


@record
class Rehashed(Event):
    """The settings were read again."""


@record
class Killed(Event):
    """Somebody was put off the server."""

    nick: str
