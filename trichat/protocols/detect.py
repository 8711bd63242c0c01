"""Detects the protocol that a connection speaks from its first bytes."""

import re
from enum import Enum, auto


class DetectedProtocol(Enum):
    """The protocols that the first bytes of a connection can be of."""

    UNCLEAR = auto()  # the beginning of several things: wait for more, though not for long
    PLAIN = auto()
    IRC = auto()
    HTTP = auto()
    TLS = auto()


_IRC_WORDS = (b"CAP", b"NICK", b"USER", b"PASS", b"AUTHENTICATE", b"WEBIRC", b"STARTTLS")
_HTTP_WORDS = (b"GET", b"HEAD", b"POST", b"PUT", b"DELETE", b"OPTIONS", b"PATCH", b"TRACE", b"CONNECT", b"PRI")
# A name has no space in it: whoever says `NICK anna` at a prompt for a name is no person.
_IRC = re.compile(rb"(?:@\S* +)?(?:%b) +\S" % b"|".join(_IRC_WORDS), re.IGNORECASE)
_HTTP = re.compile(rb"(?:%b) +\S" % b"|".join(_HTTP_WORDS))
_LONGEST = max(len(word) for word in _IRC_WORDS + _HTTP_WORDS)
_TLS_HANDSHAKE = b"\x16\x03"  # RFC 8446, 5.1: content type and the first byte of the legacy version


def detect_protocol(data: bytes) -> DetectedProtocol:
    """Detect the protocol from the first bytes: from one to all of the first line."""
    if data.startswith(_TLS_HANDSHAKE):
        return DetectedProtocol.TLS
    if _IRC.match(data):
        return DetectedProtocol.IRC
    if _HTTP.match(data):
        return DetectedProtocol.HTTP
    return DetectedProtocol.UNCLEAR if _may_become_clear(data) else DetectedProtocol.PLAIN


def _may_become_clear(data: bytes) -> bool:
    """Tell whether more bytes of the first line can still make this something other than plain text."""
    if b"\n" in data or b"\r" in data:
        return False
    if data.startswith(b"@"):  # tags: the command comes behind them
        _, space, command = data.partition(b" ")
        return not space or _may_become_clear(command.lstrip(b" "))
    word = data.rstrip(b" ").upper()
    if len(word) < len(data):  # there is a space already: the word is complete
        return word in _IRC_WORDS + _HTTP_WORDS
    return _TLS_HANDSHAKE.startswith(data) or (
        len(word) <= _LONGEST and any(known.startswith(word) for known in _IRC_WORDS + _HTTP_WORDS)
    )
