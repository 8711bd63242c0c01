"""Arrival: detects the protocol of a new connection, and puts TLS or WebSocket around its stream."""

from typing import NamedTuple

import trio

from trichat.chat.core.people import Session
from trichat.config.limits import Limits
from trichat.protocols import http
from trichat.protocols.detect import DetectedProtocol, detect_protocol
from trichat.server.connection.doors import Secure, Shared
from trichat.server.connection.outbox import Outbox
from trichat.server.connection.transport import Transport

_FIRST_LINE_MOST = 512  # bytes: an IRC client's first line is shorter


class Arrived(NamedTuple):
    """How a connection goes on: the stream to read, the protocol, and the bytes of it that have been read.

    `refusal` is not empty for those who are not let in: it is sent, and the connection ends.
    """

    stream: Transport
    protocol: DetectedProtocol
    data: bytes
    refusal: bytes = b""


async def arrive(stream: Transport, shared: Shared, outbox: Outbox, session: Session) -> Arrived:
    """Wait for the first bytes and see who has come; shake hands for TLS and WebSocket.

    Raises trio.BrokenResourceError.
    """
    data, protocol = await _detect(stream, shared.limits)
    if protocol is DetectedProtocol.TLS and shared.secure is not None:
        stream = await _encrypt(stream, data, shared.secure, shared.limits, outbox, session)
        data, protocol = await _detect(stream, shared.limits)
    if protocol is DetectedProtocol.TLS:
        return Arrived(stream, protocol, data, http.TLS_REFUSAL)
    if protocol is DetectedProtocol.HTTP:
        return await _open_websocket(stream, data, shared, outbox)
    return Arrived(stream, protocol, data)


async def _detect(stream: Transport, limits: Limits) -> tuple[bytes, DetectedProtocol]:
    """Wait for the first bytes, but not for long.

    Whoever says nothing is a person at netcat or telnet, and waits to be greeted: programs speak first, at once.
    """
    data = b""
    protocol = DetectedProtocol.UNCLEAR
    with trio.move_on_after(limits.knock_seconds):
        while protocol is DetectedProtocol.UNCLEAR and (more := await stream.receive_some(limits.read_bytes)):
            data += bytes(more)
            protocol = detect_protocol(data)
    return data, protocol


async def _encrypt(
    stream: Transport, hello: bytes, secure: Secure, limits: Limits, outbox: Outbox, session: Session
) -> Transport:
    """Put TLS around the stream; from then on the outbox encrypts what it writes, so that it still writes directly."""
    encrypted = secure(stream, hello)
    with trio.move_on_after(limits.handshake_seconds) as scope:
        await encrypted.handshake()
    if scope.cancelled_caught:
        raise trio.BrokenResourceError
    outbox.encode_with(encrypted.encrypt)
    session.fingerprint = encrypted.fingerprint
    session.secure = True
    return encrypted


async def _open_websocket(stream: Transport, data: bytes, shared: Shared, outbox: Outbox) -> Arrived:
    """Let in whoever asks for a WebSocket; answer every other request with a sentence on what this port is."""
    from trichat.server.connection import websocket  # noqa: PLC0415 (50 ms to import, and few servers need it)

    otherwise = http.answer(port_of(stream))
    came: websocket.WebStream | bytes = otherwise
    with trio.move_on_after(shared.limits.handshake_seconds):
        came = await websocket.accept(stream, data, shared.origins, otherwise)
    if isinstance(came, bytes):
        return Arrived(stream, DetectedProtocol.HTTP, data, came)
    came.flush = outbox.flush
    outbox.encode_with(came.encode)
    return Arrived(came, DetectedProtocol.HTTP, b"")


def port_of(stream: Transport) -> int:
    """Give the port that the other side has come to; 0 for a socket without ports."""
    name = stream.socket.getsockname()
    return name[1] if isinstance(name, tuple) else 0


class FirstLine:
    """The first line of somebody who was greeted as a person, while it can still tell that it is a program after all.

    A client behind a slow link says `CAP LS` only when we have waited for it in vain.
    """

    def __init__(self) -> None:
        self.data = b""

    def add(self, data: bytes) -> DetectedProtocol:
        """Take more bytes, and give what they are: UNCLEAR as long as more of them may tell."""
        self.data += data
        protocol = detect_protocol(self.data)
        unclear = protocol is DetectedProtocol.UNCLEAR
        return DetectedProtocol.PLAIN if unclear and len(self.data) > _FIRST_LINE_MOST else protocol
