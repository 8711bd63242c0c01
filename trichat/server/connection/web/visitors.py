"""All who are here by HTTP: how many from each address, how fast they may ask, and how they are sent home."""

import contextlib
from collections import Counter
from collections.abc import Iterator

import trio

from trichat.config.limits import Limits
from trichat.server.connection.throttle import Buckets


class Visitors:
    """Those who have not become a WebSocket.

    They have limits of their own: a page that is loaded opens six connections for a moment, so that those of people
    would soon be used up behind an address that many share. An empty address is that of a proxy, for whoever asks
    through it: only the total of all connections is a limit to that.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._count: Counter[str] = Counter()
        self._buckets = Buckets(limits.http_burst_requests, limits.http_requests_per_second)
        self._waiting: dict[trio.CancelScope, None] = {}
        self.ended = False  # the server stops

    def are_from(self, place: str) -> bool:
        """Tell whether there are any from an address just now."""
        return bool(place) and place in self._count

    @contextlib.contextmanager
    def counting(self, place: str, *, exempt: bool) -> Iterator[bool]:
        """Count one more from an address for as long as it is here; give whether it may stay."""
        fits = exempt or not place or self._count[place] < self._limits.http_connections_per_address
        self._count[place] += 1
        try:
            yield fits
        finally:
            self._count[place] -= 1
            if not self._count[place]:
                del self._count[place]

    async def take(self, place: str, *, exempt: bool) -> None:
        """Wait until one more request from an address may be answered, and count it."""
        if exempt or not place:
            return
        now = trio.current_time()
        bucket = self._buckets.of(place)
        bucket.spend(1, now)
        await trio.sleep(bucket.wait(0, now))

    @contextlib.contextmanager
    def waiting(self, seconds: float) -> Iterator[None]:
        """Wait within for a next request, and no longer than this, or until the server stops."""
        with trio.move_on_after(0 if self.ended else seconds) as scope:
            self._waiting[scope] = None
            try:
                yield
            finally:
                del self._waiting[scope]

    def end(self) -> None:
        """The server stops: whoever asks for nothing is sent home, and others when they are answered."""
        self.ended = True
        for scope in self._waiting:
            scope.cancel()
