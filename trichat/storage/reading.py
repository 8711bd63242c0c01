"""What is asked of the history file, as SQL: pages of a place, and where there was talk."""

import itertools
import sqlite3
from collections.abc import Iterable

from trichat.storage import rows as codec
from trichat.storage.base import SHORT_NAMES, Query, Search, TargetsQuery, is_by, within
from trichat.storage.rows import Row
from trichat.words.events import Happened, Kind, Said
from trichat.words.names.identity import LAST_ID, from_text, short, to_text

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


def limit(query: Query | Search) -> int:
    """Give how many rows are to be found: all, if some of them are not wanted."""
    return -1 if query.without else query.limit


def heard(events: Iterable[Happened], query: Query | Search) -> list[Happened]:
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


def targets(db: sqlite3.Connection, query: TargetsQuery) -> list[Said]:
    """Give the last thing said in each of the places asked for, oldest first."""
    conversations = [key for (key,) in db.execute(_CONVERSATIONS, (query.identity,))]
    found: list[Said] = []
    for place in dict.fromkeys([*query.rooms, *conversations]):
        last = page(db, Query(place=place, after=0, before=LAST_ID, limit=1, without=query.without))
        found += [event for event in last if isinstance(event, Said) and query.after < event.id < query.before]
    return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)
