"""The history file: what survives, what is refused, and in which words."""

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.storage.conftest import ANNA
from trichat.chat.core.accounts import File
from trichat.chat.core.outcome import Moved
from trichat.chat.core.room_records import RoomRecord
from trichat.errors import HistoryError
from trichat.storage import queries, sqlite
from trichat.storage.base import Query
from trichat.storage.migrations import STEPS
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.storage.conftest import Make

LOBBY = Query(place="#lobby", after=0, before=LAST_ID, limit=1000, said_only=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def history(path: Path) -> Iterator[SqliteHistory]:
    with closing(SqliteHistory(path)) as made:
        yield made


def refusal(path: Path) -> str:
    """Open a history that cannot be opened; give the sentence that says why."""
    with pytest.raises(HistoryError) as caught:
        SqliteHistory(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    return sentence


def test_history_survives(path: Path, make: "type[Make]") -> None:
    """Events, rooms and the last id are there again when the file is opened again."""
    room = RoomRecord(key="#lobby", name="#Lobby", created=1, topic="tea", topic_by="anna", topic_at=2)
    with closing(SqliteHistory(path)) as first:
        first.commit([make.said(5), make.joined(6)], [room])
    with closing(SqliteHistory(path)) as again:
        assert [make.said(5), make.joined(6)] == again.page(LOBBY)
        assert [room] == again.records()
        assert again.last_id() == 6


def test_a_commit_is_on_disk_before_it_returns(path: Path, history: SqliteHistory, make: "type[Make]") -> None:
    """A commit is synchronised (WAL, `synchronous = full`) and can be read by others when it returns.

    And on macOS past the cache of the disk as well, when it is committed and when it is brought into the file.
    """
    history.commit([make.said(5)], [])
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("select count(*) from event").fetchone() == (1,)
        assert other.execute("pragma journal_mode").fetchone() == ("wal",)
    for pragma, value in (("synchronous", 2), ("fullfsync", 1), ("checkpoint_fullfsync", 1)):
        assert history._writer.execute(f"pragma {pragma}").fetchone() == (value,)


def test_the_file_is_private(tmp_path: Path, make: "type[Make]") -> None:
    """Nobody else on the machine reads the file, its log, or a folder made for it."""
    path = tmp_path / "new" / "history.db"
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(5)], [])
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    assert dict.fromkeys(["history.db", "history.db-shm", "history.db-wal", "history.db.lock"], 0o600) == modes


def test_a_commit_is_all_or_nothing(history: SqliteHistory, make: "type[Make]") -> None:
    """If one row fails, nothing of the batch is kept: no event, no room, no place, no id."""
    history.commit([make.said(5)], [])
    room = RoomRecord(key="#new", name="#new", created=1)
    with pytest.raises(HistoryError, match="UNIQUE"):
        history.commit([make.said(6), make.said(7, place="#new"), make.said(5)], [room])
    assert [make.said(5)] == history.page(LOBBY)
    assert history.last_id() == 5
    assert [] == history.records()
    assert history._writer.execute("select key from place").fetchall() == [("#lobby",)]


def test_a_failed_commit_does_not_spoil_the_next(history: SqliteHistory, make: "type[Make]") -> None:
    """After a batch that failed, the next one is kept, even in a place that the failed one was the first to name."""
    history.commit([make.said(5)], [])
    with pytest.raises(HistoryError):
        history.commit([make.said(6, place="#new"), make.said(5)], [])
    history.commit([make.said(7, place="#new"), make.said(8)], [])
    assert [make.said(7, place="#new")] == history.page(Query(place="#new", after=0, before=9, limit=9))
    assert [make.said(5), make.said(8)] == history.page(LOBBY)


