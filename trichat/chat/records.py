"""What must be known again after a restart, besides history: records of rooms, accounts and the like."""

from typing import ClassVar, Protocol

from trichat.words.record import record


class Record(Protocol):
    """A value that is kept under its kind and key; a later one of the same kind and key takes its place."""

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        """The key, unique within the kind."""


@record
class Dropped:
    """The record of this kind and key is kept no longer."""

    kind: str
    key: str


@record
class Moved:
    """What history keeps of the place `key` belongs to the place `to` from now on."""

    kind: ClassVar[str] = "moved"
    key: str
    to: str
