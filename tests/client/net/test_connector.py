"""Encrypted connections, to a server with a certificate made for the test."""

import functools
import re
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trio
import trustme

from trichat.client.net.connector import (
    Connector,
    Pins,
    default_path,
    fingerprint,
    handshake_error,
    is_private,
    wants_tls,
    wants_tls_itself,
)
from trichat.client.settings.table import Settings
from trichat.errors import StartError
from trichat.server.connection.arrival import TLS_REFUSAL
from trichat.words.record import replace

Serve = Callable[..., Awaitable[Settings]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> str:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


@pytest.fixture
def pins(tmp_path: Path) -> Pins:
    return Pins(tmp_path / "folder" / "trusted")


async def _echo(server: ssl.SSLContext | None, stream: trio.SocketStream) -> None:
    """Speak TLS, or say a line without; answer with the name in the client's certificate, or with what came."""
    if server is None:
        await stream.send_all(b"NOTICE * :hello\r\n")
        await trio.aclose_forcefully(stream)
        return
    secure = trio.SSLStream(stream, server, server_side=True, https_compatible=True)
    try:
        data = await secure.receive_some()
        subject = (secure.getpeercert() or {}).get("subject")
        await secure.send_all(str(subject).encode() if subject else data)
        await secure.aclose()
    except trio.BrokenResourceError:
        await trio.aclose_forcefully(stream)


@pytest.fixture
def serve(nursery: trio.Nursery) -> Serve:
    """Give a function that starts a server, and gives settings to connect to it."""

    async def serve(certificate: trustme.LeafCert | None, authority: trustme.CA | None = None) -> Settings:
        context = None
        if certificate is not None:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            certificate.configure_cert(context)
        if context and authority:
            authority.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
        nursery.start_soon(trio.serve_listeners, functools.partial(_echo, context), listeners)
        return Settings(host="127.0.0.1", port=listeners[0].socket.getsockname()[1], tls="on")

    return serve


async def _talk(settings: Settings, pins: Pins) -> tuple[bytes, list[str]]:
    connector = Connector(settings, pins)
    stream = await connector()
    await stream.send_all(b"over and out")
    answer = await stream.receive_some(1000)
    await stream.aclose()
    return bytes(answer), connector.notes


@pytest.mark.parametrize(
    ("choice", "port", "encrypted"),
    [("auto", 6697, True), ("auto", 8080, False), ("off", 6697, False), ("on", 8080, True)],
)
def test_whether_to_encrypt(choice: str, port: int, encrypted: bool) -> None:
    """The port of IRC with TLS is enough to encrypt."""
    assert encrypted is wants_tls(Settings(tls=choice, port=port))


def test_who_says_how_to_encrypt_means_to() -> None:
    """Whom to trust, or a certificate of one's own, is enough to encrypt; unless it is turned off."""
    meant = [Settings(tls_pin=True), Settings(tls_ca="ca.pem"), Settings(tls_cert="cert.pem")]
    assert [True] * 3 == [wants_tls(settings) for settings in meant]
    assert [False] * 3 == [wants_tls(replace(settings, tls="off")) for settings in meant]


@pytest.mark.parametrize(
    ("host", "port", "alone"),
    [
        ("localhost", 8080, True),
        ("LOCALHOST.", 8080, True),
        ("127.0.0.2", 8080, True),
        ("::1", 8080, True),
        ("192.0.2.7", 8080, False),
        ("localhost.example.org", 8080, False),
        ("192.0.2.7", 6697, True),
    ],
)
def test_whether_somebody_may_listen(host: str, port: int, alone: bool) -> None:
    """Nobody can listen to what is encrypted, or stays on this machine."""
    assert alone is is_private(Settings(host=host, port=port))


async def test_a_certificate_that_is_signed(serve: Serve, authority: trustme.CA, ca_file: str, pins: Pins) -> None:
    """A certificate that is signed by somebody trusted, for this name, needs no word; bytes go both ways."""
    settings = await serve(authority.issue_cert("127.0.0.1"))
    assert (b"over and out", []) == await _talk(replace(settings, tls_ca=ca_file), pins)
    assert not pins.path.exists()


@pytest.mark.parametrize(
    ("names", "signer_known", "sentence"),
    [
        (
            ["127.0.0.1"],
            False,
            r"cannot be trusted: .*certificate.*\. If the server is yours: --tls-ca FILE",
        ),
        (["chat.example"], True, r"it is for another name than 127\.0\.0\.1\. Connect by the name that is in it"),
    ],
)
async def test_a_certificate_that_cannot_be_trusted(
    serve: Serve, authority: trustme.CA, ca_file: str, pins: Pins, names: list[str], signer_known: bool, sentence: str
) -> None:
    """A certificate is verified by default; the sentence that refuses it says what would help."""
    settings = await serve(authority.issue_cert(*names))
    with pytest.raises(StartError, match=sentence):
        await _talk(replace(settings, tls_ca=ca_file if signer_known else ""), pins)


async def test_a_certificate_that_has_expired(serve: Serve, authority: trustme.CA, ca_file: str, pins: Pins) -> None:
    """It is said that a certificate has expired, and that its keeper must help."""
    settings = await serve(authority.issue_cert("127.0.0.1", not_after=datetime.now(UTC) - timedelta(days=1)))
    with pytest.raises(StartError, match=r"certificate has expired\. Its keeper can renew it; and is your clock"):
        await _talk(replace(settings, tls_ca=ca_file), pins)


async def test_trust_on_first_use(serve: Serve, authority: trustme.CA, pins: Pins) -> None:
    """A certificate is told the first time, silent the second, and refused when it is another."""
    settings = replace(await serve(authority.issue_cert("chat.example")), tls_pin=True)
    _, notes = await _talk(settings, pins)
    assert re.fullmatch(r"The certificate of 127\.0\.0\.1 is trusted from now on: [0-9A-F:]{95}", notes[0])
    assert (b"over and out", []) == await _talk(settings, pins)
    another = replace(await serve(authority.issue_cert("chat.example")), tls_pin=True)
    pins.path.write_text(pins.path.read_text().replace(f" {settings.port} ", f" {another.port} "))
    with pytest.raises(StartError, match="shows another certificate than the one you trusted"):
        await _talk(another, pins)


async def test_one_that_speaks_no_tls(serve: Serve, pins: Pins) -> None:
    """Of a server that speaks no TLS the sentence says how to go on without."""
    with pytest.raises(
        StartError, match=r"does not speak TLS, or only an old one: leave out --tls, or say --no-tls\.$"
    ):
        await _talk(await serve(None), pins)


async def test_our_own_server_without_a_certificate(nursery: trio.Nursery, pins: Pins) -> None:
    """It refuses the handshake with an alert; what helps is said, and not how the alert is called."""
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")

    async def refuse(stream: trio.SocketStream) -> None:
        await stream.receive_some()
        await stream.send_all(TLS_REFUSAL)
        await stream.aclose()

    nursery.start_soon(trio.serve_listeners, refuse, listeners)
    settings = Settings(host="127.0.0.1", port=listeners[0].socket.getsockname()[1], tls="on")
    with pytest.raises(StartError, match=r"does not speak TLS, or no kind of it that we know: leave out --tls, or say"):
        await _talk(settings, pins)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (b"\x15\x03\x03\x00\x02\x02\x0a", "h port 1 speaks TLS and nothing else: start the client with --tls."),
        (
            b"ERROR :This port speaks TLS and nothing else: connect with TLS.\r\n",
            "h port 1 speaks TLS and nothing else",
        ),
        (b"", "h port 1 ends the connection without a word. If it speaks TLS: --tls"),
        (b"ERROR :Too many connections.\r\n", ""),
        (b":irc.x NOTICE * :hello\r\n", ""),
    ],
)
def test_one_that_wants_tls(said: bytes, sentence: str) -> None:
    """Whoever comes in the clear where TLS is spoken is told so, as well as it can be known."""
    told = wants_tls_itself(Settings(host="h", port=1), said)
    assert told.startswith(sentence)
    assert bool(sentence) is bool(told)
    assert "" == wants_tls_itself(Settings(host="h", port=1, tls="on"), said)


