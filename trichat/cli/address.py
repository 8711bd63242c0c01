"""Where to go, as people and web pages write it: chat.example.org:8080, [::1]:8080, ircs://chat.example.org/lobby."""

import re
from typing import NamedTuple
from urllib.parse import unquote

from trichat.cli.types import Text, read_host, read_port

_PORTS = {"irc": 6667, "ircs": 6697}  # of whoever names none (RFC 7194; draft-butcher-irc-url, section 2.3)
_URL = re.compile(r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<place>[^/?]*)(?:/(?P<path>[^?]*))?(?:\?(?P<key>.*))?")
_PLACE = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[]*)(?::(?P<port>.*))?")


class Address(NamedTuple):
    """A server, and what is to be done there; None, or nothing, where that is left open."""

    host: str
    port: int | None = None
    rooms: tuple[str, ...] = ()
    tls: str | None = None  # as the setting has it


class AddressType(Text):
    """An address, as an option or argument has it."""

    name = "address"

    def read(self, text: str) -> Address:
        """Read it."""
        return read_address(text)


def read_address(text: str) -> Address:
    """Read an address. Raises ValueError: what would be right."""
    found = _URL.fullmatch(text)
    if found is None:
        return Address(*_place(text))
    scheme = found["scheme"].lower()
    if scheme not in _PORTS:
        raise ValueError(f"{text!r} is not of a chat: that begins with irc:// or ircs://.")
    host, port = _place(found["place"])
    # Not ircs means: not by itself. A server may send us to TLS, or the port may be that of TLS.
    tls = "on" if scheme == "ircs" else None
    return Address(host, port or _PORTS[scheme], _rooms(found["path"] or "", unquote(found["key"] or "")), tls)


def _place(text: str) -> tuple[str, int | None]:
    """Take a host and a port apart. An address of IPv6 without brackets has no port."""
    if text.count(":") > 1 and not text.startswith("["):
        return read_host(text), None
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not an address: write HOST, HOST:PORT or [IPv6]:PORT.")
    return read_host(found["host"]), None if found["port"] is None else read_port(found["port"])


def _rooms(path: str, key: str) -> tuple[str, ...]:
    """Read the rooms of a URL. What stands behind a comma may also say what kind of name it is: that is no room."""
    names = [unquote(part) for part in path.split(",")]
    if "isnick" in names:
        raise ValueError(f"{names[0]!r} is a person: go to the server, and then /msg {names[0]} TEXT.")
    from trichat.client.settings.names import WrongName, room  # noqa: PLC0415 (it imports tables of Unicode)

    wanted = [name for name in names if name and name not in ("ischannel", "isserver", "needkey")]
    if strange := [name for name in wanted if any(char.isspace() or char == "," for char in name)]:
        raise WrongName(f"{strange[0]!r} cannot be a room: that is a word as in #lobby.")
    found = tuple(map(room, wanted))
    return (f"{found[0]} {key}", *found[1:]) if key and found else found
