"""The outbox: what waits to be sent over one connection.

Four promises, on which everybody else's speed rests: offering never waits, never reorders, never grows without
bound, and only one task at a time writes to the stream.
"""

import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

import trio

from trichat.config.limits import Limits
from trichat.system import sockets
from trichat.words.events import Happened

_FETCH_BYTES = 1024  # as which something counts that has to be fetched yet: so much the request takes
_CHUNK = 32 * 1024  # bytes that a reader is given `stall_seconds` to take

Fetch = Callable[[], Awaitable[bytes]]  # bytes that have to be fetched first, and are sent in their turn


class Stalled(Exception):
    """The reader has taken nothing for too long."""


class Missed:
    """What was not queued for a reader that had fallen behind: how many events, and the last of them.

    Each is remembered by itself, with one place that keeps it: a place can hold more than this reader may see.
    """

    def __init__(self, most: int) -> None:
        self.count = 0
        self.last: deque[tuple[int, str]] = deque(maxlen=most)

    def add(self, events: Sequence[Happened]) -> None:
        """Remember events that were not queued: that there were some, if history does not keep them."""
        for event in events:
            if not event.lasts or (self.last and self.last[-1][0] == event.id):
                continue
            self.count += 1
            if event.kept:
                self.last.append((event.id, event.kept_in[0][0]))


