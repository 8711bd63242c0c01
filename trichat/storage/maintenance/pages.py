"""Rows out of the pages of an SQLite file, whatever leads to them: what is left when SQLite does not find its way.

Every page of a table says what it is and holds whole rows, so one that is damaged takes only its own rows with it, be
it the one that all others hang on. The form of the file is told in sqlite.org/fileformat2.html; the numbers here are
those of its sections. SQLite's own `.recover` does the same, but is a part of its command line, not of the library.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import NamedTuple

Value = int | float | str | bytes | None

_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR = 0x0D, 0x0A, 0x02
_TABLE_INTERIOR = 0x05  # has no rows, and leads to those that do
_PAGE_SIZES = frozenset(2**power for power in range(9, 17))
_USUAL_PAGE_SIZE = 4096
_LOG_HEAD, _FRAME_HEAD = 32, 24
_MOST_PAYLOAD = 1 << 26  # bytes of a row; a length above that is none


class Cell(NamedTuple):
    """One row: of a table with row numbers, or (None) of one without, or of an index."""

    rowid: int | None
    values: list[Value]


class BrokenCellError(Exception):
    """What should be a row is none."""


class Pages:
    """The pages of a file, each as it was committed last: from the write-ahead log if it is there, else from the file.

    Nothing is written. Raises OSError if a file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._file = _File(path)
        self._log = _File(path.with_name(path.name + "-wal"))
        head = self._file.read(0, 100)
        size = int.from_bytes(head[16:18])
        self.size = {1: 65536}.get(size, size)
        self.has_head = head.startswith(b"SQLite format 3\0") and self.size in _PAGE_SIZES
        if not self.has_head:
            self.size = _USUAL_PAGE_SIZE
            head = bytes(100)
        self._usable = self.size - head[20]
        self._newer = dict(_frames(self._log, self.size))
        self.count = max([-(-self._file.length // self.size), *self._newer])  # the last may be cut off
        self.cut_off = max(0, int.from_bytes(self.page(1)[28:32]) - self.count) if self.has_head else 0
        self.overflow: set[int] = set()  # pages that rows went on in, so far

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        self._log.close()

    def page(self, number: int) -> bytes:
        """Give a page; they are counted from 1."""
        start = self._newer.get(number)
        if start is not None:
            return self._log.read(start, self.size)
        return self._file.read((number - 1) * self.size, self.size)

    def free(self) -> set[int]:
        """Give the numbers of the pages that nothing is in (1.5, "The Freelist"), as far as that can be read."""
        found: set[int] = set()
        trunk = int.from_bytes(self.page(1)[32:36])
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            trunk, length = struct.unpack(">II", page[:8])
            length = min(length, self._usable // 4 - 2)
            found.update(struct.unpack(f">{length}I", page[8 : 8 + 4 * length]))
        return found

    def cells(self, number: int) -> list[Cell | BrokenCellError] | None:
        """Give the rows of a page (1.6, "B-tree Pages"); None if it is no page of a table or an index."""
        page = self.page(number)
        head = 100 if number == 1 else 0
        kind = page[head]
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR, _TABLE_INTERIOR):
            return None
        count = int.from_bytes(page[head + 3 : head + 5])
        first = head + (8 if kind in (_TABLE_LEAF, _INDEX_LEAF) else 12)
        if first + 2 * count > self._usable:
            return None
        if kind == _TABLE_INTERIOR:
            return []
        return [self._cell(page, kind, start) for start in struct.unpack_from(f">{count}H", page, first)]

    def scattered(self, number: int) -> Iterator[Cell]:
        """Give all that has the form of a row, wherever it begins in a page whose list of its rows is damaged.

        Most of it is none. What nobody can make of text are rows whose heads have control characters in them.
        """
        page = self.page(number)
        for start in range(self._usable):
            cell = self._cell(page, _INDEX_LEAF, start)
            if isinstance(cell, Cell):
                yield cell

    def _cell(self, page: bytes, kind: int, start: int) -> Cell | BrokenCellError:
        try:
            at = start + (4 if kind == _INDEX_INTERIOR else 0)
            length, at = _varint(page, at)
            rowid = None
            if kind == _TABLE_LEAF:
                rowid, at = _varint(page, at)
            return Cell(rowid, _record(self._payload(page, at, length, whole=kind == _TABLE_LEAF)))
        except (BrokenCellError, IndexError, ValueError, struct.error) as exc:
            return BrokenCellError(str(exc))

    def _payload(self, page: bytes, at: int, length: int, *, whole: bool) -> bytes:
        """Give the bytes of a row, and those that went on in other pages (1.6 and 1.7)."""
        if not 0 < length <= _MOST_PAYLOAD:
            raise BrokenCellError("a length that none can have")
        usable = self._usable
        most = usable - 35 if whole else (usable - 12) * 64 // 255 - 23
        if length <= most:
            here = length
        else:
            least = (usable - 12) * 32 // 255 - 23
            here = least + (length - least) % (usable - 4)
            here = here if here <= most else least
        if at + here > usable:
            raise BrokenCellError("it goes on behind the end of the page")
        data = page[at : at + here]
        if here == length:
            return data
        return data + self._rest(int.from_bytes(page[at + here : at + here + 4]), length - here)

    def _rest(self, number: int, length: int) -> bytes:
        data = b""
        seen: set[int] = set()
        while len(data) < length:
            if not 0 < number <= self.count or number in seen:
                raise BrokenCellError("it goes on nowhere")
            seen.add(number)
            page = self.page(number)
            number = int.from_bytes(page[:4])
            data += page[4 : self._usable]
        self.overflow |= seen
        return data[:length]


class _File:
    """A file that may not be there, on a disk that may fail: what cannot be read is zeros."""

    def __init__(self, path: Path) -> None:
        self._file: FileIO | None = None
        self.length = 0
        with suppress(FileNotFoundError):
            self._file = FileIO(path)
            self.length = os.fstat(self._file.fileno()).st_size

    def read(self, start: int, length: int) -> bytes:
        data = b""
        if self._file is not None:
            with suppress(OSError):  # a part of the disk
                self._file.seek(start)
                data = self._file.read(length)
        return data.ljust(length, b"\0")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _frames(log: _File, size: int) -> Iterator[tuple[int, int]]:
    """Give the number of each page in the log (4.1, "WAL File Format"), and where it stands; a later one is newer.

    Those that are not of the last generation (their salts differ), or that were not committed, are left out. Their sums
    are not looked at: what is damaged is what this is for, and rows are looked at one by one.
    """
    head = log.read(0, _LOG_HEAD)
    if int.from_bytes(head[8:12]) != size:
        return
    open_: list[tuple[int, int]] = []
    for start in range(_LOG_HEAD, log.length - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        number, committed, salts = struct.unpack(">II8s", log.read(start, 16))
        if salts != head[16:24]:
            return
        open_.append((number, start + _FRAME_HEAD))
        if committed:
            yield from open_
            open_.clear()


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read an integer of one to nine bytes; give it and where it ends (1.6)."""
    value = 0
    for index in range(at, at + 8):
        byte = data[index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, index + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >= 1 << 63 else value, at + 9


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes, by serial type
_CONSTANTS: dict[int, Value] = {0: None, 8: 0, 9: 1}


def _record(data: bytes) -> list[Value]:
    """Read the values of a row (2.1, "Record Format"). Raises BrokenCellError, ValueError."""
    end, at = _varint(data, 0)
    place = end
    values: list[Value] = []
    while at < end:
        kind = data[at]
        at += 1
        if kind >= 0x80:
            kind, at = _varint(data, at - 1)
        if kind in _CONSTANTS:
            values.append(_CONSTANTS[kind])
            continue
        length = 8 if kind == 7 else _INTEGERS.get(kind, (kind - 12) // 2)
        piece = data[place : place + length]
        if length < 0 or len(piece) != length:
            raise BrokenCellError("a value that goes on behind the end of the row")
        place += length
        values.append(_value(kind, piece))
    if at != end or place != len(data):
        raise BrokenCellError("a row that is longer or shorter than its values")
    return values


def _value(kind: int, piece: bytes) -> Value:
    if kind == 7:
        (number,) = struct.unpack(">d", piece)
        return float(number)
    if kind < 12:
        return int.from_bytes(piece, signed=True)
    return piece.decode() if kind % 2 else piece
