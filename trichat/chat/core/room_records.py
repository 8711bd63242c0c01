"""The record of a room: what is kept of it, besides its history."""

from typing import ClassVar

from trichat.words.modes import DEFAULT, ListEntry
from trichat.words.record import Record, replace

GONE = "!gone-"  # begins the key of a place that was a room's, and is deleted when there is time; no room is called so
_NOT_FOR_ALL = frozenset("Riks")  # modes of a room that not everybody comes into, or finds
ROLES_MOST = 500  # accounts with a role in one room: with each that comes all of them are written again
HISTORY_OFF = "off"  # as the value of the mode H: nothing is kept


class RoomRecord(Record, kw_only=True):
    """What is kept of a room, besides its history. Times are in Unix milliseconds.

    `founder` is the key of an account; `roles` are pairs of such a key and letters; `modes` pairs of a letter and
    its value.
    """

    kind: ClassVar[str] = "room"
    key: str
    name: str
    created: int
    topic: str = ""
    topic_by: str = ""
    topic_at: int = 0
    founder: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    modes: tuple[tuple[str, str], ...] = DEFAULT
    entries: tuple[ListEntry, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()

    @property
    def worth_keeping(self) -> bool:
        """Whether something would be lost if the room were forgotten when nobody is in it."""
        return bool(self.topic or self.founder or self.roles or self.entries or self.metadata) or self.modes != DEFAULT

    @property
    def not_for_all(self) -> bool:
        """Whether what was said here was not for whoever comes by: without this record nobody would know."""
        return any(mode in _NOT_FOR_ALL for mode, _ in self.modes) or any(entry.letter == "b" for entry in self.entries)


def with_kept_role(record: RoomRecord, account: str, roles: str) -> RoomRecord:
    """Give the record with other roles kept for an account (its key)."""
    kept = {key: each for key, each in record.roles if key != account}
    if roles:
        kept[account] = roles
    return replace(record, roles=tuple(kept.items()))
