"""Requests that moderate rooms and people: bans, mutes, ignoring, reports."""

from trichat.words.requests.base import Request


class Ban(Request, kw_only=True):
    """Ban somebody from a room, or only `mute` them in it; without a room, in the current one.

    `target` is a name, `account:NAME`, a mask, an address or a network in CIDR notation. `seconds` is for how long; 0
    for good.
    """

    room: str = ""
    target: str
    mute: bool = False
    seconds: int = 0
    reason: str = ""


class Unban(Request, kw_only=True):
    """Lift a ban, or a `mute`; without a room, in the current one."""

    room: str = ""
    target: str
    mute: bool = False


class Ignore(Request, kw_only=True):
    """Ignore somebody, or no longer (not `on`); without a name, show whom one ignores."""

    name: str = ""
    on: bool = True


class Report(Request, kw_only=True):
    """Report somebody to the operators of the server."""

    name: str
    text: str


class Expire(Request, kw_only=True):
    """End the bans and mutes whose time is over (asked by the server's own alarm clock)."""
