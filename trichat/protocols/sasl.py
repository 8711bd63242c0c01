"""SASL, both sides: the mechanisms, and what their messages say (RFC 4422)."""

import base64

from trichat.errors import ProtocolError
from trichat.words.record import Hidden, Record

PLAIN = "PLAIN"
SCRAM = "SCRAM-SHA-256"
EXTERNAL = "EXTERNAL"
MECHANISMS = (PLAIN, SCRAM, EXTERNAL)


class NotUnderstood(ProtocolError):
    """What the other side sent is no message of this mechanism."""


class Plain(Record, kw_only=True):
    """The one message of PLAIN."""

    name: str
    password: Hidden[str]


def decode(data: str) -> str:
    """Decode a message: base64 (IRCv3 sasl-3.1) of UTF-8, which all our mechanisms speak. Raises NotUnderstood."""
    try:
        return base64.b64decode(data.encode(), validate=True).decode()
    except ValueError as exc:  # no base64, or no UTF-8
        raise NotUnderstood(data[:20]) from exc


def read_plain(text: str) -> Plain:
    """Read `authzid NUL authcid NUL password` (RFC 4616, section 2). Raises NotUnderstood.

    Nobody can act for somebody else: `authzid` is empty or the same name, as it is written.
    """
    try:
        acting_as, name, password = text.split("\0")
    except ValueError as exc:  # another number of parts
        raise NotUnderstood("PLAIN") from exc
    if not name or not password or acting_as not in ("", name):
        raise NotUnderstood("PLAIN")
    return Plain(name=name, password=password)


def read_external(text: str) -> str:
    """Read the one message of EXTERNAL (RFC 4422, appendix A): a name, or nothing. Raises NotUnderstood."""
    if "\0" in text:
        raise NotUnderstood("EXTERNAL")
    return text
