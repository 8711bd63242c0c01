"""The files of an open history: who holds the lock, and whether the files are still where they were opened.

A file that is removed or replaced stays open, and whoever writes to it is told by the system that all is well: so the
path is looked at, too. SQLite does the same for journals of the old kind, but not in WAL mode
(sqlite.org/howtocorrupt.html, 2.4, "Unlinking or renaming a database file while in use").
"""

import contextlib
import logging
import math
import os
import threading
import time
from pathlib import Path

from trichat.errors import HistoryGoneError, HistoryInUseError
from trichat.storage.opening import lock_path
from trichat.system import files

_log = logging.getLogger(__name__)

# Between two looks, while all is well. To look takes some microseconds, but gives the interpreter away: a busy server
# would wait for it again before each commit.
LOOK_SECONDS = 1.0
_Identity = tuple[int, int]  # of a file, whatever it is called: device and inode


class Files:
    """The lock of a history, and the files that are open under its path."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises HistoryInUseError, OSError."""
        self._path = path
        self._lock = take_lock(path)
        self._open: dict[Path, _Identity] = {}
        self._one = threading.Lock()  # looks at a time: readers look too
        self._looked = -math.inf
        self._well = True
        self._another = False  # server has had the history meanwhile: what is in memory here is not what is there

    def opened(self) -> None:
        """Remember which files SQLite has open now. The log and its index are never closed before the history is."""
        names = [self._path.with_name(self._path.name + suffix) for suffix in ("", "-wal", "-shm")]
        self._open = {name: found for name in names if (found := _identity(name)) is not None}

    def look(self, *, now: bool = False) -> None:
        """Raise HistoryGoneError unless the same files are still there; at most once a second, or now."""
        if self._well and not now and time.monotonic() < self._looked + LOOK_SECONDS:
            return
        with self._one:
            self._looked = time.monotonic()
            self._well = False
            for name, identity in self._open.items():
                if (there := _identity(name)) != identity:
                    raise HistoryGoneError(_gone(self._path, name, replaced=there is not None))
            self._keep_lock()
            self._well = True

    def _keep_lock(self) -> None:
        """Take the lock again if its file was removed, so that no other server can. Raises HistoryGoneError."""
        if not self._another and _identity(lock_path(self._path)) == _of(os.fstat(self._lock)):
            return
        if not self._another:
            try:
                lock = take_lock(self._path)
            except HistoryInUseError:
                self._another = True
            except OSError as exc:
                raise HistoryGoneError(f"The lock of the history {self._path} was removed: {exc.strerror}.") from exc
            else:
                os.close(self._lock)
                self._lock = lock
                _log.warning("the lock of the history %s was removed; it is taken again", self._path)
                return
        raise HistoryGoneError(
            f"Another trichat server has taken the history {self._path}, because its lock was removed: "
            "stop one of the two, and restart this one."
        )

    def close(self) -> None:
        """Give the lock back."""
        os.close(self._lock)


def _identity(path: Path) -> _Identity | None:
    """Give which file is there; None if there is none, or it cannot be seen."""
    try:
        return _of(path.stat())
    except OSError:
        return None


def _of(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino


def _gone(path: Path, name: Path, *, replaced: bool) -> str:
    what = f"The history {path}" if name == path else f"{name.name}, a part of the history {path},"
    happened = "was replaced by another file" if replaced else "was removed or moved away"
    return f"{what} {happened} while the server has it open: put the same file back, or restart the server."


def take_lock(path: Path) -> int:
    """Make sure that no other server writes this history; the descriptor holds the lock until it is closed.

    Raises HistoryInUseError, OSError.
    """
    name = lock_path(path)
    descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        files.lock(descriptor)
        with contextlib.suppress(OSError):  # there is none yet, or root may not do that here
            files.give_to_owner_of(path, descriptor)  # who can then take it next time
    except BlockingIOError:
        os.close(descriptor)
        raise HistoryInUseError(
            f"The history {path} is in use by another trichat server: "
            "give this one its own with --history PATH, or use --no-history."
        ) from None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
