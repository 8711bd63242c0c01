"""Repairing: what can be read is saved, the rest is named, and the damaged file is kept."""

import os
import sqlite3
import stat
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.maintenance.conftest import (
    Content,
    content,
    in_large,
    root_page,
    said,
    spoil,
)
from trichat.chat.core.accounts import Account
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.errors import HistoryError, HistoryInUseError
from trichat.storage import rows
from trichat.storage.maintenance import building
from trichat.storage.maintenance.check import check
from trichat.storage.maintenance.pages import Pages
from trichat.storage.maintenance.repair import repair
from trichat.storage.maintenance.salvage import EVENTS as EVENT_TABLE
from trichat.storage.maintenance.salvage import LONGEST_KIND, Salvage
from trichat.storage.sqlite import SqliteHistory
from trichat.words.text.clean import clean

PAGE = 4096


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def starts(path: Path) -> None:
    """Do what a server does when it starts."""
    with closing(SqliteHistory(path)) as history:
        Hub(Rules(), history.records(), history.last_id())
        while history.index():
            pass
        history.examine()
    assert () == check(path).faults


def test_what_is_whole_is_left_alone(path: Path) -> None:
    """Nothing is made, nothing is moved."""
    before = content(path), path.stat().st_ino
    assert repair(path) is None
    assert before == (content(path), path.stat().st_ino)
    assert {"history.db", "history.db.lock"} >= {
        each.name for each in path.parent.iterdir() if not each.name.endswith(("-shm", "-wal"))
    }


@pytest.mark.parametrize("damage", ["root", "all of the head"])
def test_whatever_hangs_on_a_page_is_saved_without_it(large: Path, damage: str) -> None:
    """Where SQLite reads nothing of a table any more, all its rows are there but those of the damaged page."""
    events, records = content(large)
    if damage == "root":
        for table in ("event", "record", "place"):
            spoil(large, (root_page(large, table) - 1) * PAGE, b"\xa5" * 200)
    else:
        spoil(large, 0, b"\xa5" * 200)
    repaired = repair(large)
    assert repaired is not None
    found, kept = content(large)
    lost = len(events) - len(found)
    assert 0 <= lost < 30, "those of one page, for a page that others hang on has rows too"
    assert set(found) <= set(events)
    assert 0 <= len(records) - len([row for row in kept if row in records]) < 15
    assert repaired.lost_pages or repaired.lost_events or not lost
    starts(large)


@pytest.mark.parametrize("start", [0, 3, 8])
def test_a_page_whose_list_of_rows_is_lost_still_has_the_rows(path: Path, start: int) -> None:
    """In a small history all accounts and rooms stand in one page, and its list of them at the beginning."""
    before = content(path)
    for table in ("record", "event"):
        spoil(path, (root_page(path, table) - 1) * PAGE + start, b"\xa5" * 200)
    repaired = repair(path)
    assert repaired is not None
    assert before == content(path)
    assert (0, 0) == (repaired.lost_records, repaired.lost_events)
    starts(path)


@pytest.mark.parametrize("kind", sorted([kind for kind in rows._TYPES if len(kind) <= LONGEST_KIND]))
def test_nothing_that_was_said_is_taken_for_a_row(kind: str) -> None:
    """Not even where the list of rows is lost: each row has a byte in its head that `clean` lets through nowhere."""
    serial_types = (13 + 2 * len(kind), 6)  # of the kind of a record, of the id of an event (fileformat2.html, 2.1)
    for byte in serial_types:
        assert chr(byte) not in clean(chr(byte))


def test_a_row_that_is_damaged_is_lost_alone(large: Path) -> None:
    """It is counted, and all others are as they were."""
    data = large.read_bytes()
    events, records = content_but(large, 1001)
    spoil(large, data.index(b"text 1001 of"), b"\xff" * 10)
    repaired = repair(large)
    assert repaired is not None
    assert (0, 1, 0) == (repaired.lost_records, repaired.lost_events, repaired.lost_pages)
    assert (events, records) == content(large)
    assert "Lost: 1 event." in repaired.lines(large)
    starts(large)


def content_but(path: Path, number: int) -> Content:
    """Give what was in a large history besides one event."""
    whole = path.with_name("whole.db")
    with closing(SqliteHistory(whole)) as history, closing(sqlite3.connect(path)) as db:
        history.commit([in_large(each) for each in range(10, 3010) if each != number], [])
        records = db.execute("select kind, key, value from record").fetchall()
    with closing(sqlite3.connect(whole)) as db:
        db.executemany("insert into record values (?, ?, ?)", records)
        db.commit()
    return content(whole)


