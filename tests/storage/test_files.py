"""The files of an open history: removed, moved away and replaced while it is open."""

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trichat.errors import HistoryGoneError, HistoryInUseError
from trichat.storage import files
from trichat.storage.base import Query
from trichat.storage.opening import lock_path
from trichat.storage.sqlite import SqliteHistory
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.storage.conftest import Make

LOBBY = Query(place="#lobby", after=0, before=LAST_ID, limit=1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "history.db"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give the time that the files see: it passes when a test says so."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def history(path: Path, clock: list[float], make: "type[Make]") -> Iterator[SqliteHistory]:
    with closing(SqliteHistory(path)) as made:
        made.commit([make.said(1)], [])
        yield made


def gone(history: SqliteHistory, make: "type[Make]") -> str:
    """Try to store something; give the sentence that says why that is not possible."""
    with pytest.raises(HistoryGoneError) as caught:
        history.commit([make.said(2)], [])
    with pytest.raises(HistoryGoneError):
        history.look()
    return str(caught.value)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_what_is_removed_keeps_nothing(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]", suffix: str
) -> None:
    """The system writes to a file that is removed as to any other: who asks is told that nothing is stored there."""
    path.with_name(path.name + suffix).unlink()
    clock[0] += files.LOOK_SECONDS
    sentence = gone(history, make)
    assert str(path) in sentence
    assert "was removed or moved away" in sentence


def test_a_folder_that_is_removed_keeps_nothing(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]"
) -> None:
    """Likewise if all of it is gone."""
    shutil.rmtree(path.parent)
    clock[0] += files.LOOK_SECONDS
    assert "was removed or moved away" in gone(history, make)


def test_a_file_in_its_place_is_not_it(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]"
) -> None:
    """A copy is another file, into which nothing is written; nor is anything read from it."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)
    clock[0] += files.LOOK_SECONDS
    assert "was replaced by another file" in gone(history, make)
    with pytest.raises(HistoryGoneError):
        history.page(LOBBY)


def test_the_same_file_goes_on(history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]") -> None:
    """Put back, it is written to again at once, and holds all that was stored."""
    away = path.parent.with_name("away")
    path.parent.rename(away)
    clock[0] += files.LOOK_SECONDS
    gone(history, make)
    away.rename(path.parent)
    history.look()
    history.commit([make.said(3)], [])
    assert [make.said(1), make.said(3)] == history.page(LOBBY)


def test_it_is_looked_for_once_a_second(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]"
) -> None:
    """Not before each of thousands of commits; but whoever tends the history finds out at once."""
    history.commit([make.said(2)], [])
    path.unlink()
    clock[0] += files.LOOK_SECONDS / 2
    history.commit([make.said(3)], [])
    with pytest.raises(HistoryGoneError):
        history.look()
    with pytest.raises(HistoryGoneError):  # and from then on everybody does
        history.commit([make.said(4)], [])


def test_a_lock_that_is_removed_is_taken_again(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]", caplog: pytest.LogCaptureFixture
) -> None:
    """So that no second server can take the history; that is logged, and everything goes on."""
    lock_path(path).unlink()
    clock[0] += files.LOOK_SECONDS
    history.commit([make.said(2)], [])
    with pytest.raises(HistoryInUseError):
        SqliteHistory(path)
    assert ["is taken again"] == [record.getMessage()[-14:] for record in caplog.records]
    assert {logging.WARNING} == {record.levelno for record in caplog.records}


def test_a_lock_that_another_has_is_lost(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]"
) -> None:
    """The other one has written, so this one must not, even when the other one is gone: it knows nothing of that."""
    lock_path(path).unlink()
    with closing(SqliteHistory(path)) as second:
        clock[0] += files.LOOK_SECONDS
        assert "Another trichat server has taken the history" in gone(history, make)
        second.commit([make.said(2)], [])
    assert "restart this one" in gone(history, make)


def test_a_lock_that_cannot_be_taken_again_is_told(
    history: SqliteHistory, path: Path, clock: list[float], make: "type[Make]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, and when it can be taken everything goes on."""

    def refuse(_path: Path) -> int:
        raise PermissionError(13, "Permission denied")

    lock_path(path).unlink()
    clock[0] += files.LOOK_SECONDS
    with monkeypatch.context() as patch:
        patch.setattr(files, "take_lock", refuse)
        assert "Permission denied" in gone(history, make)
    history.commit([make.said(2)], [])


def test_both_ends_of_a_link_have_one_lock(tmp_path: Path, make: "type[Make]") -> None:
    """A history is the same, by whichever name it is opened."""
    real, link = tmp_path / "real.db", tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(real)
    with closing(SqliteHistory(link)) as history:
        history.commit([make.said(1)], [])
        with pytest.raises(HistoryInUseError):
            SqliteHistory(real)
        assert [link] == list(link.parent.iterdir())
    with closing(SqliteHistory(real)) as history:
        assert [make.said(1)] == history.page(LOBBY)


@pytest.mark.posix
def test_root_leaves_a_lock_that_the_owner_can_take(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who looks after a server as root must not keep it from starting as its own user."""
    SqliteHistory(path).close()
    lock_path(path).unlink()
    given = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda _descriptor, user, group: given.append((user, group)))
    with suppress(PermissionError):
        SqliteHistory(path).close()
    assert [(path.stat().st_uid, path.stat().st_gid)] == given
