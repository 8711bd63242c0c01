"""Damage in the history file is noticed: at the start where it would hurt at once, else beside the work."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.room_records import RoomRecord
from trichat.errors import HistoryDamagedError
from trichat.storage import damage
from trichat.storage.base import Query
from trichat.storage.sqlite import SqliteHistory
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.storage.conftest import Make

LOBBY = Query(place="#lobby", after=0, before=LAST_ID, limit=1000, said_only=False)
ROOMS = [RoomRecord(key=f"#{number}", name=f"#{number}", created=1, topic="tea") for number in range(500)]


@pytest.fixture
def path(tmp_path: Path, make: "type[Make]") -> Path:
    """Give a history of some size."""
    path = tmp_path / "history.db"
    with closing(SqliteHistory(path)) as history:
        history.commit([make.said(number, text=f"word{number} " * 20) for number in range(1, 500)], ROOMS)
        while history.index():
            pass
    return path


def spoil(path: Path, table: str) -> None:
    """Write over a page of a table from which others hang."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096 + 3)
        file.write(b"\xa5" * 200)


@pytest.mark.parametrize("table", ["record", "place"])
def test_damaged_records_are_told_before_anybody_comes_in(path: Path, table: str) -> None:
    """A server without its accounts would give their names to others."""
    spoil(path, table)
    with pytest.raises(HistoryDamagedError, match="is damaged") as caught:
        SqliteHistory(path)
    assert "trichat history repair" in str(caught.value)


def test_a_record_that_is_none_is_told(path: Path) -> None:
    """However it came there: an error of ours, not of what reads JSON."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("update record set value = '{}' where key = '#7'")
        db.execute("insert into record values ('cheese', 'x', '{}')")
        db.commit()
    with closing(SqliteHistory(path)) as history, pytest.raises(HistoryDamagedError, match=r"is damaged .*of the kind"):
        history.records()


@pytest.mark.parametrize(
    "wrong",
    ["kind = 'cheese'", "tags = '{'", "tags = '[1]'", "kind = 'redact'", "text = cast(x'ff' as text)", "kind = 'act'"],
)
def test_an_event_that_is_none_is_told(path: Path, wrong: str) -> None:
    """Whoever reads its page is refused, and no bug ends their visit."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"update event set {wrong} where id = 7")  # noqa: S608 (from the list above)
        db.commit()
    with closing(SqliteHistory(path)) as history, pytest.raises(HistoryDamagedError, match="is damaged"):
        history.page(LOBBY)


@pytest.mark.parametrize("table", ["event", "search_data"])
def test_all_of_the_file_is_looked_at_beside_the_work(path: Path, table: str) -> None:
    """What would be found only when somebody scrolls back is found now; the index for searching too."""
    with closing(SqliteHistory(path)) as history:
        history.examine()
    spoil(path, table)
    with closing(SqliteHistory(path)) as history, pytest.raises(HistoryDamagedError, match="is damaged"):
        history.examine()


def test_a_look_at_all_of_it_ends_with_the_history(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that stops does not wait for it, and closes the file as ever."""
    begun = threading.Event()
    found: list[None] = []

    def long(db: sqlite3.Connection, _check: str) -> list[str]:
        db.set_progress_handler(begun.set, 1)
        endless = "with recursive n (i) as (select 1 union all select i + 1 from n) select count(*) from n"
        return [str(db.execute(endless).fetchone())]

    history = SqliteHistory(path)
    monkeypatch.setattr(damage, "faults", long)
    thread = threading.Thread(target=lambda: found.append(history.examine()))  # type: ignore[func-returns-value]
    thread.start()
    assert begun.wait(20)
    history.close()
    thread.join(20)
    assert [None] == found
    assert ["history.db", "history.db.lock"] == sorted(each.name for each in path.parent.iterdir())


def test_after_the_end_nothing_is_looked_at(tmp_path: Path) -> None:
    """A look that begins too late does not open the file again."""
    examination = damage.Examination()
    examination.end()
    examination.of(tmp_path / "no such file")


def test_an_error_that_is_no_damage_stays_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full for a moment has not damaged anything."""

    def full(_db: sqlite3.Connection, _check: str, _table: str = "") -> list[str]:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    with closing(SqliteHistory(path)) as history:
        monkeypatch.setattr(damage, "faults", full)
        with pytest.raises(Exception, match="make room") as caught:
            history.examine()
    assert not isinstance(caught.value, HistoryDamagedError)
