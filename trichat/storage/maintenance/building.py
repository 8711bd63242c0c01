"""Building a history in one go, and putting it in its place while no server has that."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from trichat.chat.core.outcome import Durable
from trichat.errors import HistoryInUseError
from trichat.storage import rows as codec
from trichat.storage.base import parties
from trichat.storage.files import take_lock
from trichat.storage.maintenance.newfile import give_name
from trichat.storage.opening import lock_path, prepare
from trichat.storage.rows import Row
from trichat.system import files

_FIELDS = len(Row._fields) + 1  # of an event: its place, and those of a Row
_EVENT = f"insert into event values ({', '.join('?' * _FIELDS)}) on conflict do nothing"  # noqa: S608 (question marks)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep servers away from a history. Raises HistoryInUseError if one has it, OSError."""
    try:
        lock = take_lock(path)
    except HistoryInUseError:
        raise HistoryInUseError(f"A trichat server has the history {path} open: stop it first.") from None
    try:
        yield
    finally:
        if not path.exists():  # there is nothing that it could be the lock of
            lock_path(path).unlink(missing_ok=True)
        os.close(lock)


class Building:
    """A new history, filled in one transaction that is forced to the disk when it gets its name."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def place(self, number: int, key: str) -> None:
        """Add a place."""
        self.db.execute("insert into place (number, key) values (?, ?)", (number, key))
        self.db.executemany("insert into party values (?, ?)", [(identity, number) for identity in parties(key)])

    def event(self, place: int, row: Row) -> bool:
        """Add an event to a place, by its number; tell whether it was not there yet."""
        return self.db.execute(_EVENT, (place, *row)).rowcount > 0

    def records(self, records: Iterable[Durable]) -> None:
        """Add records."""
        rows = [(record.kind, record.key, codec.record_to_text(record)) for record in records]
        self.db.executemany("insert into record values (?, ?, ?)", rows)


@contextmanager
def building(part: Path) -> Iterator[Building]:
    """Make the tables of a history in an empty file, and fill them. Nobody else knows of it: it needs no journal."""
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        prepare(db, part)
        db.execute("pragma journal_mode = off")
        db.execute("pragma synchronous = off")
        db.execute("begin")
        yield Building(db)
        db.execute("commit")


def put_in_place(part: Path, path: Path) -> Path:
    """Let a new file be the history; give the name under which the one before is kept. Raises OSError."""
    with contextlib.suppress(PermissionError):
        files.give_to_owner_of(path, part)  # the server may be run by somebody else
    with contextlib.suppress(FileNotFoundError):
        if not _log(path).stat().st_size:
            _log(path).unlink()
    kept = _free_name(path)
    path.rename(kept)
    try:
        with contextlib.suppress(FileNotFoundError):  # to it belongs its log; SQLite would take it for that of the new
            _log(path).rename(_log(kept))
        give_name(part, path)
    except BaseException:
        kept.rename(path)
        with contextlib.suppress(FileNotFoundError):
            _log(kept).rename(_log(path))
        raise
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    files.names_to_disk(path.parent)
    return kept


def replace_history(part: Path, path: Path) -> None:
    """Let a new file be the history instead of one with which nothing is lost. Raises OSError."""
    kept = put_in_place(part, path)
    kept.unlink()
    _log(kept).unlink(missing_ok=True)


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _free_name(path: Path) -> Path:
    name = f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    count = 1
    kept = path.with_name(name)
    while os.path.lexists(kept):
        count += 1
        kept = path.with_name(f"{name}-{count}")
    return kept
