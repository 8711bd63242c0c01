"""Watching for people to come and go (ircv3.net/specs/extensions/monitor)."""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Watch(Request):
    """Be told when these people come and go."""

    names: tuple[str, ...]


@record
class Unwatch(Request):
    """Be told so no longer; without names, of nobody."""

    names: tuple[str, ...] | None


@record
class Watched(Request):
    """Ask for whom one watches, or (`status`) who of them is here."""

    status: bool = False
