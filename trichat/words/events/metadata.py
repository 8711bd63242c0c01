"""What one session is told of what people and rooms tell of themselves under keys."""

from trichat.words.events.base import Event


class MetadataShown(Event, kw_only=True):
    """What is told under keys, each with the target it is about; nothing (empty) if it is not, or no longer.

    `batch`: they belong together, and are about `target`. `own`: whoever is told has just made it so.
    """

    target: str
    entries: tuple[tuple[str, str, str], ...]  # target, key and value
    batch: bool = False
    own: bool = False


class SubscriptionsShown(Event, kw_only=True):
    """The keys that one wants to know about. `change`: those that were added (True) or taken away (False)."""

    keys: tuple[str, ...]
    change: bool | None = None
