"""Reading the whole of a history file, beside a server that may be writing to it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from trichat.chat.core.outcome import Durable
from trichat.errors import HistoryError
from trichat.storage import rows as codec
from trichat.storage.migrations import STEPS
from trichat.storage.opening import connect_to_read, is_there, is_undecodable, known_version, real, translated
from trichat.storage.rows import Row, UnreadableError
from trichat.words.events import Happened
from trichat.words.names.identity import LAST_ID, time_of
from trichat.words.text.clean import clean

_EVENTS = (
    f"select event.place, key, {', '.join(f'event.{name}' for name in Row._fields)}"  # noqa: S608 (names of columns)
    " from event left join place on number = event.place"
)
_BY_PLACE = f"{_EVENTS} where (event.place, event.id) > (?, ?) order by event.place, event.id"
_BY_TIME = f"{_EVENTS} order by event.id, key"
_NEXT = "select place, id from event where (place, id) > (?, ?) order by place, id limit 1"
_LAST_TIME = time_of(LAST_ID)
_RECORDS = "select cast(kind as blob), cast(key as blob), cast(value as blob) from record order by kind, key"


class Stored(NamedTuple):
    """An event as it lies in the file."""

    place: int
    key: str | None  # of the place; None if that is not known
    row: Row


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a history that is there, and see it as it is now until the end. Raises HistoryError."""
    path = real(path)
    with translated(path, to_read=True):
        if not is_there(path):
            raise none_there(path)
        db = connect_to_read(path)
        try:
            known_version(db, path)
            db.execute("begin")
            db.execute("select 1 from sqlite_schema").fetchone()  # here the transaction begins
            yield db
        finally:
            db.close()


def none_there(path: Path) -> HistoryError:
    """Give the error that says that there is no history."""
    return HistoryError(f"There is no history {path}: say with --history which file the server has.")


def is_current(db: sqlite3.Connection) -> bool:
    """Tell whether the file has the last version, so that all tables are as this program has them."""
    return bool(db.execute("pragma user_version").fetchone() == (len(STEPS),))


def by_place(db: sqlite3.Connection) -> Iterator[Stored | UnreadableError]:
    """Give every event as it lies in the file; instead of one with bytes in it that are no text, what is wrong."""
    last = (-1, 0)
    while True:
        try:
            for place, key, *values in db.execute(_BY_PLACE, last):
                last = (place, values[0])
                yield Stored(place, key, Row(*values))
        except sqlite3.OperationalError as exc:
            if not is_undecodable(exc):
                raise
            last = db.execute(_NEXT, last).fetchone()
            if last is None:
                raise
            yield UnreadableError(f"event {last[1]} in place {last[0]} is no text")
        else:
            return


def by_time(db: sqlite3.Connection) -> Iterator[Stored]:
    """Give every event in the order in which they happened."""
    for place, key, *values in db.execute(_BY_TIME):
        yield Stored(place, key, Row(*values))


def event(key: str | None, row: Row) -> Happened:
    """Give the event that a row is of. Raises UnreadableError if the row cannot be one that trichat wrote."""
    if not key:
        raise UnreadableError(f"event {row.id} is in a place that is not known")
    try:
        texts = "".join([*row[1:7], row.account, row.tags or ""])
        possible = 0 < row.id <= LAST_ID and "\0" not in texts  # of a page that was lost, zeros are left
    except TypeError:
        possible = False
    if not possible:
        raise UnreadableError(f"event {row.id} in {_shown(key)} is no row of an event")
    found = codec.event(key, row)
    if not 0 <= found.time <= _LAST_TIME:
        raise UnreadableError(f"event {row.id} in {_shown(key)} has a time that none can have")
    return found


def records(db: sqlite3.Connection) -> Iterator[Durable | UnreadableError]:
    """Give every record; instead of one that cannot be read, what is wrong."""
    for values in db.execute(_RECORDS):
        if None in values:
            yield UnreadableError("a record without a kind, a key or a value")
            continue
        kind, key, value = [bytes(each).decode(errors="surrogateescape") for each in values]
        yield record(kind, key, value)


def record(kind: str, key: str, value: str) -> Durable | UnreadableError:
    """Give a record; if it is none, or stands under another key than its own, what is wrong."""
    try:
        found = codec.record_from_text(kind, value)
    except UnreadableError as exc:
        return UnreadableError(f"{exc} (its key is {_shown(key)})")
    return found if found.key == key else UnreadableError(f"a record of the kind {kind} has a wrong key {_shown(key)}")


def _shown(text: str) -> str:
    """Give a text that may be none as it can be shown."""
    return clean(text.encode(errors="surrogateescape").decode(errors="replace"))