def test_an_interrupted_commit_keeps_nothing(
    history: SqliteHistory, make: "type[Make]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends a commit early, an interrupt from the keyboard too, takes all of it back."""

    def interrupted(_key: str) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(history, "_place", interrupted)
        with pytest.raises(KeyboardInterrupt):
            history.commit([make.said(5)], [])
    history.commit([make.said(6)], [])
    assert [make.said(6)] == history.page(LOBBY)


def test_a_disk_that_fails_is_told_in_a_sentence(path: Path, history: SqliteHistory, make: "type[Make]") -> None:
    """Errors of SQLite while history is open are HistoryErrors too, for writers and readers."""
    with closing(sqlite3.connect(path)) as other:
        other.executescript("drop table event; drop table record;")
    with pytest.raises(HistoryError, match="no such table"):
        history.commit([make.said(5)], [])
    with pytest.raises(HistoryError, match="no such table"):
        history.page(LOBBY)
    with pytest.raises(HistoryError, match="no such table"):
        history.records()
    with pytest.raises(HistoryError, match="no such table"):
        history.last_id()


def test_a_commit_does_not_wait_for_readers(history: SqliteHistory, make: "type[Make]") -> None:
    """Readers read beside the writer, each on its own connection, and see whole commits."""
    history.commit([make.said(1)], [])
    with history._reader() as reading:
        reading.execute("begin")
        assert reading.execute("select count(*) from event").fetchone() == (1,)
        history.commit([make.said(2)], [])
        assert reading.execute("select count(*) from event").fetchone() == (1,)
        assert [1, 2] == [event.id for event in history.page(LOBBY)]
        reading.execute("rollback")
    assert [1, 2] == [event.id for event in history.page(LOBBY)]


def test_readers_cannot_write(history: SqliteHistory) -> None:
    """What reads opens the file for reading only."""
    with history._reader() as reading, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reading.execute("delete from event")


def test_any_thread_may_use_it(history: SqliteHistory, make: "type[Make]") -> None:
    """A worker thread may commit, and another read."""
    found: list[int] = []
    for work in (
        lambda: history.commit([make.said(1)], []),
        lambda: found.extend(event.id for event in history.page(LOBBY)),
    ):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert [1] == found


def test_only_so_many_places_are_remembered(
    history: SqliteHistory, make: "type[Make]", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers of places are remembered within a bound; a forgotten one is found again on disk."""
    monkeypatch.setattr(sqlite, "_PLACES_KNOWN", 2)
    for number in range(1, 6):
        history.commit([make.said(number, place=f"#{number}"), make.said(number + 10)], [])
        assert len(history._places) <= 2
    assert [11, 12, 13, 14, 15] == [event.id for event in history.page(LOBBY)]


def test_two_servers_do_not_share_a_history(path: Path) -> None:
    """A second server on the same file is refused; when the first is done, the file is free."""
    with closing(SqliteHistory(path)):
        assert "in use by another trichat server" in refusal(path)
    with closing(SqliteHistory(path)) as again:
        assert again.last_id() == 0


def test_a_failed_start_frees_the_file(path: Path) -> None:
    """Whoever was refused a history holds no lock on the file."""
    path.write_bytes(b"no database" * 100)
    refusal(path)
    path.unlink()
    with closing(SqliteHistory(path)) as history:
        assert history.last_id() == 0


def test_a_newer_history_is_refused(path: Path) -> None:
    """A file that a newer trichat wrote is left alone."""
    SqliteHistory(path).close()
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"pragma user_version = {len(STEPS) + 1}")
    before = path.read_bytes()
    sentence = refusal(path)
    assert "newer trichat" in sentence
    assert "upgrade trichat" in sentence
    assert before == path.read_bytes()


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    """A file with somebody else's tables is left alone."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table bookmarks (url text)")
        other.commit()
    before = path.read_bytes()
    assert "another program" in refusal(path)
    assert before == path.read_bytes()


def test_a_file_that_is_no_database_is_refused(path: Path) -> None:
    """Text, or a file that was damaged at its head, is refused."""
    path.write_text("Dear diary,\n" * 100)
    assert "not a database" in refusal(path)
    assert path.read_text().startswith("Dear diary,")


def test_a_damaged_history_is_told_in_a_sentence(path: Path, make: "type[Make]") -> None:
    """Damage in the middle of the file is found by whoever reads there, and told as such."""
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(number, text="x" * 500) for number in range(1, 200)], [])
    data = bytearray(path.read_bytes())
    data[4096 * 20 :] = b"\xa5" * len(data[4096 * 20 :])
    path.write_bytes(data)
    with closing(SqliteHistory(path)) as history, pytest.raises(HistoryError, match="malformed"):
        history.page(LOBBY)


