"""SASL on the side of the server: what the mechanisms say, as bytes. Pure."""

import base64
import binascii

from trichat.errors import ProtocolError
from trichat.words.record import Hidden, Record

PLAIN = "PLAIN"
SCRAM = "SCRAM-SHA-256"
EXTERNAL = "EXTERNAL"
MECHANISMS = (PLAIN, SCRAM, EXTERNAL)


class NotUnderstood(ProtocolError):
    """What a client sent is no message of this mechanism."""


class Plain(Record, kw_only=True):
    """The one message of PLAIN."""

    name: str
    password: Hidden[str]


def decode(text: str) -> bytes:
    """Decode base64. Raises NotUnderstood."""
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise NotUnderstood(text[:20]) from exc


def read_plain(data: bytes) -> Plain:
    """Read `authzid NUL authcid NUL password` (RFC 4616). Raises NotUnderstood.

    Nobody can act for somebody else: `authzid` is empty or the same name, as it is written.
    """
    try:
        acting_as, name, password = data.decode().split("\0")
    except ValueError as exc:  # not UTF-8, or another number of parts
        raise NotUnderstood("PLAIN") from exc
    if not name or not password or acting_as not in ("", name):
        raise NotUnderstood("PLAIN")
    return Plain(name=name, password=password)


def read_external(data: bytes) -> str:
    """Read the one message of EXTERNAL (RFC 4422, appendix A): a name, or nothing. Raises NotUnderstood."""
    try:
        name = data.decode()
    except UnicodeDecodeError as exc:
        raise NotUnderstood("EXTERNAL") from exc
    if "\0" in name:
        raise NotUnderstood("EXTERNAL")
    return name
