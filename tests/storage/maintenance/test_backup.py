"""Backups: of one moment, whole, private, and never in the place of something else."""

import errno
import os
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.maintenance.conftest import content, root_page, said, spoil
from trichat.errors import HistoryDamagedError, HistoryError
from trichat.storage.maintenance import newfile
from trichat.storage.maintenance.backup import backup
from trichat.storage.sqlite import SqliteHistory


def test_a_backup_is_a_history(path: Path, tmp_path: Path) -> None:
    """It has all that the first one has, is one file that only its owner reads, and a server can be started with it."""
    report = backup(path, tmp_path / "copy.db")
    assert (11, 5, ()) == (report.events, report.records, report.faults)
    assert content(path) == content(tmp_path / "copy.db")
    assert 0o600 == stat.S_IMODE((tmp_path / "copy.db").stat().st_mode)
    assert ["copy.db", "history.db", "history.db.lock"] == sorted(
        each.name for each in tmp_path.iterdir() if not each.name.endswith(("-wal", "-shm"))
    )
    with closing(SqliteHistory(tmp_path / "copy.db")) as history:
        assert 5 == len(history.records())


def test_a_backup_is_made_while_a_server_writes(path: Path, tmp_path: Path) -> None:
    """All of it is of one moment, however much is written meanwhile; and the writer does not wait."""
    with closing(SqliteHistory(path)) as history:
        done = threading.Event()
        numbers = iter(range(100, 10_000))

        def write() -> None:
            while not done.is_set():
                history.commit([said(next(numbers), "one more", place) for place in ("#a", "#b")], [])

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(5):
                copy = tmp_path / f"copy{number}.db"
                assert () == backup(path, copy).faults
                events, _ = content(copy)
                assert len([row for row in events if row[0] == "#a"]) == len([row for row in events if row[0] == "#b"])
        finally:
            done.set()
            writer.join()


def test_nothing_is_overwritten(path: Path, tmp_path: Path) -> None:
    """Not a file, not a link to nowhere, and not the history itself."""
    (tmp_path / "diary").write_text("Dear diary")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("diary", "link", "history.db"):
        with pytest.raises(HistoryError, match="is there already and is left as it is"):
            backup(path, tmp_path / name)
    assert "Dear diary" == (tmp_path / "diary").read_text()
    assert not (tmp_path / "nowhere").exists()
    assert 11 == len(content(path)[0])


def test_a_name_that_is_taken_meanwhile_is_left_alone(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long the copy took; also where files cannot have two names."""
    link = os.link

    def taken(source: Path, target: Path) -> None:
        target.write_text("mine")
        link(source, target)

    def impossible(_source: Path, target: Path) -> None:
        target.write_text("mine")
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    for function in (taken, impossible):
        (tmp_path / "copy.db").unlink(missing_ok=True)
        monkeypatch.setattr(os, "link", function)
        with pytest.raises(HistoryError, match="is there already"):
            backup(path, tmp_path / "copy.db")
        assert "mine" == (tmp_path / "copy.db").read_text()
    assert [] == list(tmp_path.glob(".trichat-*"))


def test_where_files_have_one_name_it_is_given_that(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems know no second name of a file."""

    def impossible(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", impossible)
    backup(path, tmp_path / "copy.db")
    assert content(path) == content(tmp_path / "copy.db")


def test_of_what_is_damaged_there_is_no_backup(large: Path, tmp_path: Path) -> None:
    """It would take the place of one that is whole: what helps is told, and nothing is left of the copy."""
    spoil(large, (root_page(large, "event") - 1) * 4096 + 3, b"\xa5" * 200)
    with pytest.raises(HistoryDamagedError, match="so there is no backup of it") as caught:
        backup(large, tmp_path / "copy.db")
    assert f"trichat history repair --history {large}" in str(caught.value)
    assert not (tmp_path / "copy.db").exists()
    assert [] == list(tmp_path.glob(".trichat-*"))


@pytest.mark.parametrize(
    ("number", "helps"), [(errno.ENOSPC, "make room on that disk"), (errno.EACCES, "where you may write")]
)
def test_a_target_that_cannot_be_written_is_told(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, helps: str
) -> None:
    """The sentence names the copy, not the history: they may be on different disks. Nothing is left of it."""

    def fail(_path: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(newfile, "sync", fail)
    with pytest.raises(HistoryError, match=f"copy.db cannot be written .{os.strerror(number)}.: ") as caught:
        backup(path, tmp_path / "copy.db")
    assert helps in str(caught.value)
    assert [] == [each for each in tmp_path.iterdir() if "copy" in each.name or "part" in each.name]


def test_a_disk_that_gets_full_is_told(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite writes the copy, and says so in its own way."""
    connect = sqlite3.connect

    def small(name: object, *arguments: object, **options: object) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(name, *arguments, **options)  # type: ignore[call-overload]
        if str(name).endswith(".part"):
            db.execute("pragma max_page_count = 2")
        return db

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(HistoryError, match=r"copy.db cannot be written \(.*\): make room on that disk"):
        backup(path, tmp_path / "copy.db")


def test_a_folder_that_is_not_there_is_told(path: Path, tmp_path: Path) -> None:
    """It is not made: perhaps the disk for backups is not there."""
    with pytest.raises(HistoryError, match=r"cannot be written \(No such file or directory\)"):
        backup(path, tmp_path / "no" / "copy.db")
