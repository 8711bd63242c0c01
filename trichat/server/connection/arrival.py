"""Arrival: who has come, from where, and what lies around their words; before the hub hears of them."""

import logging
import math
from typing import NamedTuple, Protocol

import trio

from trichat.chat.core.accounts import CheckPassword
from trichat.chat.core.people import Session
from trichat.errors import ProtocolError
from trichat.protocols import proxy
from trichat.protocols.detect import FIRST_LINE_BYTES, DetectedProtocol, detect_protocol
from trichat.protocols.http import messages as http
from trichat.protocols.irc.webirc import parse_webirc
from trichat.server.connection.doors import Entrance, Secure, Shared
from trichat.server.connection.outbox import Outbox
from trichat.server.connection.proxies import seen_from_here
from trichat.server.connection.transport import Transport
from trichat.server.connection.web.visit import Visit
from trichat.words.names.addresses import place

TOO_MANY = b"ERROR :Too many connections. Try again later.\r\n"  # an IRC message, and a sentence
_TLS_ONLY = b"ERROR :This port speaks TLS and nothing else: connect with TLS.\r\n"  # likewise
_NO_PROXY = b"PROXY is believed from the addresses in [server] proxies, as the first thing that they say.\r\n"
_NO_GATEWAY = (
    b"ERROR :WEBIRC is believed from the addresses in [server] proxies, with a name in [webirc], as the first line\r\n"
)
# RFC 8446, 6: a fatal handshake_failure alert, for a TLS hello where there is no certificate. A TLS client
# shows it as such; anything else would be "wrong version number".
TLS_REFUSAL = b"\x15\x03\x03\x00\x02\x02\x28"
_BUSY = http.refusal(503, "Too many connections. Try again later.")
_WRONG_PASSWORD = b"ERROR :Invalid WebIRC password\r\n"
# What a program is told that was greeted as a person, and speaks only now. It takes the greeting for the beginning of
# its answer, so that there is none that it would understand: it is closed, and its next try may be in time.
LATE = {
    DetectedProtocol.HTTP: b"",
    DetectedProtocol.TLS: b"",
    DetectedProtocol.PROXY: b"\r\n" + _NO_PROXY,
    DetectedProtocol.WEBIRC: b"\r\n" + _NO_GATEWAY,
}
IN_PIECES = b"\r\nERROR :Your first line came in pieces, and one was taken for a name: connect again\r\n"

_log = logging.getLogger(__name__)


class TurnedAway(Exception):
    """Somebody is not let in. `answer` is all that they are told; nothing, where they would not understand it."""

    def __init__(self, answer: bytes = b"") -> None:
        super().__init__(answer)
        self.answer = answer


class Caller(Protocol):
    """What an arrival needs of a connection. `address` is empty as long as `peer`, a proxy, may still say it."""

    session: Session
    outbox: Outbox
    peer: str
    address: str
    came: float  # when they came, by trio's clock, from whom a name is expected

    def come_from(self, address: str, *, known: bool = True) -> bool:
        """Be counted and seen as coming from there; tell whether there is room for one more of that address."""


class Arrived(NamedTuple):
    """How a connection goes on: the stream to read, the protocol, and what was read of it, in the pieces that came."""

    stream: Transport
    protocol: DetectedProtocol
    pieces: list[bytes]


