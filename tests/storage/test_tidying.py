"""What was taken back or forgotten is gone from every file, not only from pages and searches."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Source

if TYPE_CHECKING:
    from tests.storage.conftest import Make

OLGA = Source(nick="Olga", username="o", host="h")
TAKEN_BACK = ev.Redacted(id=3, source=OLGA, place="#lobby", target="#lobby", redacted=1)
SECRET = b"ylophonists"  # the index has it in small letters


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the file, in a folder of its own."""
    return tmp_path / "data" / "history.db"


@pytest.fixture
def history(path: Path, make: "type[Make]") -> Iterator[SqliteHistory]:
    """Give a history in which two things were said and indexed, and nothing is left to do."""
    with closing(SqliteHistory(path)) as made:
        made.commit([make.said(1, "Xylophonists"), make.said(2, "tea")], [])
        while made.index():
            pass
        tidy(made)
        yield made


def tidy(history: SqliteHistory) -> None:
    while history.tidy():
        pass


def holding(path: Path) -> list[str]:
    """Give the names of the files in which the secret stands."""
    return sorted(each.name for each in path.parent.iterdir() if SECRET in each.read_bytes())


def test_what_was_taken_back_is_in_no_file(history: SqliteHistory, path: Path) -> None:
    """What was taken back is overwritten in the file, and gone from the write-ahead log."""
    history.commit([TAKEN_BACK], [])
    assert ["history.db", "history.db-wal"] == holding(path)
    assert history.tidy()
    tidy(history)
    assert [] == holding(path)
    assert not any(path.with_name("history.db-wal").read_bytes())


def test_what_has_expired_is_in_no_file(history: SqliteHistory, path: Path) -> None:
    """What has expired is overwritten too."""
    history.expire("#lobby", 2)
    tidy(history)
    assert [] == holding(path)


def test_what_was_never_indexed_is_in_no_file(history: SqliteHistory, path: Path, make: "type[Make]") -> None:
    """What was taken back before it was indexed is overwritten too."""
    history.commit([TAKEN_BACK], [])
    tidy(history)
    history.commit([make.said(4, "Xylophonists")], [])
    history.commit([ev.Redacted(id=5, source=OLGA, place="#lobby", target="#lobby", redacted=4)], [])
    assert ["history.db-wal"] == holding(path)
    tidy(history)
    assert [] == holding(path)


def test_nothing_is_done_if_nothing_is_gone(history: SqliteHistory, path: Path, make: "type[Make]") -> None:
    """Nothing is written anew when what is not there is taken back, or more is said."""
    history.commit(
        [make.said(4, "more"), ev.Redacted(id=5, source=OLGA, place="#lobby", target="#lobby", redacted=9)], []
    )
    before = path.with_name("history.db-wal").read_bytes()
    assert not history.tidy()
    assert before == path.with_name("history.db-wal").read_bytes()


def test_readers_are_not_waited_for(history: SqliteHistory, path: Path) -> None:
    """The log is emptied once nobody reads what was there, without waiting for that."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from event").fetchone()
        history.commit([TAKEN_BACK], [])
        tidy(history)
        assert "history.db-wal" in holding(path)
        reader.execute("commit")
        tidy(history)
    assert [] == holding(path)
    assert (5000,) == history._writer.execute("pragma busy_timeout").fetchone()


def test_a_server_that_was_killed_is_tidied_up_after(history: SqliteHistory, path: Path) -> None:
    """What a killed server had to wipe is known from the file, and wiped by the next one."""
    again = path.parent.parent / "again" / path.name
    history.commit([TAKEN_BACK], [])
    for _ in range(3):
        shutil.copytree(path.parent, again.parent)  # as the disk is when the process is gone
        with closing(SqliteHistory(again)) as other:
            tidy(other)
            assert [] == holding(again)
        shutil.rmtree(again.parent)
        history.tidy()


def test_a_server_that_was_stopped_is_tidied_up_after(path: Path, make: "type[Make]") -> None:
    """Words that are left in the index of a stopped server are wiped, once."""
    with closing(SqliteHistory(path)) as history:
        tidy(history)
        history.commit([make.said(1, "Xylophonists"), TAKEN_BACK], [])
    for to_do in (True, False):
        with closing(SqliteHistory(path)) as again:
            assert to_do is again.tidy()
            tidy(again)


def test_the_log_has_room_for_what_comes(history: SqliteHistory, path: Path, make: "type[Make]") -> None:
    """The log is as long as it gets, so that commits overwrite; its rest is never read."""
    log, again = path.with_name("history.db-wal"), path.parent.parent / "again" / path.name
    long = log.stat().st_size
    assert 1000 * 4096 < long
    for number in range(3, 40):
        history.commit([make.said(number, "milk")], [])
    assert long == log.stat().st_size
    shutil.copytree(path.parent, again.parent)  # as the disk is when the process is gone
    with closing(SqliteHistory(again)) as other:
        assert 39 == other.last_id()


def test_without_room_on_the_disk_the_log_grows(
    path: Path, make: "type[Make]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the log cannot be reserved history is kept all the same."""

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with closing(SqliteHistory(path)) as history:
        monkeypatch.setattr("trichat.storage.tidying.to_disk", full)
        tidy(history)
        assert 0 == path.with_name("history.db-wal").stat().st_size
        history.commit([make.said(1, "tea")], [])
        assert 1 == history.last_id()
