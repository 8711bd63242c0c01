"""Streams of what is said, in virtual time."""

import contextlib
from collections.abc import AsyncGenerator

import pytest
import trio
import trio.testing

from trichat.config.limits import Limits
from trichat.protocols.http import sse
from trichat.protocols.http.messages import Answer, Refused, Request
from trichat.protocols.http.routing import Asked
from trichat.server.connection.web.visitors import Visitors
from trichat.server.history.bells import Bells
from trichat.server.web.streams import Streams
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind, Said, Source

pytestmark = pytest.mark.virtual_time

ROOM = ask.ReadRoom(token="hash", room="#a")
FAR = Asked(request=Request(method="GET", target="/"), place="203.0.113.7")
MESSAGE = Said(
    id=5, source=Source(nick="anna", username="a", host="h"), place="#a", target="#a", kind=Kind.MESSAGE, text="hi"
)
WRONG = b'{"error":"NO_SUCH_TOKEN","text":"No."}\n'


class Hub:
    """Reads for streams, and counts how often."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.bells = Bells()
        self.limits = limits or Limits()
        self.visitors = Visitors(self.limits)
        self.streams = Streams(self.bells, self.visitors, self.limits)
        self.reads = 0
        self.refusal: bytes | Refused = b""

    async def read(self, _: Asked, request: ask.ReadRoom, dialect: sse.StreamDialect) -> bytes:
        await trio.lowlevel.checkpoint()
        self.reads += 1
        if isinstance(self.refusal, Refused):
            raise self.refusal
        page = ev.Page(place="#a", target="#a", after=request.after, before=9, limit=9, now=0, complete=True)
        return self.refusal or dialect.page(page, [MESSAGE])

    async def open(self, asked: Asked = FAR, token: str = ROOM.token) -> Answer:
        return await self.streams.open(asked, ask.ReadRoom(token=token, room="#a"), self.read)

    async def begin(self) -> AsyncGenerator[bytes, None]:
        """Open a stream and read what there is so far."""
        pieces = (await self.open()).stream
        assert pieces is not None
        for _ in range(2):  # what there was, and what came before anybody listened
            assert sse.is_stream(await anext(pieces))
        return pieces


async def test_silence_is_broken_by_a_comment() -> None:
    """So that neither a proxy nor a reader takes it for the end; nothing is read for that."""
    hub = Hub()
    async with contextlib.aclosing(await hub.begin()) as pieces:
        begun, read = trio.current_time(), hub.reads
        for number in (1, 2):
            assert await anext(pieces) == b":\n\n"
            assert trio.current_time() - begun == pytest.approx(15 * number, abs=1)
        assert read == hub.reads


async def test_a_busy_room_is_read_a_few_times_a_second() -> None:
    """What is said at once comes in one piece, whatever is stored meanwhile."""
    hub = Hub()
    async with contextlib.aclosing(await hub.begin()) as pieces:
        begun = trio.current_time()
        for _ in range(10):
            hub.bells.ring([MESSAGE])
            await anext(pieces)
        assert trio.current_time() - begun == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("refusal", [WRONG, Refused(503, "It stops.")])
async def test_a_stream_that_may_go_on_no_longer_ends(refusal: bytes | Refused) -> None:
    """When there is something that it may not tell. Nothing is left of it."""
    hub = Hub()
    pieces = await hub.begin()
    hub.refusal = refusal
    hub.bells.ring([MESSAGE])
    assert [] == [piece async for piece in pieces]
    assert ({}, {}) == (hub.streams._count, hub.bells._of)


async def test_when_the_server_stops_a_stream_ends() -> None:
    """At once, also while it waits."""
    hub = Hub()
    pieces = await hub.begin()
    begun = trio.current_time()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_read_all, pieces)
        await trio.testing.wait_all_tasks_blocked()
        hub.visitors.end()
    assert trio.current_time() - begun < 1


async def _read_all(pieces: AsyncGenerator[bytes, None]) -> None:
    async for _ in pieces:
        pass


async def test_limits() -> None:
    """One address has so many, and one token; who is exempt, or behind a proxy, is counted by token alone."""
    hub = Hub(Limits(http_streams_per_token=3, http_streams_per_address=2))
    exempt = Asked(request=FAR.request, place=FAR.place, exempt=True)
    proxied = Asked(request=FAR.request)
    async with contextlib.AsyncExitStack() as stack:
        for asked, token, status in (
            (FAR, "one", 200),
            (FAR, "two", 200),
            (FAR, "three", 429),
            (exempt, "one", 200),
            (proxied, "one", 200),
            (proxied, "one", 429),
            (exempt, "one", 429),
        ):
            answer = await hub.open(asked, token)
            assert status == answer.status
            if answer.stream is not None:
                await anext(await stack.enter_async_context(contextlib.aclosing(answer.stream)))
    assert not hub.streams._count
    assert 200 == (await hub.open()).status


async def test_who_may_not_read_is_told() -> None:
    """As an answer, before anything of a stream is sent."""
    hub = Hub()
    hub.refusal = WRONG
    answer = await hub.open()
    assert (401, None) == (answer.status, answer.stream)
