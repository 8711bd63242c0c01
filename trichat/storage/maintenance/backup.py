"""Copying a history into a file of its own, while a server writes to it or not."""

import sqlite3
from contextlib import closing
from pathlib import Path

from trichat.errors import HistoryDamagedError
from trichat.storage.maintenance import reading
from trichat.storage.maintenance.check import Report, check
from trichat.storage.maintenance.newfile import new_file
from trichat.storage.opening import command


def backup(path: Path, target: Path) -> Report:
    """Copy the history as it is at one moment, and look at all of the copy. Raises HistoryError.

    It is copied in one step, in which the server goes on writing beside it. In several, SQLite would begin anew after
    each commit (sqlite.org/backup.html), and never end on a busy server.
    """
    with reading.opened(path) as db, new_file(target) as part:
        with closing(sqlite3.connect(part)) as copy:
            db.backup(copy)
            copy.execute("pragma journal_mode = delete")  # one file, also while somebody reads it
        report = check(part)
        if report.faults:
            raise HistoryDamagedError(
                f"The history {path} is damaged ({report.faults[0]}), so there is no backup of it. "
                f"This saves what can be read: {command('repair', path)}"
            )
    return report
