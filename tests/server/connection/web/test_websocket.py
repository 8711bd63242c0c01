"""IRC over WebSocket, as a client in a browser speaks it."""

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
import trio
import trio.testing
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.typing import Subprotocol

from tests.browser import Browser
from trichat.config.limits import Limits

if TYPE_CHECKING:
    from tests.server.conftest import Parlour

TEXT, BINARY = Subprotocol("text.ircv3.net"), Subprotocol("binary.ircv3.net")
HEAD = "GET / HTTP/1.1\r\nHost: trichat.local\r\n"
UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
KEY = "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"


Browse = Callable[..., Browser]


@pytest.fixture
def browse(parlour: "Parlour") -> Browse:
    def browse(*subprotocols: Subprotocol, **options: Any) -> Browser:
        return Browser(parlour.visit().peer, *subprotocols, **options)

    return browse


# Lines and messages


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ([TEXT], TEXT),
        ([BINARY], BINARY),
        ([TEXT, BINARY], TEXT),
        ([BINARY, TEXT], BINARY),
        ([Subprotocol("irc"), TEXT], TEXT),
        ([Subprotocol("irc")], None),
        ([], None),
    ],
)
async def test_the_client_chooses_between_text_and_binary(
    browse: Browse, offered: list[Subprotocol], chosen: Subprotocol | None
) -> None:
    """The client's first choice that we know holds; without one, messages are text."""
    browser = await browse(*offered).connect()
    assert (101, chosen) == (browser.status, browser.protocol.subprotocol)
    await browser.send("NICK anna")
    await browser.send("USER anna 0 * :Anna")
    frame = await browser.frame()
    assert (Opcode.BINARY if chosen == BINARY else Opcode.TEXT) == frame.opcode
    assert b" 001 anna :" in frame.data


async def test_a_message_is_a_line_without_its_end(browse: Browse, parlour: "Parlour") -> None:
    """A message of a browser is a line at other doors, and the other way round."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("JOIN #lobby")
    await browser.until(" 366 ")
    boris = await parlour.visit().peer.join("boris")
    await browser.send("PRIVMSG #lobby :привет")
    await boris.until("PRIVMSG #lobby :привет\r\n")
    await boris.send("PRIVMSG #lobby :hi")
    await browser.until("JOIN")
    assert ":boris!boris@localhost PRIVMSG #lobby :hi" == await browser.line()


async def test_a_message_in_pieces_is_one_line(browse: Browse) -> None:
    """Fragments make one line; control messages may come between them."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send_frames(
        Frame(Opcode.TEXT, b"PING ", fin=False),
        Frame(Opcode.PING, b"alive?"),
        Frame(Opcode.CONT, b":frag", fin=False),
        Frame(Opcode.CONT, b"ments"),
    )
    found = [await browser.frame()]
    while b"fragments" not in found[-1].data:
        found.append(await browser.frame())
    assert (Opcode.PONG, b"alive?") in [(frame.opcode, bytes(frame.data)) for frame in found]
    assert b":trichat.local PONG trichat.local :fragments" == found[-1].data


async def test_a_line_end_in_a_message_is_an_end(browse: Browse) -> None:
    """A line end in a message, where there should be none, ends the line."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("PING :one\r\n")
    await browser.until(" :one")
    await browser.send("PING :two")
    assert (await browser.line()).endswith(" :two")


@pytest.mark.parametrize("size", [600, 20_000, 500_000])
async def test_a_message_longer_than_a_line_is_answered(browse: Browse, size: int) -> None:
    """A message longer than a line, however long, is refused as at the IRC door, once, and the visit goes on."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("PRIVMSG #lobby :" + "x" * size)
    await browser.send("PING :here")
    lines = [await browser.line()]
    while " PONG " not in lines[-1]:
        lines.append(await browser.line())
    assert 1 == len([line for line in lines if " 417 anna " in line])


async def test_a_message_in_pieces_is_not_longer_for_that(browse: Browse) -> None:
    """All its frames together are one line."""
    browser = await (await browse(TEXT).connect()).register("anna")
    frames = [Frame(Opcode.CONT, b"x" * 9000, fin=False) for _ in range(3)]
    await browser.send_frames(Frame(Opcode.TEXT, b"PING :", fin=False), *frames, Frame(Opcode.CONT, b"!"))
    await browser.until(" 417 anna ")


async def test_a_message_without_measure_is_the_end(browse: Browse) -> None:
    """A message that goes on and on ends the connection, before all of it has come."""
    browser = await (await browse(TEXT).connect()).register("anna")
    whole = Frame(Opcode.TEXT, b"x" * 2_000_000).serialize(mask=True)
    await browser.peer.write(whole[:1000])
    while (frame := await browser.frame()).opcode is not Opcode.CLOSE:
        pass
    assert 1009 == int.from_bytes(frame.data[:2])


async def test_text_that_is_none_is_refused(browse: Browse) -> None:
    """Bytes that are no UTF-8 are refused as at the IRC door."""
    browser = await (await browse(BINARY).connect()).register("anna")
    await browser.send_frames(Frame(Opcode.BINARY, b"PRIVMSG anna :\xff"))
    await browser.until("FAIL PRIVMSG INVALID_UTF8")


