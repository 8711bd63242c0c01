"""What is no history is left alone, and told in one sentence."""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trichat.errors import HistoryDamagedError, HistoryError
from trichat.storage import opening
from trichat.storage.base import Query
from trichat.storage.sqlite import SqliteHistory
from trichat.system.process import quoted
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.storage.conftest import Make

LOBBY = Query(place="#lobby", after=0, before=LAST_ID, limit=1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Дом und Garten" / "history.db"


def refusal(path: Path) -> str:
    """Try to open a history; give the sentence that says why it cannot be."""
    with pytest.raises(HistoryError) as caught:
        SqliteHistory(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def text(path: Path) -> str:
    path.write_text("root:x:0:0:root:/root:/bin/sh\n" * 10)
    return "is not a trichat history"


def short(path: Path) -> str:
    path.write_bytes(b"SQLite format 3\0")
    return "is not a trichat history"


def foreign(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table bookmarks (url text)")
    return "is a database of another program"


def folder(path: Path) -> str:
    path.mkdir()
    return "is a directory, not a file: name a file in it"


def pipe(path: Path) -> str:
    if sys.platform != "win32":
        os.mkfifo(path)
    return "is no ordinary file"


def loop(path: Path) -> str:
    path.symlink_to(path)
    return os.strerror(errno.ELOOP)


def link_to_a_folder(path: Path) -> str:
    path.symlink_to(path.parent)
    return "is a directory, not a file"


@pytest.mark.parametrize(
    "spoil", [text, short, foreign, folder, pytest.param(pipe, marks=pytest.mark.posix), loop, link_to_a_folder]
)
def test_nothing_is_left_beside_what_is_no_history(path: Path, spoil: Callable[[Path], str]) -> None:
    """Whoever mistypes the name of a file finds no lock and no log of ours beside it, and the file as it was."""
    path.parent.mkdir()
    expected = spoil(path)
    before = path.lstat()
    assert expected in refusal(path)
    assert [path] == list(path.parent.iterdir())
    assert (before.st_mtime_ns, before.st_size, before.st_ino) == (
        path.lstat().st_mtime_ns,
        path.lstat().st_size,
        path.lstat().st_ino,
    )


def test_a_path_can_have_any_letters(tmp_path: Path, make: "type[Make]") -> None:
    """Spaces, percent signs, question marks, Cyrillic, and bytes that are no text: for readers as for the writer."""
    for name in ("a b%20?mode=memory#c.db", "история.db", os.fsdecode(b"\xff\xfe.db")):
        with closing(SqliteHistory(tmp_path / name)) as history:
            history.commit([make.said(1)], [])
            assert [make.said(1)] == history.page(LOBBY)
        assert (tmp_path / name).is_file()


def test_a_link_to_nothing_makes_the_file_that_it_leads_to(tmp_path: Path) -> None:
    """As everything else that opens files does."""
    (tmp_path / "link.db").symlink_to(tmp_path / "real.db")
    SqliteHistory(tmp_path / "link.db").close()
    assert (tmp_path / "real.db").is_file()
    assert (tmp_path / "link.db").is_symlink()


def test_a_history_with_another_name_is_refused(path: Path) -> None:
    """Under that, another server could write to the same file, with a lock and a log of its own."""
    SqliteHistory(path).close()
    other = path.with_name("other.db")
    os.link(path, other)
    for name in (path, other):
        with pytest.raises(HistoryError, match="has another name, too"):
            SqliteHistory(name)
    other.unlink()
    SqliteHistory(path).close()


def test_an_empty_file_becomes_a_history(path: Path, make: "type[Make]") -> None:
    """`mktemp` makes one, for example."""
    path.parent.mkdir()
    path.touch()
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(1)], [])


def test_a_history_of_which_only_the_log_is_written_is_one(path: Path, make: "type[Make]") -> None:
    """A server that is killed a moment after it made the file leaves everything but an empty page in the log."""
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(1)], [])
        for suffix in ("", "-wal"):
            path.with_name("killed.db" + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    killed = path.with_name("killed.db")
    assert killed.stat().st_size == 4096  # else this tests nothing
    with closing(SqliteHistory(killed)) as history:
        assert [make.said(1)] == history.page(LOBBY)


@pytest.mark.parametrize(
    ("number", "helps"),
    [
        (errno.EACCES, "choose another file"),
        (errno.EROFS, "choose another file"),
        (errno.ENOSPC, "make room on that disk"),
        (errno.ENAMETOOLONG, "choose another file"),
    ],
)
def test_what_the_system_refuses_is_told_with_what_helps(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, helps: str
) -> None:
    """The folder, the lock or the file may not be written: which one, why, and what would help."""

    def fail(name: str | Path, *_: object) -> int:
        raise OSError(number, os.strerror(number), str(name))

    monkeypatch.setattr(os, "open", fail)
    sentence = refusal(path)
    assert f"The history {path} cannot be written: {path}.lock ({os.strerror(number)})" in sentence
    assert helps in sentence


@pytest.mark.posix
def test_a_file_of_somebody_else_is_told_as_such(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It helps to be that user."""
    import pwd  # noqa: PLC0415 (elsewhere there is none)

    SqliteHistory(path).close()

    def fail(name: str | Path, *_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(name))

    monkeypatch.setattr(os, "open", fail)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(pwd, "getpwuid", lambda number: {path.stat().st_uid: OLGA}[number])
    assert "it belongs to the user olga, so run trichat as that user" in refusal(path)

    def nobody(_number: int) -> object:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert f"it belongs to the user {path.stat().st_uid}," in refusal(path)


class OLGA:
    pw_name = "olga"


@pytest.mark.parametrize(
    ("code", "helps"),
    [
        (sqlite3.SQLITE_FULL, "make room on that disk"),
        (sqlite3.SQLITE_READONLY, "write to it and to its folder"),
        (sqlite3.SQLITE_CANTOPEN, "write to it and to its folder"),
        (sqlite3.SQLITE_BUSY, "another program holds it"),
        (sqlite3.SQLITE_MISUSE, "choose another file"),
    ],
)
def test_what_sqlite_refuses_is_told_with_what_helps(path: Path, code: int, helps: str) -> None:
    """Each kind of error with its own advice."""
    error = sqlite3.OperationalError("why")
    error.sqlite_errorcode = code | 3 << 8  # as extended codes are
    with pytest.raises(HistoryError, match=r"cannot be used \(why\)") as caught, opening.translated(path):
        raise error
    assert helps in str(caught.value)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR])
def test_damage_is_told_with_what_saves_the_rest(path: Path, code: int) -> None:
    """Another file would be without accounts: the sentence names the command that saves them, ready to be typed."""
    error = sqlite3.DatabaseError("why")
    error.sqlite_errorcode = code
    with pytest.raises(HistoryDamagedError) as caught, opening.translated(path):
        raise error
    assert "trichat history repair" in str(caught.value)
    assert quoted(str(path)) in str(caught.value)


def test_a_disk_that_cannot_be_written_can_be_read(
    path: Path, make: "type[Make]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite needs a file beside the history to read it, unless it is told that nobody writes."""
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(1)], [])
    connect = sqlite3.connect

    def read_only(uri: str, /, **options: object) -> sqlite3.Connection:
        if "immutable" not in uri:
            error = sqlite3.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = sqlite3.SQLITE_READONLY
            raise error
        return connect(uri, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    with closing(opening.connect_to_read(path)) as db:
        assert (1,) == db.execute("select count(*) from event").fetchone()
    path.with_name(path.name + "-wal").write_bytes(b"something that was not brought into the file")
    with pytest.raises(sqlite3.OperationalError):
        opening.connect_to_read(path)
