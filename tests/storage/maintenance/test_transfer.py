"""Export and import: all that there is, as text, and back."""

import io
import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.storage.conftest import Make
from tests.storage.maintenance.conftest import OLGA, at, content, said
from trichat.chat.core.clock import ClockRecord
from trichat.errors import HistoryDamagedError, HistoryError, HistoryInUseError
from trichat.storage.maintenance import transfer
from trichat.storage.maintenance.transfer import JSON, TEXT, export, import_
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Happened
from trichat.words.record import replace


def exported(path: Path, form: str = JSON) -> bytes:
    return b"".join(transfer.exported(path, form))


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def test_a_round_trip_loses_nothing(path: Path, tmp_path: Path) -> None:
    """Every event and every record is as it was, and is exported as the same lines again."""
    lines = exported(path)
    report = import_(io.BytesIO(lines), "all.jsonl", tmp_path / "new.db")
    assert ((), 11, 5) == (report.faults, report.events, report.records)
    assert content(path) == content(tmp_path / "new.db")
    assert lines == exported(tmp_path / "new.db")
    assert 0o600 == stat.S_IMODE((tmp_path / "new.db").stat().st_mode)
    with closing(SqliteHistory(tmp_path / "new.db")) as history:
        history.commit([said(100, "goes on")], [])
        while history.index():
            pass
        history.examine()


