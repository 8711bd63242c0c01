"""Rows out of pages: the same that SQLite reads, from the file and from its log."""

import sqlite3
from contextlib import closing
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.storage.maintenance.pages import BrokenCellError, Cell, Pages

Rows = list[tuple[object, ...]]

values = (
    st.none()
    | st.integers(-(2**63), 2**63 - 1)
    | st.integers(-200, 200)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=30)
    | st.text("ab", min_size=4000, max_size=12000)
    | st.binary(max_size=30)
)


def rows(path: Path) -> Rows:
    """Give the rows of tables without row numbers, out of the pages."""
    with closing(Pages(path)) as pages:
        found = [cell for number in range(1, pages.count + 1) for cell in pages.cells(number) or ()]
    return [tuple(cell.values) for cell in found if isinstance(cell, Cell) and cell.rowid is None]


@given(st.lists(values, unique_by=repr, max_size=8))
def test_every_value_is_read_as_sqlite_reads_it(tmp_path_factory: pytest.TempPathFactory, found: list[object]) -> None:
    """Of each kind and length, in one page or in several."""
    path = tmp_path_factory.mktemp("pages") / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table x (n integer primary key, value) without rowid")
        db.executemany("insert into x values (?, ?)", enumerate(found))
        db.commit()
        expected = db.execute("select * from x").fetchall()
    assert sorted(map(repr, expected)) == sorted(map(repr, rows(path)))


@pytest.mark.parametrize("size", [512, 1024, 65536])
def test_pages_of_any_size_are_read(tmp_path: Path, size: int) -> None:
    """The head of the file says it."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma page_size = {size}")
        db.execute("create table x (n integer primary key, value) without rowid")
        db.executemany("insert into x values (?, ?)", [(number, "text" * number) for number in range(400)])
        db.commit()
    assert {(number, "text" * number) for number in range(400)} == set(rows(path))


def test_what_is_in_the_log_is_newer(tmp_path: Path) -> None:
    """Of what a killed server leaves, as SQLite would bring it into the file: what was committed, and no more."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table x (n integer primary key, value) without rowid")
        db.execute("pragma wal_checkpoint(truncate)")
        db.executemany("insert into x values (?, ?)", [(1, "old"), (2, "gone")])
        db.commit()
        db.execute("pragma cache_size = 1")  # so that what is not committed yet gets there too
        db.execute("update x set value = 'new' where n = 1")
        db.execute("delete from x where n = 2")
        db.commit()
        db.executemany("insert into x values (?, ?)", [(number, "x" * 3000) for number in range(10, 60)])
        for suffix in ("", "-wal"):
            copy = path.with_name("copy.db" + suffix)
            copy.write_bytes(path.with_name(path.name + suffix).read_bytes())
    assert [(1, "new")] == rows(tmp_path / "copy.db")


def test_free_pages_are_known(tmp_path: Path) -> None:
    """What was deleted may stand in them: they are not read."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma secure_delete = off")
        db.execute("create table x (n integer primary key, value) without rowid")
        db.executemany("insert into x values (?, ?)", [(number, "x" * 2000) for number in range(3000)])
        db.execute("delete from x where n > 0")
        db.commit()
        (count,) = db.execute("pragma freelist_count").fetchone()
    with closing(Pages(path)) as pages:
        assert count == len(pages.free())


@given(st.binary(max_size=4096), st.integers(1, 3))
def test_nothing_makes_it_fail(tmp_path_factory: pytest.TempPathFactory, data: bytes, number: int) -> None:
    """Whatever a page holds, it gives rows, or says that they are none."""
    path = tmp_path_factory.mktemp("pages") / "x.db"
    kinds = (b"\x0d", b"\x0a", b"\x02")
    path.write_bytes(bytes(4096) + b"".join(kind + data[:4095].ljust(4095, b"\0") for kind in kinds))
    with closing(Pages(path)) as pages:
        assert {1, 2, 3, 4} == set(range(1, pages.count + 1))
        for cell in pages.cells(number + 1) or ():
            assert isinstance(cell, (Cell, BrokenCellError))
        pages.free()


def test_a_part_of_the_disk_that_cannot_be_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is read."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table x (n integer primary key, value) without rowid")
        db.executemany("insert into x values (?, ?)", [(number, "x" * 100) for number in range(1000)])
        db.commit()

    class Failing(FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() == 4096 * 5:
                raise OSError(5, "Input/output error")
            return super().read(-1 if size is None else size)

    monkeypatch.setattr("trichat.storage.maintenance.pages.FileIO", Failing)
    assert 900 < len(rows(path)) < 1000


def test_a_file_that_is_cut_off_says_how_much_is_missing(tmp_path: Path) -> None:
    """The head says how many pages there were."""
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table x (n integer primary key, value) without rowid")
        db.executemany("insert into x values (?, ?)", [(number, "x" * 1000) for number in range(100)])
        db.commit()
        (count,) = db.execute("pragma page_count").fetchone()
    path.write_bytes(path.read_bytes()[: 4096 * 5 + 100])
    with closing(Pages(path)) as pages:
        assert (6, count - 6) == (pages.count, pages.cut_off)
