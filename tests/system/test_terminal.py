"""What is typed, wherever it comes from."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from trichat.system import terminal


@pytest.fixture
def ends() -> Iterator[tuple[int, int]]:
    """Give the ends of a pipe."""
    both = os.pipe()
    yield both
    for end in both:
        os.close(end)


async def test_a_pipe_is_waited_for(ends: tuple[int, int]) -> None:
    """By trio, or in a thread."""
    terminal.write(ends[1], "день\n".encode())
    assert "день\n".encode() == await terminal.typed(ends[0], 100)


async def test_a_file_can_be_typed_from(tmp_path: Path) -> None:
    """Though nothing that waits for many files takes one on a disk: it is read in a thread, up to its end."""
    file = tmp_path / "typed"
    file.write_text("hello\n/quit\n", encoding="utf-8")
    with file.open("rb") as opened:
        parts = [await terminal.typed(opened.fileno(), 8) for _ in range(3)]
    assert [b"hello\n/q", b"uit\n", b""] == parts


def test_what_is_no_terminal_has_nothing_to_restore(ends: tuple[int, int]) -> None:
    """Nor modes."""
    terminal.restorer(ends[0])()
    modes = terminal.LineModes(ends[0])
    with modes:
        modes.show(shown=False)
        modes.reapply()
        assert (False, False) == (modes.tab_ends, modes.echo)
