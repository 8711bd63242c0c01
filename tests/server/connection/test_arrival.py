"""Arrival: what is spoken where, and from where somebody is for whom a proxy speaks. In virtual time."""

import contextlib
from random import Random
from typing import TYPE_CHECKING

import pytest
import trio

from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.protocols.proxy import SIGNATURE
from trichat.server.connection.arrival import TLS_REFUSAL
from trichat.server.connection.doors import Entrance

if TYPE_CHECKING:
    from tests.server.conftest import Parlour, Visit

pytestmark = pytest.mark.virtual_time

PROMPT = "Enter your name: "
LIMITS = Limits()
PROXY, NEAR, FAR = "10.0.0.5", "127.0.0.1", "203.0.113.7"
HELLO = b"\x16\x03\x01\x02\x00"
NO_PROXY = "PROXY is believed from the addresses in [server] proxies, as the first thing that they say.\r\n"
NOT_BELIEVED = (
    "ERROR :WEBIRC is believed from the addresses in [server] proxies, with a name in [webirc], as the first line\r\n"
)


def line(address: str, kind: str = "TCP4") -> str:
    return f"PROXY {kind} {address} {address} 50000 8080\r\n"


def binary(command: int, kind: int, block: bytes = b"") -> bytes:
    return SIGNATURE + bytes([command, kind]) + len(block).to_bytes(2) + block


@pytest.fixture
def believing(parlour: "Parlour") -> "Parlour":
    """Give a server with two proxies, one of them on its own machine."""
    parlour.shared.trusted.read(ServerSettings(proxies=(PROXY, NEAR)))
    return parlour


def where(visit: "Visit") -> tuple[str, str, bool]:
    session = visit.connection.session
    return session.address, session.place, session.exempt


# Who is behind a proxy


@pytest.mark.parametrize("proxy", [PROXY, NEAR])
@pytest.mark.parametrize(
    ("header", "address", "place"),
    [
        (line(FAR).encode(), FAR, FAR),
        (line("2001:db8::7", "TCP6").encode(), "2001:db8::7", "2001:db8::/64"),
        (binary(0x21, 0x11, bytes([203, 0, 113, 7] * 2) + b"\0\1\0\1"), FAR, FAR),
        (binary(0x21, 0x11, bytes([203, 0, 113, 7] * 2) + b"\0\1\0\1\4\0\2xx"), FAR, FAR),
    ],
)
async def test_all_counts_for_whoever_is_behind_a_proxy(
    believing: "Parlour", proxy: str, header: bytes, address: str, place: str
) -> None:
    """Their own address is limited, is shown in a form that hides it, and can be banned; never that of the proxy."""
    visit = believing.visit(address=proxy)
    await visit.peer.write(header + b"NICK anna\r\nUSER anna 0 * :Anna\r\n")
    await visit.peer.until(" 001 anna ")
    assert (address, place, False) == where(visit)
    assert believing.shared.addresses.shown(address) == visit.connection.session.host
    assert believing.hub.state.users["anna"].addresses == [address]


async def test_a_person_behind_a_proxy_is_greeted(believing: "Parlour") -> None:
    """As soon as anybody else would be."""
    visit = believing.visit(address=PROXY)
    await visit.peer.write(line(FAR))
    await visit.peer.until(PROMPT)
    assert trio.current_time() == pytest.approx(LIMITS.knock_seconds)
    await visit.peer.enter("anna")


async def test_a_header_in_pieces(believing: "Parlour") -> None:
    """Nobody is greeted in the middle of it; what comes with its last byte is not lost."""
    for header in (line(FAR).encode(), binary(0x21, 0x11, bytes([203, 0, 113, 7] * 2) + b"\0\1\0\1")):
        visit = believing.visit(address=PROXY)
        for byte in header[:-1]:
            await visit.peer.write(bytes([byte]))
            await trio.sleep(0.05)
        await visit.peer.write(header[-1:] + b"CAP LS\r\n")
        assert (await visit.peer.line()).startswith(":trichat.local CAP * LS ")
        assert visit.connection.session.address == FAR


