"""Tidies the history file: overwrites what was taken back or forgotten wherever it still stands."""

import contextlib
import os
import sqlite3
from enum import Enum, auto
from pathlib import Path

from trichat.storage.queries import merge_some
from trichat.system.files import to_disk

# The write-ahead log goes back into the file when it has a thousand pages: this is a little more.
_LOG_BYTES = 1024 * (4096 + 24)


class Stage(Enum):
    """How far the tidying is."""

    DUE = auto()
    BEGUN = auto()  # the index is written anew, without the words that were taken out of it
    WRITTEN = auto()  # the file is as it should be; the write-ahead log may still hold how it was
    DONE = auto()


def stage_at_start(db: sqlite3.Connection) -> Stage:
    """Give how far it is when the file is opened: what had begun begins anew, and after a crash there is a log."""
    return Stage.DUE if db.execute("select 1 from chore").fetchone() else Stage.WRITTEN


def mark_due(db: sqlite3.Connection) -> None:
    """Remember in the file that it has to be done: part of the transaction that forgets something."""
    db.execute("insert or ignore into chore values ('tidy')")


def rewrite_some(db: sqlite3.Connection, now: Stage) -> Stage:
    """Write some of the index anew, in a transaction; give how far it is then."""
    if merge_some(db, first=now is Stage.DUE):
        return Stage.BEGUN
    db.execute("delete from chore")
    return Stage.WRITTEN


def empty_log(db: sqlite3.Connection) -> bool:
    """Bring the write-ahead log into the file, and empty it; tell whether that was possible: not while somebody reads.

    Readers are not waited for: a commit would have to wait as well.
    """
    (patience,) = db.execute("pragma busy_timeout").fetchone()
    db.execute("pragma busy_timeout = 0")
    try:
        (busy, _, _) = db.execute("pragma wal_checkpoint(truncate)").fetchone()
    finally:
        db.execute(f"pragma busy_timeout = {int(patience)}")
    return not busy


def reserve_log(path: Path) -> None:
    """Make the write-ahead log as long as it gets, so that commits overwrite.

    To lengthen a file costs the file system a journal entry: at each commit, that was a fifth of the time of a small
    one. However long the log is, SQLite reads of it what is whole and was written last (sqlite.org/fileformat2.html,
    "WAL File Format"). If there is no room on the disk, it grows as it is needed.
    """
    log = path.resolve().with_name(path.resolve().name + "-wal")
    with contextlib.suppress(OSError), log.open("r+b", buffering=0) as file:
        length = file.seek(0, os.SEEK_END)
        try:
            if length < _LOG_BYTES and file.write(bytes(_LOG_BYTES - length)) == _LOG_BYTES - length:
                to_disk(file.fileno())
                return
        except OSError:
            pass
        file.truncate(length)  # half of it would only take the room that is left
