"""Opening the history file: what is ours and what is not, and one sentence for all that can be wrong with it."""

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from trichat.errors import HistoryDamagedError, HistoryError
from trichat.storage.migrations import APPLICATION_ID, STEPS
from trichat.storage.rows import UnreadableError
from trichat.system import files, process

BUSY_SECONDS = 5.0
_MAGIC = b"SQLite format 3\0"
_HEAD = 108  # bytes: the header of the file, and that of its first page (sqlite.org/fileformat2.html, 1.3 and 1.6)

# By the primary result code of SQLite (sqlite.org/rescode.html): what helps.
_NOT_WRITABLE = "let the user who runs trichat write to it and to its folder, or choose another with --history PATH."
_HELP = {
    sqlite3.SQLITE_FULL: "make room on that disk, or choose another file with --history PATH.",
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_BUSY: "another program holds it for too long; end that, and try again.",
}
_ANOTHER = "choose another file with --history PATH."
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT)
_UNDECODABLE = "Could not decode to UTF-8"  # an error of Python's module, which has no code


def real(path: Path) -> Path:
    """Give the file that a path leads to: SQLite puts its log beside that, so the lock has to be there too."""
    return Path(os.path.realpath(path))  # unlike Path.resolve, it has an answer for links that lead in a circle


def is_there(path: Path) -> bool:
    """Tell whether there is a history, or nothing. Reads a few bytes and changes nothing.

    An empty file is nothing. Raises HistoryError if something else is there, OSError if that cannot be seen.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    if path.is_dir():
        name = path / "history.db"
        raise HistoryError(
            f"The history {path} is a directory, not a file: name a file in it, such as --history {name}."
        )
    if not path.is_file():  # to open a pipe would wait for whoever writes to it
        raise HistoryError(f"The history {path} is no ordinary file: {_ANOTHER}")
    if not found.st_size:
        return False
    with path.open("rb") as file:
        _recognise(path, file.read(_HEAD))
    return True


def refuse_another_name(path: Path) -> None:
    """Raise HistoryError if the file has a second name, a hard link: under that, it could be written to as well.

    Each name has a lock and a log of its own, and two writers with two logs damage what both write to
    (sqlite.org/howtocorrupt.html, 2.5, "Multiple links to the same file").
    """
    if path.stat().st_nlink > 1:
        raise HistoryError(
            f"The history {path} has another name, too, under which another server could write to it: remove that name "
            f"(a hard link: find DIRECTORY -samefile {process.quoted(str(path))}), or {_ANOTHER}"
        )


def _recognise(path: Path, head: bytes) -> None:
    if not head.startswith(_MAGIC) or len(head) < _HEAD:
        raise HistoryError(f"{path} is not a trichat history (file is not a database): {_ANOTHER}{_perhaps(path)}")
    application, tables = int.from_bytes(head[68:72]), int.from_bytes(head[103:105])
    if application == APPLICATION_ID or not (application or tables):  # killed while it was made: all is in the log
        return
    raise HistoryError(
        f"{path} is not a trichat history, it is a database of another program: {_ANOTHER}{_perhaps(path)}"
    )


def _perhaps(path: Path) -> str:
    """Say what helps if it was a history once: only a server leaves a lock beside its file."""
    if not lock_path(path).exists():
        return ""
    return f" If it was one, this looks for what is left in it: {command('repair', path)}"


def lock_path(path: Path) -> Path:
    """Give the file that holds the lock of a history."""
    return path.with_name(path.name + ".lock")


def command(name: str, path: Path) -> str:
    """Give what to type to tend this history."""
    return f"trichat history {name} --history {process.quoted(str(path))}"


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Set a connection up for safe and fast commits, and bring the file up to the last version."""
    (application,) = db.execute("pragma application_id").fetchone()
    (tables,) = db.execute("select count(*) from sqlite_schema").fetchone()
    if application != APPLICATION_ID and tables:
        raise HistoryError(f"{path} is not a trichat history, it is a database of another program: {_ANOTHER}")
    version = known_version(db, path)
    db.execute("pragma journal_mode = wal")  # readers see the last commit meanwhile, and neither waits for the other
    db.execute("pragma secure_delete = on")  # what is taken back does not stay in pages that are free again
    for pragma in files.DURABLE_PRAGMAS:  # a commit is on the disk when it returns
        db.execute(pragma)
    for number, step in enumerate(STEPS[version:], version + 1):
        db.executescript(
            f"begin immediate; {step};pragma application_id = {APPLICATION_ID}; pragma user_version = {number}; commit;"
        )


