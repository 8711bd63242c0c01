"""Messages of WebSocket that are packed (permessage-deflate, RFC 7692), so that no connection has to remember anything.

websockets would keep a window and more for each connection and direction, some 40 to 300 KiB. We have clients begin
anew with each message, which is a line; what we send is packed by protocols/http/frames.py, once for all who get it.
"""

import zlib
from collections.abc import Sequence

from websockets.exceptions import ProtocolError
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.typing import ExtensionName, ExtensionParameter

from trichat.protocols.http.frames import MESSAGE_BYTES, WINDOW_BITS

_TAIL = b"\0\0\xff\xff"  # RFC 7692, 7.2.2: was not sent
_LARGEST_WINDOW = -15  # in bits; negative: without a head
_SMALLEST = {"memLevel": 1}  # of what the library makes, and is thrown away


class Packing(Extension):
    """The server's end. Of what is too long when it is unpacked, the beginning is given, as of what was not packed.

    `packs`: the client lets us pack with the window that we have.
    """

    name = ExtensionName("permessage-deflate")

    def __init__(self, *, packs: bool) -> None:
        self.packs = packs
        self._unpacker: zlib._Decompress | None = None  # while a message is unpacked
        self._room = 0

    def decode(self, frame: Frame, *, max_size: int | None = None) -> Frame:  # noqa: ARG002 (it is cut, not refused)
        """Unpack a frame. Raises ProtocolError."""
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY) and frame.rsv1:
            self._unpacker = zlib.decompressobj(wbits=_LARGEST_WINDOW)
            self._room = MESSAGE_BYTES
        elif frame.opcode is not Opcode.CONT or frame.rsv1 or self._unpacker is None:
            return frame  # if it should not be packed, the library says so
        data = bytes(frame.data) + (_TAIL if frame.fin else b"")
        try:
            data = self._unpacker.decompress(data, self._room) if self._room else b""
        except zlib.error as exc:
            raise ProtocolError("what is packed cannot be unpacked") from exc
        self._room -= len(data)
        if frame.fin:
            self._unpacker = None
        return Frame(frame.opcode, data, frame.fin, False, frame.rsv2, frame.rsv3)

    def encode(self, frame: Frame) -> Frame:
        """Send a frame as it is: lines are packed before they come here."""
        return frame


class PackingFactory(ServerPerMessageDeflateFactory):
    """Agrees with a client on packing: the library knows what may be said, and we want clients to begin anew."""

    def __init__(self) -> None:
        super().__init__(client_no_context_takeover=True, compress_settings=_SMALLEST)

    def process_request_params(  # type: ignore[override]
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Extension]
    ) -> tuple[list[ExtensionParameter], Extension]:
        """Give what to answer, and the extension. Raises NegotiationError."""
        told, made = super().process_request_params(params, accepted_extensions)
        assert isinstance(made, PerMessageDeflate)
        fits = not made.local_no_context_takeover and made.local_max_window_bits >= WINDOW_BITS
        return told, Packing(packs=fits)
