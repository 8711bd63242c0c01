"""Frames of WebSocket: lines that are framed once for all, and messages that are cut."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from trichat.protocols.http.frames import ENDLESS_BYTES, MESSAGE_BYTES, PACKED_BYTES, Cutter, Frames

HISTORY = [
    f":anna!anna@localhost PRIVMSG #lobby :message number {number} of many, привет".encode() for number in range(99)
]


def client(*, packed: bool = False) -> ClientProtocol:
    """Give the client's end, which keeps its window of 32 KiB from one message to the next."""
    protocol = ClientProtocol(parse_uri("ws://localhost/"), state=State.OPEN)
    protocol.extensions = [PerMessageDeflate(False, True, 15, 15)] if packed else []
    return protocol


def read(protocol: ClientProtocol | ServerProtocol, data: bytes) -> list[tuple[Opcode, bytes]]:
    protocol.receive_data(data)
    assert protocol.state is State.OPEN, protocol.parser_exc
    return [(event.opcode, bytes(event.data)) for event in protocol.events_received() if isinstance(event, Frame)]


# Lines


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536, 70000])
@pytest.mark.parametrize("packed", [False, True])
def test_a_line_is_a_message_of_any_length(size: int, packed: bool) -> None:
    """A client of the library reads what we write; an empty line is none."""
    data = Frames().of(b"x" * size + b"\r\n", binary=False, packed=packed)
    assert ([(Opcode.TEXT, b"x" * size)] if size else []) == read(client(packed=packed), data)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("binary", [False, True])
def test_lines_are_messages_in_order(binary: bool, packed: bool) -> None:
    """Few or many, text or binary, with either end of a line; some packed, some not, on one connection."""
    frames, reader = Frames(), client(packed=packed)
    opcode = Opcode.BINARY if binary else Opcode.TEXT
    for lines in ([b"one"], HISTORY, [b"two", b"three"], HISTORY[50:], HISTORY):
        data = frames.of(b"\r\n".join(lines) + b"\n", binary=binary, packed=packed)
        assert [(opcode, line) for line in lines] == read(reader, data)


def test_a_page_of_history_gets_much_shorter() -> None:
    """It is packed as a whole; a short message is one packet anyway, and is left as it is."""
    lines = b"\r\n".join(HISTORY) + b"\r\n"
    frames = Frames()
    assert len(frames.of(lines, binary=False, packed=True)) < len(lines) / 5
    assert frames.of(HISTORY[0] + b"\r\n", binary=False, packed=True) == frames.of(
        HISTORY[0] + b"\r\n", binary=False, packed=False
    )


def test_what_goes_to_many_is_framed_once() -> None:
    """The same lines are the same bytes, for each way to frame them, until others come; however they were made."""
    frames = Frames()
    ways = [(False, False), (True, False), (False, True), (True, True)]
    for lines in (b"x" * 2000 + b"\r\n", b"y" * 2000 + b"\r\n"):
        made = [frames.of(lines, binary=binary, packed=packed) for binary, packed in ways]
        again = [frames.of(bytes(bytearray(lines)), binary=binary, packed=packed) for binary, packed in ways]
        assert [id(each) for each in made] == [id(each) for each in again]
        assert 4 == len(set(made))


def test_what_goes_to_few_is_not_remembered() -> None:
    """Nobody has the server keep much."""
    frames, lines = Frames(), b"x" * 200_000
    assert frames.of(lines, binary=False, packed=False) is not frames.of(lines, binary=False, packed=False)


# Messages


def cut(data: bytes, *sizes: int) -> bytes:
    """Cut what comes in pieces of these sizes, one after another."""
    cutter, out, at, number = Cutter(), b"", 0, 0
    while at < len(data):
        size = sizes[number % len(sizes)]
        out += cutter.feed(data[at : at + size])
        at, number = at + size, number + 1
    return out


def masked(*frames: Frame) -> bytes:
    return b"".join(frame.serialize(mask=True) for frame in frames)


