"""Gateways of IRC and of HTTP: for whom they speak, if they are believed."""

import ssl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio
import trustme
from websockets.frames import Frame, Opcode

from trichat.config.limits import Limits
from trichat.config.secrets import hashed

if TYPE_CHECKING:
    from tests.conftest import House, Peer, Start

SECRET = "hunter2"
HERE = ("127.0.0.1",)
FAR = "203.0.113.7"
REGISTER = ("NICK anna", "USER anna 0 * :Anna")
UPGRADE = (
    "GET / HTTP/1.1\r\nHost: trichat.local\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
)


@pytest.fixture
async def house(start: "Start") -> "House":
    """Give a server that believes this machine, and two gateways on it."""
    secrets = {"web": hashed(SECRET), "old": SECRET}
    return await start(
        proxies=HERE, webirc=secrets, operators={"root": "secret"}, limits=Limits(connections_per_address=3)
    )


async def whois(house: "House", nick: str = "anna") -> str:
    """Give what an operator is told of where somebody is from."""
    peer = await house.connect()
    await peer.send("NICK root", "USER root 0 * :Root", "OPER root secret")
    await peer.until(" 381 ")
    await peer.send(f"WHOIS {nick}")
    found = await peer.until(" 318 ")
    await peer.send("QUIT")
    await peer.end()
    await peer.close()
    return found


# IRC


@pytest.mark.parametrize("gateway", ["web", "old"])
async def test_a_gateway_is_believed(house: "House", gateway: str) -> None:
    """With its name and password, kept as a hash or not: whoever is behind it is seen as coming by themselves."""
    peer = await house.connect()
    await peer.send(f"WEBIRC {SECRET} {gateway} host.example {FAR}", *REGISTER)
    await peer.until(" 001 anna ")
    assert FAR in await whois(house)
    assert "host.example" not in await whois(house)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (f"WEBIRC wrong web {FAR} {FAR}", "ERROR :Invalid WebIRC password\r\n"),
        (f"WEBIRC {SECRET} other {FAR} {FAR}", "ERROR :WEBIRC is believed from the addresses in [server] proxies"),
        (f"WEBIRC {SECRET} web {FAR} {FAR}x", "ERROR :WEBIRC has no address where one belongs\r\n"),
    ],
)
async def test_a_gateway_is_not_believed(house: "House", line: str, answer: str) -> None:
    """It is told in the words of IRC, and nobody comes in by it."""
    peer = await house.connect()
    await peer.send(line, *REGISTER)
    assert (await peer.end()).startswith(answer)
    assert " 401 " in await whois(house)


async def test_each_address_behind_a_gateway_has_its_connections(house: "House") -> None:
    """They are counted by their own address: the gateway, which is on this machine, exempts nobody."""
    for number in range(4):
        peer = await house.connect()
        await peer.send(f"WEBIRC {SECRET} web x {FAR}", f"NICK anna{number}", "USER anna 0 * :Anna")
        text = await (peer.until(f" 001 anna{number} ") if number < 3 else peer.end())
    assert text == "ERROR :Too many connections. Try again later.\r\n"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """Give a certificate of a server, and a client that trusts it and has one too."""
    authority, path = trustme.CA(), tmp_path / "server.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(path)
    context = ssl.create_default_context()
    authority.configure_trust(context)
    authority.issue_cert("gateway@example.org").configure_cert(context)
    return path, context


@pytest.mark.parametrize(("options", "secure"), [("", False), (" :secure local-port=443", True), (" secure=x", True)])
async def test_what_is_secure_is_so_on_the_whole_way(
    start: "Start", certificate: tuple[Path, ssl.SSLContext], peer: "type[Peer]", options: str, secure: bool
) -> None:
    """From the client to the gateway, and from there to here; and the certificate of the gateway is nobody's."""
    path, context = certificate
    house = await start(
        proxies=HERE, webirc={"web": SECRET}, operators={"root": "secret"}, tls_certificate=path, history=None
    )
    stream = trio.SSLStream((await house.connect()).stream, context, server_hostname="localhost")
    gateway = peer(stream)  # type: ignore[arg-type]
    await gateway.send(f"WEBIRC {SECRET} web x {FAR}{options}", *REGISTER)
    await gateway.until(" 001 anna ")
    assert secure is (" 671 " in await whois(house))
    await gateway.send("NICKSERV REGISTER a-long-password", "NICKSERV CERT ADD")
    await gateway.until("NOTICE anna :Connect with TLS and a certificate, or give its fingerprint")


