"""Searching the history file: an index that is filled when there is time, and emptied of what is forgotten."""

import sqlite3
from collections.abc import Iterable

from trichat.storage import rows as codec
from trichat.storage.base import Search, parties
from trichat.storage.reading import COLUMNS, SAID_KINDS, heard, limit
from trichat.storage.rows import Row
from trichat.words.events import Said
from trichat.words.names.names import fold
from trichat.words.text.search import normal

AT_ONCE = 512  # events: a commit that comes meanwhile waits for some milliseconds
_MERGE_PAGES = 64  # of the index, likewise

_NEXT = (
    f"select id, kind in ({SAID_KINDS}), nick, account, text from event"  # noqa: S608
    " where place = ? and id > (select indexed from place where number = ?) order by id limit ?"
)
_LISTED = (
    f"select id, kind in ({SAID_KINDS}), nick, account, text from event"  # noqa: S608
    " where place = ? and id in (select value from json_each(?))"
)
_BEHIND = "select number from place where indexed < (select max(id) from event where place = number)"
_WORDS = {
    count: f"insert into search (rowid, text, place, nick) values {', '.join(['(?, ?, ?, ?)'] * count)}"  # noqa: S608
    for count in (64, 1)
}
_WHERE = {
    count: f"insert into searched (id, place) values {', '.join(['(?, ?)'] * count)}"  # noqa: S608
    for count in (64, 1)
}
_KNOWN = "select id from searched where place = ? and id in (select value from json_each(?))"
_NOT_SEARCHED = "delete from searched where place = ? and id in (select value from json_each(?))"
_MERGE = "insert into search (search, rank) values ('merge', ?)"
_TAKE_OUT = "insert into search (search, rowid, text, place, nick) values ('delete', ?, ?, ?, ?)"

_FOUND = (
    f"select key, {', '.join('event.' + name for name in COLUMNS.split(', '))} from search"  # noqa: S608
    " join searched on searched.id = search.rowid"
    " join event on event.place = searched.place and event.id = searched.id"
    " join place on place.number = searched.place"
    " where search match ? and search.rowid > ? and search.rowid < ? order by search.rowid {order} limit ?"
)

_Entry = tuple[int, int, str, str, str]  # id, whether it was said, nick, account, text


def behind(db: sqlite3.Connection) -> set[int]:
    """Give the numbers of the places that hold what has not been indexed."""
    return {number for (number,) in db.execute(_BEHIND)}


def index_some(db: sqlite3.Connection, place: int) -> bool:
    """Index the next events of a place; tell whether there may be more."""
    found: list[_Entry] = db.execute(_NEXT, (place, place, AT_ONCE)).fetchall()
    if not found:
        return False
    _put(db, place, [row for row in found if row[1]])
    db.execute("update place set indexed = ? where number = ?", (found[-1][0], place))
    return len(found) == AT_ONCE


def put_in(db: sqlite3.Connection, place: int, ids: str) -> None:
    """Index events that have come from another place; `ids` is a JSON list. What is later is indexed in its turn."""
    (indexed,) = db.execute("select indexed from place where number = ?", (place,)).fetchone()
    found: list[_Entry] = db.execute(_LISTED, (place, ids)).fetchall()
    _put(db, place, [row for row in found if row[1] and row[0] <= indexed])


def _put(db: sqlite3.Connection, place: int, said: list[_Entry]) -> None:
    marks = _place_marks(db, place)
    _insert(db, _WORDS, [_entry(row, marks) for row in said])
    _insert(db, _WHERE, [(row[0], place) for row in said])


def take_out(db: sqlite3.Connection, place: int, ids: str) -> None:
    """Take events out of the index, while they are still there. `ids` is a JSON list."""
    marks = _place_marks(db, place)
    known = {number for (number,) in db.execute(_KNOWN, (place, ids))}
    found: list[_Entry] = db.execute(_LISTED, (place, ids)).fetchall()
    db.executemany(_TAKE_OUT, [_entry(row, marks) for row in found if row[0] in known])
    db.execute(_NOT_SEARCHED, (place, ids))


def merge_some(db: sqlite3.Connection, *, first: bool) -> bool:
    """Write a part of the index anew, without the words that were taken out of it; tell whether there is more to do.

    SQLite 3.40, "FTS5: The 'merge' Command": a negative number begins to merge everything, a positive one goes on;
    when there is nothing left to do, fewer than two rows change.
    """
    before = db.total_changes
    db.execute(_MERGE, (-_MERGE_PAGES if first else _MERGE_PAGES,))
    return db.total_changes - before >= 2


def search(db: sqlite3.Connection, search: Search) -> list[Said]:
    """Give what was said and indexed, and is as it is looked for, oldest first."""
    sql = _FOUND.format(order="asc" if search.forward else "desc")
    rows = db.execute(sql, (_match(db, search), search.after, search.before, limit(search)))
    found = heard((codec.event(key, Row(*row)) for key, *row in rows), search)
    return [event for event in (found if search.forward else reversed(found)) if isinstance(event, Said)]


def _match(db: sqlite3.Connection, search: Search) -> str:
    """Write what is looked for as FTS5 wants it. Every word is quoted, so nothing that is typed is an operator."""
    keys = [row for key in search.rooms for row in db.execute("select number from place where key = ?", (key,))]
    where = [f"p{number}" for (number,) in keys]
    if search.identity:
        where.append(_mark("i", search.identity))
    parts = [f"place : ({' OR '.join(where) or 'none'})"]
    if search.nick:
        parts.append(f"nick : {_mark('n', search.nick)}")
    parts += [f'text : "{" ".join(phrase.words)}"{" *" if phrase.prefix else ""}' for phrase in search.phrases]
    return " AND ".join(parts)


def _entry(row: _Entry, place_marks: str) -> tuple[int, str, str, str]:
    event_id, _, nick, account, text = row
    names = {fold(nick), fold(account)} if account and not account.startswith("~") else {fold(nick)}
    return event_id, normal(text), place_marks, " ".join(sorted(_mark("n", name) for name in names))


def _place_marks(db: sqlite3.Connection, place: int) -> str:
    (key,) = db.execute("select key from place where number = ?", (place,)).fetchone()
    return " ".join([f"p{place}", *(_mark("i", identity) for identity in parties(key))])


def _mark(letter: str, name: str) -> str:
    """Make one word of whatever a name is made of."""
    return letter + name.encode().hex()


def _insert(db: sqlite3.Connection, statements: dict[int, str], rows: Iterable[tuple[object, ...]]) -> None:
    """Insert rows with few statements: see `_insert` in sqlite.py."""
    waiting = list(rows)
    for count, sql in statements.items():
        while len(waiting) >= count:
            db.execute(sql, [value for row in waiting[:count] for value in row])
            del waiting[:count]
