"""From one version of the history file to the next."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.room_records import RoomRecord
from trichat.errors import HistoryError
from trichat.storage import opening, queries
from trichat.storage.base import Query
from trichat.storage.migrations import APPLICATION_ID, STEPS
from trichat.storage.sqlite import SqliteHistory

if TYPE_CHECKING:
    from tests.storage.conftest import Make

NEXT = "alter table place add column colour text not null default ''"
LOBBY = Query(place="#lobby", after=0, before=100, limit=100)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        (number,) = db.execute("pragma user_version").fetchone()
    return int(number)


def test_a_fresh_file_has_the_last_version(path: Path) -> None:
    """A new file is made by all steps, and says whose it is."""
    SqliteHistory(path).close()
    assert len(STEPS) == version(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma application_id").fetchone() == (APPLICATION_ID,)


def test_an_old_file_is_brought_up_to_date(path: Path, make: "type[Make]", monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an old file only the steps that are missing are taken, and what was kept stays."""
    with closing(SqliteHistory(path)) as old:
        old.commit([make.said(1)], [])
    monkeypatch.setattr(opening, "STEPS", (*STEPS, NEXT))
    for _ in range(2):  # the second time there is nothing to do
        with closing(SqliteHistory(path)) as new:
            assert [make.said(1)] == new.page(LOBBY)
            assert new._writer.execute("select colour from place").fetchall() == [("",)]
    assert len(STEPS) + 1 == version(path)


def test_a_step_that_fails_changes_nothing(path: Path, make: "type[Make]", monkeypatch: pytest.MonkeyPatch) -> None:
    """A step is taken whole or not at all: the old program still opens the file."""
    with closing(SqliteHistory(path)) as old:
        old.commit([make.said(1)], [])
    with monkeypatch.context() as patch:
        patch.setattr(opening, "STEPS", (*STEPS, f"{NEXT}; drop table nowhere"))
        with pytest.raises(HistoryError, match="nowhere"):
            SqliteHistory(path)
    with closing(SqliteHistory(path)) as again:
        assert [make.said(1)] == again.page(LOBBY)
        columns = [row[1] for row in again._writer.execute("pragma table_info (place)")]
    assert "colour" not in columns
    assert len(STEPS) == version(path)


def test_rooms_of_the_first_version_become_records(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the first version keeps its rooms, and its events have no account."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(STEPS[0])
        db.executescript(f"pragma application_id = {APPLICATION_ID}; pragma user_version = 1")
        db.executescript(
            "insert into room values ('#a', '#A', 7, 'tea', 'anna', 8);"
            "insert into place values (1, '#lobby');"
            "insert into event values (1, 5, 'message', 'anna', 'user', 'localhost', '#lobby', 'hi', null);"
        )
    with closing(SqliteHistory(path)) as history:
        room = RoomRecord(key="#a", name="#A", created=7, topic="tea", topic_by="anna", topic_at=8)
        assert [room] == history.records()
        assert [""] == [event.source.account for event in history.page(LOBBY)]


def test_conversations_of_the_second_version_have_their_parties(path: Path) -> None:
    """The parties of a conversation, only in its key before, have rows."""
    with closing(sqlite3.connect(path)) as db:
        for step in STEPS[:2]:
            db.executescript(step)
        db.executescript(f"pragma application_id = {APPLICATION_ID}; pragma user_version = 2")
        db.executescript("insert into place values (1, '#lobby'), (2, '~1 ~2'), (3, 'anna ~1'), (4, '~3 ~3');")
    with closing(SqliteHistory(path)) as history:
        rows = history._writer.execute("select identity, place from party order by 1, 2").fetchall()
    assert [("anna", 3), ("~1", 2), ("~1", 3), ("~2", 2), ("~3", 4)] == rows


@pytest.mark.parametrize(
    ("sql", "key"),
    [(queries.PAGE, "PRIMARY KEY"), (queries.SAID_PAGE, "INDEX spoken")],
    ids=["all", "said"],
)
def test_pages_are_found_by_their_place(path: Path, sql: str, key: str) -> None:
    """A page of history is one walk along an index, however many events there are, of whatever kind."""
    with closing(SqliteHistory(path)) as history:
        found = history._writer.execute("explain query plan " + sql.format(order="desc"), ("#lobby", 0, 9, 9))
        plan = [row[3] for row in found]
    assert f"SEARCH event USING {key} (place=? AND id>? AND id<?)" in plan
    assert not [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step]
