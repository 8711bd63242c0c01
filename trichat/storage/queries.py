"""Reads pages, single events and targets from the history file, and keeps the full-text index and searches it."""

import itertools
import sqlite3
from collections.abc import Iterable, Sequence

from trichat.chat.core.accounts import File
from trichat.storage import rows as codec
from trichat.storage.base import SHORT_NAMES, Query, is_by, parties, takes_back, within
from trichat.storage.rows import Row
from trichat.words.events import KEY, Happened, Kind, Said, SearchPage, Tagged, TargetsPage, key_of
from trichat.words.names.identity import LAST_ID, from_text, is_visit, of_account, short, to_text
from trichat.words.names.names import fold
from trichat.words.text.file_links import named_in
from trichat.words.text.search import normal

_SAID_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)
_COLUMNS = ", ".join(Row._fields)

# Only names of tables, columns and kinds, which are ours, are put into these statements; values are bound.
_HERE = "where place = (select number from place where key = ?)"
# Of what people said, the index is named: that it is the shorter way, SQLite does not see by itself.
_SPOKEN = f"from event indexed by spoken {_HERE} and kind in ({_SAID_KINDS}, 'tags')"
_BETWEEN = "and id > ? and id < ?"
_LAST = "order by id {order} limit ?"
PAGE = f"select {_COLUMNS} from event {_HERE} {_BETWEEN} {_LAST}"  # noqa: S608
SAID_PAGE = f"select {_COLUMNS} {_SPOKEN} and kind <> 'tags' {_BETWEEN} {_LAST}"
_SAID_BETWEEN = f"from event {_HERE} {_BETWEEN} and kind in ({_SAID_KINDS})"
_COUNT = f"select count(*) {_SAID_BETWEEN}"
_AUTHORS = f"select account, count(*) {_SAID_BETWEEN} group by account"
_ONE = f"select {_COLUMNS} {_SPOKEN} and id = ?"
_LAST_IDS = f"select id {_SPOKEN} order by id desc limit ?"
_TAGGED = f"from event indexed by tagged {_HERE} and kind = 'tags'"
_LAST_TAGS = f"select {_COLUMNS} {_TAGGED} and id < ? order by id desc limit ?"
_KEYED = (
    f"select key, {', '.join('event.' + name for name in Row._fields)} from place"  # noqa: S608
    f" cross join event indexed by spoken on event.place = number and event.kind in ({_SAID_KINDS}, 'tags')"
    f" and id > ? and event.kind <> 'tags' and tags like '%{KEY}%'"
)
_CONVERSATIONS = "select key from party join place on number = place where identity = ?"


_SIGNS = 1000  # looked through for a reaction that is taken back: that is done while everybody waits


def insertion(table: str, columns: Sequence[str]) -> dict[int, str]:
    """Write the statements with which `insert` inserts so many rows at a time."""
    row = f"({', '.join('?' * len(columns))})"
    start = f"insert into {table} ({', '.join(columns)}) values "  # noqa: S608
    return {count: start + ", ".join([row] * count) for count in (64, 8, 1)}


