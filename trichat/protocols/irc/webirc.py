"""WEBIRC: a gateway says for whom it speaks (ircv3.net/specs/extensions/webirc). Pure."""

import ipaddress

from trichat.errors import ProtocolError
from trichat.protocols.irc.wire.message import parse
from trichat.words.record import Hidden, Record

_LEAST = 4  # parameters


class Spoken(Record, kw_only=True):
    """What a gateway says of itself and of its client.

    `secure`: the client has come to the gateway with TLS. The name of the client's host is not looked at: nobody sees
    it here.
    """

    password: Hidden[str]
    gateway: str
    address: str
    secure: bool


def parse_webirc(line: bytes) -> Spoken:
    """Read the line. Raises ProtocolError."""
    try:
        message = parse(line.decode())
    except UnicodeDecodeError as exc:
        raise ProtocolError("WEBIRC is not UTF-8") from exc
    if message.command != "WEBIRC" or len(message.params) < _LEAST:
        raise ProtocolError("WEBIRC has a password, a gateway, a host and an address")
    password, gateway, _, address, *more = message.params
    try:
        address = str(ipaddress.ip_address(address))
    except ValueError as exc:
        raise ProtocolError("WEBIRC has no address where one belongs") from exc
    options = [option.partition("=")[0] for option in " ".join(more).split()]
    return Spoken(password=password, gateway=gateway, address=address, secure="secure" in options)