async def test_a_proxy_that_begins_late_is_not_greeted(believing: "Parlour") -> None:
    """A packet may get lost on its way, and comes again."""
    visit = believing.visit(address=PROXY)
    await trio.sleep(LIMITS.proxy_seconds - 0.5)
    await visit.peer.write(line(FAR) + "CAP LS\r\n")
    assert (await visit.peer.line()).startswith(":trichat.local CAP * LS ")


@pytest.mark.parametrize("header", [b"", b"PROXY TCP4 ", SIGNATURE[:3], binary(0x21, 0x11, bytes(12))[:-1]])
async def test_a_header_has_an_end(believing: "Parlour", header: bytes) -> None:
    """Whoever begins one and does not go on is not waited for."""
    visit = believing.visit(address=PROXY)
    await visit.peer.write(header)
    await trio.sleep(2 * LIMITS.proxy_seconds + 1)
    text = (await visit.peer.stream.receive_some()).decode()
    assert text.startswith("The header of PROXY does not end.\r\n" if len(header) > 5 else PROMPT)
    await visit.peer.close()


@pytest.mark.parametrize(
    "header",
    [
        b"PROXY TCP4 a b c d\r\n",
        b"PROXY TCP4 203.0.113.7 203.0.113.7 1 1\n",
        b"PROXY " + b"x" * 200,
        binary(0x31, 0x11),
    ],
)
async def test_a_header_that_is_none_is_told(believing: "Parlour", header: bytes) -> None:
    """In one sentence, and nobody comes in."""
    visit = believing.visit(address=PROXY)
    await visit.peer.write(header + b"NICK anna\r\nUSER anna 0 * :Anna\r\n")
    text = await visit.peer.end()
    assert text.startswith("The ")
    assert text.count("\n") == 1
    assert believing.hub.state.users == {}


@pytest.mark.parametrize("header", [line(FAR).encode(), b"PROXY UNKNOWN\r\n", binary(0x20, 0), b"PROXY x"])
async def test_others_are_not_believed(believing: "Parlour", header: bytes) -> None:
    """Nobody names another address than their own who is no proxy; nor is it anybody's name."""
    visit = believing.visit(address=FAR)
    await visit.peer.write(header)
    assert await visit.peer.end() == NO_PROXY
    assert not believing.hub.state.sessions


async def test_only_the_first_header_counts(believing: "Parlour") -> None:
    """What somebody behind a proxy says is not what the proxy says."""
    visit = believing.visit(address=PROXY)
    await visit.peer.write(line(FAR) + line("203.0.113.8"))
    assert await visit.peer.end() == NO_PROXY


@pytest.mark.parametrize("header", [line(FAR).encode(), SIGNATURE + b"\x20\0\0\0"])
async def test_a_header_behind_the_greeting_is_refused(believing: "Parlour", header: bytes) -> None:
    """It is nobody's name."""
    visit = believing.visit(address=FAR)
    await visit.peer.until(PROMPT)
    await visit.peer.write(header)
    assert (await visit.peer.end()).endswith(f"\r\n{NO_PROXY}")
    assert believing.hub.state.users == {}


@pytest.mark.parametrize("header", [b"PROXY UNKNOWN\r\n", binary(0x21, 0), binary(0x21, 0x31, bytes(216))])
async def test_somebody_unknown_is_limited_as_the_proxy(believing: "Parlour", header: bytes) -> None:
    """It cannot say for whom it speaks: so they count for its address, and are not exempt as it may be."""
    visit = believing.visit(address=NEAR)
    await visit.peer.write(header)
    await visit.peer.until(PROMPT)
    assert (NEAR, NEAR, False) == where(visit)


