"""Exporting a history as text that people or other programs read, and importing it again."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from trichat.chat.core.accounts import Secret
from trichat.chat.core.outcome import Durable
from trichat.errors import HistoryError
from trichat.storage.maintenance import lines, reading, text
from trichat.storage.maintenance.building import Building, alone, building, replace_history
from trichat.storage.maintenance.check import Report, check
from trichat.storage.maintenance.newfile import new_file, part_of
from trichat.storage.maintenance.reading import Stored
from trichat.storage.opening import is_there, real, translated
from trichat.storage.rows import UnreadableError

JSON, TEXT = "json", "text"
_LINE_BYTES = 1 << 24  # the longest are those of rooms with long lists, and they are much shorter than this


def exported(path: Path, form: str) -> Iterator[bytes]:
    """Give the lines of all of a history, whether a server has it or not. Raises HistoryError."""
    with reading.opened(path) as db:
        yield from _json(db) if form == JSON else _text(db)


def export(path: Path, target: Path, form: str) -> None:
    """Write them into a new file that only you can read. Raises HistoryError."""
    with new_file(target) as part, part.open("wb") as out:
        out.writelines(exported(path, form))


def _json(db: sqlite3.Connection) -> Iterator[bytes]:
    yield lines.head()
    for record in reading.records(db):
        if isinstance(record, UnreadableError):
            raise record
        yield lines.of_record(record)
    yield from map(lines.of_event, reading.by_time(db))


def _text(db: sqlite3.Connection) -> Iterator[bytes]:
    return map(text.of_event, reading.by_time(db))


def import_(source: BinaryIO, name: str, path: Path) -> Report:
    """Make a history of what was exported as JSON, where there is none or an empty one. Raises HistoryError.

    `name` is what the source is called in a sentence.
    """
    path = real(path)
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replaces = _is_empty(path)
        with alone(path):
            if not replaces:
                with new_file(path) as part:
                    return _build(source, name, part)
            with part_of(path) as part:
                report = _build(source, name, part)
                replace_history(part, path)
                return report


def _is_empty(path: Path) -> bool:
    """Tell whether there is a file that nothing is lost with; raise HistoryError if something would be."""
    if not is_there(path):
        return path.exists()
    with reading.opened(path) as db:
        used = db.execute("select 1 from event limit 1").fetchone()
        others = db.execute("select 1 from record where kind <> ? limit 1", (Secret.kind,)).fetchone()
    if used or others:
        raise HistoryError(f"The history {path} is not empty: import into a new one, with --history FILE.")
    return True


def _build(source: BinaryIO, name: str, part: Path) -> Report:
    with building(part) as new:
        try:
            _fill(new, lines.read(_lines(source)))
        except UnreadableError as exc:
            raise HistoryError(f"{name} cannot be imported, and nothing of it was: {exc}.") from exc
    return check(part)


def _fill(new: Building, found: Iterator[Durable | Stored]) -> None:
    numbers: dict[str, int] = {}
    keys = set()
    for each in found:
        if not isinstance(each, Stored):
            if (each.kind, each.key) in keys:
                raise UnreadableError(f"the record {each.kind} {each.key} is in it twice")
            keys.add((each.kind, each.key))
            new.records([each])
            continue
        assert each.key is not None
        if each.key not in numbers:
            numbers[each.key] = len(numbers) + 1
            new.place(numbers[each.key], each.key)
        if not new.event(numbers[each.key], each.row):
            raise UnreadableError(f"the event {each.row.id:016x} of {each.key} is in it twice")


def _lines(source: BinaryIO) -> Iterator[bytes]:
    while line := source.readline(_LINE_BYTES):
        if not line.endswith(b"\n") and len(line) == _LINE_BYTES:
            raise UnreadableError("a line is longer than any that trichat writes")
        yield line
