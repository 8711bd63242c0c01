"""Messages that are packed, as browsers do it."""

import random
import string
import zlib
from collections.abc import Callable

import pytest
from websockets.exceptions import NegotiationError, ProtocolError
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol

from tests.browser import Browser
from tests.server.conftest import Parlour
from trichat.protocols.http.frames import MESSAGE_BYTES
from trichat.server.connection.web.packing import Packing, PackingFactory

TEXT = Subprotocol("text.ircv3.net")
NOISE = "".join(random.Random(1).choices(string.printable, k=60_000))  # noqa: S311
CHROME = {"client_max_window_bits": True}


@pytest.fixture
def browse(parlour: Parlour) -> Callable[..., Browser]:
    """Give a function that makes a browser which asks for packing so."""

    def browse(**wishes: bool | int) -> Browser:
        return Browser(parlour.visit().peer, TEXT, extensions=[ClientPerMessageDeflateFactory(**wishes)])  # type: ignore[arg-type]

    return browse


@pytest.mark.parametrize(
    ("offer", "answer", "packs"),
    [
        ([], [("client_no_context_takeover", None)], True),
        ([("client_max_window_bits", None)], [("client_no_context_takeover", None)], True),
        (
            [("server_no_context_takeover", None)],
            [("server_no_context_takeover", None), ("client_no_context_takeover", None)],
            False,
        ),
        (
            [("server_max_window_bits", "15")],
            [("client_no_context_takeover", None), ("server_max_window_bits", "15")],
            True,
        ),
        (
            [("server_max_window_bits", "9")],
            [("client_no_context_takeover", None), ("server_max_window_bits", "9")],
            False,
        ),
    ],
)
def test_what_is_agreed_on(
    offer: list[tuple[str, str | None]], answer: list[tuple[str, str | None]], packs: bool
) -> None:
    """Clients begin anew with each message; who does not let us do as we do is sent nothing packed."""
    told, made = PackingFactory().process_request_params(offer, [])
    assert isinstance(made, Packing)
    assert (answer, packs) == (told, made.packs)


def test_what_cannot_be_agreed_on() -> None:
    """What makes no sense is no extension, and the visit goes on without."""
    for offer in ([("server_max_window_bits", "8")], [("nonsense", None)], [("client_max_window_bits", "99")]):
        with pytest.raises(NegotiationError):
            PackingFactory().process_request_params(offer, [])


@pytest.mark.parametrize("wishes", [{}, CHROME, {"server_no_context_takeover": True}, {"server_max_window_bits": 9}])
async def test_a_browser_that_packs_talks(
    browse: Callable[..., Browser], parlour: Parlour, wishes: dict[str, bool | int]
) -> None:
    """What it says arrives, and it can read what it is told, one line or a page of them."""
    browser = await (await browse(**wishes).connect()).register("anna")
    assert browser.protocol.extensions
    await browser.send("JOIN #lobby")
    await browser.until(" 366 ")
    boris = await parlour.visit().peer.join("boris")
    for number in range(30):
        await browser.send(f"PRIVMSG #lobby :message {number} " + "x" * 50)
    await boris.until("message 29 ")
    await browser.send("CHATHISTORY LATEST #lobby * 50")
    assert "message 29 " in await browser.until("message 29 ")
    await boris.send("PRIVMSG #lobby :hi")
    await browser.until(" PRIVMSG #lobby :hi")


@pytest.mark.parametrize("text", ["x" * 20_000, "x" * 900_000, NOISE])
async def test_a_packed_line_that_is_too_long_is_refused(browse: Callable[..., Browser], text: str) -> None:
    """As one that is not packed; and the visit goes on."""
    browser = await (await browse(**CHROME).connect()).register("anna")
    await browser.send("PRIVMSG #lobby :" + text.replace("\n", " ").replace("\r", " "))
    await browser.until(" 417 anna ")
    await browser.send("PING :here")
    await browser.until("PONG")


def packed(text: bytes, *, fin: bool = True, opcode: Opcode = Opcode.TEXT) -> Frame:
    packer = zlib.compressobj(wbits=-15)
    data = packer.compress(text) + packer.flush(zlib.Z_SYNC_FLUSH)
    return Frame(opcode, data[:-4] if fin else data, fin, rsv1=opcode is not Opcode.CONT)


def test_a_bomb_is_a_long_line() -> None:
    """However much comes out of a message, its beginning is all that is unpacked."""
    packing = Packing(packs=True)
    for _ in range(2):
        frame = packing.decode(packed(bytes(100_000_000)))
        assert (MESSAGE_BYTES, False) == (len(frame.data), frame.rsv1)


def test_a_message_in_pieces_is_unpacked() -> None:
    """Only the first piece says that it is packed; one that is not packed is left alone."""
    packing = Packing(packs=True)
    whole = PerMessageDeflate(True, True, 15, 15).encode(Frame(Opcode.TEXT, b"hello, world"))
    data = bytes(whole.data)
    pieces = [Frame(Opcode.TEXT, data[:3], fin=False, rsv1=True), Frame(Opcode.CONT, data[3:])]
    assert b"hello, world" == b"".join(bytes(packing.decode(piece).data) for piece in pieces)
    for plain in (Frame(Opcode.TEXT, b"hi", fin=False), Frame(Opcode.CONT, b"hi"), Frame(Opcode.PING, b"hi")):
        assert plain == packing.decode(plain)


def test_what_cannot_be_unpacked_is_the_end() -> None:
    """Nobody can tell what was meant."""
    with pytest.raises(ProtocolError):
        Packing(packs=True).decode(Frame(Opcode.TEXT, b"\xff\xff\xff\xff", rsv1=True))


async def test_no_window_is_kept(browse: Callable[..., Browser], parlour: Parlour) -> None:
    """A connection has no memory for packing while it says nothing."""
    browser = await (await browse(**CHROME).connect()).register("anna")
    await browser.send("PING :here")
    await browser.until("PONG")
    stream = parlour.visits[0].connection._stream
    [packing] = stream._protocol.extensions  # type: ignore[attr-defined]
    assert packing._unpacker is None
