"""Checking a history file: whether SQLite can read it, and whether what stands in it is what trichat wrote."""

import sqlite3
from pathlib import Path

from trichat.chat.core.accounts import Account
from trichat.storage.damage import faults, index_fault
from trichat.storage.maintenance import reading
from trichat.storage.maintenance.salvage import has_lost_head
from trichat.storage.maintenance.words import Words
from trichat.storage.opening import is_damage, translated
from trichat.storage.rows import UnreadableError
from trichat.words.events import Said
from trichat.words.record import Record

_EXAMPLES = 5  # of rows that cannot be read: the first ones of many


class Report(Record, kw_only=True):
    """What is in a history, and what is wrong with it."""

    faults: tuple[str, ...] = ()
    events: int = 0
    places: int = 0
    accounts: int = 0
    records: int = 0  # accounts among them

    @property
    def contents(self) -> str:
        """How much there is, for people."""
        places = count(self.places, "room or conversation", "rooms and conversations")
        others = count(self.records - self.accounts, "other record")
        return f"{count(self.accounts, 'account')}, {others}, {count(self.events, 'event')} in {places}"


def count(number: int, one: str, several: str = "") -> str:
    """Say how many there are of something."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def check(path: Path) -> Report:
    """Look at all of a history, whether a server has it or not. Raises HistoryError if it cannot be read at all."""
    with translated(path, to_read=True):
        if has_lost_head(path):
            return Report(faults=("its head, which says that it is a history, is lost",))
    with reading.opened(path) as db:
        return report(db)


def report(db: sqlite3.Connection) -> Report:
    """Look at all of a history. What SQLite cannot reach is not counted, nor anything in a file of an older version."""
    found = faults(db, "integrity_check")
    if not reading.is_current(db):  # the next start of a server brings it up to date
        return Report(faults=tuple(found))
    if fault := index_fault(db):
        found.append(fault)
    tally = _Tally(found)
    for look in (_look_at_records, _look_at_events):
        try:
            look(db, tally)
        except sqlite3.DatabaseError as exc:
            if not is_damage(exc):
                raise
            if not found:  # else that says more
                found.append(str(exc))
    return Report(
        faults=tuple(tally.faults),
        events=tally.events,
        places=len(tally.places),
        accounts=tally.accounts,
        records=tally.records,
    )


class _Tally:
    def __init__(self, faults: list[str]) -> None:
        self.events = self.accounts = self.records = 0
        self.places: set[str] = set()
        self._faults = faults
        self._unreadable: list[str] = []
        self._more = 0

    def add(self, fault: str) -> None:
        self._faults.append(fault)

    def unreadable(self, fault: UnreadableError) -> None:
        if len(self._unreadable) < _EXAMPLES:
            self._unreadable.append(str(fault))
        else:
            self._more += 1

    @property
    def faults(self) -> list[str]:
        more = [f"and {self._more:,} more that cannot be read"] if self._more else []
        return [*self._faults, *self._unreadable, *more]


def _look_at_records(db: sqlite3.Connection, tally: _Tally) -> None:
    for found in reading.records(db):
        if isinstance(found, UnreadableError):
            tally.unreadable(found)
        else:
            tally.records += 1
            tally.accounts += isinstance(found, Account) and not found.removed


def _look_at_events(db: sqlite3.Connection, tally: _Tally) -> None:
    indexed: dict[int, int] = dict(db.execute("select number, indexed from place"))
    words = Words()
    for found in reading.by_place(db):
        try:
            if isinstance(found, UnreadableError):
                raise found
            event = reading.event(found.key, found.row)
        except UnreadableError as exc:
            tally.unreadable(exc)
        else:
            tally.events += 1
            tally.places.add(found.key or "")
            if isinstance(event, Said) and event.id <= indexed[found.place]:
                words.add(event.text)
    if not tally.faults and not words.fit(db):
        tally.add("the index for searching: it has other words than what was said")
