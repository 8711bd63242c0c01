"""Streams of what is said in a room (Server-Sent Events): how many there may be, and what is sent when."""

import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

import trio

from trichat.config.limits import Limits
from trichat.protocols.http import api, sse
from trichat.protocols.http.messages import Answer, Refused, sentence
from trichat.protocols.http.routing import Asked
from trichat.server.connection.web.visitors import Visitors
from trichat.server.history.bells import Bells
from trichat.words import requests as ask
from trichat.words.record import replace

# Seconds: html.spec.whatwg.org (9.2.7) has about that; proxies close what is silent for a minute. So long does it take
# as well, or twice that, to notice that somebody is gone.
_HEARTBEAT_SECONDS = 15.0
# Seconds between two pages: what is said in between comes with the next one. In a busy room each stream so costs ten
# calls a second, and not one for each commit.
_PAUSE_SECONDS = 0.1

_PAGE = 100  # messages: what a stream holds in memory while its reader takes it

Read = Callable[[Asked, ask.ReadRoom, sse.StreamDialect], Awaitable[bytes]]


class Streams:
    """All streams. Nothing is queued for them: each reads on from history when what it has sent is taken."""

    def __init__(self, bells: Bells, visitors: Visitors, limits: Limits) -> None:
        self._bells = bells
        self._visitors = visitors
        self._limits = limits
        self._count: Counter[tuple[str, str]] = Counter()

    async def open(self, asked: Asked, request: ask.ReadRoom, read: Read) -> Answer:
        """Begin a stream; or give the answer that says why not. `read` calls the hub once. Raises Refused."""
        dialect = sse.StreamDialect()
        first = await read(asked, request, dialect)
        if not dialect.place:
            return api.answer(first, 200)
        if self._is_full(asked, request.token):
            text = "Too many streams are open with this token, or from your address. Close one, or try again later."
            return sentence(429, text, ("Retry-After", "20"))
        return Answer(status=200, headers=sse.HEADERS, stream=self._pieces(asked, request, first, dialect, read))

    def _is_full(self, asked: Asked, token: str) -> bool:
        by_address = not asked.exempt and self._count["place", asked.place] >= self._limits.http_streams_per_address
        return self._count["token", token] >= self._limits.http_streams_per_token or (bool(asked.place) and by_address)

    @contextlib.contextmanager
    def _counting(self, asked: Asked, token: str) -> Iterator[None]:
        both = ("token", token), ("place", asked.place)
        self._count.update(both)
        try:
            yield
        finally:
            self._count.subtract(both)
            for each in both:
                if not self._count[each]:
                    del self._count[each]

    async def _pieces(
        self, asked: Asked, request: ask.ReadRoom, first: bytes, dialect: sse.StreamDialect, read: Read
    ) -> AsyncGenerator[bytes, None]:
        """Give pieces of the stream until the server stops, or the token may not read any more."""
        with self._counting(asked, request.token), self._bells.listening(dialect.place) as bell:
            yield first
            while not self._visitors.ended:
                with self._visitors.waiting(_HEARTBEAT_SECONDS):
                    await bell.wait()
                if not bell.take():
                    yield sse.HEARTBEAT
                    continue
                try:
                    piece = await read(asked, replace(request, after=dialect.position, limit=_PAGE), dialect)
                except Refused:
                    return  # it stops
                if not sse.is_stream(piece):
                    return  # whoever asks again is told why
                if dialect.more:
                    bell.ring()
                yield piece
                with self._visitors.waiting(_PAUSE_SECONDS):
                    await trio.sleep_forever()
