"""One connection: a nursery with a reader, a writer and a keep-alive. Whichever ends first ends the connection."""

import contextlib
import functools
from collections.abc import Awaitable, Callable
from typing import NoReturn

import trio

from trichat.chat.core.people import Session
from trichat.config.limits import Limits
from trichat.protocols.detect import DetectedProtocol, FirstLine
from trichat.protocols.dialect import Dialect
from trichat.protocols.lines import Pause
from trichat.server.connection.arrival import IN_PIECES, LATE, Arrival, TurnedAway
from trichat.server.connection.doors import Door, Entrance, Reader, Shared
from trichat.server.connection.keep_alive import keep_alive
from trichat.server.connection.outbox import Outbox, Stalled
from trichat.server.connection.transport import Plain, Transport
from trichat.system import sockets
from trichat.words import requests as ask
from trichat.words.events import Farewell
from trichat.words.requests import Request

_LINGER_SECONDS = 1.0  # for the other side to read the last words before the socket goes
_GONE_SECONDS = 60.0  # for the hub to take a departure: not for ever, if the disk has stalled
_LOST = "Connection lost"


class Connection:
    """The transport of one session. `run` is the nursery; everything else happens in its tasks.

    Nothing here is locked: the reader alone reads, the outbox alone writes, and what the chat knows of the session is
    changed by the hub alone, which is told of everything as requests through one channel.
    """

    __slots__ = (
        "_entrance",
        "_first_line",
        "_heard_end",
        "_lingering",
        "_nursery",
        "_place",
        "_reader",
        "_shared",
        "_stream",
        "_throttle",
        "_working",
        "address",
        "came",
        "dialect",
        "door",
        "ended_because",
        "heard",
        "outbox",
        "peer",
        "session",
        "visitor",
    )

    def __init__(
        self, stream: trio.SocketStream, shared: Shared, entrance: Entrance, peer: str, address: str = ""
    ) -> None:
        """Make one that is counted at `address`, for the time being: empty if a proxy, which is `peer`, will say it."""
        self._stream: Transport = Plain(stream)
        self._shared = shared
        self._entrance = entrance
        self._nursery: trio.Nursery | None = None
        self._working: trio.Event | None = None  # while something is done for this session that takes time
        self._first_line: FirstLine | None = None  # while it can still tell that a person is a program
        self.peer = peer  # the address of the other end of the socket
        self.visitor = ""  # as what they came in, for the log
        self.session = Session(outlet=self)
        self._be_from(address, exempt=shared.trusted.is_exempt(address))
        self.outbox = Outbox(stream, sockets.handle(stream.socket), shared.limits)
        self._use(shared.doors[DetectedProtocol.PLAIN])
        self.came = self.heard = trio.current_time()
        self._heard_end = False  # the other side sends no more
        self._lingering: trio.CancelScope | None = None  # while the writer waits for that
        self.ended_because = _LOST

    def come_from(self, address: str, *, known: bool = True) -> bool:
        """Be counted and seen as coming from an address; tell whether there is room for one more from there.

        All that is limited by address is so from now on by this one, which therefore comes before anything is asked.
        `known`: it is the address of the other side, and not of a proxy that does not know it: then nobody is exempt.
        """
        exempt = known and self._shared.trusted.is_exempt(address)
        if not self._shared.addresses.move(self.address, address, exempt=exempt):
            return False
        self._be_from(address, exempt=exempt)
        return True

    def _be_from(self, address: str, *, exempt: bool) -> None:
        self.address = address
        self.session.come_from(address, self._shared.addresses.shown(address), exempt=exempt)
        self._place = self.session.place
        self._throttle = self._shared.throttles.make(self._place, self._account, exempt=exempt)

    def _account(self) -> str:
        """Give the account that this connection speaks for at the moment; empty if it is none."""
        user = self.session.user
        return user.source.account if user else self.session.account

    def _use(self, door: Door, sts: str = "") -> None:
        self.door = door
        self._reader: Reader = door.reader(sts)
        self.dialect: Dialect = door.dialect()

    @property
    def limits(self) -> Limits:
        """The limits of the server."""
        return self._shared.limits

    # The nursery

    async def run(self) -> None:
        """Serve this connection until it ends; then tell the hub that the session is gone."""
        try:
            async with trio.open_nursery() as nursery:
                self._nursery = nursery
                for task in (self._write, functools.partial(keep_alive, self)):
                    nursery.start_soon(self._until_first_end, task, nursery.cancel_scope)
                # The reader needs no task of its own: 15,000 connections have 15,000 tasks less.
                await self._until_first_end(self._read, nursery.cancel_scope)
        finally:
            self.outbox.abandon()
            # Shielded, for the hub must hear of it even while the server stops; with a limit, or a disk that has
            # stalled would keep the server from stopping.
            with trio.move_on_after(_GONE_SECONDS, shield=True), contextlib.suppress(trio.BrokenResourceError):
                silently = self.ended_because != _LOST
                await self._ask([ask.Gone(reason=self.ended_because, silently=silently)])
            # Both refer back to here: all of it would stay until the collector comes by, which it seldom does.
            self._nursery = None
            del self.session

    async def _until_first_end(self, task: Callable[[], Awaitable[None]], scope: trio.CancelScope) -> None:
        """Run a task, and end the others with it.

        The errors of a stream are caught inside of each task: around the nursery they would come in a group, with
        those of the others that are ended by them.
        """
        try:
            await task()
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            pass  # the other side is gone, or the server stops
        except Stalled:
            self.ended_because = "Read nothing for too long"
        async with self._shared.leaving.turn(self._place):  # see LEAVING_AT_ONCE
            await trio.lowlevel.checkpoint()
        scope.cancel()

    def work(self, task: object) -> None:
        """Have something done that takes time, and tell the hub what came of it. Nothing is read until then."""
        self._working = trio.Event()
        self._start(self._work, task, self._working)

    async def _work(self, task: object, done: trio.Event) -> None:
        result = await self._shared.workers.do(task, self._place)
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._ask([ask.Worked(result=result)])
        self._working = None
        done.set()

    def later(self, seconds: float, request: Request) -> None:
        """Ask something of the hub after some seconds, as long as this connection lasts."""
        self._start(self._later, seconds, request)

    async def _later(self, seconds: float, request: Request) -> None:
        await trio.sleep(seconds)
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._ask([request])

    def _start(self, task: Callable[..., Awaitable[None]], *args: object) -> None:
        """Start a task beside the reader, unless this connection has ended, as the hub will hear in a moment."""
        with contextlib.suppress(RuntimeError):  # the nursery is closed to new arrivals
            if self._nursery is not None:
                self._nursery.start_soon(task, *args)

    async def _ask(self, requests: list[Request]) -> None:
        """Pass requests on to the hub.

        If too much waits there already, this waits, nothing more is read, and TCP makes the other side wait: a flood is
        slowed down where it comes from, and takes no memory here.
        """
        if not requests:
            return
        item = self.session, requests
        try:
            self._shared.requests.put_nowait(self._place, item)  # mostly there is room: that takes no task switch
        except trio.WouldBlock:
            await self._shared.requests.put(self._place, item)

    # The reader

    async def _read(self) -> None:
        try:
            await self._arrive()
            while data := await self._more():
                await self._take(data)
            await self._take_starttls()
        except TurnedAway as exc:
            await self._turn_away(exc.answer)
        self._end_heard()
        await self._ask_in_turn(self._reader.end())
        await self._ask([ask.Quit(unsaid=True)])
        await trio.sleep_forever()  # half closed: the writer ends the connection, behind the last answer

    async def _arrive(self) -> None:
        """Let the other side in by its door. Raises TurnedAway."""
        came = await Arrival(self._stream, self._shared, self._entrance, self).run()
        self._stream = came.stream
        self.heard = trio.current_time()
        if came.protocol in (DetectedProtocol.IRC, DetectedProtocol.HTTP):
            await self._open(came.protocol, b"".join(came.pieces))
            return
        self._first_line = FirstLine()
        await self._ask([ask.Arrive(prompts=True)])
        for piece in came.pieces:
            await self._take(piece)

    async def _open(self, protocol: DetectedProtocol, data: bytes) -> None:
        """Let the other side in by the door for its protocol, with what it has said already."""
        self._first_line = None
        sts = self._entrance.sts(self.session.secure) if self._entrance.sts else ""
        self._use(self._shared.doors[protocol], sts)
        await self._ask_in_turn([ask.Arrive(prompts=self.door.prompts), *self._reader.feed(data)])

    async def _turn_away(self, answer: bytes) -> NoReturn:
        """Send a last answer, if any. What still comes is read, or closing the socket would reset it under that."""
        self.outbox.offer(answer)
        self.outbox.end()
        while await self._receive():
            pass
        self._end_heard()
        await trio.sleep_forever()

    async def _take(self, data: bytes) -> None:
        """Pass bytes on as requests; while they are the first line, see whether it was no person after all."""
        if self._first_line is not None and await self._opened_late(self._first_line, data):
            return
        await self._ask_in_turn(self._reader.feed(data))

    async def _ask_in_turn(self, requests: list[Request]) -> None:
        """Pass on what came in one read, as fast as the sender may send: what is over that waits here, not in the hub.

        Whoever has no name yet is taken whole: lines that came along with a name that is refused are no other names.
        """
        while requests:
            nameless = self.session.user is None
            number = await (self._throttle.take_all if nameless else self._throttle.take_from)(requests)
            self.heard = trio.current_time()  # they are not silent, it is we who do not listen
            await self._ask(requests[:number])
            requests = requests[number:]

    async def _opened_late(self, first_line: FirstLine, data: bytes) -> bool:
        """Tell whether a client that was greeted as a person has now been let in by its own door. Raises TurnedAway."""
        protocol = first_line.add(data)
        if protocol in LATE:
            raise TurnedAway(LATE[protocol])
        if protocol is DetectedProtocol.IRC and first_line.taken:
            raise TurnedAway(IN_PIECES)
        if protocol is DetectedProtocol.IRC:  # a slow link: it has read our greeting, which ends here
            self.outbox.offer(b"\r\n")
            await self._open(DetectedProtocol.IRC, first_line.data)
            return True
        if protocol is DetectedProtocol.PLAIN:
            self._first_line = None
        return False

    async def _more(self) -> bytes:
        """Give the next bytes, or none at their end. A pause may be the end of a line."""
        if self._working is not None:
            await self._working.wait()
        if self.outbox.crowded:  # who does not read what they asked for may not ask for more
            await self.outbox.room()
            self.heard = trio.current_time()
        pause = self._pause_seconds()
        if pause:
            with trio.move_on_after(pause):
                return await self._receive()
            await self._pause()
        return await self._receive()

    def _pause_seconds(self) -> float:
        """Give after how many seconds of silence the line is whole; 0: only a line end ends it."""
        wait = self._reader.waits_for
        if wait is Pause.NONE or (self._first_line is not None and self._first_line.is_half):
            return 0
        unclear = self._first_line is not None and self._first_line.is_unclear
        return self.limits.unclear_pause_seconds if unclear or wait is Pause.LONG else self.limits.pause_seconds

    async def _pause(self) -> None:
        await self._take_starttls()
        if self._first_line is not None:
            self._first_line.taken = True  # what comes next may be the rest of a command all the same
        await self._ask_in_turn(self._reader.pause())

    async def _take_starttls(self) -> None:
        """Take a first line that is a command of a program by itself, though it has no end: it is nobody's name."""
        if self._first_line is not None and self._first_line.ended() is DetectedProtocol.IRC:
            await self._take(b"\n")

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
        if not self._heard_end:  # or the last words could be lost, if the other side was still sending
            with trio.move_on_after(_LINGER_SECONDS) as self._lingering:
                await trio.sleep_forever()

    async def _ask_to_catch_up(self) -> None:
        await self._ask([ask.CatchUp()])

    def say_farewell(self, reason: str) -> None:
        """End the visit, with a last word why."""
        if not self.outbox.closed:
            self.outbox.offer(self.dialect.answer(Farewell(reason=reason), ""))
            self.outbox.end()
