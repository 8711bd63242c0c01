"""Turns bytes from a person's terminal or script into requests."""

import re

from trichat.protocols.lines import LineSplitter, TooLong
from trichat.words.events import LineEndsSet, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Typed

LINE_BYTES = 4096  # a long paragraph; what one line can take of memory and of others' screens

_IAC = 0xFF
# RFC 854: IAC SB … IAC SE, where an IAC in between is doubled; IAC WILL/WONT/DO/DONT option; IAC command. A
# subnegotiation of more than 512 bytes is none. `begun`: the beginning of one of these, whose end has not come yet.
_SUBNEGOTIATION = rb"\xfa(?:[^\xff]|\xff\xff){0,512}+"  # possessive: takes no longer, whatever is sent
_TELNET = re.compile(
    rb"\xff(?:%b\xff\xf0|[\xfb-\xfe].|[\xf0-\xf9])|(?P<begun>\xff(?:%b\xff?|[\xfb-\xfe]?)\Z)"
    % (_SUBNEGOTIATION, _SUBNEGOTIATION),
    re.DOTALL,
)


class PlainReader:
    """Takes bytes as they come and gives requests. Any input gives requests and nothing else.

    Until the other side has ever ended a line, a pause ends it: a naive script sends each message with one
    `send()` and no newline.
    """

    def __init__(self) -> None:
        self._lines = LineSplitter(LINE_BYTES)
        self._crlf = False
        self._telnet = b""  # the beginning of a telnet command whose end has not come yet

    def feed(self, data: bytes) -> list[Request]:
        """Take the next bytes; give the requests of the lines that they complete."""
        requests = [_request(line) for line in self._lines.feed(self._without_telnet(data))]
        if requests and self._crlf != self._lines.crlf:
            self._crlf = self._lines.crlf
            requests.insert(0, InTurn(event=LineEndsSet(crlf=self._crlf)))
        return requests

    def pause(self) -> list[Request]:
        """Nothing has come for a while: a line without an end is whole, if this side never ends them."""
        return [] if self._lines.ended else self.end()

    def end(self) -> list[Request]:
        """The other side sends no more: what there is of a last line counts."""
        line = self._lines.flush()
        return [] if line is None else [_request(line)]

    @property
    def waits_for_pause(self) -> bool:
        """Tell whether `pause` would end a line now."""
        return not self._lines.ended and self._lines.holds_some

    def _without_telnet(self, data: bytes) -> bytes:
        if _IAC not in data and not self._telnet:
            return data
        data, self._telnet = self._telnet + data, b""
        return _TELNET.sub(self._take_telnet, data)

    def _take_telnet(self, command: re.Match[bytes]) -> bytes:
        self._telnet = command["begun"] or b""
        return b""


def _request(line: bytes | TooLong) -> Request:
    if not isinstance(line, bytes):
        return _refused(Reason.LINE_TOO_LONG, str(line.size), str(LINE_BYTES))
    try:
        return Typed(text=line.decode())
    except UnicodeDecodeError:
        return _refused(Reason.NOT_UTF8)


def _refused(reason: Reason, about: str = "", detail: str = "") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail))