KINDS = st.sampled_from([Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.CLOSE])


@given(
    frames=st.lists(st.builds(Frame, KINDS, st.binary(max_size=125)), max_size=6),
    long=st.integers(0, MESSAGE_BYTES),
    sizes=st.lists(st.integers(1, 400), min_size=1, max_size=3),
)
def test_what_is_not_too_long_is_as_it_was(frames: list[Frame], long: int, sizes: list[int]) -> None:
    """Byte for byte, wherever the pieces are cut; also what makes no sense, about which the library complains."""
    data = masked(*frames, Frame(Opcode.TEXT, b"x" * long)) + masked(*frames)
    assert data == cut(data, *sizes)


@pytest.mark.parametrize("sizes", [(1, 2000), (7, 100), (1_000_000,)])
@pytest.mark.parametrize("size", [MESSAGE_BYTES - 1, MESSAGE_BYTES, MESSAGE_BYTES + 1, 65535, 65536, 200_000])
def test_a_long_message_is_cut(size: int, sizes: tuple[int, ...]) -> None:
    """Its beginning comes, and what follows is read as if it had been whole."""
    text = random.Random(1).randbytes(size)  # noqa: S311
    server = ServerProtocol(state=State.OPEN, max_size=PACKED_BYTES)
    found = read(server, cut(masked(Frame(Opcode.BINARY, text), Frame(Opcode.TEXT, b"next")), *sizes))
    assert [(Opcode.BINARY, text[:MESSAGE_BYTES]), (Opcode.TEXT, b"next")] == found


def test_a_long_message_in_pieces_is_cut() -> None:
    """All its frames together are one message, whatever comes between them; and it ends where it ended."""
    pieces = [
        Frame(Opcode.TEXT, b"a" * 10_000, fin=False),
        Frame(Opcode.PING, b"!"),
        Frame(Opcode.CONT, b"b" * 10_000, fin=False),
    ]
    last = [Frame(Opcode.CONT, b"c" * 10), Frame(Opcode.TEXT, b"next")]
    server = ServerProtocol(state=State.OPEN, max_size=PACKED_BYTES)
    found = read(server, cut(masked(*pieces, *last), 1000))
    assert [10_000, 1, MESSAGE_BYTES - 10_000, 0, 4] == [len(data) for _, data in found]


def test_what_is_packed_may_be_longer_than_what_is_not() -> None:
    """It is cut when it is unpacked: where it ends now is the middle of something."""
    whole, longer = (packed(Frame(Opcode.TEXT, b"x" * size)) for size in (PACKED_BYTES, PACKED_BYTES + 1))
    assert whole == cut(whole, 100) == cut(longer, 100)


def packed(frame: Frame) -> bytes:
    """Say of a frame that it is packed, though it is not."""
    head, *rest = frame.serialize(mask=False)
    return bytes([head | 0x40, *rest])


def test_a_message_without_end_is_told() -> None:
    """In one frame as soon as that says how long it is; in many when it is too much; not in many messages."""
    cutter = Cutter()
    for _ in range(2):
        cutter.feed(masked(Frame(Opcode.TEXT, b"x" * ENDLESS_BYTES)))
        assert not cutter.is_endless
    cutter.feed(masked(Frame(Opcode.TEXT, b"x" * (ENDLESS_BYTES + 1)))[:14])
    assert cutter.is_endless
    cutter = Cutter()
    cutter.feed(masked(Frame(Opcode.TEXT, b"x" * ENDLESS_BYTES, fin=False), Frame(Opcode.CONT, b"x", fin=False)))
    assert cutter.is_endless


@given(st.lists(st.binary(max_size=30)))
def test_any_bytes_can_be_cut(pieces: list[bytes]) -> None:
    """Nobody has the server keep more than the head of one frame."""
    cutter = Cutter()
    for piece in pieces:
        assert len(cutter.feed(piece)) <= len(piece) + 14
        assert len(cutter._head) < 14