def insert(db: sqlite3.Connection, statements: dict[int, str], rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows with few statements.

    Around each statement this thread gives the interpreter away, and waits to get it back while the event loop is busy:
    with a statement for each row, a large batch would wait for longer than it writes.
    """
    start = 0
    for count, sql in statements.items():
        while len(rows) - start >= count:
            db.execute(sql, list(itertools.chain.from_iterable(rows[start : start + count])))
            start += count


def page(db: sqlite3.Connection, query: Query) -> list[Happened]:
    """Give a part of the history of a place, oldest first."""
    sql = (SAID_PAGE if query.said_only else PAGE).format(order="asc" if query.forward else "desc")
    rows = db.execute(sql, (query.place, query.after, query.before, _limit(query)))
    found = _without_ignored((codec.event(query.place, Row(*row)) for row in rows), query)
    return found if query.forward else found[::-1]


def count(db: sqlite3.Connection, query: Query) -> int:
    """Count what was said in a part of the history of a place, of people who are not ignored."""
    where = (query.place, query.after, query.before)
    if not query.without:
        (number,) = db.execute(_COUNT, where).fetchone()
        return int(number)
    authors = db.execute(_AUTHORS, where)
    return sum(number for who, number in authors if (who if is_visit(who) else of_account(who)) not in query.without)


def _limit(query: Query | SearchPage) -> int:
    """Give how many rows are to be selected: all, if some of them are not wanted."""
    return -1 if query.without else query.limit


def _without_ignored(events: Iterable[Happened], query: Query | SearchPage) -> list[Happened]:
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


def reactions(db: sqlite3.Connection, event: Tagged) -> list[int]:
    """Give the ids of the reactions that an event takes back, among the last signs that were sent in its place."""
    rows = db.execute(_LAST_TAGS, (event.place, event.id, _SIGNS))
    return [row[0] for row in rows if takes_back(event, codec.event(event.place, Row(*row)))]


def keyed(db: sqlite3.Connection, after: int) -> list[Said]:
    """Give what was said after an id and has a key, oldest first: one short walk in each place."""
    found = [codec.event(place, Row(*row)) for place, *row in db.execute(_KEYED, (after,))]
    events = [event for event in found if isinstance(event, Said) and key_of(event.tags)]
    return sorted(events, key=lambda event: event.id)


def targets(db: sqlite3.Connection, query: TargetsPage) -> list[Said]:
    """Give the last thing said in each of the places asked for, oldest first."""
    conversations = [key for (key,) in db.execute(_CONVERSATIONS, (query.identity,))]
    found: list[Said] = []
    for place in dict.fromkeys([*query.rooms, *conversations]):
        last = page(db, Query(place=place, after=0, before=LAST_ID, limit=1, without=query.without))
        found += [event for event in last if isinstance(event, Said) and query.after < event.id < query.before]
    return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)


_NAMING = "instr(text, '/files/') > 0"
_ALL_NAMING = f"select text from event indexed by with_file where {_NAMING}"  # noqa: S608
_SOME_NAMING = f"select text from event where place = ? and id in (select value from json_each(?)) and {_NAMING}"  # noqa: S608


def files(db: sqlite3.Connection) -> list[File]:
    """Give the records of all uploaded files."""
    found = db.execute("select value from record where kind = ?", (File.kind,))
    return [file for (value,) in found if isinstance(file := codec.record_from_text(File.kind, value), File)]


def named(db: sqlite3.Connection) -> set[str]:
    """Give the ids of all files that anything names: a walk through all that does."""
    return {file_id for (text,) in db.execute(_ALL_NAMING) for file_id in named_in(text)}


def named_by(db: sqlite3.Connection, place: int, ids: str) -> set[str]:
    """Give the ids of the files that some events of a place name; `ids` is a JSON list."""
    return {file_id for (text,) in db.execute(_SOME_NAMING, (place, ids)) for file_id in named_in(text)}


# The full-text index

AT_ONCE = 512  # events: a commit that comes meanwhile waits for some milliseconds
_MERGE_PAGES = 64  # of the index, likewise

_ENTRIES = f"select id, kind in ({_SAID_KINDS}), nick, account, text from event where place = ? and"  # noqa: S608
_NEXT = f"{_ENTRIES} id > (select indexed from place where number = ?) order by id limit ?"  # noqa: S608
_LISTED = f"{_ENTRIES} id in (select value from json_each(?))"  # noqa: S608
_UNINDEXED = "select number from place where indexed < (select max(id) from event where place = number)"
_INSERT_WORDS = insertion("search", ("rowid", "text", "place", "nick"))
_INSERT_PLACES = insertion("searched", ("id", "place"))
_INDEXED = "select id from searched where place = ? and id in (select value from json_each(?))"
_NOT_SEARCHED = "delete from searched where place = ? and id in (select value from json_each(?))"
_MERGE = "insert into search (search, rank) values ('merge', ?)"
_UNINDEX = "insert into search (search, rowid, text, place, nick) values ('delete', ?, ?, ?, ?)"

_FOUND = (
    f"select key, {', '.join('event.' + name for name in Row._fields)} from search"  # noqa: S608
    " join searched on searched.id = search.rowid"
    " join event on event.place = searched.place and event.id = searched.id"
    " join place on place.number = searched.place"
    " where search match ? and search.rowid > ? and search.rowid < ? order by search.rowid {order} limit ?"
)

_Entry = tuple[int, int, str, str, str]  # id, whether it was said, nick, account, text


def unindexed(db: sqlite3.Connection) -> set[int]:
    """Give the numbers of the places that hold what has not been indexed."""
    return {number for (number,) in db.execute(_UNINDEXED)}


def index_some(db: sqlite3.Connection, place: int) -> bool:
    """Index the next events of a place; tell whether there may be more."""
    found: list[_Entry] = db.execute(_NEXT, (place, place, AT_ONCE)).fetchall()
    if not found:
        return False
    _index(db, place, [row for row in found if row[1]])
    db.execute("update place set indexed = ? where number = ?", (found[-1][0], place))
    return len(found) == AT_ONCE


def index_moved(db: sqlite3.Connection, place: int, ids: str) -> None:
    """Index events that have come from another place; `ids` is a JSON list. What is later is indexed in its turn."""
    (indexed,) = db.execute("select indexed from place where number = ?", (place,)).fetchone()
    found: list[_Entry] = db.execute(_LISTED, (place, ids)).fetchall()
    _index(db, place, [row for row in found if row[1] and row[0] <= indexed])


def _index(db: sqlite3.Connection, place: int, said: list[_Entry]) -> None:
    marks = _place_marks(db, place)
    insert(db, _INSERT_WORDS, [_entry(row, marks) for row in said])
    insert(db, _INSERT_PLACES, [(row[0], place) for row in said])


def unindex(db: sqlite3.Connection, place: int, ids: str) -> None:
    """Take events out of the index, while they are still there. `ids` is a JSON list."""
    marks = _place_marks(db, place)
    known = {number for (number,) in db.execute(_INDEXED, (place, ids))}
    found: list[_Entry] = db.execute(_LISTED, (place, ids)).fetchall()
    db.executemany(_UNINDEX, [_entry(row, marks) for row in found if row[0] in known])
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
    rows = db.execute(sql, (_match(db, search), search.after, search.before, _limit(search)))
    found = _without_ignored((codec.event(key, Row(*row)) for key, *row in rows), search)
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
