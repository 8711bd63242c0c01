"""New files: private, whole or not there at all, and never in the place of another."""

import contextlib
import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from trichat.errors import HistoryError
from trichat.storage.opening import primary_code
from trichat.system.files import names_to_disk

_SIDE_FILES = ("", "-journal", "-wal", "-shm")  # what SQLite puts beside a file that it writes


@contextlib.contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Give a file to write, for you alone; at the end it is on the disk and gets its name, unless that is taken.

    If something goes wrong, or the program is killed, there is no file of that name. Raises HistoryError.
    """
    with part_of(target) as part, _translated(target):
        if os.path.lexists(target):
            raise _there(target)
        yield part
        give_name(part, target)


@contextlib.contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """Give a file to write in the folder of `target`, for you alone; it is gone at the end. Raises HistoryError."""
    with _translated(target):
        descriptor, name = tempfile.mkstemp(prefix=".trichat-", suffix=".part", dir=target.parent)  # mode 0600
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        for suffix in _SIDE_FILES:
            Path(name + suffix).unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file on the disk."""
    with path.open("r+b") as file:  # Windows brings only what can be written to the disk
        os.fsync(file.fileno())


def give_name(part: Path, target: Path) -> None:
    """Have a file on the disk, and call it so. Raises HistoryError if the name is taken, OSError."""
    sync(part)
    try:
        os.link(part, target)  # unlike a renaming, it fails if the name was taken meanwhile
    except FileExistsError as exc:
        raise _there(target) from exc
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise _there(target) from None
        part.rename(target)
    names_to_disk(target.parent)


def _there(target: Path) -> HistoryError:
    return HistoryError(f"{target} is there already and is left as it is: choose another name.")


@contextlib.contextmanager
def _translated(target: Path) -> Iterator[None]:
    """Say which file could not be written: what is read is on another disk, perhaps."""
    try:
        yield
    except sqlite3.OperationalError as exc:
        if primary_code(exc) not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        raise _unwritable(target, str(exc), full=primary_code(exc) == sqlite3.SQLITE_FULL) from exc
    except OSError as exc:
        full = exc.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise _unwritable(target, exc.strerror or str(exc), full=full) from exc


def _unwritable(target: Path, why: str, *, full: bool) -> HistoryError:
    helps = "make room on that disk" if full else "choose a place where you may write"
    return HistoryError(f"{target} cannot be written ({why}): {helps}.")
