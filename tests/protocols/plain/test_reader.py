"""Bytes from a person's terminal or script."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.protocols.plain.reader import LINE_BYTES, PlainReader
from trichat.words.events import LineEndsSet, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Typed

CRLF = InTurn(event=LineEndsSet(crlf=True))
LF = InTurn(event=LineEndsSet(crlf=False))
NOT_UTF8 = InTurn(event=Refused(reason=Reason.NOT_UTF8))


def read(*pieces: bytes) -> list[Request]:
    reader = PlainReader()
    return [request for piece in pieces for request in reader.feed(piece)]


def typed(*lines: str) -> list[Request]:
    return [Typed(text=line) for line in lines]


@pytest.mark.parametrize(
    ("data", "requests"),
    [
        (b"hi\n", typed("hi")),
        (b"\n", typed("")),
        (b"one\ntwo\nthree", typed("one", "two")),
        ("Анна\n".encode(), typed("Анна")),
        (b"hi\r\n", [CRLF, *typed("hi")]),
        (b"a\rb\r\0", typed("a", "b")),
        (b"a\r\nb\n", typed("a", "b")),
        (b"caf\xe9\n", [NOT_UTF8]),
        (b"\xff\xfb\x01\xff\xfd\x03anna\n", typed("anna")),
        (b"an\xff\xf1na\n", typed("anna")),
        (b"\xff\xfa\x18\x00xterm\n\xff\xff\xff\xf0anna\n", typed("anna")),
        (b"\xff\xfa" + b"x" * 513 + b"\xff\xf0\nanna\n", [NOT_UTF8, *typed("anna")]),
        (b"\xff\xff\n", [NOT_UTF8]),
        (b"\xff\x41\n", [NOT_UTF8]),
    ],
)
def test_lines(data: bytes, requests: list[Request]) -> None:
    """Each line is what was typed; telnet's own bytes are none of it; what is not UTF-8 is refused."""
    assert requests == read(data)


def test_a_long_line() -> None:
    """A line that is too long is refused, with its length and the greatest; the longest allowed is not."""
    about, detail = str(LINE_BYTES + 1), str(LINE_BYTES)
    refused = InTurn(event=Refused(reason=Reason.LINE_TOO_LONG, about=about, detail=detail))
    assert [refused, *typed("x" * LINE_BYTES)] == read(b"x" * (LINE_BYTES + 1) + b"\n" + b"x" * LINE_BYTES + b"\n")


def test_line_ends_are_answered_in_kind() -> None:
    """Whoever changes how lines end is told so from the next answer on; nothing is said about what stays the same."""
    assert [*typed("a"), CRLF, *typed("b"), *typed("c"), LF, *typed("d")] == read(b"a\n", b"b\r\n", b"c\r\n", b"d\n")


def test_a_cut_between_cr_and_lf_changes_nothing() -> None:
    """As long as the byte behind a CR has not come, it is taken for what it was before."""
    assert [CRLF, *typed("a"), *typed("b"), *typed("c")] == read(b"a\r\n", b"b\r", b"\nc\r", b"\n")


def test_a_pause_ends_a_line_of_someone_who_never_ended_one() -> None:
    """A pause ends a line of who never ended one: naive scripts send() without a newline."""
    reader = PlainReader()
    assert not reader.waits_for_pause
    assert [] == reader.pause()
    assert [] == reader.feed(b"anna")
    assert reader.waits_for_pause
    assert typed("anna") == reader.pause()
    assert not reader.waits_for_pause
    assert [] == reader.pause()
    assert [] == reader.feed(b"hi")
    assert typed("hi") == reader.pause()


def test_a_pause_means_nothing_once_a_line_has_ended() -> None:
    """Once a line has ended pauses mean nothing: a person who types slowly is not interrupted."""
    reader = PlainReader()
    reader.feed(b"anna\nhi th")
    assert not reader.waits_for_pause
    assert [] == reader.pause()
    assert typed("hi there") == reader.feed(b"ere\n")


def test_the_last_line_counts_without_an_end() -> None:
    """The last line counts without an end: `printf hi | nc` says hi."""
    reader = PlainReader()
    reader.feed(b"anna\nhi")
    assert typed("hi") == reader.end()
    assert [] == reader.end()


def test_telnet_alone_is_not_a_line() -> None:
    """A pause behind telnet's negotiation, or within it, ends no empty line."""
    reader = PlainReader()
    reader.feed(b"\xff\xfb\x01\xff\xfd")
    assert not reader.waits_for_pause
    assert [] == reader.end()


COMMANDS = (
    b"\xff\xfa",
    b"\xff\xf0",
    b"\xff\xff",
    b"\xff\xfb\x01",
    b"\xff",
    b"\xfa",
    b"\xfb",
    b"\xf0",
    b"\xf1",
    b"\xfe",
)
interesting = st.sampled_from([*COMMANDS, b"\r", b"\n", b"\0", b"a", b"\xd0", b"\x90", b"x" * 300])
streams = st.lists(interesting | st.binary(max_size=6), max_size=14)


def outcome(pieces: list[bytes]) -> tuple[list[Request], list[Request], bool]:
    reader = PlainReader()
    requests = [request for piece in pieces for request in reader.feed(piece)]
    lines = [request for request in requests if request not in (CRLF, LF)]
    return lines, reader.end(), reader.waits_for_pause


@given(streams)
@example([b"\xff", b"\xff\xf1", b"\xfb\x01a\n"])
@example([b"\xff\xff\xf1", b"\xfb\x01a\n"])
@example([b"\xff\xfa", b"x" * 300, b"x" * 300, b"\xff", b"\xf0", b"\n"])
@example([b"\xff\xfa", b"x" * 512, b"\xff", b"\xf0", b"a\n"])
@example([b"\xff\xfa", b"\xff", b"\xff", b"\xf0a\n"])
def test_any_split_gives_the_same_lines(pieces: list[bytes]) -> None:
    """The same bytes give the same lines, wherever they are cut."""
    whole = b"".join(pieces)
    assert outcome([whole]) == outcome(pieces)
    assert outcome([whole]) == outcome([bytes([byte]) for byte in whole])


@given(streams)
def test_any_bytes_make_lines_or_refusals(pieces: list[bytes]) -> None:
    """Any bytes, pauses and ends make lines or refusals, and nothing is raised."""
    reader = PlainReader()
    requests = [request for piece in pieces for request in (*reader.feed(piece), *reader.pause())] + reader.end()
    assert {Typed, InTurn} >= {type(request) for request in requests}
    assert len(reader._telnet) <= 2 + 2 * 512 + 1


@pytest.mark.parametrize(
    "data", [b"\xff\xfa" * 40_000, b"\xff" * 80_000, b"\xff\xfa" + b"\xff\xff" * 40_000, b"\xff\xfax" * 30_000]
)
def test_no_bytes_take_long(data: bytes) -> None:
    """No bytes keep the server busy with one read."""
    started = time.process_time()
    PlainReader().feed(data)
    assert time.process_time() - started < 1.0
