"""A history with one of everything, and what is in it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from trichat.chat.core.accounts import Account, Secret
from trichat.chat.core.outcome import Durable
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.protocols.scram import Keys
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Happened, Kind, Source
from trichat.words.events.moderating import AUDIT
from trichat.words.names.identity import first_id

OLGA = Source(nick="Olga", username="o", host="h", account="Olga", identity="olga")
BORIS = Source(nick="boris", username="b", host="h", identity="~0000000000000002")
KEYS = Keys(salt=b"salt", iterations=4096, stored_key=b"stored", server_key=b"server")
RECORDS: tuple[Durable, ...] = (
    Account(key="olga", name="Olga", created=1, verifier="$argon2id$olga", scram=KEYS, email="olga@example.org"),
    Account(key="anna", name="Anna", created=2, verifier="$argon2id$anna", scram=KEYS, metadata=(("avatar", "x"),)),
    RoomRecord(key="#чай", name="#Чай", created=3, topic="Какой?", founder="olga", roles=(("olga", "o"),)),
    Secret(key="hosts", value=b"\x00\xff" * 16),
    IgnoreRecord(key="olga", who=(("anna", "Anna"),)),
)
PRIVATE = "olga ~0000000000000002"


def at(number: int) -> int:
    """Give the id of an event, a second later than the one before."""
    return first_id(1_767_225_600_000 + 1000 * number)  # the beginning of 2026


def said(number: int, text: str, place: str = "#lobby", source: Source = OLGA) -> ev.Said:
    target = place if place.startswith("#") else "boris"
    return ev.Said(id=at(number), source=source, place=place, target=target, kind=Kind.MESSAGE, text=text)


EVENTS: tuple[Happened, ...] = (
    ev.Joined(id=at(1), source=OLGA, place="#чай", target="#Чай", realname="Olga O."),
    said(2, "первое слово", "#чай"),
    said(3, "one\ntwo"),
    ev.Said(
        id=at(4),
        source=BORIS,
        place="#lobby",
        target="#lobby",
        kind=Kind.ACTION,
        text="waves",
        tags=(("+draft/reply", "х"),),
        answers="Olga",
    ),
    said(5, "a secret", PRIVATE),
    said(6, "long " * 5000),
    ev.Tagged(id=at(7), source=BORIS, place="#lobby", target="#lobby", tags=(("+draft/react", "🎉"),), answers="Olga"),
    ev.Act(id=at(8), source=OLGA, place=AUDIT, target="#Чай", deed="kick", about="anna", reason="why not"),
    ev.Departed(id=at(9), source=BORIS, reason="bye", places=(("#lobby", "#lobby"), ("#чай", "#Чай"))),
    ev.Left(id=at(10), source=OLGA, place="#чай", target="#Чай", reason=""),
)

Content = tuple[list[tuple[object, ...]], list[tuple[str, str, object]]]


def content(path: Path) -> Content:
    """Give all events and records of a history, whatever the numbers of its places."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("select key, event.* from event join place on number = place order by id, key").fetchall()
        records = db.execute("select kind, key, value from record order by kind, key").fetchall()
    return [(key, *row[1:]) for key, *row in rows], [(kind, key, json.loads(value)) for kind, key, value in records]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a history with one of everything, indexed, and closed."""
    path = tmp_path / "history.db"
    with closing(SqliteHistory(path)) as history:
        history.commit(EVENTS, RECORDS)
        while history.index():
            pass
    return path


def in_large(number: int) -> ev.Said:
    """Give one of the events of a large history: most were said in rooms, some in private."""
    name = number % 300
    source = Source(nick=f"anna{name}", username="a", host="h", account=f"Anna{name}", identity=f"anna{name}")
    if number % 5:
        return said(number, f"text {number} of some length", f"#{number % 7}", source)
    return said(number, f"private {number}", " ".join(sorted([f"anna{name}", f"anna{(name * 7 + 1) % 300}"])), source)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Give a history of some hundreds of pages."""
    path = tmp_path / "large.db"
    with closing(SqliteHistory(path)) as history:
        for number in range(300):
            room = RoomRecord(key=f"#{number}", name=f"#{number}", created=1, topic="tea")
            key = f"anna{number}"
            account = Account(key=key, name=key.title(), created=1, verifier="$argon2id$", scram=KEYS)
            history.commit([in_large(each) for each in range(10 * number + 10, 10 * number + 20)], [room, account])
        while history.index():
            pass
    return path


def spoil(path: Path, offset: int, data: bytes) -> None:
    """Write over a part of a file."""
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def root_page(path: Path, table: str) -> int:
    """Give the number of the page from which those of a table hang."""
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()
    return int(root)
