"""What must be known again after a restart, besides history: records of rooms, accounts and the like."""

from typing import ClassVar, Protocol

from trichat.words.record import Record


class Durable(Protocol):
    """A value that is kept under its kind and key; a later one of the same kind and key takes its place."""

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        """The key, unique within the kind."""


class Dropped(Record, kw_only=True):
    """The record of this kind and key is kept no longer."""

    kind: str
    key: str


class Moved(Record, kw_only=True):
    """What history keeps of the place `key` belongs to the place `to` from now on."""

    kind: ClassVar[str] = "moved"
    key: str
    to: str
