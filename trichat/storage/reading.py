"""What is asked of the history file, as SQL: pages of a place, and where there was talk."""

import sqlite3

from trichat.storage import rows as codec
from trichat.storage.base import SHORT_NAMES, Query, TargetsQuery, within
from trichat.storage.rows import Row
from trichat.words.events import Happened, Kind, Said
from trichat.words.identity import LAST_ID, from_text, short, to_text

SAID_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind)
COLUMNS = ", ".join(Row._fields)

# Only names of columns and kinds, which are ours, are put into these sentences; values are bound.
PAGE = (
    f"select {COLUMNS} from event where place = (select number from place where key = ?)"  # noqa: S608
    " and id > ? and id < ? {kinds} order by id {order} limit ?"
)
_LAST_SAID = PAGE.format(kinds=f"and kind in ({SAID_KINDS})", order="desc")
_IN_PLACE = f"from event where place = (select number from place where key = ?) and kind in ({SAID_KINDS}, 'tags')"  # noqa: S608
_ONE = f"select {COLUMNS} {_IN_PLACE} and id = ?"
_LAST_IDS = f"select id {_IN_PLACE} order by id desc limit ?"
_CONVERSATIONS = "select key from party join place on number = place where identity = ?"


def page(db: sqlite3.Connection, query: Query) -> list[Happened]:
    """Give a part of the history of a place, oldest first."""
    kinds = f"and kind in ({SAID_KINDS})" if query.said_only else ""
    sql = PAGE.format(kinds=kinds, order="asc" if query.forward else "desc")
    found = db.execute(sql, (query.place, query.after, query.before, query.limit)).fetchall()
    if not query.forward:
        found.reverse()
    return [codec.event(query.place, Row(*row)) for row in found]


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
    found = []
    for place in dict.fromkeys([*query.rooms, *conversations]):
        row = db.execute(_LAST_SAID, (place, 0, LAST_ID, 1)).fetchone()
        if row is not None and query.after < row[0] < query.before:
            event = codec.event(place, Row(*row))
            assert isinstance(event, Said)
            found.append(event)
    return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)
