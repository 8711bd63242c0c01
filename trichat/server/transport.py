"""What lies between a socket and a door: nothing, TLS, WebSocket, or both."""

from typing import Protocol

import trio


class Transport(Protocol):
    """A stream as a connection uses it: trio.SocketStream has all of it."""

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket underneath."""

    async def receive_some(self, max_bytes: int) -> bytes | bytearray:
        """Give some bytes, or none at the end. Raises trio.BrokenResourceError."""

    async def send_all(self, data: bytes) -> None:
        """Send bytes while nobody else does. Raises trio.BrokenResourceError."""

    async def send_eof(self) -> None:
        """Say that nothing more comes. Raises trio.BrokenResourceError."""
