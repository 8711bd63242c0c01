"""Detects the protocol that a connection speaks from its first bytes."""

import re
from enum import Enum, auto

from trichat.protocols.proxy import SIGNATURE


class DetectedProtocol(Enum):
    """The protocols that the first bytes of a connection can be of."""

    UNCLEAR = auto()  # the beginning of several things: wait for more, though not for long
    PLAIN = auto()
    IRC = auto()
    WEBIRC = auto()  # IRC, through a gateway that says for whom
    HTTP = auto()
    TLS = auto()
    PROXY = auto()  # a proxy that says for whom it speaks; what they speak comes behind that


FIRST_LINE_BYTES = 512  # an IRC client's first line is shorter: what is longer is a person's

_IRC_WORDS = (
    b"CAP",
    b"NICK",
    b"USER",
    b"PASS",
    b"AUTHENTICATE",
    b"WEBIRC",
    b"STARTTLS",
    b"RESUME",
)  # in capitals or not
_HTTP_WORDS = (
    b"GET",
    b"HEAD",
    b"POST",
    b"PUT",
    b"DELETE",
    b"OPTIONS",
    b"PATCH",
    b"TRACE",
    b"CONNECT",
    b"PRI",
    b"QUERY",
)
_PROXY = b"PROXY"
# A name has no space in it: whoever says `NICK anna` at a prompt for a name is no person. STARTTLS is no name either.
_IRC = re.compile(rb"(?:@\S* +)?(?:(?:%b) +\S|STARTTLS *[\r\n])" % b"|".join(_IRC_WORDS), re.IGNORECASE)
_WEBIRC = re.compile(rb"WEBIRC +\S", re.IGNORECASE)
# Anything may be a method (RFC 9110, 9.1), as PROPFIND; those above are known before the whole line has come.
_HTTP = re.compile(rb"(?:%b) +\S|[A-Z][A-Z-]{0,30} +/\S* +HTTP/[0-9]" % b"|".join(_HTTP_WORDS))
_PROXY_LINE = re.compile(rb"%b +\S" % _PROXY)
_TLS_HANDSHAKE = b"\x16\x03"  # RFC 8446, 5.1: content type and the first byte of the legacy version


def detect_protocol(data: bytes) -> DetectedProtocol:
    """Detect the protocol from the first bytes: from one to all of the first line."""
    if data.startswith(_TLS_HANDSHAKE):
        return DetectedProtocol.TLS
    if data.startswith(SIGNATURE) or _PROXY_LINE.match(data):
        return DetectedProtocol.PROXY
    if _WEBIRC.match(data):
        return DetectedProtocol.WEBIRC
    if _IRC.match(data):
        return DetectedProtocol.IRC
    if _HTTP.match(data):
        return DetectedProtocol.HTTP
    return DetectedProtocol.UNCLEAR if _may_become_clear(data) else DetectedProtocol.PLAIN


def _may_become_clear(data: bytes) -> bool:
    """Tell whether more bytes of the first line can still make this something other than plain text."""
    if _TLS_HANDSHAKE.startswith(data) or SIGNATURE.startswith(data):
        return True
    if b"\n" in data or b"\r" in data:
        return False
    if data.startswith(b"@"):  # tags: the command comes behind them
        _, space, command = data.partition(b" ")
        return not space or _may_become_clear(command.lstrip(b" "))
    word = data.rstrip(b" ")
    if len(word) < len(data):  # there is a space already: the word is complete
        return word.upper() in _IRC_WORDS or word in (*_HTTP_WORDS, _PROXY)
    return _begins(word.upper(), _IRC_WORDS) or _begins(word, (*_HTTP_WORDS, _PROXY))


def _begins(word: bytes, known: tuple[bytes, ...]) -> bool:
    return any(each.startswith(word) for each in known)


class FirstLine:
    """The first line of somebody who was greeted as a person, while it can still tell that it is a program after all.

    A client behind a slow link says `CAP LS` only when we have waited for it in vain.
    """

    def __init__(self) -> None:
        self.data = b""
        self.taken = False  # a pause has ended it, and it was taken for a name

    def add(self, data: bytes) -> DetectedProtocol:
        """Take more bytes, and give what they are: UNCLEAR as long as more of them may tell."""
        self.data += data
        protocol = detect_protocol(self.data)
        unclear = protocol is DetectedProtocol.UNCLEAR
        return DetectedProtocol.PLAIN if unclear and len(self.data) > FIRST_LINE_BYTES else protocol

    @property
    def is_unclear(self) -> bool:
        """Whether more of it may tell."""
        return self.add(b"") is DetectedProtocol.UNCLEAR

    @property
    def is_half(self) -> bool:
        """Whether it is a command of a program already, without what belongs to it: no name has a space in it."""
        return self.is_unclear and b" " in self.data

    def ended(self) -> DetectedProtocol:
        """Give what it is if nothing else comes: STARTTLS is all that a program says."""
        return detect_protocol(self.data + b"\n")