# HTTP


@pytest.mark.parametrize(
    "headers",
    [
        "X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n",
        "x-forwarded-for: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.7\r\n",
        "Forwarded: for=1.1.1.1, for=203.0.113.7;proto=https\r\n",
        "Forwarded: for=203.0.113.7\r\nX-Forwarded-For: 203.0.113.7\r\n",
    ],
)
async def test_a_proxy_of_http_is_believed(house: "House", headers: str) -> None:
    """A WebSocket that comes through nginx is that of whoever nginx says."""
    for number in range(4):
        peer = await house.connect()
        await peer.write(UPGRADE + headers + "\r\n")
        text = await (peer.until("\r\n\r\n") if number < 3 else peer.end())
        assert text.startswith("HTTP/1.1 101 " if number < 3 else "HTTP/1.1 503 ")


@pytest.mark.parametrize(
    "headers", ["Forwarded: for=1.1.1.1\r\nX-Forwarded-For: 203.0.113.7\r\n", 'Forwarded: for="1.1.1.1\r\n']
)
async def test_a_proxy_of_http_that_says_two_things(house: "House", headers: str) -> None:
    """One of the two was handed on from somebody who would like to be elsewhere: they are not let in."""
    peer = await house.connect()
    await peer.write(UPGRADE + headers + "\r\n")
    assert (await peer.end()).startswith("HTTP/1.1 400 ")


async def test_what_is_said_beside_the_page_is_nobodys_address(house: "House") -> None:
    """A proxy asks for many over one connection, which becomes that of whoever asks for a WebSocket."""
    peer = await house.connect()
    for address in ("1.1.1.1", "2.2.2.2"):
        await peer.write(f"HEAD / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {address}\r\n\r\n")
        await peer.until("\r\n\r\n")
    await peer.write(UPGRADE + f"X-Forwarded-For: {FAR}\r\n\r\n")
    await peer.until("101 Switching Protocols")
    await peer.until("\r\n\r\n")
    for line in REGISTER:
        await peer.write(Frame(Opcode.TEXT, line.encode()).serialize(mask=True))
    assert b" 001 anna " in await peer.stream.receive_some()
    assert FAR in await whois(house)


async def test_others_of_http_are_not_believed(start: "Start") -> None:
    """Whoever is no proxy of ours is where they are from."""
    house = await start(limits=Limits(connections_per_address=1), exempt=())
    peer = await house.connect()
    await peer.write(UPGRADE + f"X-Forwarded-For: {FAR}\r\nForwarded: for=1.1.1.1\r\n\r\n")
    await peer.until("\r\n\r\n")
    assert "Too many connections" in await (await house.connect()).end()


async def test_a_proxy_of_http_that_makes_no_sense(house: "House") -> None:
    """They count for its address, and are not exempt as it may be."""
    for number in range(4):
        peer = await house.connect()
        await peer.write(UPGRADE + "X-Forwarded-For: somebody\r\n\r\n")
        text = await (peer.until("\r\n\r\n") if number < 3 else peer.end())
        assert text.startswith("HTTP/1.1 101 " if number < 3 else "HTTP/1.1 503 ")


async def test_a_proxy_before_a_proxy(house: "House") -> None:
    """The PROXY protocol names a proxy of HTTP of ours, and that names somebody."""
    peer = await house.connect()
    await peer.write("PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n" + UPGRADE + f"X-Forwarded-For: {FAR}\r\n\r\n")
    await peer.until("\r\n\r\n")
    other = await house.connect()
    await other.write(f"PROXY TCP4 {FAR} 127.0.0.1 1 1\r\n" + UPGRADE + "X-Forwarded-For: 1.1.1.1\r\n\r\n")
    await other.until("\r\n\r\n")
    for number in range(2):
        peer = await house.connect()
        await peer.write(f"PROXY TCP4 {FAR} 127.0.0.1 1 1\r\n")
        text = await (peer.until("Enter your name: ") if number < 1 else peer.end())
    assert text.startswith("ERROR :Too many connections")