def test_a_full_disk_is_told_as_such(path: Path, make: "type[Make]") -> None:
    """A full disk is told as such; what is said once there is room is kept."""
    with closing(SqliteHistory(path)) as history:
        history._writer.execute("pragma max_page_count = 20")
        with pytest.raises(HistoryError, match=r"is full\): make room on that disk, or "):
            history.commit([make.said(1, text="x" * 100_000)], [])
        history.commit([make.said(2)], [])
        assert [make.said(2)] == history.page(LOBBY)


def test_a_folder_is_refused(path: Path) -> None:
    """A folder in the place of the file is refused."""
    path.mkdir()
    assert "is a directory, not a file" in refusal(path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A history below a file, which cannot be, is refused."""
    (tmp_path / "file").touch()
    assert "--no-history" in refusal(tmp_path / "file" / "history.db")


def test_a_file_that_cannot_be_written_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be written is refused at the start, not at the first message."""
    SqliteHistory(path).close()
    really_open = os.open

    def guarded(name: str | Path, flags: int, mode: int = 0o777) -> int:
        if name == path and flags & (os.O_RDWR | os.O_WRONLY):
            raise PermissionError(13, "Permission denied")
        return really_open(name, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", guarded)
        assert "cannot be written (Permission denied)" in refusal(path)
    SqliteHistory(path).close()  # and no lock is left behind


FILE = "0123456789abcdef" * 2


@pytest.fixture
def with_file(tmp_path: Path) -> Iterator[SqliteHistory]:
    """Give a history with a file that was made at 1000, and is named by one event of 2 in the lobby."""
    history = SqliteHistory(tmp_path / "with_file.db")
    history.commit((), [File(key=FILE, owner="anna", size=1, made=1000)])
    yield history
    history.close()


def test_a_file_that_nothing_names_goes_when_it_is_old(with_file: SqliteHistory, make: "type[Make]") -> None:
    """And stays as long as something names it, however old it is."""
    assert [FILE] == with_file.files()
    assert [] == with_file.unnamed(1000)
    assert [FILE] == with_file.unnamed(1001)
    with_file.commit([make.said(2, f"see https://x.org/files/{FILE}/a.png")], ())
    assert [] == with_file.unnamed(1001)
    assert not with_file.lost


@pytest.mark.parametrize("how", ["redacted", "expired", "moved away"])
def test_a_file_goes_with_the_last_that_named_it(with_file: SqliteHistory, make: "type[Make]", how: str) -> None:
    """At once, however young it is; as long as something else names it, it stays."""
    text = f"/files/{FILE}.3x4/a.png"
    with_file.commit([make.said(2, text), make.said(3, text, "#other")], ())
    if how == "redacted":
        taken_back = ev.Redacted(id=4, source=ANNA, place="#lobby", target="#lobby", redacted=2)
        with_file.commit([taken_back], ())
    elif how == "expired":
        with_file.expire("#lobby", 3)
    else:
        with_file.commit((), [Moved(key="#lobby", to="gone")])
        with_file.expire("gone", 3)
    assert with_file.lost
    assert [] == with_file.unnamed(0)
    assert not with_file.lost
    with_file.expire("#other", 9)
    assert [FILE] == with_file.unnamed(0)


def test_what_names_files_is_found_by_its_index(with_file: SqliteHistory) -> None:
    """A look for them goes through little of what was said."""
    with sqlite3.connect(with_file._path) as db:
        (plan,) = db.execute(f"explain query plan {queries._ALL_NAMING}").fetchall()
    assert "USING INDEX with_file" in plan[3]
