"""A connection of HTTP: nobody in the chat, with limits of its own."""

import contextlib
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import pytest
import trio
import trio.testing

from tests.conftest import AGES, PATIENCE
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.protocols.http.messages import Answer
from trichat.protocols.http.routing import Asked, Route, Routes
from trichat.server.connection.web.visitors import Visitors
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.conftest import Peer
    from tests.server.conftest import Parlour

pytestmark = pytest.mark.virtual_time

HOST = "Host: localhost\r\n"
GET = f"GET / HTTP/1.1\r\n{HOST}\r\n"
HEAD = f"HEAD / HTTP/1.1\r\n{HOST}\r\n"
POST = f"POST /echo HTTP/1.1\r\n{HOST}"
FAR = "203.0.113.7"
OK = "HTTP/1.1 200 OK\r\n"
LIMITS = Limits()


async def echo(asked: Asked) -> Answer:
    await trio.lowlevel.checkpoint()
    return Answer(status=200, body=asked.body)


def furnish(parlour: "Parlour", limits: Limits = LIMITS) -> "Parlour":
    """Give a server with these limits, and something to send to."""
    site = parlour.shared.site
    routes = [*site.routes.all, Route(pattern="/echo", methods=("POST",), handler=echo, body_bytes=9)]
    site = replace(site, routes=Routes(routes), visitors=Visitors(limits), limits=limits)
    parlour.shared = replace(parlour.shared, site=site)
    return parlour


def stream(parlour: "Parlour", given: list[str]) -> None:
    """Have something to be read in pieces."""
    site = parlour.shared.site
    route = Route(pattern="/stream", methods=("GET",), handler=lambda _: Answer(status=200, stream=pieces(given)))
    parlour.shared = replace(parlour.shared, site=replace(site, routes=Routes([route, *site.routes.all])))


async def answer(peer: "Peer", request: str) -> str:
    """Ask; give the first line of the answer."""
    await peer.write(request)
    return await peer.line()


# Nobody in the chat


async def test_a_browser_may_connect_before_it_asks(parlour: "Parlour") -> None:
    """While it looks at the page from the same address: a greeting would be taken for what it asks for then."""
    furnish(parlour)
    await answer(parlour.visit().peer, GET)
    early = parlour.visit().peer
    await trio.sleep(LIMITS.knock_seconds + LIMITS.browser_seconds - 0.1)
    assert await answer(early, GET) == OK.strip()


async def test_a_person_beside_a_browser_is_greeted_a_little_later(parlour: "Parlour") -> None:
    """Whoever asks nothing is a person after all; and is greeted as ever where nobody looks at the page."""
    furnish(parlour)
    page = parlour.visit().peer
    await answer(page, GET)
    person, other = parlour.visit().peer, parlour.visit(address=FAR).peer
    await other.until(": ")
    assert trio.current_time() == pytest.approx(LIMITS.knock_seconds)
    await person.until(": ")
    assert trio.current_time() == pytest.approx(LIMITS.knock_seconds + LIMITS.browser_seconds)
    await page.close()
    await trio.testing.wait_all_tasks_blocked()
    before = trio.current_time()
    await parlour.visit().peer.until(": ")
    assert trio.current_time() - before == pytest.approx(LIMITS.knock_seconds)


async def test_who_looks_at_the_page_is_nobody(parlour: "Parlour") -> None:
    """There is no session, no greeting, and no time in which a name is to be given."""
    peer = furnish(parlour, Limits(http_idle_seconds=AGES)).visit().peer
    await peer.write(GET)
    await peer.until("</html>")
    await trio.sleep(2 * LIMITS.name_seconds)
    assert not parlour.hub.state.sessions
    await peer.write(GET)
    assert OK in await peer.until("</html>")


async def test_requests_one_after_another_and_at_once(parlour: "Parlour") -> None:
    """Answers come in the order of the requests, whether the next one waits for an answer or not."""
    peer = parlour.visit().peer
    await peer.write(HEAD + GET.replace("/ ", "/nothing ") + HEAD)
    for status in ("200", "404", "200"):
        await peer.until(f"HTTP/1.1 {status} ")
    await peer.write(HEAD)
    await peer.until(OK)


