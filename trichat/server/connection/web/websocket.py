"""IRC over WebSocket (ircv3.net/specs/extensions/websocket): one message, one line. For clients that run in a browser.

The handshake is that of websockets, in memory, and so are frames but for those of lines that we send: it is typed, well
kept, needs nothing itself, and leaves the socket to us, as trio-websocket would not.
"""

import logging
import re
from collections.abc import Callable, Sequence

import trio
from websockets.frames import CloseCode, Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.typing import Subprotocol

from trichat.protocols.http import messages as http
from trichat.protocols.http.frames import PACKED_BYTES, Cutter, Frames
from trichat.server.connection.transport import Transport
from trichat.server.connection.web.packing import Packing, PackingFactory
from trichat.server.connection.web.visit import Site

_PONGS = 4  # kept for a client that pings and does not read
_BINARY = Subprotocol("binary.ircv3.net")
_TEXT = Subprotocol("text.ircv3.net")
_PACKING = PackingFactory()
_ORIGIN = re.compile(r"https?://[0-9A-Za-z.:\[\]-]{1,255}")
_DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)

_log = logging.getLogger(__name__)
_log.setLevel(logging.WARNING)  # the library tells of each connection that ends


class WebStream:
    """A stream of IRC lines in WebSocket messages.

    `frames` makes those of lines for all. `flush` sends what `encode` has to send by itself: answers to pings.
    """

    __slots__ = ("_binary", "_cutter", "_frames", "_packed", "_protocol", "_said", "_stream", "flush")

    def __init__(self, stream: Transport, protocol: ServerProtocol, frames: Frames) -> None:
        self._stream = stream
        self._protocol = protocol
        self._frames = frames
        self._binary = protocol.subprotocol == _BINARY
        self._packed = any(isinstance(each, Packing) and each.packs for each in protocol.extensions)
        self._cutter = Cutter()
        self._said: list[bytes] = []
        self.flush: Callable[[], None] = lambda: None

    @property
    def socket(self) -> trio.socket.SocketType:
        """The socket underneath."""
        return self._stream.socket

    async def receive_some(self, most: int) -> bytes:
        """Give some bytes of lines, each message with a line end behind it; none at the end."""
        while True:
            lines = self._lines()
            if lines or self._protocol.state is not State.OPEN:
                return lines
            data = await self._stream.receive_some(most)
            if not data:
                return b""
            self.take(bytes(data))
            if self._said:
                self.flush()

    def take(self, data: bytes) -> None:
        """Take bytes of frames."""
        self._protocol.receive_data(self._cutter.feed(data))
        if self._cutter.is_endless and self._protocol.state is State.OPEN:
            self._protocol.fail(CloseCode.MESSAGE_TOO_BIG)
        self._note()

    def encode(self, data: bytes) -> bytes:
        """Give the frames for whole lines, and for what else there is to say."""
        frames = b""
        if data and self._protocol.state is State.OPEN:
            frames = self._frames.of(data, binary=self._binary, packed=self._packed)
        if not self._said:
            return frames
        said, self._said = self._said, []
        return b"".join([*said, frames])

    async def send_all(self, data: bytes) -> None:
        """Send lines."""
        await self._stream.send_all(self.encode(data))

    async def send_eof(self) -> None:
        """Say that nothing more comes."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(CloseCode.NORMAL_CLOSURE)
            self._note()
        await self.send_all(b"")
        await self._stream.send_eof()

    def _lines(self) -> bytes:
        frames = [event for event in self._protocol.events_received() if isinstance(event, Frame)]
        return b"".join(
            bytes(frame.data) + (b"\r\n" if frame.fin else b"") for frame in frames if frame.opcode in _DATA
        )

    def _note(self) -> None:
        """Remember what the protocol wants to say: of pongs only the last need be sent (RFC 6455, 5.5.3)."""
        self._said = (self._said + [data for data in self._protocol.data_to_send() if data])[-_PONGS:]


async def shake_hands(stream: Transport, asked: http.Request, rest: bytes, site: Site) -> WebStream | bytes:
    """Answer a request for WebSocket; give a stream of lines, or the answer to who is not let in.

    `rest` is what came behind it.
    """
    protocol = ServerProtocol(
        subprotocols=[_BINARY, _TEXT],
        select_subprotocol=_select,
        extensions=[_PACKING],
        max_size=PACKED_BYTES,  # messages are cut before, but not what is none
        logger=_log,
    )
    protocol.receive_data(asked.head)
    requests = protocol.events_received()
    if not requests:
        return http.refusal(400, "That is no request for a WebSocket.")
    origins = asked.all("origin")
    if len(origins) > 1 or not site.origins.allow(origins[0] if origins else None, asked.one("host")):
        _log.warning("a page from %.100r may not connect: [web] origins in the settings does not name it", origins[0])
        return http.refusal(403, _not_allowed(origins[0]))
    request = requests[0]
    assert isinstance(request, Request)
    protocol.send_response(protocol.accept(request))
    answer = b"".join(protocol.data_to_send())
    if protocol.state is not State.OPEN:
        return answer
    await stream.send_all(answer)
    made = WebStream(stream, protocol, site.frames)
    made.take(rest)
    return made


def _not_allowed(origin: str) -> str:
    """Tell a page from elsewhere, or rather whoever runs this server, what would let it in."""
    setting = f'origins = ["{origin}"] in the section [web] of its settings' if _ORIGIN.fullmatch(origin) else "none"
    return f"Web pages from {origin} may not connect to this server. What would let them in: {setting}."


def _select(_: ServerProtocol, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Take the first that we know: the client's order of preference counts. None is fine too: that is text."""
    return next((each for each in offered if each in (_BINARY, _TEXT)), None)
