"""TLS on the port of all doors: whoever asks for it gets it, everybody else is served as ever."""

import functools
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio
import trustme

from tests.conftest import PATIENCE
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.errors import StartError
from trichat.server.connection import tls
from trichat.server.connection.arrival import TLS_REFUSAL
from trichat.server.serve import serve

if TYPE_CHECKING:
    from tests.conftest import House, Peer, Start
    from tests.server.conftest import Parlour, Visit

HANDSHAKE = bytes([22, 3, 1])  # how a TLS hello begins
Call = Callable[..., Awaitable["Peer"]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def certificate(authority: trustme.CA, tmp_path: Path) -> Path:
    """Give a file with key and certificate."""
    path = tmp_path / "server.pem"
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(path)
    return path


@pytest.fixture
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    """Give what a client needs that verifies the certificate."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


@pytest.fixture
def call(peer: "type[Peer]", trusting: ssl.SSLContext) -> Call:
    """Give a function that agrees on TLS over a stream."""

    async def call(stream: trio.abc.Stream, context: ssl.SSLContext = trusting) -> "Peer":
        secure = trio.SSLStream(stream, context, server_hostname="localhost")
        with trio.fail_after(PATIENCE):
            await secure.do_handshake()
        return peer(secure)  # type: ignore[arg-type]

    return call


@pytest.fixture
async def house(start: "Start", certificate: Path) -> "House":
    """Give a server with a certificate."""
    return await start(tls_certificate=certificate)


@pytest.fixture
def visit(parlour: "Parlour", certificate: Path) -> Callable[..., "Visit"]:
    """Give a function that lets somebody in at a server with a certificate."""
    secure = functools.partial(tls.TlsStream, tls.context(certificate, None))

    def visit(limits: Limits | None = None, buffer: int = 0) -> "Visit":
        return parlour.visit(secure=secure, limits=limits, buffer=buffer)

    return visit


# Who is served how


async def test_irc_over_tls(house: "House", call: Call) -> None:
    """A client that verifies the certificate comes in, talks, and is shown what others say."""
    anna = await (await call((await house.connect()).stream)).join("anna", "echo-message")
    boris = await (await call((await house.connect()).stream)).join("boris")
    await anna.send("PRIVMSG #lobby :hi")
    assert "PRIVMSG #lobby :hi" in await boris.until("hi")
    assert "PRIVMSG #lobby :hi" in await anna.until("hi")


async def test_plain_text_on_the_same_port(house: "House", call: Call) -> None:
    """Whoever does not ask for TLS is served without, in the same room."""
    anna = await (await house.connect()).enter("anna")
    boris = await (await call((await house.connect()).stream)).join("boris")
    await boris.send("PRIVMSG #lobby :out of a tunnel")
    assert "out of a tunnel" in await anna.until("tunnel")
    await anna.write("in the open\n")
    await boris.until("PRIVMSG #lobby :in the open")


async def test_a_person_behind_tls_is_greeted(house: "House", call: Call) -> None:
    """Who says nothing after the handshake, as `openssl s_client`, is greeted as without TLS."""
    anna = await call((await house.connect()).stream)
    await anna.until("Enter your name: ")
    await anna.enter("anna")


async def test_a_renewed_certificate(start: "Start", call: Call, authority: trustme.CA, certificate: Path) -> None:
    """After REHASH who comes sees the new certificate, or the old one if that cannot be read; others stay."""
    house = await start(tls_certificate=certificate, operators={"root": "secret"})
    anna = await (await call((await house.connect()).stream)).join("anna")
    await anna.send("OPER root secret")
    await anna.until(" 381 ")

    async def seen() -> str:
        peer = await call((await house.connect()).stream)
        return str(peer.stream.getpeercert()["serialNumber"])  # type: ignore[attr-defined]

    first = await seen()
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(certificate)
    assert first == await seen()
    await anna.send("REHASH")
    await anna.until(" 382 ")
    second = await seen()
    assert first != second
    await trio.Path(certificate).write_text("rubbish")
    await anna.send("REHASH")
    await anna.until("FAIL REHASH SETTINGS :The settings are as before, because they cannot be read: ")
    await anna.until("server.pem holds no certificate in PEM")
    assert second == await seen()


async def offered(peer: "Peer") -> list[str]:
    """Give the capabilities that a client is offered."""
    await peer.send("CAP LS 302", "CAP END", "CAP LIST")
    told = await peer.until("CAP * LIST")
    return [word for line in told.splitlines() if " LS " in line for word in line.rpartition(":")[2].split()]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [(["http/1.1"], "http/1.1"), (["h2", "http/1.1"], "http/1.1"), (["h2"], None), (["irc"], None)],
)
async def test_whoever_can_speak_http_does(
    house: "House", call: Call, trusting: ssl.SSLContext, offered: list[str], chosen: str | None
) -> None:
    """A browser that opens a connection before it needs it is not greeted (ALPN); others are told by what they say."""
    trusting.set_alpn_protocols(offered)
    peer = await call((await house.connect()).stream, trusting)
    assert chosen == peer.stream.selected_alpn_protocol()  # type: ignore[attr-defined]
    if chosen is None:
        await peer.until("Enter your name: ")
    else:
        await (await house.connect()).until("Enter your name: ")  # so long does it take to be greeted
        await peer.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert (await peer.until("</html>")).startswith("HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize("port", [0, 6697])
async def test_clients_are_sent_to_tls(start: "Start", call: Call, certificate: Path, port: int) -> None:
    """STS tells a client without TLS the port for it, and one with it for how long to use nothing else."""
    house = await start(tls_certificate=certificate, sts_days=30, sts_port=port)
    plain = await house.connect()
    secure = await call((await house.connect()).stream)
    assert f"sts=port={port or house.port}" == (await offered(plain))[-1]
    assert "sts=duration=2592000" == (await offered(secure))[-1]


async def test_nobody_is_sent_to_tls_unless_settings_say_so(house: "House", call: Call) -> None:
    """STS, which cannot be taken back at once, is told only if the settings say so."""
    for peer in (await house.connect(), await call((await house.connect()).stream)):
        assert not [name for name in await offered(peer) if name.startswith("sts")]


async def test_without_a_certificate_tls_is_refused(start: "Start") -> None:
    """Without a certificate TLS is refused by an alert that a client understands."""
    peer = await (await start()).connect()
    await peer.write(HANDSHAKE)
    assert TLS_REFUSAL == await peer.stream.receive_some()


# A port for TLS and nothing else


async def test_a_port_for_tls_waits(start: "Start", call: Call, certificate: Path) -> None:
    """A client that says hello after a while is not greeted before it has: there is nothing that it cannot read."""
    house = await start(tls_certificate=certificate, tls_port=0, limits=Limits(knock_seconds=0.01))
    stream = (await house.connect(number=1)).stream
    await (await house.connect()).until("Enter your name: ")  # so long does it take to be greeted elsewhere
    await (await call(stream)).register("anna")
    assert house.listeners[0].address != house.listeners[1].address


async def test_a_person_at_a_port_for_tls_is_greeted(start: "Start", call: Call, certificate: Path) -> None:
    """Behind the handshake all is as ever."""
    house = await start(tls_certificate=certificate, tls_port=0)
    anna = await call((await house.connect(number=1)).stream)
    await anna.until("Enter your name: ")
    await anna.enter("anna")


async def test_each_listener_speaks_what_it_is_for(start: "Start", call: Call, certificate: Path) -> None:
    """A port for plain text refuses TLS, one for TLS refuses plain text."""
    house = await start(tls_certificate=certificate, hosts=(), listen={"127.0.0.1:0": "plain", "[127.0.0.1]:0": "tls"})
    await (await house.connect(number=0)).register("anna")
    await (await call((await house.connect(number=1)).stream)).register("boris")
    peer = await house.connect(number=0)
    await peer.write(HANDSHAKE)
    assert TLS_REFUSAL == await peer.stream.receive_some()
    peer = await house.connect(number=1)
    await peer.write("NICK carl\r\n")
    assert await peer.end() == "ERROR :This port speaks TLS and nothing else: connect with TLS.\r\n"


async def test_clients_are_sent_to_the_port_for_tls(start: "Start", call: Call, certificate: Path) -> None:
    """STS names it, if there is one; and nobody is sent to a port that speaks no TLS."""
    house = await start(tls_certificate=certificate, tls_port=0, sts_days=30)
    assert f"sts=port={house.listeners[1].address[1]}" == (await offered(await house.connect()))[-1]
    assert "sts=duration=2592000" == (await offered(await call((await house.connect(number=1)).stream)))[-1]
    plain = await start(
        tls_certificate=certificate, hosts=(), listen={"127.0.0.1:0": "plain"}, sts_days=30, history=None
    )
    assert not [name for name in await offered(await plain.connect()) if name.startswith("sts")]


async def test_a_renewed_certificate_is_shown_at_each_port(
    start: "Start", call: Call, authority: trustme.CA, certificate: Path
) -> None:
    """REHASH reads it once, for all."""
    house = await start(tls_certificate=certificate, tls_port=0, operators={"root": "secret"})

    async def seen(number: int) -> str:
        peer = await call((await house.connect(number=number)).stream)
        return str(peer.stream.getpeercert()["serialNumber"])  # type: ignore[attr-defined]

    first = await seen(1)
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(certificate)
    anna = await (await house.connect()).join("anna")
    await anna.send("OPER root secret", "REHASH")
    await anna.until(" 382 ")
    await anna.pong()
    assert first != await seen(1) == await seen(0)


async def test_a_proxy_before_tls(start: "Start", call: Call, certificate: Path) -> None:
    """What it says comes before the handshake, in plain text."""
    house = await start(
        tls_certificate=certificate, tls_port=0, proxies=("127.0.0.1",), limits=Limits(connections_per_address=1)
    )
    for number in (0, 1):
        peer = await house.connect(number=number)
        await peer.write(f"PROXY TCP4 203.0.113.{number} 127.0.0.1 50000 6697\r\n")
        await (await call(peer.stream)).register(f"anna{number}")
    peer = await house.connect()
    await peer.write("PROXY TCP4 203.0.113.0 127.0.0.1 50000 6697\r\n")
    assert "Too many connections" in await peer.end()


# Who the client is


def fingerprint_of(pem: bytes) -> str:
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode())).hexdigest()


async def test_any_certificate_of_a_client_is_taken(
    visit: Callable[..., "Visit"], call: Call, trusting: ssl.SSLContext
) -> None:
    """A client's certificate needs no signature: the session keeps its fingerprint."""
    own = trustme.CA().issue_cert("anna@example.org")
    own.configure_cert(trusting)
    made = visit()
    await (await call(made.peer.stream, trusting)).register("anna")
    assert fingerprint_of(own.cert_chain_pems[0].bytes()) == made.connection.session.fingerprint


async def test_no_certificate_is_fine(visit: Callable[..., "Visit"], call: Call) -> None:
    """A client without a certificate comes in."""
    made = visit()
    await (await call(made.peer.stream)).register("anna")
    assert made.connection.session.fingerprint == ""


# How it ends


async def test_the_end_is_announced(house: "House", call: Call) -> None:
    """The last words are followed by a close_notify, so that nobody in between can cut a connection unnoticed."""
    anna = await (await call((await house.connect()).stream)).join("anna")
    await anna.send("QUIT :bye")
    assert "ERROR :" in await anna.end()  # a stream cut off would raise


async def test_an_end_without_a_goodbye_is_an_end(house: "House", call: Call) -> None:
    """A client that ends without a close_notify has left."""
    anna = await (await call((await house.connect()).stream)).join("anna")
    raw = await house.connect()
    await (await call(raw.stream)).join("boris")
    await anna.until("JOIN #lobby")
    await raw.stream.send_eof()
    await anna.until("boris!boris@localhost QUIT")


async def test_a_client_that_says_goodbye_has_left(house: "House", call: Call) -> None:
    """A close_notify ends the visit, and is answered."""
    anna = await (await call((await house.connect()).stream)).join("anna")
    boris = await (await call((await house.connect()).stream)).join("boris")
    await anna.until("JOIN #lobby")
    await boris.close()
    await anna.until("boris!boris@localhost QUIT")


# Much, and little


async def test_much_arrives_whole(visit: Callable[..., "Visit"], call: Call) -> None:
    """What the socket does not take at once is sent later, in order."""
    made = visit(buffer=4096)
    anna = await (await call(made.peer.stream)).register("anna")
    lines = [f"{number} {'x' * number}" for number in range(300)]
    for line in lines:
        made.connection.outbox.offer(f"{line}\r\n".encode())
    made.connection.outbox.end()
    assert [*lines, ""] == (await anna.end()).split("\r\n")


async def test_a_word_in_pieces(visit: Callable[..., "Visit"], trusting: ssl.SSLContext) -> None:
    """A hello that comes byte by byte is one."""
    made = visit()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    for byte in outgoing.read():
        await made.peer.write(bytes([byte]))
    with trio.fail_after(PATIENCE):
        while True:
            incoming.write(bytes(await made.peer.stream.receive_some()))
            try:
                client.do_handshake()
            except ssl.SSLWantReadError:
                continue
            break
    assert client.version() == "TLSv1.3"


# Who is not served


async def test_rubbish_is_no_handshake(house: "House", call: Call) -> None:
    """Who begins like TLS and goes on otherwise gets an alert and the end; others do not notice."""
    peer = await house.connect()
    await peer.write(HANDSHAKE + b"rubbish" * 100)
    with trio.fail_after(PATIENCE):
        assert (await peer.stream.receive_some())[:2] == b"\x15\x03"
        assert await peer.stream.receive_some() == b""
    await (await call((await house.connect()).stream)).register("anna")


async def test_half_a_hello_does_not_stay(visit: Callable[..., "Visit"], call: Call) -> None:
    """Who does not finish the handshake in time is cut off; meanwhile others come in."""
    slow = visit(Limits(handshake_seconds=0.2)).peer
    await slow.write(HANDSHAKE + b"\x02\x00\x01")
    await (await call(visit().peer.stream)).register("anna")
    assert await slow.end() == ""


async def test_half_a_hello_and_the_end(house: "House") -> None:
    """A probe that leaves in the middle of the handshake is gone."""
    peer = await house.connect()
    await peer.write(HANDSHAKE + b"\x02\x00\x01")
    await peer.stream.send_eof()
    assert await peer.end() == ""


async def test_tls_within_tls_is_refused(house: "House", call: Call) -> None:
    """TLS within TLS is refused."""
    peer = await call((await house.connect()).stream)
    await peer.write(HANDSHAKE)
    assert TLS_REFUSAL == await peer.stream.receive_some()


async def test_old_versions_are_refused(house: "House", call: Call, trusting: ssl.SSLContext) -> None:
    """Versions of TLS before 1.2 are refused (RFC 8996)."""
    trusting.set_ciphers("ALL:@SECLEVEL=0")
    trusting.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        trusting.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(trio.BrokenResourceError):
        await call((await house.connect()).stream, trusting)


async def test_tls_1_2_is_served(house: "House", call: Call, trusting: ssl.SSLContext) -> None:
    """TLS 1.2, which is the newest that older clients know, is served."""
    trusting.maximum_version = ssl.TLSVersion.TLSv1_2
    await (await call((await house.connect()).stream, trusting)).register("anna")


# Files


def test_a_key_in_a_file_of_its_own(authority: trustme.CA, tmp_path: Path) -> None:
    """The key can be in a file of its own, as certbot writes it."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued = authority.issue_cert("localhost")
    issued.cert_chain_pems[0].write_to_path(cert)
    issued.private_key_pem.write_to_path(key)
    tls.context(cert, key)


def missing(path: Path, _: trustme.CA) -> tuple[Path, None, str]:
    path.unlink()
    return path, None, "server.pem cannot be read: No such file or directory. --tls-cert and --tls-key name it."


def no_certificate(path: Path, _: trustme.CA) -> tuple[Path, None, str]:
    path.write_text("-----BEGIN CERTIFICATE-----\n")
    return path, None, "server.pem holds no certificate in PEM: give one with --tls-cert."


def no_key(path: Path, authority: trustme.CA) -> tuple[Path, None, str]:
    authority.issue_cert("localhost").cert_chain_pems[0].write_to_path(path)
    return path, None, "server.pem holds no private key in PEM without a password: give one with --tls-key."


def another_key(path: Path, authority: trustme.CA) -> tuple[Path, Path, str]:
    key = path.with_name("key.pem")
    authority.issue_cert("localhost").private_key_pem.write_to_path(key)
    return path, key, f"The key in {key} is not that of the certificate in {path}."


@pytest.mark.parametrize("spoil", [missing, no_certificate, no_key, another_key], ids=lambda spoil: spoil.__name__)
async def test_files_that_cannot_be_used_are_one_sentence(
    certificate: Path,
    authority: trustme.CA,
    spoil: Callable[[Path, trustme.CA], tuple[Path, Path | None, str]],
) -> None:
    """A server that cannot use its certificate names the file and what is wrong, and does not start."""
    path, key, sentence = spoil(certificate, authority)
    settings = ServerSettings(hosts=("127.0.0.1",), port=0, tls_certificate=path, tls_key=key)
    with pytest.raises(StartError) as caught:
        await serve(settings, trio.Event())
    assert str(caught.value).endswith(sentence)