async def test_who_says_goodbye_is_answered(parlour: "Parlour") -> None:
    """The end of the stream behind a request, or Connection: close, ends the connection behind the answer."""
    peer = parlour.visit().peer
    await peer.write(GET)
    await peer.stream.send_eof()
    assert (await peer.end()).endswith("</html>\n")
    peer = parlour.visit().peer
    await peer.write(GET.replace(HOST, HOST + "Connection: close\r\n"))
    assert (await peer.end()).endswith("</html>\n")
    peer = parlour.visit().peer
    await peer.write("GET / HTTP/1.0\r\n\r\n")
    assert (await peer.end()).endswith("</html>\n")


async def test_a_request_in_pieces_is_one(parlour: "Parlour") -> None:
    """However slowly it comes, within its time."""
    peer = parlour.visit().peer
    for piece in (GET[:4], *GET[4:]):
        await peer.write(piece)
        await trio.sleep(0.1)
    assert (await peer.until("</html>")).startswith(OK)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 3\r\n\r\nabc", "405 Method Not Allowed"),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "400 Bad Request"),
        (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 3\r\n\r\nabc", "400 Bad Request"),
        (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n", "400 Bad Request"),
        (f"GET / HTTP/1.1\r\n{HOST}X: {'y' * 9000}\r\n\r\n", "431 Request Header Fields Too Large"),
        (f"GET / HTTP/1.1\r\n{HOST}X: {'y' * 100_000}", "431 Request Header Fields Too Large"),
        (f"GET / HTTP/1.1\n{HOST}\n", "400 Bad Request"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 HTTP Version Not Supported"),
        (f"{POST}Content-Length: 10\r\n\r\n0123456789", "413 Request Entity Too Large"),
    ],
)
async def test_nothing_is_read_behind_what_is_refused(parlour: "Parlour", request_: str, status: str) -> None:
    """The answer is the last one: what looks like another request behind it is not answered."""
    peer = furnish(parlour).visit().peer
    await peer.write(request_ + GET)
    text = await peer.end()
    assert text.startswith(f"HTTP/1.1 {status}\r\n")
    assert 1 == text.count("Date: ")


async def test_a_body_is_read_where_there_may_be_one(parlour: "Parlour") -> None:
    """Whole, in pieces, and after who wants to be told has been told; the connection goes on."""
    peer = furnish(parlour).visit().peer
    await peer.write(f"{POST}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
    await peer.until("HTTP/1.1 100 Continue\r\n\r\n")
    await peer.write("he")
    await trio.sleep(1)
    await peer.write("llo")
    assert (await peer.until("\r\n\r\nhello")).startswith(OK)
    await peer.write(f"{POST}Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
    assert (await peer.until("\r\n\r\nhi")).startswith(OK)


# Times


async def test_a_head_that_drips_does_not_stay(parlour: "Parlour") -> None:
    """The time of a request begins with its first byte, and no byte makes it longer."""
    peer = parlour.visit().peer
    await peer.write("GET / HTTP/1.1\r\nX: ")
    for _ in range(9):
        await trio.sleep(LIMITS.http_request_seconds / 10)
        await peer.write("y")
    assert (await peer.end()).startswith("HTTP/1.1 408 Request Timeout\r\n")
    assert trio.current_time() == pytest.approx(LIMITS.http_request_seconds)


async def test_a_body_that_drips_does_not_stay(parlour: "Parlour") -> None:
    """Likewise."""
    peer = furnish(parlour).visit().peer
    await peer.write(f"{POST}Content-Length: 5\r\n\r\nhell")
    assert (await peer.end()).startswith("HTTP/1.1 408 Request Timeout\r\n")
    assert trio.current_time() == pytest.approx(LIMITS.http_request_seconds)


async def test_silence_ends_without_a_word(parlour: "Parlour") -> None:
    """A connection that asks for nothing more is closed: a browser opens another when it needs one."""
    peer = parlour.visit().peer
    await peer.write(HEAD)
    await peer.until("\r\n\r\n")
    assert "" == await peer.end()
    assert trio.current_time() == pytest.approx(LIMITS.http_idle_seconds)


async def test_who_does_not_read_the_answer_does_not_stay(parlour: "Parlour") -> None:
    """An answer has as long to be taken as what others are told."""
    visit = furnish(parlour, Limits(http_requests=10_000)).visit(buffer=4096)
    with trio.fail_after(PATIENCE), contextlib.suppress(trio.BrokenResourceError):
        while True:
            await visit.peer.write(GET * 100)
    assert trio.current_time() == pytest.approx(LIMITS.stall_seconds, abs=LIMITS.http_idle_seconds)


async def pieces(given: list[str]) -> AsyncGenerator[bytes, None]:
    try:
        while len(given) < 3:
            given.append("piece")
            yield b"x" * 9000
    finally:
        given.append("end")


async def test_an_answer_in_pieces(parlour: "Parlour") -> None:
    """It is sent as it comes, in chunks, or bare to HTTP/1.0, and is the last."""
    furnish(parlour)
    for version, end in (("1.1", "x\r\n0\r\n\r\n"), ("1.0", "x")):
        given: list[str] = []
        stream(parlour, given)
        peer = parlour.visit().peer
        await peer.write(f"GET /stream HTTP/{version}\r\n{HOST}\r\n")
        text = await peer.end()
        assert (27_000, True) == (text.partition("\r\n\r\n")[2].count("x"), text.endswith(end))
        assert ["piece"] * 3 + ["end"] == given


async def test_who_does_not_read_pieces_is_given_no_more(parlour: "Parlour") -> None:
    """Nothing is made, or queued, before what was made is taken; in the end they do not stay."""
    given: list[str] = []
    stream(furnish(parlour), given)
    visit = parlour.visit(buffer=4096)
    await visit.peer.write(f"GET /stream HTTP/1.1\r\n{HOST}\r\n")
    with trio.fail_after(PATIENCE):
        await visit.over.wait()
    assert ["piece", "end"] == given[-2:]
    assert len(given) < 4
    assert trio.current_time() == pytest.approx(LIMITS.stall_seconds, abs=1)


async def test_a_late_request_is_not_answered_with_a_prompt(parlour: "Parlour") -> None:
    """Who was silent is greeted as a person; a request after that has no answer but the end, and is sent anew."""
    peer = parlour.visit().peer
    await peer.until("Enter your name: ")
    await peer.write(GET)
    assert "" == await peer.end()


async def test_when_the_server_stops_nobody_is_waited_for(parlour: "Parlour") -> None:
    """Whoever has asked for nothing is closed at once, and who asks yet is answered first."""
    waiting, asking = parlour.visit(), parlour.visit()
    await waiting.peer.write(HEAD)
    await waiting.peer.until("\r\n\r\n")
    await asking.peer.write(GET[:-2])
    await trio.testing.wait_all_tasks_blocked()
    parlour.shared.site.visitors.end()
    assert "" == await waiting.peer.end()
    await asking.peer.write("\r\n")
    assert (await asking.peer.end()).startswith(OK)
    assert trio.current_time() < LIMITS.http_request_seconds


# Limits


async def test_so_many_requests_and_no_more(parlour: "Parlour") -> None:
    """The last one is told that it is."""
    peer = furnish(parlour, Limits(http_requests=3)).visit().peer
    await peer.write(HEAD * 4)
    text = await peer.end()
    assert (3, 1) == (text.count(OK), text.count("Connection: close"))
    assert text.endswith("Connection: close\r\n\r\n")


async def test_requests_are_slowed_down_by_address(parlour: "Parlour") -> None:
    """Several connections of one address have one allowance; another address has its own."""
    limits = Limits(http_burst_requests=4, http_requests_per_second=2.0)
    furnish(parlour, limits)
    one, two = (parlour.visit(address=FAR).peer for _ in range(2))
    await one.write(HEAD * 3)
    await two.write(HEAD * 3)
    for peer in (one, two):
        for _ in range(3):
            await peer.until(OK)
    assert trio.current_time() == pytest.approx(1.0)
    assert OK == await answer(parlour.visit(address="203.0.113.8").peer, HEAD) + "\r\n"
    assert trio.current_time() == pytest.approx(1.0)


async def test_connections_of_pages_are_not_those_of_people(parlour: "Parlour") -> None:
    """Pages that are loaded leave people their connections, and have a limit of their own."""
    furnish(parlour, Limits(http_connections_per_address=2))
    visits = [parlour.visit(address=FAR) for _ in range(3)]
    for visit in visits[:2]:
        assert OK == await answer(visit.peer, HEAD) + "\r\n"
        await visit.peer.until("\r\n\r\n")
    assert parlour.shared.addresses.fits(FAR, exempt=False)
    assert 1 == parlour.shared.addresses.count(FAR)  # the one that has said nothing yet
    await visits[2].peer.write(HEAD)
    text = await visits[2].peer.end()
    assert text.startswith("HTTP/1.1 429 Too Many Requests\r\n")
    assert "Retry-After: 20\r\n" in text
    for visit in visits:
        await visit.peer.close()
        await visit.over.wait()
    assert 0 == parlour.shared.addresses.count(FAR)


# By which name


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8080", 200),
        ("TRICHAT.local", 200),
        ("127.0.0.1", 200),
        ("[::1]:8080", 200),
        ("web.example", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
async def test_who_calls_us_by_another_name_is_refused(parlour: "Parlour", host: str, status: int) -> None:
    """A page whose name was pointed at this address learns nothing (DNS rebinding); the page itself is no secret."""
    for path, expected in (("/echo", status), ("/", 200)):
        peer = furnish(parlour).visit().peer
        method = "POST" if path == "/echo" else "HEAD"
        line = await answer(peer, f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n")
        assert line.startswith(f"HTTP/1.1 {expected} ")


async def test_a_proxy_speaks_for_many(parlour: "Parlour") -> None:
    """What it asks for on its one connection is not limited by its address, and no address is taken for it."""
    parlour.shared.trusted.read(ServerSettings(proxies=(FAR,)))
    furnish(parlour, Limits(http_connections_per_address=1, http_burst_requests=1, http_requests_per_second=0.01))
    for _ in range(3):
        visit = parlour.visit(address=FAR)
        await visit.peer.write(HEAD * 3)
        for _ in range(3):
            await visit.peer.until(OK)
        assert "" == visit.connection.address
    assert trio.current_time() < 1


# Bodies and answers in parts

PARTS = f"POST /parts HTTP/1.1\r\n{HOST}"


async def count(asked: Asked) -> Answer:
    assert asked.parts is not None
    size = 0
    async for part in asked.parts():
        size += len(part)
    return Answer(status=200, body=str(size).encode())


async def letters() -> AsyncGenerator[bytes, None]:
    for letter in b"abc":
        yield bytes([letter]) * 100_000


def with_parts(parlour: "Parlour", limits: Limits = LIMITS) -> "Parlour":
    """Give a server that counts what is sent to it in parts, and sends letters in parts."""
    site = furnish(parlour, limits).shared.site
    route = Route(pattern="/parts", methods=("POST",), handler=count, body_bytes=900_000, in_parts=True)
    answer = Route(
        pattern="/letters",
        methods=("GET", "HEAD"),
        handler=lambda _: Answer(status=200, length=300_000, stream=letters()),
    )
    site = replace(site, routes=Routes([*site.routes.all, route, answer]))
    parlour.shared = replace(parlour.shared, site=site)
    return parlour


async def test_a_body_in_parts_may_take_its_time(parlour: "Parlour") -> None:
    """As long as it goes on: 64 KiB in a minute, and no byte now and then."""
    peer = with_parts(parlour).visit().peer
    await peer.write(f"{PARTS}Content-Length: 300000\r\n\r\n")
    for _ in range(3):
        await trio.sleep(LIMITS.file_stall_seconds - 1)
        await peer.write("x" * 100_000)
    await peer.until("300000")
    await peer.write(f"{PARTS}Content-Length: 300000\r\n\r\n")
    for _ in range(20):
        await trio.sleep(LIMITS.file_stall_seconds / 10)
        with contextlib.suppress(trio.BrokenResourceError):
            await peer.write("x")
    assert "HTTP/1.1 408 " in await peer.end()


async def test_who_is_refused_in_the_middle_of_a_file_is_told_why(parlour: "Parlour") -> None:
    """What they still send is read for a moment: else the system would tell them nothing but that it is over."""
    peer = with_parts(parlour).visit().peer
    await peer.write(f"{PARTS}Content-Length: 9000000\r\n\r\n")
    for _ in range(90):
        await peer.write("x" * 100_000)
    assert "HTTP/1.1 413 " in await peer.end()


async def test_an_answer_in_parts(parlour: "Parlour") -> None:
    """It comes whole, and the next request is answered behind it; for HEAD none of it comes."""
    peer = with_parts(parlour).visit().peer
    await peer.write(f"GET /letters HTTP/1.1\r\n{HOST}\r\nHEAD /letters HTTP/1.1\r\n{HOST}\r\n{HEAD}")
    await peer.until("Content-Length: 300000\r\n\r\n")
    assert "".join(letter * 100_000 for letter in "abc") == await peer.take(300_000)
    await peer.until("Content-Length: 300000\r\n\r\n")
    await peer.until(OK)