@given(st.data())
def test_a_round_trip_of_any_events_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever they are."""
    folder = tmp_path_factory.mktemp("trip")
    count = data.draw(st.integers(1, 6))
    events = [data.draw(Make.any_event(number).filter(has_no_zero)) for number in range(1, count)]
    with closing(SqliteHistory(folder / "a.db")) as history:
        history.commit(events, [])
    import_(io.BytesIO(exported(folder / "a.db")), "x", folder / "b.db")
    assert content(folder / "a.db") == content(folder / "b.db")


def has_no_zero(event: Happened) -> bool:
    """Tell whether an event can have come in: at no door can a zero."""
    return "\\x00" not in repr(event)


def test_what_was_said_while_the_clock_was_wrong_has_its_time(path: Path, tmp_path: Path) -> None:
    """Not that of its id, which runs ahead; and what is known of the clock goes along, and what was taken back."""
    late = said(3600, "by a clock that went back")
    gone = ev.Redacted(id=at(3601), source=OLGA, place="#lobby", target="#lobby", redacted=at(3), author="Olga")
    with closing(SqliteHistory(path)) as history:
        clock = ClockRecord(turns=((late.id, 3_600_000),), found=1, expected=2)
        history.commit([replace(late, at=1_767_225_611_500), gone], [clock])
    lines = exported(path)
    assert "2026-01-01T00:00:11.500Z" == json.loads(lines.splitlines()[-2])["time"]
    assert "2026-01-01 00:00:11 [#lobby] Olga: by a clock that went back" in exported(path, TEXT).decode().splitlines()
    import_(io.BytesIO(lines), "x", tmp_path / "new.db")
    assert content(path) == content(tmp_path / "new.db")
    assert lines == exported(tmp_path / "new.db")
    assert b"one\\ntwo" not in lines


def test_each_line_is_a_record_or_an_event(path: Path) -> None:
    """The first says what it is; records come before events, which are in the order in which they happened."""
    head, *lines = [json.loads(line) for line in exported(path).splitlines()]
    assert {"trichat": "history", "version": 1} == head
    assert ["record"] * 5 + ["event"] * 11 == [next(iter(line)) for line in lines]
    assert "2026-01-01T00:00:02.000Z" == lines[6]["time"]
    assert ("первое слово", "#чай", "Olga") == (lines[6]["text"], lines[6]["place"], lines[6]["account"])
    assert sorted(line["id"] for line in lines[5:]) == [line["id"] for line in lines[5:]]


def test_text_is_for_people(path: Path) -> None:
    """One line for each line that was said, with the time of UTC and where; nothing of accounts."""
    lines = exported(path, TEXT).decode().splitlines()
    assert "2026-01-01 00:00:01 [#Чай] Olga is now in the chat!" == lines[0]
    assert "2026-01-01 00:00:02 [#чай] Olga: первое слово" == lines[1]
    assert ["Olga: one", "Olga: two"] == [line.partition("] ")[2] for line in lines[2:4]]
    assert "2026-01-01 00:00:04 [#lobby] * boris waves" == lines[4]
    assert "2026-01-01 00:00:05 (to boris) Olga: a secret" == lines[5]
    assert "2026-01-01 00:00:07 [#lobby] boris reacts to Olga: 🎉" == lines[7]
    assert "2026-01-01 00:00:08 [#Чай] Olga kick anna (why not)" == lines[8]
    assert "2026-01-01 00:00:09 [#lobby] boris has left the chat." == lines[9]
    assert "2026-01-01 00:00:09 [#Чай] boris has left the chat." == lines[10]
    assert "2026-01-01 00:00:10 [#Чай] Olga has left #Чай." == lines[11]
    assert "argon2" not in "".join(lines)


def test_a_file_is_private_and_new(path: Path, tmp_path: Path) -> None:
    """Nothing is overwritten, and nobody else reads the hashes of passwords in it."""
    export(path, tmp_path / "all", JSON)
    assert 0o600 == stat.S_IMODE((tmp_path / "all").stat().st_mode)
    assert exported(path) == (tmp_path / "all").read_bytes()
    with pytest.raises(HistoryError, match="is there already"):
        export(path, tmp_path / "all", JSON)


@pytest.mark.parametrize(
    "sql",
    [
        "update event set kind = 'cheese' where kind = 'join'",
        "update record set value = '{}' where kind = 'account'",
        "update event set text = cast(x'ff' as text) where kind = 'message'",
    ],
)
def test_what_is_damaged_is_repaired_first(path: Path, sql: str) -> None:
    """Else something would be missing, and nobody would know."""
    change(path, sql)
    with pytest.raises(HistoryDamagedError, match="trichat history repair"):
        exported(path)


def line(**fields: object) -> str:
    event: dict[str, object] = {
        "event": "message",
        "place": "#a",
        "id": "0000000000000001",
        "nick": "anna",
        "username": "a",
        "host": "h",
        "account": "",
        "target": "#a",
        "text": "x",
    }
    return json.dumps({**event, **fields})


HEAD = '{"trichat":"history","version":1}'


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "line 1: no export of trichat begins like this"),
        (["Dear diary"], "line 1: no export of trichat begins like this"),
        ([line()], "line 1: no export of trichat begins like this"),
        (['{"trichat":"history","version":2}'], "line 1: it was written by a newer trichat"),
        ([HEAD, line(), "{"], "line 3: "),
        ([HEAD, line(tags=[["at", "9" * 18]])], "line 2: event 1 in #a has a time that none can have"),
        ([HEAD, line(tags=[["at", "noon"]])], "line 2: event 1 in #a"),
        ([HEAD, "[]"], "line 2: "),
        ([HEAD, "{}"], "line 2: this is neither a record nor an event"),
        ([HEAD, line(colour="red")], "line 2: .*`colour`"),
        ([HEAD, line(nick=7)], r"line 2: .*\$.nick"),
        ([HEAD, line(id="7")], "line 2: '7' is no id"),
        ([HEAD, line(event="cheese")], "line 2: .*of the kind 'cheese'"),
        ([HEAD, line(place="")], "line 2: .*a place that is not known"),
        ([HEAD, line(text="a\0b")], "line 2: .*no row of an event"),
        ([HEAD, line(), line()], "the event 0000000000000001 of #a is in it twice"),
        ([HEAD, '{"record":"secret","key":"a","value":{"key":"b","value":""}}'], "line 2: .*has a wrong key a"),
        ([HEAD, '{"record":"cheese","key":"a","value":{}}'], "line 2: there are no records of the kind 'cheese'"),
        ([HEAD, *['{"record":"secret","key":"a","value":{"key":"a","value":""}}'] * 2], "secret a is in it twice"),
        ([HEAD, "\udcff"], "line 2: "),
        ([HEAD, "x" * 2000], "a line is longer than any"),
    ],
)
def test_a_line_that_is_none_is_told_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], why: str
) -> None:
    """With its number; nothing is imported in part."""
    monkeypatch.setattr(transfer, "_LINE_BYTES", 1000)
    source = io.BytesIO("\n".join(lines).encode(errors="surrogateescape"))
    with pytest.raises(HistoryError, match=f"^all.jsonl cannot be imported, and nothing of it was: .*{why}"):
        import_(source, "all.jsonl", tmp_path / "folder" / "new.db")
    assert [] == list((tmp_path / "folder").iterdir())


def test_an_empty_history_is_filled(path: Path, tmp_path: Path) -> None:
    """One in which a server has kept nothing but secrets of its own; and an empty file."""
    lines = exported(path)
    SqliteHistory(tmp_path / "new.db").close()
    change(tmp_path / "new.db", 'insert into record values (\'secret\', \'hosts\', \'{"key":"hosts","value":""}\')')
    (tmp_path / "empty.db").touch()
    for name in ("new.db", "empty.db"):
        import_(io.BytesIO(lines), "x", tmp_path / name)
        assert content(path) == content(tmp_path / name)
    assert [] == list(tmp_path.glob("*damaged*"))


def test_what_is_there_is_not_overwritten(path: Path, tmp_path: Path) -> None:
    """Not a history with something in it, not a file that is none, not what a server has open."""
    lines = exported(path)
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="is not empty: import into a new one"):
        import_(io.BytesIO(lines), "x", path)
    (tmp_path / "diary").write_text("Dear diary")
    with pytest.raises(HistoryError, match="is not a trichat history"):
        import_(io.BytesIO(lines), "x", tmp_path / "diary")
    assert (before, "Dear diary") == (path.read_bytes(), (tmp_path / "diary").read_text())
    with closing(SqliteHistory(tmp_path / "new.db")), pytest.raises(HistoryInUseError, match="stop it first"):
        import_(io.BytesIO(lines), "x", tmp_path / "new.db")
