"""The request queue: what waits for the hub, taken in turns by address, and by connection within one address."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from types import TracebackType

import trio

from trichat.chat.core.people import Session
from trichat.words.requests import Request

Item = tuple[Session, Sequence[Request]]  # some requests of one connection, in their order


class RequestQueue:
    """What the readers of all connections put in, and the pump takes out.

    A memory channel would be first come, first served: whoever opens a hundred connections has a hundred places in it.
    Here the pump takes one item of each address in turn, and of each connection of an address in turn, so that one
    address is never more than its share of a batch, however many connections it has. Within a connection the order is
    kept; between connections there is none until the hub has made it.

    `most` items may wait; beyond, an address may still have its share of them waiting, and one in any case, so that a
    crowd of one cannot fill it for all others.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._places: OrderedDict[str, OrderedDict[Session, deque[Item]]] = OrderedDict()  # whose turn is next, first
        self._counts: dict[str, int] = {}  # of items, by address
        self._full: dict[str, trio.lowlevel.ParkingLot] = {}  # readers that wait to put something in, by address
        self._arrived: trio.Event | None = None  # while the pump waits for something
        self._ended = False  # nothing more will be put in
        self._gone = False  # nothing more will be taken out

    def put_nowait(self, place: str, item: Item) -> None:
        """Put something in, from an address (see `words/names/addresses.py`).

        Raises trio.WouldBlock if too much of it waits, trio.BrokenResourceError if nobody takes anything out any more.
        """
        if self._gone:
            raise trio.BrokenResourceError
        if self._ended:
            raise trio.ClosedResourceError
        mine = self._counts.get(place, 0)
        if mine and self._count >= self._most and mine >= self._most // len(self._counts):
            raise trio.WouldBlock
        session = item[0]
        waiting = self._places.get(place)
        if waiting is None:
            waiting = self._places[place] = OrderedDict()
        items = waiting.get(session)
        if items is None:
            waiting[session] = deque((item,))
        else:
            items.append(item)
        self._counts[place] = mine + 1
        self._count += 1
        if self._arrived is not None:
            self._arrived.set()

    async def put(self, place: str, item: Item) -> None:
        """Put something in; wait as long as too much of the address waits. Raises trio.BrokenResourceError."""
        while True:
            try:
                self.put_nowait(place, item)
            except trio.WouldBlock:
                # It is woken by what is taken of its own address, of which there is some, or it would have had room.
                await self._full.setdefault(place, trio.lowlevel.ParkingLot()).park()
            else:
                return

    def take_nowait(self) -> Item:
        """Take what is next. Raises trio.WouldBlock if nothing waits, trio.EndOfChannel if nothing will."""
        if not self._count:
            raise trio.EndOfChannel if self._ended else trio.WouldBlock
        place, waiting = self._places.popitem(last=False)
        session, items = waiting.popitem(last=False)
        item = items.popleft()
        if items:
            waiting[session] = items  # behind the other connections of this address
        if waiting:
            self._places[place] = waiting  # behind the other addresses
        self._count -= 1
        left = self._counts.pop(place) - 1
        if left:
            self._counts[place] = left
        lot = self._full.get(place)
        if lot is not None:
            lot.unpark()
            if not lot:
                del self._full[place]
        return item

    async def take(self) -> Item:
        """Take what is next; wait for it. Raises trio.EndOfChannel if nothing will come any more."""
        await trio.lowlevel.checkpoint()  # even if there is always something: others have a turn
        while not self._count:
            if self._ended:
                raise trio.EndOfChannel
            self._arrived = trio.Event()
            await self._arrived.wait()
            self._arrived = None
        return self.take_nowait()

    def end(self) -> None:
        """Nothing more is put in: what waits is still taken."""
        self._ended = True
        if self._arrived is not None:
            self._arrived.set()
        self._wake_all()

    def __enter__(self) -> "RequestQueue":
        """Take things out, for as long as this lasts."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._gone = True
        self._wake_all()

    def _wake_all(self) -> None:
        for lot in self._full.values():
            lot.unpark_all()
        self._full.clear()