async def test_one_that_does_not_understand(serve: Serve, pins: Pins, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that waits for a line while we wait for TLS is given up after a while."""

    async def do_handshake(_stream: object) -> None:
        raise trio.TooSlowError

    monkeypatch.setattr(trio.SSLStream, "do_handshake", do_handshake)
    with pytest.raises(StartError, match=r"does not answer\. If it does not speak TLS: leave out --tls, or say"):
        await _talk(await serve(None), pins)


async def test_one_that_closes_at_once(nursery: trio.Nursery, pins: Pins) -> None:
    """A server that closes at once may be one without TLS, which is said."""
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")

    async def close(stream: trio.SocketStream) -> None:
        await stream.receive_some()
        await stream.aclose()

    nursery.start_soon(trio.serve_listeners, close, listeners)
    settings = Settings(host="127.0.0.1", port=listeners[0].socket.getsockname()[1], tls="on")
    with pytest.raises(StartError, match="ends the connection before it is encrypted"):
        await _talk(settings, pins)


async def test_a_certificate_of_ones_own(
    serve: Serve, authority: trustme.CA, ca_file: str, pins: Pins, tmp_path: Path
) -> None:
    """A certificate of one's own is shown to the server, with its key in the same file or in another."""
    mine = authority.issue_cert("anna@chat.example", common_name="anna")
    both, certificate, key = (tmp_path / name for name in ("both.pem", "cert.pem", "key.pem"))
    mine.private_key_and_cert_chain_pem.write_to_path(both)
    mine.cert_chain_pems[0].write_to_path(certificate)
    mine.private_key_pem.write_to_path(key)
    settings = replace(await serve(authority.issue_cert("127.0.0.1"), authority), tls_ca=ca_file)
    for given in (
        replace(settings, tls_cert=str(both)),
        replace(settings, tls_cert=str(certificate), tls_key=str(key)),
    ):
        answer, _ = await _talk(given, pins)
        assert b"anna" in answer


async def test_files_that_are_not_what_they_should_be(ca_file: str, pins: Pins, tmp_path: Path) -> None:
    """Files of certificates that are none are told before anything goes over the net."""
    junk = tmp_path / "junk"
    junk.write_text("junk")
    for settings, sentence in (
        (Settings(tls="on", tls_ca="/nowhere/ca.pem"), "There is no file /nowhere/ca.pem, which tls_ca names."),
        (Settings(tls="on", tls_ca=str(junk)), f"{junk} holds no certificates in PEM, which tls_ca should name."),
        (
            Settings(tls="on", tls_cert="~/nosuch.pem"),
            f"There is no file {Path.home()}/nosuch.pem, which tls_cert names.",
        ),
        (Settings(tls="on", tls_cert=ca_file), f"{ca_file} does not hold a certificate and its key in PEM without a"),
    ):
        with pytest.raises(StartError) as caught:
            await Connector(settings, pins)()
        assert str(caught.value).startswith(sentence)


def test_what_a_server_objects_to_is_told() -> None:
    """What a server objects to is told in its own words, as far as there are any."""
    error = ssl.SSLError(1, "x")
    error.reason = "TLSV1_ALERT_PROTOCOL_VERSION"
    assert "h port 1 refuses a connection with TLS: alert protocol version." == handshake_error(
        error, Settings(host="h", port=1)
    )


# Certificates that were trusted when they were first seen.


def test_the_first_certificate_is_trusted_from_then_on(pins: Pins) -> None:
    """The first certificate of a host and port is trusted from then on, by every later client."""
    assert pins.check("chat.example", 6697, b"one")
    assert not pins.check("Chat.Example", 6697, b"one")
    assert pins.check("chat.example", 6698, b"two")
    assert not Pins(pins.path).check("chat.example", 6698, b"two")
    assert 0o600 == pins.path.stat().st_mode & 0o777
    assert 3 == len(pins.path.read_text().splitlines())


def test_another_certificate_is_refused(pins: Pins) -> None:
    """Another certificate is refused; both are shown, and what to do if all is well."""
    pins.check("chat.example", 6697, b"one")
    with pytest.raises(StartError) as caught:
        pins.check("chat.example", 6697, b"two")
    sentence = str(caught.value)
    assert sentence.startswith("chat.example port 6697 shows another certificate than the one you trusted")
    assert f"Before: {fingerprint(b'one')}" in sentence
    assert f"Now: {fingerprint(b'two')}" in sentence
    assert sentence.endswith(f"out of {pins.path}")
    assert not pins.check("chat.example", 6697, b"one")


def test_a_fingerprint_is_as_openssl_writes_it() -> None:
    """A fingerprint is as openssl writes it, so that people can compare."""
    assert re.fullmatch("([0-9A-F]{2}:){31}[0-9A-F]{2}", fingerprint(b""))
    assert fingerprint(b"").startswith("E3:B0:C4:42")


def test_others_cannot_read_a_file_that_they_could(pins: Pins) -> None:
    """Others may not read the file once it is added to; lines that make no sense in it are passed over."""
    pins.path.parent.mkdir()
    pins.path.write_text("# mine\n\nchat.example 6697\n")
    pins.path.chmod(0o644)
    assert pins.check("chat.example", 6697, b"one")
    assert 0o600 == pins.path.stat().st_mode & 0o777
    assert pins.path.read_text().startswith("# mine\n")


def test_a_file_that_cannot_be_used_trusts_nobody(pins: Pins, tmp_path: Path) -> None:
    """A file that cannot be used trusts nobody: rather no connection than one that anybody can listen to."""
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(StartError, match=r"cannot be kept in .*: (not a directory|file exists)\."):
        pins.check("chat.example", 6697, b"one")
    (tmp_path / "bytes").write_bytes(b"\xff")
    with pytest.raises(StartError, match=r"cannot be kept in .*: it is not text\."):
        Pins(tmp_path / "bytes").check("chat.example", 6697, b"one")


def test_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The file of trusted certificates is in the folder for data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path / "trichat" / "trusted-servers" == default_path()
