"""What operators of the server do, and what they are told."""

from trichat.words.events.base import Event, Happened


class OperatorMade(Event, kw_only=True):
    """One is an operator of the server now."""


class WallopsSaid(Happened, kw_only=True):
    """An operator said something to all who want to hear it. Not kept."""

    text: str


class Rehashed(Event, kw_only=True):
    """The settings were read again."""


class Killed(Event, kw_only=True):
    """Somebody was put off the server."""

    nick: str