def known_version(db: sqlite3.Connection, path: Path) -> int:
    """Give the version of the file. Raises HistoryError if it is newer than this program."""
    (version,) = db.execute("pragma user_version").fetchone()
    if version > len(STEPS):
        raise HistoryError(
            f"The history {path} was written by a newer trichat (format {version}, this one knows {len(STEPS)}): "
            f"upgrade trichat, or {_ANOTHER}"
        )
    return int(version)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a file that is there for reading only, whether a server writes to it or not."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        return _connected(uri)
    except sqlite3.OperationalError as exc:
        if not _is_out_of_reach(exc) or _has_log(path):
            raise
        # On a disk that cannot be written to, SQLite wants to be told that nobody else will either.
        return _connected(f"{uri}&immutable=1")


def _connected(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        db.execute("select count(*) from sqlite_schema").fetchone()  # not before this is the file looked at
    except BaseException:
        db.close()
        raise
    return db


def _is_out_of_reach(exc: sqlite3.Error) -> bool:
    return primary_code(exc) in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def is_damage(exc: sqlite3.Error) -> bool:
    """Tell whether an error says that the file is not as it was written."""
    return primary_code(exc) in _DAMAGE or is_undecodable(exc)


def is_undecodable(exc: sqlite3.Error) -> bool:
    """Tell whether an error says that there are bytes in a text that are none."""
    return str(exc).startswith(_UNDECODABLE)


def primary_code(exc: sqlite3.Error) -> int:
    """Give the primary result code of SQLite; 0 if it is an error of Python's module."""
    return int(getattr(exc, "sqlite_errorcode", 0)) & 0xFF


@contextlib.contextmanager
def translated(path: Path, *, to_read: bool = False) -> Iterator[None]:
    """Say what is wrong with the file and what helps, instead of an error of SQLite or of the system.

    `to_read`: it is for a look at the history only, not for a server.
    """
    try:
        yield
    except (sqlite3.DatabaseError, UnreadableError, UnicodeDecodeError) as exc:
        raise _of_sqlite(path, exc) from exc
    except OSError as exc:
        raise _of_system(path, exc, to_read=to_read) from exc


def _of_sqlite(path: Path, exc: sqlite3.DatabaseError | UnreadableError | UnicodeDecodeError) -> HistoryError:
    if not isinstance(exc, sqlite3.Error) or is_damage(exc):  # even what SQLite says of damage may hold no text
        return HistoryDamagedError(
            f"The history {path} is damaged ({exc}). This saves what can be read, and keeps the damaged file: "
            f"{command('repair', path)}"
        )
    if primary_code(exc) == sqlite3.SQLITE_IOERR:
        return HistoryDamagedError(
            f"The history {path} cannot be used ({exc}): its disk fails. This saves what can be read on another disk: "
            f"{command('repair FILE', path)}"
        )
    return HistoryError(f"The history {path} cannot be used ({exc}): {_HELP.get(primary_code(exc), _ANOTHER)}")


def _of_system(path: Path, exc: OSError, *, to_read: bool) -> HistoryError:
    name = os.fsdecode(exc.filename or path)
    which = "" if name == str(path) else f": {name}"
    helps = _ANOTHER.removesuffix(".") + ("." if to_read else ", or use --no-history.")
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        helps = f"make room on that disk, or {helps}"
    elif exc.errno in (errno.EACCES, errno.EPERM) and (owner := files.foreign_owner(path)):
        helps = f"it belongs to the user {owner}, so run trichat as that user, or {helps}"
    deed = "read" if to_read else "written"
    return HistoryError(f"The history {path} cannot be {deed}{which} ({exc.strerror or exc}): {helps}")