async def test_pings_without_reading_fill_nothing(parlour: "Parlour") -> None:
    """Of many pings from who does not read the last are answered."""
    visit = parlour.visit(buffer=4096)
    browser = await (await Browser(visit.peer, TEXT).connect()).register("anna")
    before = visit.connection.outbox.queued
    for _ in range(200):
        await browser.send_frames(*(Frame(Opcode.PING, b"x" * 125) for _ in range(100)))
    assert visit.connection.outbox.queued - before < 20_000


# The end


async def test_a_browser_that_leaves_has_left(browse: Browse, parlour: "Parlour") -> None:
    """A close is answered with a close, and the others see that somebody is gone."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("JOIN #lobby")
    boris = await parlour.visit().peer.join("boris")
    browser.protocol.send_close(1001)
    await browser.send_frames()
    await boris.until(":anna!anna@localhost QUIT")
    while (await browser.frame()).opcode is not Opcode.CLOSE:
        pass
    with pytest.raises(EOFError):
        await browser.frame()
    assert State.CLOSED is browser.protocol.state
    assert 1001 == browser.protocol.close_code


async def test_the_server_says_goodbye(browse: Browse) -> None:
    """At the end the last line comes first, and then a close that is no error."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("QUIT :bye")
    assert "ERROR :" in await browser.until("ERROR")
    frame = await browser.frame()
    assert (Opcode.CLOSE, 1000) == (frame.opcode, int.from_bytes(frame.data[:2]))


async def test_a_browser_that_vanishes_has_left(browse: Browse, parlour: "Parlour") -> None:
    """A browser whose connection just ends has left."""
    browser = await (await browse(TEXT).connect()).register("anna")
    await browser.send("JOIN #lobby")
    boris = await parlour.visit().peer.join("boris")
    await browser.peer.close()
    await boris.until(":anna!anna@localhost QUIT")


# Who is not let in


async def test_other_pages_are_refused(browse: Browse) -> None:
    """Another site's page is told that it may not connect; ours, and one in the settings, may."""
    refused = await browse(TEXT, origin="https://evil.example").connect()
    assert 403 == refused.status
    assert b'origins = ["https://evil.example"] in the section [web]' in refused.body
    refused = await browse(TEXT, origin='"]\\nevil = ["').connect()
    assert 403 == refused.status
    assert b"What would let them in: none." in refused.body
    for origin in ("http://trichat.local", "https://web.example"):
        assert 101 == (await browse(TEXT, origin=origin).connect()).status


async def test_another_path_is_not_there(browse: Browse) -> None:
    """IRC is at the path /; a query behind it changes nothing."""
    assert 404 == (await browse(TEXT, path="/chat").connect()).status
    assert 101 == (await browse(TEXT, path="/?irc").connect()).status


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        (UPGRADE, "HTTP/1.1 400 Bad Request\r\n"),
        (UPGRADE + KEY.replace("==", ""), "HTTP/1.1 400 Bad Request\r\n"),
        (UPGRADE.replace("13", "8") + KEY, "HTTP/1.1 400 Bad Request\r\n"),
        ("Upgrade: websocket\r\n" + KEY, "HTTP/1.1 426 Upgrade Required\r\n"),
        ("A: b\r\n" * 500 + UPGRADE + KEY, "HTTP/1.1 4"),
        (UPGRADE + KEY, "HTTP/1.1 101 Switching Protocols\r\n"),
        (UPGRADE + KEY + "Origin: http://a\r\nOrigin: http://b\r\n", "HTTP/1.1 403 Forbidden\r\n"),
    ],
)
async def test_every_request_gets_an_answer(parlour: "Parlour", fields: str, answer: str) -> None:
    """Whatever asks for a WebSocket, in one piece or in two, gets a whole response."""
    request = HEAD + fields + "\r\n"
    for cut in (len(request), 4, len(request) - 1):
        peer = parlour.visit(limits=Limits(knock_seconds=60.0)).peer  # taken for nobody else, however slow we are
        await peer.write(request[:cut])
        await trio.testing.wait_all_tasks_blocked()
        if cut < len(request):
            with contextlib.suppress(trio.BrokenResourceError):  # it has been answered already
                await peer.write(request[cut:])
        assert answer == await peer.until(answer)


async def test_the_page_and_its_websocket_come_over_one_connection(parlour: "Parlour") -> None:
    """A connection over which files were asked for goes on with WebSocket; what comes along with that is not lost."""
    visit = parlour.visit()
    await visit.peer.write(HEAD + "\r\n")
    await visit.peer.until("</html>")
    hello = Frame(Opcode.TEXT, b"CAP LS").serialize(mask=True)
    await visit.peer.write((HEAD + UPGRADE + KEY + "\r\n").encode() + hello)
    await visit.peer.until("101 Switching Protocols\r\n")
    await visit.peer.until("\r\n\r\n")
    assert b" CAP * LS " in await visit.peer.stream.receive_some()
