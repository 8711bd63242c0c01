"""Checking a history: what is whole is said to be, and what is not is named."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.maintenance.conftest import root_page, said, spoil
from trichat.errors import HistoryDamagedError, HistoryError
from trichat.storage.maintenance import check as checking
from trichat.storage.maintenance.check import check
from trichat.storage.migrations import APPLICATION_ID, STEPS
from trichat.storage.sqlite import SqliteHistory


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def test_a_whole_history_is_counted(path: Path) -> None:
    """It says how much is in it, and changes nothing."""
    before = path.read_bytes()
    report = check(path)
    assert () == report.faults
    assert "2 accounts, 3 other records, 11 events in 4 rooms and conversations" == report.contents
    assert before == path.read_bytes()


def test_a_history_in_use_is_checked(path: Path) -> None:
    """What a server has stored a moment ago is in it."""
    with closing(SqliteHistory(path)) as history:
        history.commit([said(100, "one more")], [])
        report = check(path)
    assert ((), 12) == (report.faults, report.events)


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("update event set kind = 'cheese' where id = (select id from event limit 1)", "of the kind 'cheese'"),
        ("update event set text = cast(x'ff' as text) where kind = 'message'", "is no text"),
        ("update event set nick = 'a' || char(0) where kind = 'join'", "is no row of an event"),
        ("update event set nick = x'00' where kind = 'join'", "is no row of an event"),
        ("update record set value = '{}' where kind = 'account'", "a record of the kind 'account'"),
        ("update record set key = 'x' where key = 'hosts'", "has a wrong key x"),
        ("update record set kind = 'cheese' where key = 'hosts'", "there are no records of the kind 'cheese'"),
        ("update record set value = cast(x'7bff7d' as text) where key = 'hosts'", "a record of the kind 'secret'"),
        ("delete from place where key = '#lobby'", "is in a place that is not known"),
        ("insert into search (rowid, text, place, nick) values (1, 'more', '', '')", "the index for searching"),
    ],
)
def test_what_trichat_has_not_written_is_named(path: Path, sql: str, fault: str) -> None:
    """Also where SQLite finds nothing wrong."""
    change(path, sql)
    report = check(path)
    assert [] != [each for each in report.faults if fault in each]


def test_only_the_first_of_many_faults_are_named(large: Path) -> None:
    """The others are counted."""
    change(large, "update event set kind = 'cheese'")
    faults = check(large).faults
    assert checking._EXAMPLES + 1 == len(faults)
    assert "and 2,995 more that cannot be read" == faults[-1]


@pytest.mark.parametrize("table", ["event", "record", "place", "search_data", "party"])
def test_damage_is_found_wherever_it_is(large: Path, table: str) -> None:
    """Bytes that were written over by chance."""
    spoil(large, (root_page(large, table) - 1) * 4096 + 3, b"\xa5" * 200)
    assert () != check(large).faults


def test_the_index_is_compared_with_what_was_said(large: Path) -> None:
    """SQLite looks at how it is built, and finds nothing wrong with words that are others."""
    data = large.read_bytes()
    where = data.index(b"length")
    spoil(large, where, b"lengta")
    assert [] != [fault for fault in check(large).faults if "index for searching" in fault]


def test_what_is_not_indexed_yet_is_not_missed(path: Path) -> None:
    """The index is filled when there is time."""
    change(path, "update place set indexed = 0")
    change(path, "delete from searched")
    change(path, "insert into search (search) values ('delete-all')")
    assert () == check(path).faults


def test_a_schema_that_is_no_text_is_told(path: Path) -> None:
    """Even what SQLite says about damage may be damaged."""
    data = path.read_bytes()
    spoil(path, data.index(b"CREATE TABLE place"), b"\xff\xfe\xfd\xfc")
    with pytest.raises(HistoryDamagedError):
        check(path)


def test_a_head_that_is_lost_is_damage(path: Path) -> None:
    """Not a file of another program: what only trichat writes is still in it, though there is no lock beside it."""
    path.with_name(path.name + ".lock").unlink()
    for offset in (0, 50):
        spoil(path, offset, b"\xa5" * 40)
        assert ("its head, which says that it is a history, is lost",) == check(path).faults


def test_an_older_version_is_checked_as_far_as_it_is_known(tmp_path: Path) -> None:
    """The next start of a server brings it up to date; until then only SQLite is asked."""
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as db:
        db.executescript(STEPS[0])
        db.executescript(f"pragma application_id = {APPLICATION_ID}; pragma user_version = 1")
    assert () == check(old).faults


def test_what_is_no_history_is_told(tmp_path: Path, path: Path) -> None:
    """No file, one of another program, one of a newer trichat."""
    with pytest.raises(HistoryError, match="There is no history"):
        check(tmp_path / "no.db")
    (tmp_path / "text").write_text("Dear diary")
    with pytest.raises(HistoryError, match="is not a trichat history"):
        check(tmp_path / "text")
    change(path, f"pragma user_version = {len(STEPS) + 1}")
    with pytest.raises(HistoryError, match="written by a newer trichat"):
        check(path)


def test_an_error_that_is_no_damage_stays_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another program holds is not damaged."""

    def busy(_db: sqlite3.Connection) -> str:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    monkeypatch.setattr(checking, "index_fault", busy)
    with pytest.raises(HistoryError, match="another program holds it"):
        check(path)
