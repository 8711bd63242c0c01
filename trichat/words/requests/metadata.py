"""What people and rooms tell of themselves under keys (ircv3.net/specs/extensions/metadata).

The target of each is the name of a room or a person, or `*` for oneself.
"""

from trichat.words.requests.base import Request


class GetMetadata(Request, kw_only=True):
    """Ask for what is told under these keys; None asks for all."""

    target: str
    keys: tuple[str, ...] | None = None


class SetMetadata(Request, kw_only=True):
    """Tell something under a key, or nothing any more (empty)."""

    target: str
    key: str
    value: str = ""


class ClearMetadata(Request, kw_only=True):
    """Tell nothing any more."""

    target: str


class SubscribeMetadata(Request, kw_only=True):
    """Want to know what is told under these keys, or no longer (`on`)."""

    keys: tuple[str, ...]
    on: bool = True


class ShowSubscriptions(Request, kw_only=True):
    """Ask for the keys that one wants to know about."""


class SyncMetadata(Request, kw_only=True):
    """Ask for all that one wants to know about a room and those in it, or about somebody."""

    target: str