@pytest.mark.parametrize("header", [binary(0x20, 0), binary(0x20, 0x11, bytes(12)), b""])
async def test_a_proxy_that_comes_by_itself(believing: "Parlour", header: bytes) -> None:
    """To see whether somebody is here, or because a person sits there: it is limited as its own address is."""
    visit = believing.visit(address=NEAR)
    await visit.peer.write(header)
    await visit.peer.until(PROMPT)
    assert (NEAR, NEAR, True) == where(visit)
    assert visit.connection.session.host == "localhost"


@pytest.mark.parametrize("header", [binary(0x20, 0), b"", line(FAR).encode()])
async def test_a_look_whether_somebody_is_here(believing: "Parlour", header: bytes) -> None:
    """A proxy that connects and hangs up leaves nothing, and is seen by nobody."""
    other = await believing.visit(address=FAR).peer.join("boris")
    visit = believing.visit(address=NEAR)
    await visit.peer.write(header)
    await visit.peer.close()
    with trio.fail_after(5):
        await visit.over.wait()
    assert await other.pong() == []
    assert len(believing.hub.state.sessions) == 1


async def test_localhost_is_another_machine_there(believing: "Parlour") -> None:
    """Who comes from the machine of a proxy is not on ours; who comes from ours is, by whatever way."""
    one, other = believing.visit(address=PROXY), believing.visit(address=NEAR)
    for visit in (one, other):
        await visit.peer.write(line("127.0.0.1"))
        await visit.peer.until(PROMPT)
    assert (PROXY, PROXY, False) == where(one)
    assert (NEAR, NEAR, True) == where(other)


async def test_each_address_has_its_connections(believing: "Parlour") -> None:
    """As many come through a proxy as without: from each address so many, from all of them more."""
    most = LIMITS.connections_per_address
    visits = [believing.visit(address=NEAR) for _ in range(most + 3)]
    for visit in visits[:-1]:
        await visit.peer.write(line(FAR))
    await visits[-1].peer.write(line("203.0.113.8"))
    await visits[most - 1].peer.until(PROMPT)
    assert "Too many connections" in await visits[most].peer.end()
    await visits[-1].peer.until(PROMPT)
    await visits[0].peer.close()
    await visits[0].over.wait()
    another = believing.visit(address=NEAR)
    await another.peer.write(line(FAR))
    await another.peer.until(PROMPT)


async def test_each_address_has_its_lines(believing: "Parlour") -> None:
    """A flood through a proxy on this machine is read as slowly as any."""
    visit = believing.visit(address=NEAR)
    await visit.peer.write(line(FAR))
    peer = await visit.peer.join("anna")
    start = trio.current_time()
    await peer.send(*["LUSERS"] * 199)
    await peer.pong()
    assert 4 < trio.current_time() - start < 6


async def test_whatever_comes_first_is_no_bug(believing: "Parlour") -> None:
    """From a proxy or not, in pieces of any size: each visit ends, nothing is counted any more, and nobody notices."""
    await believing.visit(address=FAR).peer.enter("boris")
    random = Random(1)  # noqa: S311 (the same every time)
    for _ in range(300):
        visit = believing.visit(address=random.choice((PROXY, NEAR, FAR)))
        data = b"".join(random.choices(_FIRST_WORDS, k=random.randrange(6)))
        while data:
            cut = random.randrange(1, 40)
            with contextlib.suppress(trio.BrokenResourceError):
                await visit.peer.write(data[:cut])
            data = data[cut:]
            await trio.sleep(random.choice((0, 0.2, 1.5)))
        await visit.peer.close()
        with trio.fail_after(60):
            await visit.over.wait()
    assert {"boris"} == set(believing.hub.state.users)
    assert believing.shared.addresses._total == 1


_FIRST_WORDS = (
    b"PROXY ", b"TCP4 ", b"UNKNOWN", FAR.encode() + b" ", b"1 1", b"\r\n", b"\r", b"\n", b"\0", b"a", b"@a=b ",
    b"/quit", SIGNATURE, b"\x21\x11\0\x0c", b"\x20\0\0\0", bytes(12), line(FAR).encode(), b"WEBIRC a b c ", b"NICK ",
    b"PASS ", b"hunter2", b"STARTTLS", b"GET / HTTP/1.1\r\n", b"x-forwarded-for: 1.1.1.1\r\n", HELLO, b"\xff\xfd\x01",
    b"\xff\xfe",
)  # fmt: skip


