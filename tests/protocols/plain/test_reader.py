"""Bytes from a person's terminal or script."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.protocols.lines import Pause
from trichat.protocols.plain.reader import LINE_BYTES, PlainReader
from trichat.words import commands
from trichat.words import requests as ask
from trichat.words.events import LineEndsSet, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Typed

CRLF = InTurn(event=LineEndsSet(crlf=True))
LF = InTurn(event=LineEndsSet(crlf=False))
NOT_UTF8 = InTurn(event=Refused(reason=Reason.NOT_UTF8))


def read(*pieces: bytes) -> list[Request]:
    reader = PlainReader()
    return [request for piece in pieces for request in reader.feed(piece)]


def waits(reader: PlainReader) -> Pause:
    return reader.waits_for  # in a function, because it changes


def typed(*lines: str) -> list[Request]:
    return [Typed(text=line) for line in lines]


@pytest.mark.parametrize(
    ("data", "requests"),
    [
        (b"hi\n", typed("hi")),
        (b"\xef\xbb\xbfhi\n\xef\xbb\xbf/who\n", typed("hi", "/who")),  # what PowerShell puts before a text
        (b"\n", typed("")),
        (b"one\ntwo\nthree", typed("one", "two")),
        ("Анна\n".encode(), typed("Анна")),
        (b"hi\r\n", [CRLF, *typed("hi")]),
        (b"a\rb\r\0", typed("a", "b")),
        (b"a\r\nb\n", typed("a", "b")),
        (b"caf\xe9\n", [NOT_UTF8]),
        (b"\xff\xfb\x01\xff\xfd\x03anna\n", typed("anna")),
        (b"an\xff\xf1na\n", typed("anna")),
        (b"\xff\xfa\x18\x00xterm\xff\xff\xff\xf0anna\n", typed("anna")),
        (b"\xff\xfa\x1f\x00P\x00\n\xff\xf0anna\n", typed("anna")),  # a terminal of ten lines
        (b"\xff\xfa\x18\x00xterm\nanna\n", [NOT_UTF8, *typed("anna")]),
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


# Another encoding


@pytest.mark.parametrize(
    "text", ["я", "гуляю", "яю", "яы\nяэ", "яъ", "яъ\nяъ", "ещё раз, ять", "Я гуляю, ты гуляешь", "ъяъ", "яыШ", "яя"]
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\0", b"\r"])
def test_another_encoding_is_told_line_by_line(text: str, end: bytes) -> None:
    """In cp1251, `яю` is how telnet begins to speak of an option; but never is the end of a line part of one."""
    lines = text.split("\n")
    requests = read(b"".join([line.encode("cp1251") + end for line in lines]) + b"anna\n", b"")
    refused = [NOT_UTF8] * len(lines)
    assert [*refused, *typed("anna")] == [each for each in requests if each not in (CRLF, LF)]


@pytest.mark.parametrize("text", ["Привет, гуляю", "гуляю ", "Привет, я"])
def test_a_script_in_another_encoding_is_told(text: str) -> None:
    """It is no telnet: what it says without a line end is refused after a pause."""
    reader = PlainReader()
    assert [] == reader.feed(text.encode("cp1251"))
    assert Pause.SHORT is waits(reader)
    assert [NOT_UTF8] == reader.pause()


@pytest.mark.parametrize("line", ["/quit пока", "/QUIT пока", "/exit до завтра", "/bye пока, я"])
def test_whoever_quits_has_quit(line: str) -> None:
    """Whatever the reason is written in: the one who gave it does not wait for an answer."""
    [request] = read(line.encode("cp1251") + b"\n")
    assert isinstance(request, Typed)
    assert isinstance(commands.parse(request.text), ask.Quit)


@pytest.mark.parametrize("line", ["/quits пока", "quit пока", "/away пока", "/msg anna пока", "/пока"])
def test_no_other_command_is_obeyed_that_cannot_be_read(line: str) -> None:
    """What is to be said has to be readable."""
    assert [NOT_UTF8] == read(line.encode("cp1251") + b"\n")


# Where a line ends that has no line end


def pieces(*sent: str) -> tuple[PlainReader, list[Request]]:
    """Send each piece by itself, with as long a pause behind it as there can be."""
    reader = PlainReader()
    return reader, [request for piece in sent for request in (*reader.feed(piece.encode()), *reader.pause())]


def test_a_pause_ends_a_line_of_someone_who_never_ended_one() -> None:
    """A pause ends a line of who never ended one: naive scripts send() without a newline."""
    reader = PlainReader()
    assert Pause.NONE is waits(reader)
    assert [] == reader.pause()
    assert [] == reader.feed(b"anna")
    assert Pause.SHORT is waits(reader)
    assert typed("anna") == reader.pause()
    assert Pause.NONE is waits(reader)
    assert [] == reader.pause()
    assert [] == reader.feed(b"hi")
    assert typed("hi") == reader.pause()


def test_a_pause_means_nothing_once_a_line_has_ended() -> None:
    """Once a line has ended pauses mean nothing: a person who types slowly is not interrupted."""
    reader = PlainReader()
    reader.feed(b"anna\nhi th")
    assert Pause.NONE is waits(reader)
    assert [] == reader.pause()
    assert typed("hi there") == reader.feed(b"ere\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\0", "\r"])
@pytest.mark.parametrize("line", ["anna", "PASS hunter2", "/login anna hunter2", "Анна", "a"])
def test_keys_that_come_one_by_one_are_a_line_when_enter_comes(line: str, end: str) -> None:
    """A terminal that sends each key by itself, however slowly somebody types: nothing is cut into pieces."""
    _, requests = pieces(*line, end)
    assert typed(line) == [each for each in requests if each != CRLF]


def test_bytes_of_one_key_may_come_one_by_one() -> None:
    """A letter of several bytes is one key, wherever it is cut."""
    reader = PlainReader()
    found = [request for byte in "Яна".encode() for request in (*reader.feed(bytes([byte])), *reader.pause())]
    assert [*found, *reader.feed(b"\r\n")] == [CRLF, *typed("Яна")]


def test_a_script_may_say_one_character() -> None:
    """Whoever has sent a whole message before; but such a line waits for longer, in case that more keys come."""
    reader, requests = pieces("anna", "5", "да", "!")
    assert typed("anna", "5", "да", "!") == requests
    reader.feed(b"7")
    assert Pause.LONG is waits(reader)


def test_two_keys_close_together_are_keys() -> None:
    """If the first two came together, they were taken for a name; from then on nothing more is cut."""
    reader, _ = pieces("an")
    for key in "na PASS x":
        reader.feed(key.encode())
    assert Pause.NONE is waits(reader)
    assert [*typed("na PASS x")] == reader.feed(b"\n")


def test_a_command_waits_longer() -> None:
    """Whatever holds up the rest of it: it could be a password."""
    reader, _ = pieces("anna")
    reader.feed(b"/quit")
    assert Pause.LONG is waits(reader)
    assert typed("/quit") == reader.pause()


def test_a_telnet_ends_its_lines() -> None:
    """Whoever speaks of options is one: nothing is cut, even if a piece is more than one key."""
    reader = PlainReader()
    reader.feed(b"\xff\xfd\x03\xff\xfb")
    reader.feed(b"\x18anna")
    assert Pause.NONE is waits(reader)
    assert typed("anna") == reader.feed(b"\n")


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ("annn\ba\n", "anna"),
        ("annn\x7fa\n", "anna"),
        ("\b\banna\n", "anna"),
        ("boris\b\b\b\b\b\banna\n", "anna"),
        ("Яня\b\bна\n", "Яна"),
        ("👍\x7fda\n", "da"),
    ],
)
def test_backspace_takes_a_character(sent: str, line: str) -> None:
    """Whichever of its two codes the terminal sends, and however many bytes the character has."""
    assert typed(line) == read(sent.encode())
    assert typed(line) == pieces(*sent)[1]


def test_what_was_taken_back_may_have_been_anything() -> None:
    """A key of another encoding, pressed by mistake, is gone when it is taken back."""
    assert typed("anna") == read(b"ann\xe9\x7fa\n")


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
    assert Pause.NONE is waits(reader)
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
    b"\xff\xfa\x1f",
    b"\xff\xfa\x18",
    b"\x18",
)
interesting = st.sampled_from([*COMMANDS, b"\r", b"\n", b"\0", b"a", b"\xd0", b"\x90", b"x" * 300])
streams = st.lists(interesting | st.binary(max_size=6), max_size=14)


def outcome(pieces: list[bytes]) -> tuple[list[Request], list[Request]]:
    reader = PlainReader()
    requests = [request for piece in pieces for request in reader.feed(piece)]
    return [request for request in requests if request not in (CRLF, LF)], reader.end()


@given(streams)
@example([b"\xff", b"\xff\xf1", b"\xfb\x01a\n"])
@example([b"\xff\xff\xf1", b"\xfb\x01a\n"])
@example([b"\xff\xfa\x18", b"x" * 300, b"x" * 300, b"\xff", b"\xf0", b"\n"])
@example([b"\xff\xfa\x18", b"x" * 512, b"\xff", b"\xf0", b"a\n"])
@example([b"\xff\xfa\x18", b"\xff", b"\xff", b"\xf0a\n"])
@example([b"\xff\xfa\x1f", b"\0", b"\n", b"\xff\xff", b"\n", b"\xff\xf0", b"a\n"])
@example([b"\xff\xfa", b"\n", b"a\n"])
@example([b"\xff\xfe", b"\n", b"a\n"])
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
    assert len(reader._telnet._begun) <= 3 + 2 * 512 + 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfa\x18" * 40_000,
        b"\xff" * 80_000,
        b"\xff\xfa\x18" + b"\xff\xff" * 40_000,
        b"\xff\xfa\x1f" + b"\xff\xff" * 40_000,
        b"\xff\xfa\x18x" * 30_000,
        b"a\b" * 40_000,
    ],
)
def test_no_bytes_take_long(data: bytes) -> None:
    """No bytes keep the server busy with one read."""
    started = time.process_time()
    PlainReader().feed(data)
    assert time.process_time() - started < 1.0
