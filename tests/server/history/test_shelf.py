"""The folder of uploaded files."""

from pathlib import Path

import pytest

from trichat.server.history.shelf import Shelf

ID = "0" * 32


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Give a folder that is not there yet."""
    return Shelf(tmp_path / "files", 0)


@pytest.mark.parametrize(
    ("parts", "ending"),
    [
        ([b"hel", b"lo"], "txt"),
        (["ö".encode()[:1], "ö".encode()[1:]], "txt"),
        (["ö".encode()[:1]], "bin"),
        ([b"x" * 99_999, b"\0"], "bin"),
        ([b"x" * 99_999, b"\xff"], "bin"),
        ([b" " * 9, b"<html>"], "bin"),
        ([b"\x89PN", b"G\r\n\x1a\n"], "png"),
    ],
)
def test_a_file_comes_whole(shelf: Shelf, tmp_path: Path, parts: list[bytes], ending: str) -> None:
    """Only then it has its name; what it is, is seen wherever it was cut. Nobody else reads it."""
    coming = shelf.begin(ID, 9)
    assert coming is not None
    for part in parts:
        coming.add(part)
    assert [f"{ID}.part"] == [path.name for path in (tmp_path / "files").iterdir()]
    assert ending == coming.finish().ending
    name = f"{ID}.{ending}"
    assert b"".join(parts) == shelf.path(name).read_bytes()
    assert coming.size == shelf.size(name)
    assert 0o700 == (tmp_path / "files").stat().st_mode & 0o777
    coming.give_up()
    assert [] == shelf.ids()


def test_what_is_not_there(shelf: Shelf) -> None:
    """A folder that was never made has no files, and nothing to remove."""
    assert (None, []) == (shelf.size(f"{ID}.png"), shelf.ids())
    shelf.remove([ID])


def test_without_room_nothing_begins(tmp_path: Path) -> None:
    """The rest of the disk is for history."""
    assert Shelf(tmp_path, 2**62).begin(ID, 1) is None
