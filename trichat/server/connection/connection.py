"""One connection: a nursery of its own with a reader, a writer and a keep-alive. Whoever ends first ends it."""

import contextlib
import functools
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import trio

from trichat.chat.core.people import Session
from trichat.config.limits import Limits
from trichat.protocols import http
from trichat.protocols.detect import DetectedProtocol, detect_protocol
from trichat.protocols.dialect import Dialect
from trichat.server.connection.addresses import Origins
from trichat.server.connection.doors import Door, Reader
from trichat.server.connection.keep_alive import keep_alive
from trichat.server.connection.outbox import Outbox, Stalled
from trichat.server.connection.throttle import Throttle
from trichat.server.connection.transport import Plain, Transport
from trichat.server.work import Workers
from trichat.words import requests as ask
from trichat.words.events import Farewell
from trichat.words.record import Record
from trichat.words.requests import Request

if TYPE_CHECKING:
    from trichat.server.connection.tls import TlsStream

Requests = trio.MemorySendChannel[tuple[Session, list[Request]]]
Secure = Callable[[Transport, bytes], "TlsStream"]  # puts TLS around a stream of which so much has been read

_FIRST_LINE_MOST = 512  # bytes: an IRC client's first line is shorter
_LINGER_SECONDS = 1.0  # for the other side to read the last words before the socket goes
_GONE_SECONDS = 30.0  # the hub takes a departure at once, unless the disk has stalled


class Shared(Record, kw_only=True):
    """What all connections of a server share."""

    doors: dict[DetectedProtocol, Door]
    requests: Requests
    limits: Limits
    workers: Workers
    secure: Secure | None = None  # if there is a certificate
    # If there is one: the policy of STS that a client is told, by the port it came to, and whether it is safe.
    sts: Callable[[int, bool], str] | None = None
    origins: Origins


