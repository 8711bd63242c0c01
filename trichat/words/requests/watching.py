"""Watching for people to come and go (ircv3.net/specs/extensions/monitor)."""

from trichat.words.requests.base import Request


class Watch(Request, kw_only=True):
    """Be told when these people come and go."""

    names: tuple[str, ...]


class Unwatch(Request, kw_only=True):
    """Be told so no longer; without names, of nobody."""

    names: tuple[str, ...] | None


class Watched(Request, kw_only=True):
    """Ask for whom one watches, or (`status`) who of them is here."""

    status: bool = False