class Outbox:
    """Bytes for one stream.

    When nothing is queued, an offer is written at once, by the task that offers: a hand-over to the writer task would
    cost a turn of the loop for each reader of each message, several times what the write itself costs. What the socket
    does not take is queued, and `run`, the writer task, drains it.

    Two tasks must never write to one stream: trio raises BusyResourceError, and TLS records or half-sent lines would
    get mixed up. No lock is needed for that: `_writing` says who may write, it is only changed between two awaits, and
    while it is set an offer only queues. A lock would make the one who offers wait for a reader, and with it everybody.
    """

    __slots__ = (
        "_descriptor",
        "_drained",
        "_encode",
        "_limits",
        "_missed",
        "_receive",
        "_rest",
        "_send",
        "_stream",
        "_writing",
        "behind",
        "closed",
        "collected",
        "ending",
        "queued",
    )

    def __init__(self, stream: trio.abc.SendStream, descriptor: sockets.Handle | None, limits: Limits) -> None:
        self._stream = stream
        self._descriptor = descriptor  # of the non-blocking socket under the stream; None: no direct writes
        self._encode: Callable[[bytes], bytes] | None = None
        self._rest = b""  # encoded already, and to be written before anything else
        self._limits = limits
        # Unbounded in items, because it is bounded in bytes: see `offer`.
        self._send, self._receive = trio.open_memory_channel[bytes | Fetch](math.inf)
        self._writing = descriptor is None  # the writer task has something queued or in flight
        self._drained: trio.Event | None = None  # made when somebody waits for it, as few ever do
        self._missed: Missed | None = None  # likewise
        self.queued = 0  # bytes
        self.behind = False
        self.closed = False
        self.collected: bytes | list[bytes | Fetch] | None = None  # what will be offered next: mostly one piece
        self.ending = False  # nothing comes after that

    def encode_with(self, encode: Callable[[bytes], bytes]) -> None:
        """Have all bytes encoded (TLS, WebSocket) as they go out, before any encoding that there is already.

        The order in which they are encoded is the order in which they are written.
        """
        below = self._encode
        self._encode = encode if below is None else lambda data: below(encode(data))

    def flush(self) -> None:
        """Send what the encoding itself has to say, if nothing else goes out that it could go with."""
        if self._writing and not self.closed:
            self._queue(b"")
        else:
            self.offer(b"")

    def offer(self, data: bytes) -> None:
        """Send `data` now or in its turn. If more is queued than may be, the reader is behind from now on."""
        if self._writing or self._descriptor is None:
            if data and not self.closed:
                self._queue(data)
            return
        # Encoded only when it is written: TLS numbers its records, so that what is encoded first must be sent first.
        wire = data if self._encode is None else self._encode(data)
        if not wire:
            return
        try:
            written = sockets.write(self._descriptor, wire)
        except BlockingIOError:
            written = 0
        except OSError:
            # The other side is gone. To raise here would end the pump, and with it the server, because one reader has
            # hung up; the reader task of this connection finds out by itself and ends it.
            self.abandon()
            return
        if written != len(wire) and not self.closed:
            self._queue_rest(wire[written:])

    def _queue_rest(self, wire: bytes) -> None:
        """Queue what the socket did not take. What is encoded already must not be encoded again."""
        if self._encode is None:
            self._queue(wire)
        else:
            self._rest = wire
            self._queue(b"")

    def collect(self, part: bytes | Fetch) -> None:
        """Have something offered at the end of a batch, behind what has been collected before."""
        if self.collected is None and isinstance(part, bytes):
            self.collected = part
        elif isinstance(self.collected, list):
            self.collected.append(part)
        else:
            self.collected = [part] if self.collected is None else [self.collected, part]

    def offer_collected(self) -> None:
        """Offer what has been collected, in one piece as far as that goes."""
        parts, self.collected = self.collected, None
        if isinstance(parts, bytes):
            self.offer(parts)
        else:
            self._offer_all(parts or [])
        if self.ending:
            self.end()

    def _offer_all(self, parts: list[bytes | Fetch]) -> None:
        ready: list[bytes] = []
        for part in parts:
            if isinstance(part, bytes):
                ready.append(part)
                continue
            self.offer(b"".join(ready))
            ready.clear()
            self.offer_fetch(part)
        self.offer(b"".join(ready))

    def offer_fetch(self, fetch: Fetch) -> None:
        """Send in its turn what `fetch` gives."""
        if not self.closed:
            self._writing = True
            self._send.send_nowait(fetch)
            self.queued += _FETCH_BYTES  # or whoever asks for thousands of pages, and reads none, has them all wait

    def end(self) -> None:
        """Nothing comes after what is queued; the writer task ends when that is sent."""
        self.closed = self._writing = True
        self._send.close()

    def abandon(self) -> None:
        """The stream is about to be closed: never write to it again."""
        self.closed = self.behind = True  # nothing is collected for it any more
        self._descriptor = None

    def miss(self, events: Sequence[Happened]) -> None:
        """Remember events that are not offered, because the reader is behind."""
        if self._missed is None:
            self._missed = Missed(self._limits.catch_up_events)
        self._missed.add(events)

    def caught_up(self) -> Missed:
        """Be live again from here on; give what was missed."""
        missed, self._missed = self._missed, None
        self.behind = False
        return missed or Missed(0)

    @property
    def crowded(self) -> bool:
        """Tell whether the other side should read before it asks for more."""
        return self.queued > self._limits.outbox_bytes

    async def room(self) -> None:
        """Wait until everything that is queued now is sent."""
        while self.crowded:
            self._drained = trio.Event()
            await self._drained.wait()

    def _queue(self, data: bytes) -> None:
        self._writing = True
        self._send.send_nowait(data)
        self.queued += len(data)
        # From here on what happens is only counted for this reader, and fetched from history when they read again: so
        # the queue cannot grow by what others say. Answers to its own requests are still queued, up to a limit of
        # their own; nobody else pays for those.
        if self.queued > self._limits.outbox_bytes:
            self.behind = True
        if self.queued > self._limits.answers_bytes:
            self.end()

    async def run(self, catch_up: Callable[[], Awaitable[None]]) -> None:
        """Drain the queue until `end`; when all of it is sent and the reader is behind, await `catch_up`.

        Raises Stalled, trio.BrokenResourceError.
        """
        async for first in self._receive:
            parts, fetch = self._take(first)
            if parts:
                await self._send_all(b"".join(parts))
                self.queued -= sum(map(len, parts))
            if fetch is not None:
                await self._send_all(await fetch())
                self.queued -= _FETCH_BYTES
            if not self._receive.statistics().current_buffer_used:
                await self._all_sent(catch_up)

    async def _all_sent(self, catch_up: Callable[[], Awaitable[None]]) -> None:
        if self._drained is not None:
            self._drained.set()
        if self.behind:
            await catch_up()  # stay the one who writes: the answer comes through the queue
        elif self._descriptor is not None and not self.closed:
            self._writing = False

    def _take(self, item: bytes | Fetch) -> tuple[list[bytes], Fetch | None]:
        """Take all that is queued, from `item` to the first fetch."""
        parts: list[bytes] = []
        while isinstance(item, bytes):
            parts.append(item)
            try:
                item = self._receive.receive_nowait()
            except (trio.WouldBlock, trio.EndOfChannel):
                return parts, None
        return parts, item

    async def _send_all(self, data: bytes) -> None:
        if self._encode is not None:
            rest, self._rest = self._rest, b""
            data = rest + self._encode(data)
        view = memoryview(data)
        for start in range(0, len(data), _CHUNK):
            with trio.move_on_after(self._limits.stall_seconds) as scope:
                await self._stream.send_all(view[start : start + _CHUNK])
            # A `send_all` that is cancelled has sent some part: what follows would be garbage, so this is the end.
            if scope.cancelled_caught:
                raise Stalled