class Connection:
    """The transport of one session."""

    __slots__ = (
        "_heard_end",
        "_lingering",
        "_nursery",
        "_reader",
        "_shared",
        "_stream",
        "_throttle",
        "_undecided",
        "_working",
        "dialect",
        "door",
        "ended_because",
        "heard",
        "outbox",
        "session",
    )

    def __init__(
        self, stream: trio.SocketStream, host: str, shared: Shared, throttle: Throttle, address: str = ""
    ) -> None:
        self._stream: Transport = Plain(stream)
        self._shared = shared
        self._throttle = throttle
        self._nursery: trio.Nursery | None = None
        self._working: trio.Event | None = None  # while something is done for this session that takes time
        self.session = Session(host, outlet=self, address=address)
        self.outbox = Outbox(stream, stream.socket.fileno(), shared.limits)
        self._use(shared.doors[DetectedProtocol.PLAIN])
        self._undecided: bytes | None = b""  # the first line so far, while it can still tell who has come
        self.heard = trio.current_time()
        self._heard_end = False  # the other side sends no more
        self._lingering: trio.CancelScope | None = None  # while the writer waits for that
        self.ended_because = "Connection lost"

    def _use(self, door: Door, sts: str = "") -> None:
        self.door = door
        self._reader: Reader = door.reader(sts)
        self.dialect: Dialect = door.dialect()

    @property
    def limits(self) -> Limits:
        """The limits of the server."""
        return self._shared.limits

    async def run(self) -> None:
        """Serve this connection until it ends; then tell the hub that the session is gone."""
        try:
            async with trio.open_nursery() as nursery:
                self._nursery = nursery
                for task in (self._write, functools.partial(keep_alive, self)):
                    nursery.start_soon(self._until_first_end, task, nursery.cancel_scope)
                await self._until_first_end(self._read, nursery.cancel_scope)  # needs no task of its own
        finally:
            self.outbox.abandon()
            with trio.move_on_after(_GONE_SECONDS, shield=True), contextlib.suppress(trio.BrokenResourceError):
                await self._ask([ask.Gone(reason=self.ended_because)])
            # Both refer back to here: all of it would stay until the collector comes by, which it seldom does.
            self._nursery = None
            del self.session

    async def _until_first_end(self, task: Callable[[], Awaitable[None]], scope: trio.CancelScope) -> None:
        try:
            await task()
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            pass  # the other side is gone, or the server stops
        except Stalled:
            self.ended_because = "Read nothing for too long"
        scope.cancel()

    def work(self, task: object) -> None:
        """Have something done that takes time, and tell the hub what came of it. Nothing is read until then."""
        self._working = trio.Event()
        self._start(self._work, task, self._working)

    async def _work(self, task: object, done: trio.Event) -> None:
        result = await self._shared.workers.do(task)
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._ask([ask.Worked(result=result)])
        self._working = None
        done.set()

    def later(self, seconds: float, request: Request) -> None:
        """Ask something of the hub after some seconds, as long as this connection lasts."""
        self._start(self._later, seconds, request)

    def _start(self, task: Callable[..., Awaitable[None]], *args: object) -> None:
        """Start a task beside the reader, unless this connection has ended, as the hub will hear in a moment."""
        with contextlib.suppress(RuntimeError):  # the nursery is closed to new arrivals
            if self._nursery is not None:
                self._nursery.start_soon(task, *args)

    async def _later(self, seconds: float, request: Request) -> None:
        await trio.sleep(seconds)
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._ask([request])

    async def _ask(self, requests: list[Request]) -> None:
        if not requests:
            return
        item = self.session, requests
        try:
            self._shared.requests.send_nowait(item)  # mostly there is room: that takes no task switch
        except trio.WouldBlock:
            await self._shared.requests.send(item)

    # The reader

    async def _read(self) -> None:
        data, knock = await self._meet()
        if knock is DetectedProtocol.TLS and self._shared.secure is not None:
            await self._shake_hands(self._shared.secure, data)
            data, knock = await self._meet()
        if knock is DetectedProtocol.TLS:
            await self._turn_away(http.TLS_REFUSAL)
        elif knock is DetectedProtocol.HTTP:
            await self._come_by_web(data)
        elif knock is DetectedProtocol.IRC:
            await self._open(DetectedProtocol.IRC, data)
        else:
            await self._ask([ask.Arrive(prompts=True)])
            await self._take(data)
        while data := await self._more():
            await self._take(data)
        self._end_heard()
        await self._ask([*self._reader.end(), ask.Quit()])
        await trio.sleep_forever()  # half closed: the writer ends the connection, behind the last answer

    async def _meet(self) -> tuple[bytes, DetectedProtocol]:
        """Wait for the first bytes, but not for long: who says nothing is a person, waiting to be greeted."""
        data = b""
        knock = DetectedProtocol.UNCLEAR
        with trio.move_on_after(self.limits.knock_seconds):
            while knock is DetectedProtocol.UNCLEAR and (more := await self._receive()):
                data += more
                knock = detect_protocol(data)
        return data, knock

    async def _shake_hands(self, secure: Secure, data: bytes) -> None:
        stream = secure(self._stream, data)
        with trio.move_on_after(self.limits.handshake_seconds) as scope:
            await stream.handshake()
        if scope.cancelled_caught:
            raise trio.BrokenResourceError
        self._stream = stream
        self.outbox.encode_with(stream.encrypt)
        self.session.fingerprint = stream.fingerprint
        self.session.secure = True

    async def _come_by_web(self, data: bytes) -> None:
        from trichat.server.connection import websocket  # noqa: PLC0415 (50 ms to import, and few servers need it)

        otherwise = http.answer(self._port)
        came: websocket.WebStream | bytes = otherwise
        with trio.move_on_after(self.limits.handshake_seconds):
            came = await websocket.accept(self._stream, data, self._shared.origins, otherwise)
        if isinstance(came, bytes):
            await self._turn_away(came)
        else:
            self._stream = came
            came.flush = self.outbox.flush
            self.outbox.encode_with(came.encode)
            await self._open(DetectedProtocol.HTTP, b"")

    @property
    def _port(self) -> int:
        name = self._stream.socket.getsockname()
        return name[1] if isinstance(name, tuple) else 0  # a socket without ports

    async def _open(self, knock: DetectedProtocol, data: bytes) -> None:
        self._undecided = None
        sts = self._shared.sts(self._port, self.session.secure) if self._shared.sts else ""
        self._use(self._shared.doors[knock], sts)
        await self._ask([ask.Arrive(prompts=self.door.prompts), *self._reader.feed(data)])

    async def _turn_away(self, answer: bytes) -> None:
        self.outbox.offer(answer)
        self.outbox.end()
        while await self._receive():
            pass
        self._end_heard()
        await trio.sleep_forever()

    async def _take(self, data: bytes) -> None:
        """Pass bytes on as requests; while they are the first line, see whether it was no person after all."""
        if self._undecided is not None:
            self._undecided += data
            knock = detect_protocol(self._undecided)
            if knock is DetectedProtocol.IRC:  # a slow link: it has read our greeting, which ends here
                self.outbox.offer(b"\r\n")
                await self._open(DetectedProtocol.IRC, self._undecided)
                return
            if knock is DetectedProtocol.HTTP:  # a greeting is before it: it is too late for a WebSocket
                await self._turn_away(http.answer(self._port))
            if knock is DetectedProtocol.TLS:
                await self._turn_away(http.TLS_REFUSAL)
            if knock is DetectedProtocol.PLAIN or len(self._undecided) > _FIRST_LINE_MOST:
                self._undecided = None
        requests = self._reader.feed(data)
        await self._ask(requests)
        await self._throttle.spend(len(requests))

    async def _more(self) -> bytes:
        """Give the next bytes, or none at their end. A pause may be the end of a line."""
        if self._working is not None:
            await self._working.wait()
        if self.outbox.crowded:
            await self.outbox.room()
            self.heard = trio.current_time()
        if self._reader.waits_for_pause:
            unclear = self._undecided and detect_protocol(self._undecided) is DetectedProtocol.UNCLEAR
            seconds = self.limits.unclear_pause_seconds if unclear else self.limits.pause_seconds
            with trio.move_on_after(seconds):
                return await self._receive()
            await self._pause()
        return await self._receive()

    async def _pause(self) -> None:
        requests = self._reader.pause()
        if requests:
            self._undecided = None
            await self._ask(requests)

    async def _receive(self) -> bytes:
        data = await self._stream.receive_some(self.limits.read_bytes)
        self.heard = trio.current_time()
        return bytes(data)

    def _end_heard(self) -> None:
        self._heard_end = True
        if self._lingering is not None:
            self._lingering.cancel()

    # The writer

    async def _write(self) -> None:
        await self.outbox.run(self._ask_to_catch_up)
        await self._stream.send_eof()
        if not self._heard_end:
            with trio.move_on_after(_LINGER_SECONDS) as self._lingering:
                await trio.sleep_forever()

    async def _ask_to_catch_up(self) -> None:
        await self._ask([ask.CatchUp()])

    def say_farewell(self, reason: str) -> None:
        """End the visit, with a last word why."""
        if not self.outbox.closed:
            self.outbox.offer(self.dialect.answer(Farewell(reason=reason), ""))
            self.outbox.end()
