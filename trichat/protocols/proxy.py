"""For whom a proxy speaks: the PROXY protocol (haproxy.org, proxy-protocol.txt), and the way of HTTP. Pure."""

import ipaddress
import re
from collections.abc import Callable, Sequence

from trichat.errors import ProtocolError
from trichat.words.record import Record

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"  # how version 2 begins
LINE_BYTES = 107  # of version 1, with its end: as much as all that it can say
HEADER_BYTES = 4096  # of version 2: an address, and what else a proxy tells, such as the certificate of a client

_HEAD_BYTES = 16
_LOCAL, _PROXIED = 0x20, 0x21  # version 2 and what it tells: the proxy comes by itself, or for somebody
_FAMILIES = range(4)  # unknown, IPv4, IPv6, Unix
_TRANSPORTS = range(3)  # unknown, stream, datagram
_OVER_TCP = {0x11: 4, 0x21: 16}  # family and transport, and how many bytes an address has
_PORT = rb"(0|[1-9][0-9]{0,4})"
_LINE = re.compile(rb"PROXY (TCP4|TCP6) ([0-9a-fA-F:.]+) ([0-9a-fA-F:.]+) %b %b\r\n" % (_PORT, _PORT))
_NODE = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::[0-9]+)?|([0-9.]+)(?::[0-9]+)?")  # an address, with a port or without
_PAIR = re.compile(r'[ \t]*(?:([^\s",;=]+)=("(?:[^"\\]|\\.)*"|[^\s",;]+))?[ \t]*([;,]|$)')
_UNKNOWN = re.compile(rb"PROXY UNKNOWN(?: [^\r\n]*)?\r\n")


class Header(Record, kw_only=True):
    """What a proxy says of a connection in its first `size` bytes.

    `address` is that of the client, or empty if the proxy does not tell it. `local`: there is no client, the proxy
    looks whether somebody is here.
    """

    size: int
    address: str = ""
    local: bool = False


def parse(data: bytes) -> Header | None:
    """Read the header that a connection begins with; None as long as there is more to come. Raises ProtocolError."""
    if SIGNATURE.startswith(data[: len(SIGNATURE)]):
        return _parse_binary(data)
    line, end, _ = data[:LINE_BYTES].partition(b"\n")
    if not end:
        if len(data) >= LINE_BYTES:
            raise ProtocolError("The line with PROXY does not end.")
        return None
    return _parse_line(line + end)


def _parse_line(line: bytes) -> Header:
    if _UNKNOWN.fullmatch(line):
        return Header(size=len(line))
    found = _LINE.fullmatch(line)
    if found is None:
        raise ProtocolError("The line is not like PROXY TCP4 192.0.2.7 192.0.2.1 50000 8080, with CR LF behind it.")
    family, *addresses = [group.decode() for group in found.groups()[:3]]
    kind = ipaddress.IPv4Address if family == "TCP4" else ipaddress.IPv6Address
    try:
        source, _ = [str(kind(address)) for address in addresses]
    except ValueError as exc:
        raise ProtocolError(f"The line with PROXY {family} holds another kind of address.") from exc
    if max(int(port) for port in found.groups()[3:]) > 0xFFFF:
        raise ProtocolError("The line with PROXY holds a number that is no port.")
    return Header(size=len(line), address=source)


def _parse_binary(data: bytes) -> Header | None:
    if len(data) < _HEAD_BYTES:
        return None
    command, kind = data[12:14]
    size = _HEAD_BYTES + int.from_bytes(data[14:16])
    if command not in (_LOCAL, _PROXIED) or kind >> 4 not in _FAMILIES or kind & 0xF not in _TRANSPORTS:
        raise ProtocolError("The header of PROXY is of no version or kind that is known here.")
    if size > HEADER_BYTES:
        raise ProtocolError(f"The header of PROXY has {size} bytes, {HEADER_BYTES} is the most.")
    length = _OVER_TCP.get(kind, 0) if command == _PROXIED else 0
    if size < _HEAD_BYTES + 2 * (length + 2) * bool(length):
        raise ProtocolError("The header of PROXY is too short for an address.")
    if len(data) < size:
        return None
    source = data[_HEAD_BYTES : _HEAD_BYTES + length]
    return Header(size=size, address=str(ipaddress.ip_address(source)) if source else "", local=command == _LOCAL)


def forwarded_for(told: Sequence[str], others: Sequence[str], trusted: Callable[[str], bool]) -> str:
    """Give for whom HTTP proxies speak; empty if they do not say, or nothing that makes sense. Raises ProtocolError.

    `told` is X-Forwarded-For, `others` is Forwarded (RFC 7239). A proxy of ours sets one of them and may well hand on
    the other as it came, from somebody who likes to be elsewhere. So if both are there, they have to say the same.
    """
    both = [words for words in (_listed(told), _nodes(others)) if words]
    found = [_last(words, trusted) for words in both]
    if len(set(found)) > 1:
        raise ProtocolError("X-Forwarded-For and Forwarded differ: a proxy sets one, and takes the other away.")
    return found[0] if found else ""


def _last(words: Sequence[str], trusted: Callable[[str], bool]) -> str:
    """Give who it is, if each proxy adds at the end from whom it has the request.

    What somebody wrote whom we do not trust is worth nothing: so it is the last address that is no proxy of ours.
    """
    client = ""
    for word in reversed(words):
        found = _NODE.fullmatch(word)
        try:
            client = str(ipaddress.ip_address((found[1] or found[2]) if found else word))
        except ValueError:
            return client
        if not trusted(client):
            return client
    return client


def _listed(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",")]


def _nodes(values: Sequence[str]) -> list[str]:
    """Give who is named by `for` in each element of Forwarded (RFC 7239, 4); nobody is empty. Raises ProtocolError.

    It is read as a whole or not at all: else a quotation mark that somebody leaves open would swallow what a proxy of
    ours adds behind it.
    """
    text, at = ",".join(values), 0
    elements: list[list[str]] = [[]]
    while at < len(text):
        found = _PAIR.match(text, at)
        if found is None:
            raise ProtocolError("Forwarded is not as RFC 7239 has it.")
        name, value, end = found.groups()
        if (name or "").lower() == "for":
            elements[-1].append(value.strip('"'))
        if end == ",":
            elements.append([])
        at = found.end()
    if any(len(nodes) > 1 for nodes in elements):
        raise ProtocolError("Forwarded names two for whom one proxy speaks.")
    return [nodes[0] if nodes else "" for nodes in elements] if values else []
