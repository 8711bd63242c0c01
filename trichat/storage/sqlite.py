"""History in SQLite: one writer, one transaction for each batch, readers beside it.

One connection writes, from one thread at a time: SQLite lets one write at once whatever is done, and with one there is
nothing to wait for, to retry or to put in order. Events and records of a batch are one transaction, because the one
makes no sense without the other: a topic that was shown is the room's topic after a restart, and whoever was told that
they are registered has an account. So a batch is kept or it is not, and the hub can be put back as a whole (see
`server/pipeline/rollback.py`); and both cost one wait for the disk.
"""

import contextlib
import json
import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path

from trichat.chat.core.outcome import Dropped, Durable, Moved
from trichat.storage import damage, opening, queries, tidying
from trichat.storage import rows as codec
from trichat.storage.base import Query, parties
from trichat.storage.files import Files
from trichat.storage.opening import translated
from trichat.storage.rows import Row
from trichat.storage.tidying import Stage
from trichat.words.events import Happened, Redacted, Said, SearchPage, Tagged, TargetsPage

_PLACES_KNOWN = 10_000  # numbers remembered; a bound for the many conversations of two
_INSERT_EVENTS = queries.insertion("event", ("place", *Row._fields))
_PLACE_OF = itemgetter(0)
_LAST_ID = "select max((select max(id) from event where place = number)) from place"
_OLD = "select id from event where place = ? and id < ? order by id limit ?"
_EXPIRES = "select 1 from event where place = (select number from place where key = ?) and id < ? limit 1"
_FORGET = "delete from event where place = ? and id in (select value from json_each(?))"
_IN_BOTH = "delete from event where place = ? and id in (select id from event where place = ?)"
_PLACES = "select key from place where exists (select 1 from event where place = number)"
_KEEP = "insert into record values (?, ?, ?) on conflict (kind, key) do update set value = excluded.value"
_DROP = "delete from record where kind = ? and key = ?"


