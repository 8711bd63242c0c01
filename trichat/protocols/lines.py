"""Cuts a stream of bytes into lines of bounded length."""

from enum import Enum, auto

from trichat.words.record import Record

_ENDS = (b"\n", b"\r")


class Pause(Enum):
    """Which pause would end a line that has no line end."""

    NONE = auto()
    SHORT = auto()
    LONG = auto()


class TooLong(Record, kw_only=True):
    """A line that was longer than the limit, and was thrown away; `size` is in bytes."""

    size: int


class LineSplitter:
    r"""Cuts what is fed into lines, wherever the pieces were cut before.

    A line ends with LF, CR LF, CR NUL (telnet, RFC 854) or CR. Never holds more than `limit` bytes of a line
    without an end: of a longer one, only its size is known when its end comes.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""
        self._dropped = 0  # bytes of an overlong line, thrown away so far
        self._after_cr = False
        self.ended = False  # has any line had an end yet?
        self.crlf = False  # did the last line that had one end with CR LF?

    def feed(self, data: bytes) -> list[bytes | TooLong]:
        """Take the next bytes; give the lines that are complete now, without their ends."""
        data = self._note_ends(data)
        lines = data.splitlines()  # of bytes: after LF, CR LF and CR, and nowhere else
        rest = lines.pop() if lines and not data.endswith(_ENDS) else b""
        if not lines:
            self._keep(rest)
            return []
        self.ended = True
        lines[0] = self._rest + lines[0]
        dropped, self._rest, self._dropped = self._dropped, b"", 0
        if rest:
            self._keep(rest)
        together = len(lines[0]) + len(data)  # or more than that: mostly it is not worth measuring each
        if not dropped and (together <= self._limit or max(map(len, lines)) <= self._limit):
            return [*lines]
        return [self._measured(lines[0], dropped), *[self._measured(line) for line in lines[1:]]]

    def _measured(self, line: bytes, dropped: int = 0) -> bytes | TooLong:
        size = dropped + len(line)
        return TooLong(size=size) if dropped or size > self._limit else line

    @property
    def dropped(self) -> int:
        """How many bytes were thrown away so far of a line that is too long, and has no end yet."""
        return self._dropped

    @property
    def holds_some(self) -> bool:
        """Whether a line has begun that has no end yet."""
        return bool(self._rest or self._dropped)

    def begins_with(self, beginning: bytes) -> bool:
        """Tell whether the line that has no end yet begins so."""
        return self._rest.startswith(beginning)

    def flush(self) -> bytes | TooLong | None:
        """Give what has come since the last line end as a line; None if nothing has."""
        if not self.holds_some:
            return None
        line = self._measured(self._rest, self._dropped)
        self._rest, self._dropped = b"", 0
        return line

    def _note_ends(self, data: bytes) -> bytes:
        """Note how lines end, and let none end with CR NUL.

        After a CR at the end of one piece, an LF or NUL may begin the next.
        """
        if self._after_cr and data:
            self._after_cr = False
            self.crlf = data.startswith(b"\n")
            if data[0] in b"\n\0":
                data = data[1:]
        if b"\r" in data:
            self._after_cr = data.endswith(b"\r")
            if not self._after_cr:  # else it is not known before the next byte has come
                self.crlf = data.rfind(b"\n") == data.rfind(b"\r") + 1
            if b"\0" in data:  # else the ends are those that Python knows
                data = data.replace(b"\r\n", b"\n").replace(b"\r\0", b"\n").replace(b"\r", b"\n")
        elif b"\n" in data:
            self.crlf = False
        return data

    def _keep(self, piece: bytes) -> None:
        self._rest += piece
        if self._dropped or len(self._rest) > self._limit:
            self._dropped += len(self._rest)
            self._rest = b""
