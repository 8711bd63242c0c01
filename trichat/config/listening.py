"""Where the server listens, and what is spoken there."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from trichat.words.record import Record

_PLACE = re.compile(r"(?:\[([^\s\[\]]+)\]|([^\s:\[\]]+)):([0-9]{1,5})")
_PORT_MOST = 65535


class Speaks(Enum):
    """What is spoken at a place."""

    ANY = "any"  # TLS with those who begin with it, plain text with everybody else
    PLAIN = "plain"  # plain text only
    TLS = "tls"  # TLS only: nothing is said before the handshake


class Listen(Record, kw_only=True):
    """A port, on some addresses or names of this machine. 0 is any free one."""

    hosts: tuple[str, ...]
    port: int
    speaks: Speaks = Speaks.ANY


def is_place(text: str) -> bool:
    """Tell whether a text is an address or a name with a port: `0.0.0.0:6697`, `[::]:6697`."""
    return _split(text) is not None


def _split(text: str) -> tuple[str, int] | None:
    found = _PLACE.fullmatch(text)
    if found is None or int(found[3]) > _PORT_MOST:
        return None
    return found[1] or found[2], int(found[3])


def listens(hosts: Sequence[str], port: int, tls_port: int | None, others: Mapping[str, str]) -> list[Listen]:
    """Give where to listen: at one port of some hosts, at one for TLS of the same hosts, and at other places."""
    found = [Listen(hosts=tuple(hosts), port=port)] if hosts else []
    if hosts and tls_port is not None:
        found.append(Listen(hosts=tuple(hosts), port=tls_port, speaks=Speaks.TLS))
    for text, speaks in others.items():
        place = _split(text)
        assert place is not None  # as the settings have checked
        found.append(Listen(hosts=(place[0],), port=place[1], speaks=Speaks(speaks)))
    return found
