"""Telnet's own bytes (RFC 854), taken out of what somebody types. Pure."""

import re

_IAC = 0xFF
# What an option is called: those that programs still speak have numbers below 50. LF and CR are none of them, nor is
# a letter: in cp1251 these bytes are `яю`, `яы`, `яь`, and what is behind them must not be lost, least of all the end.
_OPTION = rb"[\x00-\x09\x0b\x0c\x0e-\x31]"
# IAC SB … IAC SE, where an IAC in between is doubled. A size (NAWS, RFC 1073) is four bytes, whatever they are; no
# other goes over the end of a line, or is longer than 512 bytes. Possessive: takes no longer, whatever is sent.
_SIZE = rb"\x1f(?:[^\xff]|\xff\xff)"
_WORDS = rb"(?!\x1f)%b(?:[^\xff\r\n]|\xff\xff){0,512}+" % _OPTION
_TELNET = re.compile(
    rb"\xff(?:(?P<option>\xfa(?:%b{4}|%b)\xff\xf0|[\xfb-\xfe]%b)|[\xf0-\xf9])"
    rb"|(?P<begun>\xff(?:\xfa(?:(?:%b{0,4}|%b)\xff?)?|[\xfb-\xfe]?)\Z)" % (_SIZE, _WORDS, _OPTION, _SIZE, _WORDS),
    re.DOTALL,
)


class Telnet:
    """Takes telnet's commands out, wherever they are cut; answers none.

    `negotiates`: a program has spoken of options here, and so is telnet, which ends the lines that it sends.
    """

    def __init__(self) -> None:
        self.negotiates = False
        self._begun = b""  # the beginning of a command whose end has not come yet
        self._options = False  # the last bytes had some in them

    def take_out(self, data: bytes) -> bytes:
        """Take the next bytes; give those of them that are text."""
        if _IAC not in data and not self._begun:
            return data
        data, self._begun, self._options = self._begun + data, b"", False
        text = _TELNET.sub(self._take, data)
        # Beside text in another encoding than ours, these are letters of it, more likely than not.
        self.negotiates |= self._options and text.isascii()
        return text

    def _take(self, command: re.Match[bytes]) -> bytes:
        self._begun = command["begun"] or b""
        self._options |= command["option"] is not None
        return b""
