"""Looking for damage in the history file: what is not as SQLite has written it.

To look at all of it takes two seconds for each million messages when it is in memory already, and as long as the disk
takes to read it when it is not. So the server looks at the records before it starts, which takes no time, and at the
rest beside its work.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from trichat.storage.opening import connect_to_read, is_damage
from trichat.storage.rows import UnreadableError

_MOST = 10  # faults listed: after a few the rest say the same of the pages around
_WAIT = 0.1  # seconds between two tries to interrupt: one that comes before it has begun has no effect


def faults(db: sqlite3.Connection, check: str, table: str = "") -> list[str]:
    """Give what SQLite finds wrong: `check` is quick_check or integrity_check, of one table or of all."""
    try:
        found = db.execute(f"pragma {check}({table or _MOST})").fetchall()
    except sqlite3.DatabaseError as exc:
        if not is_damage(exc):
            raise
        return [str(exc)]
    lines = [line for (text,) in found for line in str(text).splitlines()]
    return [line for line in lines if line != "ok" and not line.startswith("***")][:_MOST]


def look_at_records(db: sqlite3.Connection) -> None:
    """Look at what the server reads when it starts, and at the places. Raises UnreadableError."""
    for table in ("record", "place"):
        found = faults(db, "quick_check", table)
        if found:
            raise UnreadableError(found[0])


def index_fault(db: sqlite3.Connection) -> str:
    """Walk through all of the index for searching: FTS5's own check wants to write (sqlite.org/fts5.html, 6.4)."""
    try:
        db.execute("create virtual table temp.walk using fts5vocab(main, search, 'row')")
        db.execute("select sum(cnt) from temp.walk").fetchone()
    except sqlite3.DatabaseError as exc:
        if not is_damage(exc):
            raise
        return f"the index for searching: {exc}"
    return ""


class Examination:
    """A look at the whole file on a connection of its own, which can be ended from another thread."""

    def __init__(self) -> None:
        self._running = threading.Lock()
        self._ended = False
        self._db: sqlite3.Connection | None = None

    def of(self, path: Path) -> None:
        """Raise UnreadableError if something is wrong. Once it was ended, it finds nothing."""
        with self._running:
            if self._ended:
                return
            self._db = db = connect_to_read(path)
            try:
                found = faults(db, "quick_check") or [fault for fault in [index_fault(db)] if fault]
            except sqlite3.OperationalError:
                if self._ended:
                    return
                raise
            finally:
                self._db = None
                db.close()
        if found:
            raise UnreadableError(found[0])

    def end(self) -> None:
        """End it, and wait for it: the history is closed by whoever closes its last connection."""
        self._ended = True
        while not self._running.acquire(timeout=_WAIT):
            db = self._db
            if db is not None:
                with contextlib.suppress(sqlite3.ProgrammingError):  # it is closed just now
                    db.interrupt()
        self._running.release()
