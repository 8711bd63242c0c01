"""Turns bytes from a person's terminal or script into requests."""

from trichat.protocols.lines import LineSplitter, Pause, TooLong
from trichat.protocols.plain.telnet import Telnet
from trichat.words import commands
from trichat.words.events import LineEndsSet, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Typed

LINE_BYTES = 4096  # a long paragraph; what one line can take of memory and of others' screens

_MARK = b"\xef\xbb\xbf"  # the byte order mark, in UTF-8
_BACKSPACES = b"\b\x7f"  # what terminals send for that key: some the one, some the other
_KEY_BYTES = 4  # of the longest character
_FOLLOWS = 0b10  # the first two bits of all bytes of a character but the first (RFC 3629)


class PlainReader:
    """Takes bytes as they come and gives requests. Any input gives requests and nothing else.

    A line ends with its line end. Only for a script that sends each message with one `send()`, and no line end ever, a
    pause ends it. So it ends nothing once a line end has come, nor for a telnet, nor for a terminal that sends each key
    by itself: a person pauses in the middle of a line, and a piece of it may be half of a password.
    """

    def __init__(self) -> None:
        self._lines = LineSplitter(LINE_BYTES)
        self._crlf = False
        self._telnet = Telnet()
        self._keys = False  # they come one by one
        self._lone = False  # all that there is of the line is one character, which came by itself
        self._paused = False  # a pause has ended a line: here is a script

    def feed(self, data: bytes) -> list[Request]:
        """Take the bytes of the next read; give the requests of the lines that they complete."""
        text = self._telnet.take_out(data)
        if not self._lines.ended and text:
            self._note_keys(text)
        requests = [_request(line) for line in self._lines.feed(text)]
        if requests and self._crlf != self._lines.crlf:
            self._crlf = self._lines.crlf
            requests.insert(0, InTurn(event=LineEndsSet(crlf=self._crlf)))
        return requests

    def _note_keys(self, text: bytes) -> None:
        """See whether keys come one by one: whoever begins with a single character is a person, and no script.

        Of a script that has sent whole messages before, one character is another, unless a second is close behind: then
        the first message was two keys that came together.
        """
        key = _is_key(text)
        self._keys |= key and (self._lone or not self._paused) and (self._lone or not self._lines.holds_some)
        self._lone = key and not self._lines.holds_some

    def pause(self) -> list[Request]:
        """Nothing has come for as long as `waits_for` says: a line without an end is whole."""
        if self.waits_for is Pause.NONE:
            return []
        self._paused = True
        return self.end()

    def end(self) -> list[Request]:
        """The other side sends no more: what there is of a last line counts."""
        self._lone = False
        line = self._lines.flush()
        return [] if line is None else [_request(line)]

    @property
    def waits_for(self) -> Pause:
        """Tell which pause would end a line now.

        A command waits longer: whatever holds up the rest of it, that is not said to others.
        """
        lines = self._lines
        if lines.ended or self._keys or self._telnet.negotiates or not lines.holds_some:
            return Pause.NONE
        return Pause.LONG if self._lone or lines.begins_with(b"/") else Pause.SHORT


def _is_key(text: bytes) -> bool:
    """Tell whether this is what one key sends: a character, or a part of one."""
    return len(text) <= _KEY_BYTES and len(text.decode(errors="replace")) == 1


def _request(line: bytes | TooLong) -> Request:
    if not isinstance(line, bytes):
        return _refused(Reason.LINE_TOO_LONG, str(line.size), str(LINE_BYTES))
    line = line.removeprefix(_MARK)  # PowerShell puts it before what it sends, and nobody sees why a name is wrong
    if any(key in line for key in _BACKSPACES):
        line = _edited(line)
    try:
        return Typed(text=line.decode())
    except UnicodeDecodeError:
        text = line.decode(errors="replace")
        return Typed(text=text) if commands.is_done_anyway(text) else _refused(Reason.NOT_UTF8)


def _edited(line: bytes) -> bytes:
    """Do what Backspace says: it takes the character before it."""
    left = bytearray()
    for byte in line:
        if byte not in _BACKSPACES:
            left.append(byte)
            continue
        while left and left.pop() >> 6 == _FOLLOWS:
            pass
    return bytes(left)


def _refused(reason: Reason, about: str = "", detail: str = "") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail))