class SqliteHistory:
    """Keeps events in one file. Each method can be called from any thread; `commit` from one at a time."""

    waits = True

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, and bring it up to date.

        Raises HistoryError: the text says what would help.
        """
        self._path = path = opening.real(path)
        self._places: dict[str, int] = {}
        self._unindexed: set[int] | None = None  # numbers of places in which something is not indexed; None: not known
        self._readers: list[sqlite3.Connection] = []
        self._readers_lock = threading.Lock()
        self._examination = damage.Examination()
        self._lost: frozenset[str] = frozenset()  # files that something named that is forgotten
        with contextlib.ExitStack() as on_failure, translated(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not opening.lock_path(path).exists():
                opening.is_there(path)  # what is no history gets no lock beside it
            self._files = Files(path)
            on_failure.callback(self._files.close)
            if opening.is_there(path):
                opening.refuse_another_name(path)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # private, and known to be writable
            timeout = opening.BUSY_SECONDS
            self._writer = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
            on_failure.callback(self._writer.close)
            opening.prepare(self._writer, path)
            damage.look_at_records(self._writer)
            self._tidying = tidying.stage_at_start(self._writer)
            self._files.opened()
            on_failure.pop_all()

    def last_id(self) -> int:
        """Give the greatest id that was ever kept; 0 if none was."""
        with translated(self._path):
            (last,) = self._writer.execute(_LAST_ID).fetchone()
        return int(last or 0)

    def records(self) -> Sequence[Durable]:
        """Give the records that are kept."""
        with translated(self._path):
            found = self._writer.execute("select kind, value from record").fetchall()
            return [codec.record_from_text(kind, value) for kind, value in found]

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        """Keep all of these, or none. When it returns, they are on the disk."""
        with self._transaction() as db:
            self._insert(db, events)
            redacted: defaultdict[str, list[int]] = defaultdict(list)
            for event in events:
                if isinstance(event, Redacted):
                    redacted[event.place].append(event.redacted)
                elif isinstance(event, Tagged) and event.takes_back:
                    redacted[event.place] += queries.reactions(db, event)
            for place, ids in redacted.items():
                self._forget(db, self._place(place), ids)
            for record in kept:
                if isinstance(record, Dropped):
                    db.execute(_DROP, (record.kind, record.key))
                elif isinstance(record, Moved):
                    self._move(record)
                else:
                    db.execute(_KEEP, (record.kind, record.key, codec.record_to_text(record)))

    def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""
        with self._reader() as db:
            return queries.page(db, query)

    def count(self, query: Query) -> int:
        """Count what was said in a part of the history of a place."""
        with self._reader() as db:
            return queries.count(db, query)

    def find(self, place: str, name: str) -> Happened | None:
        """Give an event of a place that can be answered or taken back, by its id in full or in short."""
        with self._reader() as db:
            return queries.find(db, place, name)

    def search(self, search: SearchPage) -> list[Said]:
        """Give what was said and indexed, and is as it is looked for, oldest first."""
        with self._reader() as db:
            return queries.search(db, search)

    def keyed(self, after: int) -> list[Said]:
        """Give what was said after an id and has a key, oldest first."""
        with self._reader() as db:
            return queries.keyed(db, after)

    def index(self) -> bool:
        """Index some of what was said since; tell whether there is more to do."""
        with translated(self._path):
            if self._unindexed is None:
                self._unindexed = queries.unindexed(self._writer)
        if self._unindexed:
            place = self._unindexed.pop()
            with self._transaction() as db:
                if queries.index_some(db, place):
                    self._unindexed.add(place)
        return bool(self._unindexed)

    def tidy(self) -> bool:
        """Overwrite some of what was taken back or forgotten; tell whether there is more to do at once.

        While somebody reads, the last part cannot be done: it is left for the next time.
        """
        if self._tidying in (Stage.DUE, Stage.BEGUN):
            with self._transaction() as db:
                stage = tidying.rewrite_some(db, self._tidying)
            self._tidying = stage
            return True
        with translated(self._path):
            if self._tidying is Stage.WRITTEN and tidying.empty_log(self._writer):
                self._tidying = Stage.DONE
            tidying.reserve_log(self._path)
        return False

    def expire(self, place: str, before: int) -> bool:
        """Forget some of the events of a place before an id; tell whether there are more."""
        with self._reader() as reader:
            if reader.execute(_EXPIRES, (place, before)).fetchone() is None:
                return False
        with self._transaction() as db:
            number = self._place(place)
            old = [event_id for (event_id,) in db.execute(_OLD, (number, before, queries.AT_ONCE))]
            self._forget(db, number, old)
        return len(old) == queries.AT_ONCE

    def places(self) -> list[str]:
        """Give the keys of all places in which something is kept."""
        with self._reader() as db:
            return [key for (key,) in db.execute(_PLACES)]

    def _insert(self, db: sqlite3.Connection, events: Sequence[Happened]) -> None:
        """Insert the rows of events in the order in which they stand in the file.

        The table is ordered by place and id: in the order in which things happened, each of its pages would be looked
        for many times when many rooms talk at once.
        """
        rows = [(self._place(key), *row) for event in events for key, row in codec.rows(event)]
        rows.sort(key=_PLACE_OF)  # the sort is stable: those of one place stay in the order of their ids, as they come
        if self._unindexed is not None:
            self._unindexed.update([row[0] for row in rows])
        queries.insert(db, _INSERT_EVENTS, rows)

    def _forget(self, db: sqlite3.Connection, place: int, ids: list[int]) -> None:
        listed = json.dumps(ids)
        queries.unindex(db, place, listed)
        self._lost |= queries.named_by(db, place, listed)
        if db.execute(_FORGET, (place, listed)).rowcount:
            tidying.mark_due(db)
            self._tidying = Stage.DUE

    def targets(self, query: TargetsPage) -> list[Said]:
        """Give the last thing said in each of the places asked for, oldest first."""
        with self._reader() as db:
            return queries.targets(db, query)

    @property
    def lost(self) -> bool:
        """Whether something was forgotten that named a file, since `unnamed` was asked."""
        return bool(self._lost)

    def unnamed(self, before: int) -> list[str]:
        """Give the ids of the files that nothing names: what did is forgotten, or they are older than that."""
        lost, self._lost = self._lost, frozenset()
        with self._reader() as db:
            there = queries.files(db)
            named = queries.named(db) if there else ()
        return [each.key for each in there if each.key not in named and (each.made < before or each.key in lost)]

    def files(self) -> list[str]:
        """Give the ids of all files of which there is a record."""
        with self._reader() as db:
            return [each.key for each in queries.files(db)]

    def look(self) -> None:
        """Raise HistoryGoneError if the file is not where it was opened any more."""
        with translated(self._path):
            self._files.look(now=True)

    def examine(self) -> None:
        """Look at the whole file; raise HistoryDamagedError if it is damaged. `close` ends it early."""
        with translated(self._path):
            self._files.look(now=True)
            self._examination.of(self._path)

    def close(self) -> None:
        """Close the file. The last connection to close brings the write-ahead log into it."""
        self._examination.end()
        for reader in self._readers:
            reader.close()
        self._writer.close()
        self._files.close()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection that writes, and commit; nothing of it is kept if that fails."""
        db = self._writer
        with translated(self._path):
            self._files.look()
            db.execute("begin immediate")
            try:
                yield db
                db.execute("commit")
            except BaseException:
                self._places.clear()  # some of them may have been rolled back
                if db.in_transaction:
                    db.execute("rollback")
                raise

    def _move(self, moved: Moved) -> None:
        """Put what was said under a name that a room had before, if anything was, behind what is there already."""
        number, old = self._place(moved.key), self._place(moved.to)
        ids = [event_id for (event_id,) in self._writer.execute("select id from event where place = ?", (old,))]
        queries.unindex(self._writer, old, json.dumps(ids))
        self._writer.execute(_IN_BOTH, (old, number))  # whoever left the server left both rooms with one event
        self._writer.execute("update event set place = ? where place = ?", (number, old))
        queries.index_moved(self._writer, number, json.dumps(ids))
        self._writer.execute("delete from place where number = ?", (old,))
        self._writer.execute("update place set key = ? where number = ?", (moved.to, number))
        self._places.clear()
        if moved.until:
            later = self._place(moved.key)
            self._writer.execute("update event set place = ? where place = ? and id > ?", (later, number, moved.until))
            if self._unindexed is not None:  # nothing that comes in this commit was indexed
                self._unindexed.add(later)

    def _place(self, key: str) -> int:
        number = self._places.get(key)
        if number is None:
            if len(self._places) >= _PLACES_KNOWN:
                self._places.clear()
            self._writer.execute("insert into place (key) values (?) on conflict do nothing", (key,))
            (number,) = self._writer.execute("select number from place where key = ?", (key,)).fetchone()
            self._places[key] = number
            for identity in parties(key):
                self._writer.execute("insert into party values (?, ?) on conflict do nothing", (identity, number))
        return int(number)

    @contextlib.contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that can only read; there are as many as ever read at once."""
        with self._readers_lock:
            db = self._readers.pop() if self._readers else None
        with translated(self._path):
            if db is None:
                self._files.look(now=True)  # it is opened by its path, where another file may be by now
                db = opening.connect_to_read(self._path)
            try:
                yield db
            finally:
                with self._readers_lock:
                    self._readers.append(db)
