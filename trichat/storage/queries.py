"""Searching the history file: an index that is filled when there is time, and emptied of what is forgotten."""

import itertools
import sqlite3
from collections.abc import Iterable

from trichat.storage import rows as codec
from trichat.storage.base import SHORT_NAMES, Query, is_by, parties, within
from trichat.storage.rows import Row
from trichat.words.events import Happened, Kind, Said, SearchPage, TargetsPage
from trichat.words.names.identity import LAST_ID, from_text, short, to_text
from trichat.words.names.names import fold
from trichat.words.text.search import normal

SAID_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)
COLUMNS = ", ".join(Row._fields)

# Only names of columns and kinds, which are ours, are put into these sentences; values are bound.
PAGE = (
    f"select {COLUMNS} from event where place = (select number from place where key = ?)"  # noqa: S608
    " and id > ? and id < ? {kinds} order by id {order} limit ?"
)
_IN_PLACE = f"from event where place = (select number from place where key = ?) and kind in ({SAID_KINDS}, 'tags')"  # noqa: S608
_ONE = f"select {COLUMNS} {_IN_PLACE} and id = ?"
_LAST_IDS = f"select id {_IN_PLACE} order by id desc limit ?"
_CONVERSATIONS = "select key from party join place on number = place where identity = ?"


def page(db: sqlite3.Connection, query: Query) -> list[Happened]:
    """Give a part of the history of a place, oldest first."""
    kinds = f"and kind in ({SAID_KINDS})" if query.said_only else ""
    sql = PAGE.format(kinds=kinds, order="asc" if query.forward else "desc")
    rows = db.execute(sql, (query.place, query.after, query.before, limit(query)))
    found = heard((codec.event(query.place, Row(*row)) for row in rows), query)
    return found if query.forward else found[::-1]


def limit(query: Query | SearchPage) -> int:
    """Give how many rows are to be found: all, if some of them are not wanted."""
    return -1 if query.without else query.limit


def heard(events: Iterable[Happened], query: Query | SearchPage) -> list[Happened]:
    """Give so many of what was found as are wanted. The others are not read: as soon as there are enough, it ends."""
    if not query.without:
        return list(events)
    return list(itertools.islice((event for event in events if not is_by(event, query.without)), query.limit))


def find(db: sqlite3.Connection, place: str, name: str) -> Happened | None:
    """Give an event of a place that can be answered or taken back, by its id in full or in short."""
    full = from_text(name)
    if full is not None:
        row = db.execute(_ONE, (place, min(full, LAST_ID))).fetchone()
        return codec.event(place, Row(*row)) if row else None
    last = db.execute(_LAST_IDS, (place, SHORT_NAMES)).fetchall()
    found = next((event_id for (event_id,) in last if short(event_id) == name), None)
    return find(db, place, to_text(found)) if found is not None else None


def targets(db: sqlite3.Connection, query: TargetsPage) -> list[Said]:
    """Give the last thing said in each of the places asked for, oldest first."""
    conversations = [key for (key,) in db.execute(_CONVERSATIONS, (query.identity,))]
    found: list[Said] = []
    for place in dict.fromkeys([*query.rooms, *conversations]):
        last = page(db, Query(place=place, after=0, before=LAST_ID, limit=1, without=query.without))
        found += [event for event in last if isinstance(event, Said) and query.after < event.id < query.before]
    return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)


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


def search(db: sqlite3.Connection, search: SearchPage) -> list[Said]:
    """Give what was said and indexed, and is as it is looked for, oldest first."""
    sql = _FOUND.format(order="asc" if search.forward else "desc")
    rows = db.execute(sql, (_match(db, search), search.after, search.before, limit(search)))
    found = heard((codec.event(key, Row(*row)) for key, *row in rows), search)
    return [event for event in (found if search.forward else reversed(found)) if isinstance(event, Said)]


def _match(db: sqlite3.Connection, search: SearchPage) -> str:
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