def test_the_damaged_file_is_kept(path: Path) -> None:
    """Byte for byte, under another name, with its log; the new one is private, and in its place."""
    change(path, "update event set kind = 'cheese' where kind = 'join'")
    before = path.read_bytes()
    path.with_name("history.db-wal").write_bytes(b"a log in which nothing can be read")
    repaired = repair(path)
    assert repaired is not None
    assert repaired.kept is not None
    assert before == repaired.kept.read_bytes()
    assert repaired.kept.with_name(repaired.kept.name + "-wal").read_bytes().startswith(b"a log")
    assert not path.with_name("history.db-wal").exists()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert f"The damaged file is kept as {repaired.kept}." in repaired.lines(path)
    assert 10 == len(content(path)[0])


def test_each_damaged_file_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also two within a second."""
    monkeypatch.setattr(time, "strftime", lambda _format: "now")
    kept = []
    for kind in ("join", "part"):
        change(path, f"update event set kind = 'cheese' where kind = '{kind}'")  # noqa: S608 (from the list above)
        repaired = repair(path)
        assert repaired is not None
        kept.append(repaired.kept)
    assert [path.with_name("history.db.damaged-now"), path.with_name("history.db.damaged-now-2")] == kept


def test_into_another_file(path: Path, tmp_path: Path) -> None:
    """The damaged one stays where it is; what is there already is not overwritten."""
    change(path, "update event set kind = 'cheese' where kind = 'join'")
    before = content(path)
    repaired = repair(path, tmp_path / "saved.db")
    assert repaired is not None
    assert repaired.kept is None
    assert before == content(path)
    assert 10 == len(content(tmp_path / "saved.db")[0])
    with pytest.raises(HistoryError, match="is there already"):
        repair(path, tmp_path / "saved.db")


def test_what_was_committed_last_is_saved(path: Path) -> None:
    """After a kill it stands in the log, which SQLite cannot bring into a file without a head."""
    killed = path.with_name("killed.db")
    with closing(SqliteHistory(path)) as history:
        history.commit([said(100, "the last words")], [])
        for suffix in ("", "-wal"):
            killed.with_name(killed.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    spoil(killed, 0, b"\xa5" * 200)
    assert repair(killed) is not None
    assert 12 == len(content(killed)[0])


def test_the_names_of_lost_accounts_are_kept_for_them(path: Path) -> None:
    """Whoever registered one would get what was said to its owner in private; the owner can be given it again."""
    change(path, "update record set value = '{}' where kind = 'account' and key = 'olga'")
    repaired = repair(path)
    assert repaired is not None
    assert ("Olga",) == repaired.reserved
    assert "`trichat account add` makes them anew: Olga." in "\n".join(repaired.lines(path))
    with closing(SqliteHistory(path)) as history:
        [olga] = [each for each in history.records() if isinstance(each, Account) and each.key == "olga"]
    assert olga.removed
    assert "" == olga.verifier
    starts(path)


def test_accounts_that_are_not_lost_are_as_they_were(large: Path) -> None:
    """With their passwords, and with no others."""
    _, before = content(large)
    spoil(large, (root_page(large, "event") - 1) * PAGE, b"\xa5" * 200)
    assert repair(large) is not None
    assert before == content(large)[1]


@pytest.mark.parametrize("lost", ["place", "all that names it"])
def test_a_place_whose_row_is_lost_is_known_by_what_happened_there(path: Path, lost: str) -> None:
    """A room by its name, a conversation by those who have it."""
    events, _ = content(path)
    change(path, "delete from place where key <> '!audit'")
    if lost != "place":  # SQLite has taken it out of its index, too: what is left is whose conversation it was
        change(path, "delete from party where identity = 'olga'")
    assert repair(path) is not None
    assert events == content(path)[0]
    starts(path)


def test_a_conversation_of_nobody_known_is_shown_to_nobody(path: Path) -> None:
    """Rather lost than read by others."""
    change(path, "delete from place where key like '% %'")
    change(path, "delete from party")
    repaired = repair(path)
    assert repaired is not None
    assert 1 == repaired.lost_events
    assert [] == [row for row in content(path)[0] if "secret" in str(row)]


def test_what_was_said_in_private_is_not_shown_elsewhere(large: Path) -> None:
    """A number of a place that is damaged may be that of another one: nothing lands where it cannot have been said."""
    with closing(sqlite3.connect(large)) as db:
        numbers = dict(db.execute("select key, number from place"))
        private = [number for key, number in numbers.items() if " " in key]
        [(first, _)] = db.execute("select place, id from event where text = 'private 1000'").fetchall()
        others = next(number for number in private if number != first)
        db.execute("update event set place = ? where text = 'private 1000'", (others,))
        db.execute("update event set place = ? where text = 'private 1005'", (numbers["#1"],))
        db.commit()
    spoil(large, (root_page(large, "event") - 1) * PAGE, b"\xa5" * 200)
    assert repair(large) is not None
    found = {row[7]: row[0] for row in content(large)[0]}
    assert "private 1000" not in found
    assert "private 1005" not in found
    assert "private 1010" in found


def test_a_running_server_is_not_disturbed(path: Path) -> None:
    """It has to be stopped first."""
    change(path, "update event set kind = 'cheese' where kind = 'join'")
    with closing(SqliteHistory(path)), pytest.raises(HistoryInUseError, match="open: stop it first"):
        repair(path)


def text(path: Path) -> str:
    path.write_text("Dear diary, " * 1000)
    return "is not a trichat history"


def foreign(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table record (kind text, key text, value text, primary key (kind, key)) without rowid")
        db.execute("insert into record values ('vinyl', 'Kind of Blue', '{}')")
        db.commit()
    return "is a database of another program"


def nothing(_path: Path) -> str:
    return "There is no history"


def empty(path: Path) -> str:
    path.touch()
    return "There is no history"


@pytest.mark.parametrize("make", [text, foreign, nothing, empty])
def test_what_is_no_history_is_left_alone(tmp_path: Path, make: Callable[[Path], str]) -> None:
    """Nothing is made beside it, either."""
    expected = make(tmp_path / "x")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(HistoryError, match=expected):
        repair(tmp_path / "x")
    assert before == sorted(tmp_path.iterdir())


def test_a_history_of_which_nothing_is_left_is_left_as_it_is(path: Path) -> None:
    """There is nothing to put into its place."""
    SqliteHistory(path).close()
    path.write_bytes(path.read_bytes()[:PAGE])
    with pytest.raises(HistoryError, match="Nothing of the history"):
        repair(path)
    assert PAGE == path.stat().st_size
    assert [] == list(path.parent.glob("*damaged*"))


def test_an_exchange_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The damaged file has its name again, and its log too."""
    change(path, "update event set kind = 'cheese' where kind = 'join'")
    path.with_name("history.db-wal").write_bytes(b"log")
    before = path.read_bytes()

    def fail(_part: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "give_name", fail)
    with pytest.raises(HistoryError, match="make room on that disk"):
        repair(path)
    assert before == path.read_bytes()
    assert b"log" == path.with_name("history.db-wal").read_bytes()
    assert [] == [*path.parent.glob("*damaged*"), *path.parent.glob(".trichat*")]


@pytest.mark.posix
def test_root_gives_the_new_file_to_the_owner_of_the_old(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the server, which is run by another user, could not open it."""
    change(path, "update event set kind = 'cheese' where kind = 'join'")
    given = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda file, *who: given.append(who) if isinstance(file, Path) else None)
    assert repair(path) is not None
    assert [(path.stat().st_uid, path.stat().st_gid)] == given


def test_pages_give_what_sqlite_gives(large: Path, path: Path) -> None:
    """Of a file that is whole, both ways lead to the same."""
    for each in (large, path):
        taken: list[tuple[object, ...]] = []
        found = Salvage(lambda place, row, taken=taken: taken.append((place, *row)) is None)  # type: ignore[misc]
        with closing(Pages(each)) as pages:
            found._by_pages(pages)
        with closing(sqlite3.connect(each)) as db:
            assert sorted(taken) == db.execute("select * from event order by place, id").fetchall()
            assert dict(db.execute("select number, key from place")) == found.places
            assert db.execute("select count(*) from record").fetchone() == (len(found.records),)
        assert ({"record": 0, EVENT_TABLE: 0}, 0) == (found.lost, found.lost_pages)
