"""A server without listeners: visits over socket pairs, which work in virtual time too."""

import datetime
import socket
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
import trio

from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.config.defaults import LANGUAGES
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.protocols.http.frames import Frames
from trichat.protocols.http.routing import Routes
from trichat.protocols.irc.answers import ServerFacts
from trichat.protocols.irc.dialect import IrcDialects
from trichat.protocols.plain.dialect import PlainDialects
from trichat.server import locale
from trichat.server.connection.addresses import Addresses, Origins
from trichat.server.connection.connection import Connection
from trichat.server.connection.doors import LEAVING_AT_ONCE, Entrance, Secure, Shared, doors
from trichat.server.connection.proxies import Trusted
from trichat.server.connection.queue import RequestQueue
from trichat.server.connection.throttle import Throttles
from trichat.server.connection.web.visit import Site
from trichat.server.connection.web.visitors import Visitors
from trichat.server.history.archive import Archive
from trichat.server.pipeline.pump import Pump
from trichat.server.web.site import page_routes
from trichat.server.work import Turns, Workers
from trichat.storage.base import History
from trichat.storage.memory import MemoryHistory
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.conftest import Peer

FACTS = ServerFacts(
    server="trichat.local", network="trichat", version="9", started="today", topic_bytes=390, most_rooms=100
)


class Visit:
    """One visit: the client's end, and the connection of the server."""

    def __init__(self, peer: "Peer", connection: Connection) -> None:
        self.peer = peer
        self.connection = connection
        self.over = trio.Event()


class Parlour:
    """A hub, its pump, and connections to it."""

    def __init__(self, nursery: trio.Nursery, peer: "type[Peer]", history: History, limits: Limits) -> None:
        self._nursery = nursery
        self._peer = peer
        self.visits: list[Visit] = []
        self.history = history
        self.workers = Workers({str: str.upper})  # work that takes no time: it is the waiting that is tested
        self.hub = Hub(Rules(languages=LANGUAGES), history.records(), history.last_id())
        self.pump = Pump(self.hub, Archive(history), limits)
        self.requests = RequestQueue(limits.requests)
        self.shared = Shared(
            doors=doors(PlainDialects(locale.load(), datetime.UTC), IrcDialects(FACTS), language="en"),
            requests=self.requests,
            limits=limits,
            workers=self.workers,
            addresses=Addresses(limits.connections, limits.connections_per_address, b"a key"),
            throttles=Throttles(limits),
            trusted=Trusted(ServerSettings()),
            site=Site(
                routes=Routes(page_routes()),
                origins=Origins({"trichat.local"}, {"https://web.example"}),
                visitors=Visitors(limits),
                frames=Frames(),
                limits=limits,
            ),
            leaving=Turns(LEAVING_AT_ONCE),
        )
        nursery.start_soon(self.pump.run, self.requests)

    def visit(
        self,
        *,
        limits: Limits | None = None,
        address: str = "127.0.0.1",
        buffer: int = 0,
        secure: Secure | None = None,
        entrance: Entrance | None = None,
    ) -> Visit:
        """Let somebody in; `buffer` is what the system takes of what they do not read, in bytes.

        From this machine they are not limited by their address.
        """
        ours, theirs = socket.socketpair()
        if buffer:
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        ends = [trio.SocketStream(trio.socket.from_stdlib_socket(end)) for end in (ours, theirs)]
        for end in (ours, theirs):
            end.setblocking(False)
        shared = replace(self.shared, limits=limits or self.shared.limits)
        counted = "" if shared.trusted.is_proxy(address) else address
        assert shared.addresses.admit(counted, exempt=True)
        connection = Connection(ends[0], shared, entrance or Entrance(secure=secure), address, counted)
        made = Visit(self._peer(ends[1]), connection)
        self.visits.append(made)
        self._nursery.start_soon(self._serve, made, ends[0])
        return made

    async def _serve(self, visit: Visit, stream: trio.SocketStream) -> None:
        async with stream:
            await visit.connection.run()
        self.shared.addresses.release(visit.connection.address)
        visit.over.set()


@pytest.fixture
async def open_parlour(nursery: trio.Nursery, peer: "type[Peer]") -> AsyncIterator[Callable[..., Parlour]]:
    """Give a function that makes a server with this history or these limits."""
    opened: list[Parlour] = []

    def made(history: History | None = None, limits: Limits | None = None) -> Parlour:
        opened.append(Parlour(nursery, peer, history or MemoryHistory(), limits or Limits()))
        return opened[-1]

    yield made
    for parlour in opened:
        for visit in parlour.visits:
            await visit.peer.close()


@pytest.fixture
async def parlour(open_parlour: Callable[..., Parlour]) -> Parlour:
    """Give a server with history in memory."""
    return open_parlour()
