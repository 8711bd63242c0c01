"""Frames of WebSocket (RFC 6455) as far as they are ours: lines are framed once for all, and long messages are cut.

All else about WebSocket does the library websockets; see server/connection/web/websocket.py.
"""

import zlib

MESSAGE_BYTES = 16384  # of one message: more than any line that is taken, so that a long one is answered as such
PACKED_BYTES = 2 * MESSAGE_BYTES  # of one that is packed: unpacked it is more than that, whatever is in it
ENDLESS_BYTES = 1024 * 1024  # of one message: who sends that sends no line

_FIN, _RSV1, _MASKED = 0x80, 0x40, 0x80
_CONTINUATION, _TEXT, _BINARY, _CONTROL = 0, 1, 2, 8
_SHORT, _LONG = 126, 127  # what stands for a length, if it is told in two bytes, or in eight
_MASK_BYTES = 4

WINDOW_BITS = 12  # 4 KiB: three dozen lines, and packing takes 32 KiB for a moment
_MEMORY_LEVEL = 5
_WORTH_PACKING = 1400  # bytes: what fits into one packet is one packet, packed or not
_TAIL = b"\0\0\xff\xff"  # RFC 7692, 7.2.1: not sent
_REMEMBERED = 128 * 1024  # bytes: what goes to many is shorter


class Frames:
    """Frames of lines. What goes to a room goes to one reader after another, and is framed once.

    So is what is packed: RFC 7692 has a server refer to what it sent before, if it wants to. Ours refers to nothing
    before the lines that it is given together. So a page of history becomes a tenth, nothing need be kept for each
    connection, and the same lines are the same frames for everybody. Nor does how long they are tell much of a secret
    among them to somebody who has a text of theirs beside it (CRIME): a token is sent once, and is another each time.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[bool, bool], tuple[bytes, bytes]] = {}

    def of(self, lines: bytes, *, binary: bool, packed: bool) -> bytes:
        """Give a frame for each line."""
        packed = packed and len(lines) >= _WORTH_PACKING
        last = self._last.get((binary, packed))
        if last is not None and last[0] == lines:
            return last[1]
        made = _packed(lines, _opcode(binary)) if packed else _plain(lines, _opcode(binary))
        if len(lines) <= _REMEMBERED:
            self._last[binary, packed] = lines, made
        return made


def _opcode(binary: bool) -> int:
    return _BINARY if binary else _TEXT


def _plain(lines: bytes, opcode: int) -> bytes:
    parts: list[bytes] = []
    for line in lines.split(b"\n"):
        if line := line.rstrip(b"\r"):
            parts += (_head(_FIN | opcode, len(line)), line)
    return b"".join(parts)


def _packed(lines: bytes, opcode: int) -> bytes:
    packer = zlib.compressobj(wbits=-WINDOW_BITS, memLevel=_MEMORY_LEVEL)
    parts: list[bytes] = []
    for line in lines.split(b"\n"):
        if line := line.rstrip(b"\r"):
            data = (packer.compress(line) + packer.flush(zlib.Z_SYNC_FLUSH)).removesuffix(_TAIL)
            parts += (_head(_FIN | _RSV1 | opcode, len(data)), data)
    return b"".join(parts)


def _head(first: int, size: int, masked: int = 0) -> bytes:
    """Give the head of a frame (RFC 6455, 5.2) without its mask."""
    if size < _SHORT:
        return bytes((first, masked | size))
    if size < 1 << 16:
        return bytes((first, masked | _SHORT)) + size.to_bytes(2)
    return bytes((first, masked | _LONG)) + size.to_bytes(8)


class Cutter:
    """Cuts what a message has too much, so that a line that is too long is one more line, and not the end.

    Takes bytes as they come and gives those that are left: frames again, the same but for their lengths.
    """

    __slots__ = ("_drop", "_head", "_keep", "_room", "_size")

    def __init__(self) -> None:
        self._head = b""  # of a frame, as far as it has come
        self._keep = 0  # bytes of a frame that are still to come and are kept
        self._drop = 0  # and those behind them
        self._room = 0  # what the message may still have
        self._size = 0  # what it had so far

    @property
    def is_endless(self) -> bool:
        """Whether the message is more than anybody needs to be told about a line."""
        return self._size > ENDLESS_BYTES

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes."""
        if self._is_short_message(data):
            return data
        out = bytearray()
        at = 0
        while at < len(data):
            if self._keep:
                piece = data[at : at + self._keep]
                out += piece
                self._keep -= len(piece)
                at += len(piece)
            elif self._drop:
                dropped = min(self._drop, len(data) - at)
                self._drop -= dropped
                at += dropped
            else:
                piece = data[at : at + _head_size(self._head) - len(self._head)]
                self._head += piece
                at += len(piece)
                if len(self._head) == _head_size(self._head):
                    out += self._begin(self._head)
                    self._head = b""
        return bytes(out)

    def _is_short_message(self, data: bytes) -> bool:
        """Tell whether this is one whole message in one short frame: mostly it is."""
        size = len(data) - 2 - _MASK_BYTES
        if self._keep or self._drop or self._head or not 0 <= size < _SHORT or data[1] != _MASKED | size:
            return False
        return data[0] & ~_RSV1 in (_FIN | _TEXT, _FIN | _BINARY)

    def _begin(self, head: bytes) -> bytes:
        """Begin with a frame; give its head, as it is now."""
        opcode, size = head[0] & 0x0F, head[1] & ~_MASKED
        mask = head[-_MASK_BYTES:] if head[1] & _MASKED else b""
        if size in (_SHORT, _LONG):
            size = int.from_bytes(head[2 : len(head) - len(mask)])
        if opcode >= _CONTROL:
            self._keep = size
            return head
        if opcode != _CONTINUATION:
            self._room = PACKED_BYTES if head[0] & _RSV1 else MESSAGE_BYTES
            self._size = 0
        self._size += size
        self._keep = min(size, self._room)
        self._drop = size - self._keep
        self._room -= self._keep
        return _head(head[0], self._keep, head[1] & _MASKED) + mask if self._drop else head


def _head_size(head: bytes) -> int:
    """Give how long the head of a frame is, as far as that is known."""
    if len(head) < 2:
        return 2
    more = {_SHORT: 2, _LONG: 8}.get(head[1] & ~_MASKED, 0)
    return 2 + more + (_MASK_BYTES if head[1] & _MASKED else 0)
