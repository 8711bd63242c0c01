"""Bytes cut into lines."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.protocols.lines import LineSplitter, TooLong

LIMIT = 6

# Ends of all kinds, next to each other, and lines around the limit.
pieces = st.lists(
    st.sampled_from([b"\n", b"\r", b"\0", b"\r\n", b"\r\0", b"a", b"bc", b"12345", b"123456", b"\xff"])
    | st.binary(max_size=10),
    max_size=12,
)


def lines_of(data: bytes) -> list[bytes | TooLong]:
    """What the lines of `data` are, the last one without an end included: said in one expression."""
    lines = re.split(rb"\r\n|\r\0|\r|\n", data)
    return [line if len(line) <= LIMIT else TooLong(size=len(line)) for line in lines]


@given(pieces)
@example([b"a\r", b"\0b\n"])
@example([b"\r", b"\r\n"])
@example([b"1234567", b"\n"])
@example([b"123456", b"", b"\r", b"", b"\n"])
@example([b"\r\r\0"])
@example([b"\r\0\n"])
@example([b"a\vb\fc\x1cd\x85e\n"])
def test_any_split_gives_the_same_lines(pieces: list[bytes]) -> None:
    """The same bytes give the same lines wherever they are cut; no more than `limit` of them are held."""
    splitter = LineSplitter(LIMIT)
    lines = []
    for piece in pieces:
        lines += splitter.feed(piece)
        assert len(splitter._rest) <= LIMIT
    *whole, rest = lines_of(b"".join(pieces))
    assert whole == lines
    assert (rest != b"") is splitter.holds_some
    assert (rest or None) == splitter.flush()
    assert splitter.flush() is None


@given(pieces)
def test_how_lines_end_does_not_depend_on_the_split(pieces: list[bytes]) -> None:
    """`ended` and `crlf` are about the stream; of a CR at the very end it is not known what it is."""
    splitter = LineSplitter(LIMIT)
    for piece in pieces:
        splitter.feed(piece)
    ends = re.findall(rb"\r\n|\r\0|\r|\n", b"".join(pieces))
    assert bool(ends) is splitter.ended
    if not b"".join(pieces).endswith(b"\r"):
        assert (ends[-1:] == [b"\r\n"]) is splitter.crlf


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a\nb\r\nc\r\0d\re", [b"a", b"b", b"c", b"d"]),
        (b"\n\r\n", [b"", b""]),
        (b"123456\n", [b"123456"]),
        (b"1234567\nab\n", [TooLong(size=7), b"ab"]),
        (b"ab\n1234567\n", [b"ab", TooLong(size=7)]),
        (b"no end", []),
    ],
)
def test_ends(data: bytes, lines: list[bytes | TooLong]) -> None:
    """LF, CR LF, CR NUL and CR end a line; of a longer one than the limit only the size is told."""
    assert lines == LineSplitter(LIMIT).feed(data)


def test_an_overlong_line_takes_no_memory() -> None:
    """Megabytes without an end are counted, not kept; and the next line is heard."""
    splitter = LineSplitter(LIMIT)
    for _ in range(100):
        splitter.feed(b"x" * 10_000)
    assert b"" == splitter._rest
    assert [TooLong(size=1_000_000), b"ok"] == splitter.feed(b"\nok\n")


def test_the_last_line() -> None:
    """What came without an end can be had, and then is gone; whether a line ever ended is not changed by that."""
    splitter = LineSplitter(LIMIT)
    assert splitter.flush() is None
    splitter.feed(b"abc")
    assert splitter.holds_some
    assert b"abc" == splitter.flush()
    assert not splitter.holds_some
    assert not splitter.ended
    splitter.feed(b"1234567")
    assert TooLong(size=7) == splitter.flush()