# Gateways: those with a right password are in test_proxies.py


@pytest.mark.parametrize("late", [False, True])
async def test_a_gateway_that_nobody_knows_is_told_in_irc(believing: "Parlour", late: bool) -> None:
    """Whoever says for whom it speaks, and is not believed, does not come in as if it were somebody."""
    for address in (FAR, NEAR):
        visit = believing.visit(address=address)
        if late:
            await visit.peer.until(PROMPT)
        await visit.peer.send("WEBIRC secret web host.example 203.0.113.7", "NICK anna", "USER anna 0 * :Anna")
        assert (await visit.peer.end()).removeprefix("\r\n") == NOT_BELIEVED
    assert believing.hub.state.users == {}


@pytest.mark.parametrize("text", ["WEBIRC a b c d\r\n", "WEBIRC a b c\r\n", "WEBIRC " + "x" * 2000, "WEBIRC a"])
async def test_a_gateway_that_is_not_understood_is_told_in_irc(believing: "Parlour", text: str) -> None:
    """In one sentence."""
    visit = believing.visit(address=NEAR)
    await visit.peer.write(text)
    await trio.sleep(LIMITS.proxy_seconds)
    answer = await visit.peer.end()
    assert answer.startswith(("ERROR :WEBIRC ", "ERROR :The line with WEBIRC "))
    assert answer.count("\n") == 1


# What is spoken where


async def test_nothing_is_said_where_tls_is_spoken_only(parlour: "Parlour") -> None:
    """A program that needs a while to begin is not disturbed; whoever never begins is closed without a word."""
    visit = parlour.visit(entrance=Entrance(tls_only=True))
    assert await visit.peer.end() == ""
    assert trio.current_time() == pytest.approx(LIMITS.handshake_seconds)


@pytest.mark.parametrize("text", ["NICK anna\r\n", "anna\n", "GET / HTTP/1.1\r\n\r\n", "STARTTLS\r\n", line(FAR)])
async def test_plain_text_where_tls_is_spoken_only(parlour: "Parlour", text: str) -> None:
    """Whoever speaks plain text there is told in it what would be right."""
    visit = parlour.visit(entrance=Entrance(tls_only=True))
    await visit.peer.write(text)
    answer = await visit.peer.end()
    assert "This port speaks TLS and nothing else: connect with TLS." in answer or answer == NO_PROXY
    assert answer.startswith("HTTP/1.1 400 ") is text.startswith("GET")
    assert not parlour.hub.state.sessions


async def test_a_proxy_where_tls_is_spoken_only(believing: "Parlour") -> None:
    """What it says comes before TLS; then it is as quiet as without."""
    visit = believing.visit(address=NEAR, entrance=Entrance(tls_only=True))
    await visit.peer.write(line(FAR))
    assert await visit.peer.end() == ""
    assert trio.current_time() == pytest.approx(LIMITS.handshake_seconds)


async def test_too_many_where_tls_is_spoken_only(believing: "Parlour") -> None:
    """Nothing is said in plain text even then."""
    for _ in range(LIMITS.connections_per_address):
        assert believing.shared.addresses.admit(FAR, exempt=False)
    visit = believing.visit(address=NEAR, entrance=Entrance(tls_only=True))
    await visit.peer.write(line(FAR))
    assert await visit.peer.end() == ""
    assert trio.current_time() == 0


async def test_tls_where_plain_text_is_spoken_only(parlour: "Parlour") -> None:
    """It is refused so that the client can tell, as on a server without a certificate."""
    visit = parlour.visit()
    await visit.peer.write(HELLO)
    assert TLS_REFUSAL == await visit.peer.stream.receive_some()
