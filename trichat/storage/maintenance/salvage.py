"""What can be read of a damaged history: by SQLite where a table is whole, else out of the pages."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from trichat.chat.core.outcome import Durable
from trichat.errors import HistoryError
from trichat.storage.damage import faults
from trichat.storage.maintenance import reading
from trichat.storage.maintenance.pages import BrokenCellError, Cell, Pages, Value
from trichat.storage.opening import connect_to_read, is_damage, is_there, primary_code
from trichat.storage.rows import Row, UnreadableError
from trichat.words.events.moderating import AUDIT
from trichat.words.names.names import is_room

RECORDS, PLACES, EVENTS = "record", "place", "event"  # the tables that are not made of others
LONGEST_KIND = 7  # letters; only such records are looked for in a page whose list of rows is damaged
_FIELDS = len(Row._fields) + 1  # of an event: its place, and those of a Row
_NO_NAME = "version"  # stands in a table of FTS5 as if it were a conversation of somebody with this name


class Salvage:
    """What can be read of a damaged history, in which nothing is changed. Events are given to `keep` one by one.

    Places are known by their numbers, so that what refers to one whose own row is lost still does.
    """

    def __init__(self, keep: Callable[[int, Row], bool]) -> None:
        self._keep = keep
        self.events = 0
        self.records: dict[tuple[str, str], Durable] = {}
        self.places: dict[int, str] = {}  # keys, by numbers
        self.parties: dict[int, set[str]] = {}  # identities, by numbers of the conversations that they have
        self.lost = {RECORDS: 0, EVENTS: 0}  # rows that cannot be read
        self.lost_pages = 0  # in which nothing can be read, so that it is not known what was in them
        self.by_pages = {RECORDS, PLACES, EVENTS}  # the tables that SQLite cannot read

    def run(self, path: Path) -> None:
        """Read all there is. Raises OSError, sqlite3.Error."""
        with _unless_damaged(), closing(connect_to_read(path)) as db:
            if reading.is_current(db):  # else a table may look different
                self._by_sqlite(db)
        if self.by_pages:
            with closing(Pages(path)) as pages:
                self._by_pages(pages)

    def _by_sqlite(self, db: sqlite3.Connection) -> None:
        """Read the tables that SQLite can read from beginning to end."""
        for table, read in ((RECORDS, self._read_records), (PLACES, self._read_places), (EVENTS, self._read_events)):
            before = dict(self.lost)
            self.by_pages.discard(table)
            with _unless_damaged():
                if not faults(db, "quick_check", table):
                    read(db)
                    continue
            self.by_pages.add(table)
            self.lost = before

    def _read_records(self, db: sqlite3.Connection) -> None:
        for record in reading.records(db):
            self._record(record)

    def _read_places(self, db: sqlite3.Connection) -> None:
        self.places = dict(db.execute("select number, key from place"))
        for identity, number in db.execute("select identity, place from party"):
            self.parties.setdefault(number, set()).add(identity)

    def _read_events(self, db: sqlite3.Connection) -> None:
        for found in reading.by_place(db):
            if isinstance(found, UnreadableError):
                self.lost[EVENTS] += 1
            else:
                self._event(found.place, found.row)

    def _by_pages(self, pages: Pages) -> None:
        unknown = set()
        for number in sorted(set(range(2, pages.count + 1)) - pages.free()):  # the first has no rows of ours
            cells = pages.cells(number)
            if cells is not None:
                self.take(cells)
                if any(isinstance(cell, BrokenCellError) for cell in cells):
                    self._take_scattered(pages.scattered(number))
            elif pages.has_head or any(pages.page(number)):  # else it may be one of the free ones, which are empty
                unknown.add(number)
        unknown -= pages.overflow
        self.lost_pages = len(unknown) + pages.cut_off
        for number in sorted(unknown):
            self._take_scattered(pages.scattered(number))

    def take(self, cells: Iterable[Cell | BrokenCellError]) -> None:
        """Take the rows of one page. One that is broken was of the same table as the others."""
        broken = 0
        table = ""
        for cell in cells:
            if isinstance(cell, BrokenCellError):
                broken += 1
            else:
                table = self._cell(cell) or table
        if table in self.by_pages:
            self.lost[table] += broken

    def _take_scattered(self, cells: Iterable[Cell]) -> None:
        """Take records and events that stand in a page though its list of them is damaged.

        Nobody can have said something that is taken for one. The head of such a row says how long its kind is, or its
        id, with a byte that is a control character, and `clean` lets none of these through. With places it might be.
        """
        lost = dict(self.lost)
        known = {RECORDS: len(self.records), EVENTS: self.events}
        for cell in cells:
            match cell.values:
                case [str(kind), str(key), str()] if (kind, key) in self.records or len(kind) > LONGEST_KIND:
                    pass  # one that was found where it belongs is not older; a longer kind has another byte
                case [int(), int(), str(), *_] | [str(), str(), str()]:
                    self._cell(cell)
        found = {RECORDS: len(self.records), EVENTS: self.events}
        self.lost = {table: max(0, lost[table] - found[table] + known[table]) for table in lost}

    def _cell(self, cell: Cell) -> str:
        """Take a row, if it is wanted; give the table that it is of, as far as that is one of ours."""
        match cell:
            case Cell(None, [int(place), int(), str(), *_] as values) if _FIELDS - 1 <= len(values) <= _FIELDS:
                if EVENTS in self.by_pages:
                    self._event(place, _row(values))
                return EVENTS
            case Cell(None, [str(kind), str(key), str(value)]):
                if RECORDS in self.by_pages:
                    self._record(reading.record(kind, key, value))
                return RECORDS
            case Cell(int(number), [None, str(key), *_]) | Cell(None, [str(key), int(number)]) if _is_place(key):
                if PLACES in self.by_pages:  # a row of the table, or of its index
                    self.places[number] = key
            case Cell(None, [str(identity), int(number)]) if identity != _NO_NAME:
                self.parties.setdefault(number, set()).add(identity)
        return ""

    def _record(self, record: Durable | UnreadableError) -> None:
        if isinstance(record, UnreadableError):
            self.lost[RECORDS] += 1
        else:
            self.records[record.kind, record.key] = record

    def _event(self, place: int, row: Row) -> None:
        try:
            reading.event(str(place), row)
        except UnreadableError:
            self.lost[EVENTS] += 1
        else:
            self.events += self._keep(place, row)


def has_lost_head(path: Path) -> bool:
    """Tell whether a file is a history though its head is not that of one. Raises HistoryError if it is none."""
    try:
        is_there(path)
    except HistoryError:
        if path.is_file() and _is_ours(path):
            return True
        raise
    return False


def _is_ours(path: Path) -> bool:
    """Tell whether there is anything in the pages of a file that only trichat writes. Raises OSError."""
    found = Salvage(lambda _place, _row: True)
    with closing(Pages(path)) as pages:
        for number in range(1, pages.count + 1):
            found.take(pages.cells(number) or ())
            if found.records or found.events:
                return True
    return False


@contextmanager
def _unless_damaged() -> Iterator[None]:
    """Do something, until SQLite does not find its way."""
    try:
        yield
    except sqlite3.DatabaseError as exc:
        if not is_damage(exc) and primary_code(exc) != sqlite3.SQLITE_IOERR:
            raise
    except UnicodeDecodeError:  # in what SQLite says about it
        pass


def _row(values: list[Value]) -> Row:
    """Give the row of an event; those of the first version had no account. Its fields are looked at later."""
    fields = [*values[1:], ""][: len(Row._fields)]
    return Row(*fields)  # type: ignore[arg-type]


def _is_place(key: str) -> bool:
    """Tell whether this can be the key of a place: a room, a conversation of two identities, or the log of acts."""
    return key.isprintable() and (is_room(key) or " " in key or key == AUDIT)
