"""TLS for one connection: bytes are encrypted and decrypted in memory, so that a socket is written to directly as ever.

pyOpenSSL and not the ssl module of Python: a client may show any certificate, which counts by its fingerprint alone
(SASL EXTERNAL), and the ssl module refuses all that nobody whom it trusts has signed.
"""

import contextlib
from pathlib import Path
from typing import Any

import trio
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from OpenSSL import SSL

from trichat.errors import StartError
from trichat.server.connection.transport import Transport

_RECORD = 16384 + 256  # bytes: the most that one TLS record takes (RFC 8446, 5.2), rounded up
_HTTP = b"http/1.1"


def context(certificate: Path, key: Path | None) -> SSL.Context:
    """Read certificate and key, both in PEM, the key possibly from the same file. Raises StartError."""
    made = SSL.Context(SSL.TLS_SERVER_METHOD)
    made.set_min_proto_version(SSL.TLS1_2_VERSION)
    made.set_options(SSL.OP_NO_RENEGOTIATION | SSL.OP_NO_TICKET)  # visits are long: nothing to resume
    made.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    made.set_session_id(b"trichat")
    made.set_mode(SSL.MODE_RELEASE_BUFFERS)
    made.set_alpn_select_callback(_choose)
    made.set_verify(SSL.VERIFY_PEER, lambda *_: True)  # ask for a certificate, and take any, or none
    _load(made, certificate, key or certificate)
    return made


def _choose(_: SSL.Connection, offered: list[bytes]) -> Any:
    """Agree on HTTP with whoever can speak it (ALPN, RFC 7301); for all others the first bytes tell, as without TLS."""
    return _HTTP if _HTTP in offered else SSL.NO_OVERLAPPING_PROTOCOLS


def _load(made: SSL.Context, certificate: Path, key: Path) -> None:
    _read(certificate)
    try:
        made.use_certificate_chain_file(str(certificate))
    except SSL.Error as exc:
        raise StartError(f"{certificate} holds no certificate in PEM: give one with --tls-cert.") from exc
    secret = _private_key(key)
    try:
        made.use_privatekey(secret)
        made.check_privatekey()
    except SSL.Error as exc:
        raise StartError(f"The key in {key} is not that of the certificate in {certificate}.") from exc


def _private_key(key: Path) -> Any:
    data = _read(key)
    try:
        return load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:  # TypeError: it has a password
        raise StartError(f"{key} holds no private key in PEM without a password: give one with --tls-key.") from exc


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise StartError(f"{path} cannot be read: {exc.strerror or exc}. --tls-cert and --tls-key name it.") from exc


class TlsStream:
    """A stream behind TLS.

    Reading never writes, so that reader and writer stay apart: what the protocol itself has to answer (a key update)
    goes out before what is encrypted next, as it must (RFC 8446, 4.6.3).
    """

    __slots__ = ("_given", "_stream", "_tls")

    def __init__(self, context: SSL.Context, stream: Transport, given: bytes) -> None:
        self._stream = stream
        self._tls = SSL.Connection(context, None)
        self._tls.set_accept_state()
        self._given = given  # what has been read of the stream already

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket underneath."""
        return self._stream.socket

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the client's certificate, in hex; empty if it has shown none."""
        certificate = self._tls.get_peer_certificate(as_cryptography=True)
        return certificate.fingerprint(SHA256()).hex() if certificate else ""

    @property
    def speaks_http(self) -> bool:
        """Whether the client has agreed to speak HTTP."""
        return self._tls.get_alpn_proto_negotiated() == _HTTP

    async def handshake(self) -> None:
        """Agree on keys with the client. Raises trio.BrokenResourceError if that fails."""
        self._tls.bio_write(self._given)
        self._given = b""
        while True:
            try:
                self._tls.do_handshake()
            except SSL.WantReadError:
                await self._flush()
                await self._feed()
            except SSL.Error as exc:
                await self._flush()  # it tells the client why
                raise trio.BrokenResourceError from exc
            else:
                await self._flush()
                return

    async def receive_some(self, most: int) -> bytes:
        """Give some bytes, or none at the end. Raises trio.BrokenResourceError."""
        while True:
            try:
                return self._tls.recv(min(most, _RECORD))
            except SSL.WantReadError:
                data = await self._stream.receive_some(most)
                if not data:  # an end without a goodbye is one all the same, as with HTTPS
                    return b""
                self._tls.bio_write(data)
            except SSL.ZeroReturnError:
                return b""
            except SSL.Error as exc:
                raise trio.BrokenResourceError from exc

    def encrypt(self, data: bytes) -> bytes:
        """Give the bytes to be written for these. They go out in the order in which they were encrypted."""
        if data:
            self._tls.sendall(data)
        return self._outgoing()

    async def send_all(self, data: bytes) -> None:
        """Send bytes. Raises trio.BrokenResourceError."""
        await self._stream.send_all(self.encrypt(data))

    async def send_eof(self) -> None:
        """Say that nothing more comes."""
        with contextlib.suppress(SSL.Error):
            self._tls.shutdown()
        await self._flush()
        await self._stream.send_eof()

    async def _feed(self) -> None:
        data = await self._stream.receive_some(_RECORD)
        if not data:
            raise trio.BrokenResourceError
        self._tls.bio_write(data)

    async def _flush(self) -> None:
        data = self._outgoing()
        if data:
            await self._stream.send_all(data)

    def _outgoing(self) -> bytes:
        parts: list[bytes] = []
        with contextlib.suppress(SSL.WantReadError):  # there is no more
            while True:
                parts.append(self._tls.bio_read(_RECORD))
        return b"".join(parts)