class Arrival:
    """One connection, from its first byte to its door."""

    def __init__(self, stream: Transport, shared: Shared, entrance: Entrance, caller: Caller) -> None:
        self._stream = stream
        self._shared = shared
        self._limits = shared.limits
        self._entrance = entrance
        self._caller = caller
        self._pieces: list[bytes] = []

    async def run(self) -> Arrived:
        """See who has come, and from where; shake hands for TLS and WebSocket.

        A proxy speaks before all others, a gateway of HTTP or IRC within whatever is around that.

        Raises TurnedAway, trio.BrokenResourceError.
        """
        protocol = await self._detect(self._entrance.tls_only)
        if protocol is DetectedProtocol.PROXY:
            await self._take_header()
            protocol = await self._detect(self._entrance.tls_only)
        if protocol is DetectedProtocol.TLS and self._entrance.secure is not None:
            browses = await self._encrypt(self._entrance.secure)
            protocol = DetectedProtocol.HTTP if browses else await self._detect()
        elif self._entrance.tls_only:
            raise TurnedAway(self._no_tls(protocol))
        return await self._come_in(protocol)

    async def _come_in(self, protocol: DetectedProtocol) -> Arrived:
        """Find out the rest, from what is said in the clear or within TLS."""
        match protocol:
            case DetectedProtocol.TLS:
                raise TurnedAway(TLS_REFUSAL)
            case DetectedProtocol.PROXY:
                raise TurnedAway(_NO_PROXY)
            case DetectedProtocol.HTTP:
                await self._serve_http()
            case DetectedProtocol.WEBIRC:
                await self._take_gateway()
                protocol = DetectedProtocol.IRC
            case _:
                self._settle(TOO_MANY)
        return Arrived(self._stream, protocol, self._pieces)

    # What comes

    async def _detect(self, tls_only: bool = False) -> DetectedProtocol:
        """Wait for the first bytes, but not for long.

        Whoever says nothing is a person at netcat or telnet, and waits to be greeted: programs speak first, at once.
        Only a proxy has longer, so that it is not greeted before it could speak, and whoever cannot be greeted.

        So has whoever comes from where somebody looks at the page just now. Browsers open connections before they have
        anything to ask, and take a greeting for the answer to what they ask then: a part of the page would be missing.
        """
        limits, address = self._limits, self._caller.address
        if tls_only:
            return await self._hear(limits.handshake_seconds)
        protocol = await self._hear(limits.knock_seconds if address else limits.proxy_seconds)
        if not self._pieces and self._shared.site.visitors.are_from(place(address)):
            protocol = await self._hear(limits.browser_seconds)
        return protocol

    async def _hear(self, seconds: float) -> DetectedProtocol:
        """Wait for bytes that tell what is spoken, but no longer than this."""
        protocol = DetectedProtocol.UNCLEAR
        with trio.move_on_after(seconds):
            while (protocol := detect_protocol(self._data)) is DetectedProtocol.UNCLEAR:
                if len(self._data) > FIRST_LINE_BYTES or not await self._more():
                    break
        return protocol

    @property
    def _data(self) -> bytes:
        return b"".join(self._pieces)

    async def _more(self) -> bool:
        data = bytes(await self._stream.receive_some(self._limits.read_bytes))
        self._keep(*self._pieces, data)
        return bool(data)

    def _keep(self, *pieces: bytes) -> None:
        """Go on with these bytes."""
        self._pieces = [piece for piece in pieces if piece]

    def _no_tls(self, protocol: DetectedProtocol) -> bytes:
        """Give the answer to whoever does not speak TLS where nothing else is spoken: silence to silence."""
        if protocol is DetectedProtocol.PROXY:
            return _NO_PROXY
        if protocol is DetectedProtocol.HTTP:
            return http.refusal(400, "This port speaks TLS and nothing else: connect with TLS.")
        return _TLS_ONLY if protocol is not DetectedProtocol.UNCLEAR else b""

    # TLS and HTTP

    async def _encrypt(self, secure: Secure) -> bool:
        """Put TLS around the stream; from then on the outbox encrypts what it writes, and still writes directly.

        Tell whether the client has said that it speaks HTTP: browsers do, which then may say nothing for a while.
        """
        encrypted = secure(self._stream, self._data)
        with trio.move_on_after(self._limits.handshake_seconds) as scope:
            await encrypted.handshake()
        if scope.cancelled_caught:
            raise trio.BrokenResourceError
        self._caller.outbox.encode_with(encrypted.encrypt)
        self._caller.session.fingerprint = encrypted.fingerprint
        self._caller.session.secure = True
        self._stream = encrypted
        self._keep()
        return encrypted.speaks_http

    async def _serve_http(self) -> None:
        """Answer requests until one becomes a WebSocket: until then nobody has come who is anybody in the chat."""
        from trichat.server.connection.web.websocket import shake_hands  # noqa: PLC0415 (50 ms; few servers need it)

        caller, addresses = self._caller, self._shared.addresses
        caller.came, exempt = math.inf, caller.session.exempt
        with addresses.aside(caller.address):
            visit = Visit(self._stream, self._data, self._shared.site, place(caller.address), exempt=exempt)
            asked = await visit.run()
        if asked is None:
            raise TurnedAway
        if not addresses.fits(caller.address, exempt=exempt):
            raise TurnedAway(_BUSY)
        request, rest = asked
        self._take_forwarded(request)
        came = await shake_hands(self._stream, request, rest, self._shared.site)
        if isinstance(came, bytes):
            raise TurnedAway(came)
        came.flush = caller.outbox.flush
        caller.outbox.encode_with(came.encode)
        caller.came = trio.current_time()
        self._stream = came
        self._keep()

    # Where they are from

    def _settle(self, answer: bytes) -> None:
        """Nobody has said that they speak for another: whoever is at the other end is the one. Raises TurnedAway."""
        if not self._caller.address:
            self._come_from(self._caller.peer, answer)

    def _come_from(self, address: str, answer: bytes, *, known: bool = True) -> None:
        if not self._caller.come_from(address, known=known):
            _log.warning("refused a connection from %s: too many", address)
            raise TurnedAway(answer)

    @property
    def _is_believed(self) -> bool:
        """Whether the one that we know of so far is a proxy of ours."""
        return self._shared.trusted.is_proxy(self._caller.address or self._caller.peer)

    async def _take_header(self) -> None:
        """Take what a proxy says of the one for whom it speaks. Raises TurnedAway."""
        peer = self._caller.peer
        if self._caller.address:
            raise TurnedAway(_NO_PROXY)
        header: proxy.Header | None = None
        try:
            with trio.move_on_after(self._limits.proxy_seconds):
                while (header := proxy.parse(self._data)) is None and await self._more():
                    pass
        except ProtocolError as exc:
            _log.warning("the proxy at %s is not understood: %s", peer, exc)
            raise TurnedAway(f"{exc}\r\n".encode()) from exc
        if header is None:
            raise TurnedAway(b"The header of PROXY does not end.\r\n")
        self._keep(self._data[header.size :])
        address = seen_from_here(header.address, peer) if header.address else peer
        too_many = b"" if self._entrance.tls_only else TOO_MANY
        self._come_from(address, too_many, known=bool(header.address) or header.local)

    def _take_forwarded(self, request: http.Request) -> None:
        """Take what proxies of HTTP say of the one for whom they speak. Raises TurnedAway."""
        peer = self._caller.address or self._caller.peer
        if self._is_believed and (request.all("x-forwarded-for") or request.all("forwarded")):
            try:
                client = self._shared.trusted.forwarded_for(request)
            except ProtocolError as exc:
                _log.warning("the proxy at %s is not understood: %s", peer, exc)
                raise TurnedAway(http.refusal(400, str(exc))) from exc
            self._come_from(seen_from_here(client, peer) if client else peer, _BUSY, known=bool(client))
        self._settle(_BUSY)

    async def _take_gateway(self) -> None:
        """Take what a gateway says of the one for whom it speaks. Raises TurnedAway."""
        caller, peer = self._caller, self._caller.address or self._caller.peer
        if not self._is_believed:
            raise TurnedAway(_NO_GATEWAY)
        line = await self._line()
        try:
            spoken = parse_webirc(line)
        except ProtocolError as exc:
            raise TurnedAway(f"ERROR :{exc}\r\n".encode()) from exc
        secret = self._shared.trusted.secret(spoken.gateway)
        if not secret:
            raise TurnedAway(_NO_GATEWAY)
        task = CheckPassword(password=spoken.password, verifier=secret)
        if not await self._shared.workers.do(task, place(peer)):
            _log.warning("a gateway at %s gave a wrong password for %s", peer, spoken.gateway)
            raise TurnedAway(_WRONG_PASSWORD)
        self._come_from(seen_from_here(spoken.address, peer), TOO_MANY)
        # The certificate was that of the gateway; and what is in the open on one half of the way is not secret.
        caller.session.fingerprint = ""
        caller.session.secure = caller.session.secure and spoken.secure

    async def _line(self) -> bytes:
        """Give the first line, without its end, and go on with what is behind it. Raises TurnedAway."""
        with trio.move_on_after(self._limits.proxy_seconds):
            while b"\n" not in self._data and len(self._data) <= FIRST_LINE_BYTES and await self._more():
                pass
        line, end, rest = self._data.partition(b"\n")
        if not end or len(line) > FIRST_LINE_BYTES:
            raise TurnedAway(b"ERROR :The line with WEBIRC does not end\r\n")
        self._keep(rest)
        return line.rstrip(b"\r")
