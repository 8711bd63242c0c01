"""What lies between a socket and a door: nothing, TLS, WebSocket, or both."""

from typing import Protocol

import trio

from trichat.system import sockets


class Transport(Protocol):
    """A stream as a connection uses it: each layer has the one below it in this shape."""

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket underneath."""

    async def receive_some(self, max_bytes: int) -> bytes | bytearray:
        """Give some bytes, or none at the end. Raises trio.BrokenResourceError."""

    async def send_all(self, data: bytes) -> None:
        """Send bytes while nobody else does. Raises trio.BrokenResourceError."""

    async def send_eof(self) -> None:
        """Say that nothing more comes. Raises trio.BrokenResourceError."""


class Plain:
    """The socket itself.

    It is read when there is something to read: to try before, as trio.SocketStream does, mostly finds nothing, and
    takes a third of what it costs to hear one line.
    """

    __slots__ = ("_descriptor", "_stream")

    def __init__(self, stream: trio.SocketStream) -> None:
        self._stream = stream
        self._descriptor = sockets.handle(stream.socket)

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket underneath."""
        return self._stream.socket

    async def receive_some(self, max_bytes: int) -> bytes:
        """Give some bytes, or none at the end. Raises trio.BrokenResourceError, trio.ClosedResourceError."""
        while True:
            await trio.lowlevel.wait_readable(self._descriptor)
            try:
                return sockets.read(self._descriptor, max_bytes)
            except BlockingIOError:
                continue
            except OSError as exc:
                raise trio.BrokenResourceError from exc

    async def send_all(self, data: bytes) -> None:
        """Send bytes while nobody else does. Raises trio.BrokenResourceError."""
        await self._stream.send_all(data)

    async def send_eof(self) -> None:
        """Say that nothing more comes. Raises trio.BrokenResourceError."""
        await self._stream.send_eof()
