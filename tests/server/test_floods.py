"""Many who come and never finish what they begin: each is out in time, and nobody else has to wait for them."""

import functools
import itertools
from collections.abc import Awaitable, Callable
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
import trio
import trustme

from trichat.config.limits import Limits
from trichat.server.connection import tls
from trichat.server.connection.doors import LEAVING_AT_ONCE

if TYPE_CHECKING:
    from tests.conftest import Peer
    from tests.server.conftest import Parlour, Visit

pytestmark = pytest.mark.virtual_time

LIMITS = Limits()
HELLO = bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])  # how a TLS hello begins
REQUEST = b"GET / HTTP/1.1\r\nHost: trichat.local\r\nUpgrade: websocket\r\n"
Say = Callable[["Peer"], Awaitable[None]]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tls.TlsStream]:
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    trustme.CA().issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(path)
    return functools.partial(tls.TlsStream, tls.context(path, None))


async def trickle(peer: "Peer", data: bytes) -> None:
    """Send a byte a second, the last of them for ever, as whoever wants to look busy does."""
    for byte in [*data, *repeat(ord("x"), 10_000)]:
        try:
            await peer.write(bytes([byte]))
        except trio.BrokenResourceError:
            return
        await trio.sleep(1)


async def gone_after(visit: "Visit") -> float:
    with trio.fail_after(10_000):
        await visit.over.wait()
    return trio.current_time()


async def last_words(visit: "Visit") -> str:
    """Read to the end, however long that takes."""
    data = b""
    with trio.fail_after(10_000):
        while more := await visit.peer.stream.receive_some():
            data += more
    return data.decode()


# One of them


@pytest.mark.parametrize(
    "lines",
    [
        ["NICK anna"],
        ["USER anna 0 * :Anna"],
        ["CAP LS 302", "NICK anna", "USER anna 0 * :Anna"],
        ["CAP REQ :sasl", "NICK anna", "USER anna 0 * :Anna"],
        ["NICK :", "USER anna 0 * :Anna"],
    ],
    ids=lambda lines: " ".join(lines)[:20],
)
async def test_half_a_registration_does_not_stay(parlour: "Parlour", lines: list[str]) -> None:
    """A client that never says all that it has to is told why it is closed."""
    visit = parlour.visit()
    await visit.peer.send(*lines)
    assert "No name was given in time." in await last_words(visit)
    assert LIMITS.register_seconds == pytest.approx(trio.current_time(), abs=1)


async def test_looking_busy_does_not_help(parlour: "Parlour", nursery: trio.Nursery) -> None:
    """The time to register counts from the beginning, whatever is sent meanwhile."""
    visit = parlour.visit()
    await visit.peer.send("NICK anna")

    async def ping() -> None:
        while not visit.over.is_set():
            await visit.peer.send("PING x")
            await trio.sleep(5)

    nursery.start_soon(ping)
    assert LIMITS.register_seconds == pytest.approx(await gone_after(visit), abs=2)


async def test_a_person_has_more_time(parlour: "Parlour") -> None:
    """A person has more time for a name than an IRC client."""
    visit = parlour.visit()
    assert "No name was given in time." in await last_words(visit)
    assert LIMITS.name_seconds == pytest.approx(trio.current_time(), abs=1)


async def test_a_hello_a_byte_a_second_does_not_stay(
    parlour: "Parlour", secure: Callable[..., tls.TlsStream], nursery: trio.Nursery
) -> None:
    """The time for a TLS handshake is for the whole of it, not for each piece."""
    visit = parlour.visit(secure=secure)
    await visit.peer.write(HELLO)
    nursery.start_soon(trickle, visit.peer, b"")
    assert LIMITS.handshake_seconds == pytest.approx(await gone_after(visit), abs=1)


async def test_a_request_a_byte_a_second_does_not_stay(parlour: "Parlour", nursery: trio.Nursery) -> None:
    """The time for an HTTP request is for the whole of it, not for each line."""
    visit = parlour.visit()
    await visit.peer.write(REQUEST)
    nursery.start_soon(trickle, visit.peer, b"X: ")
    assert "The request did not come to its end in time." in await last_words(visit)
    assert LIMITS.http_request_seconds == pytest.approx(trio.current_time(), abs=1)


# Many of them


async def half_registered(peer: "Peer") -> None:
    await peer.send("NICK anna")


async def half_encrypted(peer: "Peer") -> None:
    await peer.write(HELLO)


async def half_upgraded(peer: "Peer") -> None:
    await peer.write(REQUEST)


async def silent(_peer: "Peer") -> None:
    pass


@pytest.mark.parametrize("begin", [half_registered, half_encrypted, half_upgraded, silent], ids=lambda f: f.__name__)
async def test_many_who_never_finish_hold_up_nobody(
    parlour: "Parlour", secure: Callable[..., tls.TlsStream], begin: Say
) -> None:
    """While two hundred wait others come in at once and talk; in the end all two hundred are gone."""
    waiting = [parlour.visit(secure=secure) for _ in range(200)]
    for visit in waiting:
        await begin(visit.peer)
    anna, boris = await parlour.visit().peer.join("anna"), await parlour.visit().peer.join("boris")
    await anna.send("PRIVMSG #lobby :still here")
    await boris.until("still here")
    assert trio.current_time() < 1
    for visit in waiting:
        await gone_after(visit)
    assert trio.current_time() <= LIMITS.name_seconds + 2


async def test_many_connections_that_end_at_once_end_one_after_the_other(parlour: "Parlour") -> None:
    """When a hundred are cut off at once, the loop turns many times until all are gone: others are heard meanwhile."""
    visits = [parlour.visit() for _ in range(100)]
    for number, visit in enumerate(visits):
        await visit.peer.send(f"NICK guest{number}", "USER guest 0 * :Guest")
        await visit.peer.until(" 422 ")
    for visit in visits:
        visit.peer.stream.socket.close()
    gone = [0]
    while gone[-1] < len(visits):
        await trio.lowlevel.checkpoint()
        gone.append(sum(visit.over.is_set() for visit in visits))
    assert max(after - before for before, after in itertools.pairwise(gone)) <= LEAVING_AT_ONCE
