"""What people and rooms tell of themselves under keys (ircv3.net/specs/extensions/metadata).

The target of each is the name of a room or a person, or `*` for oneself.
"""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class GetMetadata(Request):
    """Ask for what is told under these keys; None asks for all."""

    target: str
    keys: tuple[str, ...] | None = None


@record
class SetMetadata(Request):
    """Tell something under a key, or nothing any more (empty)."""

    target: str
    key: str
    value: str = ""


@record
class ClearMetadata(Request):
    """Tell nothing any more."""

    target: str


@record
class SubscribeMetadata(Request):
    """Want to know what is told under these keys, or no longer (`on`)."""

    keys: tuple[str, ...]
    on: bool = True


@record
class ShowSubscriptions(Request):
    """Ask for the keys that one wants to know about."""


@record
class SyncMetadata(Request):
    """Ask for all that one wants to know about a room and those in it, or about somebody."""

    target: str
