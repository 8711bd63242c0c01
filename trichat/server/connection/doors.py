"""The doors of the server, in one table: who speaks which protocol; and what all connections share."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from trichat.config.limits import Limits
from trichat.protocols.detect import DetectedProtocol
from trichat.protocols.dialect import Dialect
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.irc.reader import IrcReader
from trichat.protocols.lines import Pause
from trichat.protocols.plain.dialect import PlainDialects
from trichat.protocols.plain.reader import PlainReader
from trichat.server.connection.addresses import Addresses
from trichat.server.connection.proxies import Trusted
from trichat.server.connection.queue import RequestQueue
from trichat.server.connection.throttle import Throttles
from trichat.server.connection.transport import Transport
from trichat.server.connection.web.visit import Site
from trichat.server.work import Turns, Workers
from trichat.words.record import Record
from trichat.words.requests import Request

if TYPE_CHECKING:  # pyOpenSSL takes 100 ms to import, and a server without a certificate does not need it
    from trichat.server.connection.tls import TlsStream

# Connections that end in one turn of the loop: five milliseconds. Thousands that were cut off at once would all end in
# one turn otherwise, in which nobody else moves.
LEAVING_AT_ONCE = 20

Secure = Callable[[Transport, bytes], "TlsStream"]  # puts TLS around a stream of which so much has been read


class Reader(Protocol):
    """Turns the bytes of one connection into requests. Sans-I/O."""

    @property
    def waits_for(self) -> Pause:
        """Tell which pause would end a line now."""

    def feed(self, data: bytes) -> list[Request]:
        """Take the next bytes; give the requests that they complete."""

    def pause(self) -> list[Request]:
        """Nothing has come for as long as `waits_for` said."""

    def end(self) -> list[Request]:
        """Nothing will come any more."""


class Door(Record, kw_only=True):
    """One way in. `name` is for the log. `prompts`: a person, who is asked for a name and led to the lobby.

    A reader is made for a connection to which this policy of STS is told; an empty one: none is.
    """

    name: str
    reader: Callable[[str], Reader]
    dialect: Callable[[], Dialect]
    prompts: bool
    ping: bytes = b""  # asks whether the other side is still there; empty if that cannot be asked


def doors(plain: PlainDialects, irc: IrcDialects, language: str) -> dict[DetectedProtocol, Door]:
    """Give the table of doors, by the protocol that a connection begins with."""
    reader = functools.partial(IrcReader, irc.facts.capability_values)
    ping = f"PING :{irc.facts.server}\r\n".encode()
    return {
        DetectedProtocol.PLAIN: Door(
            name="plain text",
            reader=lambda _sts: PlainReader(),
            dialect=lambda: plain.get(language),
            prompts=True,
        ),
        DetectedProtocol.IRC: Door(name="IRC", reader=reader, dialect=irc.get, prompts=False, ping=ping),
        # Over WebSocket: server/connection/web/. Browsers have a policy of their own.
        DetectedProtocol.HTTP: Door(
            name="WebSocket", reader=lambda _sts: reader(""), dialect=irc.get, prompts=False, ping=ping
        ),
    }


class Shared(Record, kw_only=True):
    """What all connections of a server share."""

    doors: dict[DetectedProtocol, Door]
    requests: RequestQueue
    limits: Limits
    workers: Workers
    addresses: Addresses
    throttles: Throttles
    trusted: Trusted
    site: Site
    leaving: Turns  # of connections that end


class Entrance(Record, kw_only=True):
    """A place where the server listens: what is spoken there."""

    secure: Secure | None = None  # if TLS is
    tls_only: bool = False
    # If there is one: the policy of STS that a client is told, by whether it is safe already.
    sts: Callable[[bool], str] | None = None
