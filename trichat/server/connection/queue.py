"""The request queue: what waits for the hub, taken in turns by address, and by connection within one address."""

from collections import deque
from collections.abc import Sequence
from types import TracebackType

import trio

from trichat.chat.core.people import Session
from trichat.words.requests import Gone, Quit, Request

Item = tuple[Session, Sequence[Request]]  # some requests of one connection, in their order

_LEAVES = (Quit, Gone)
# Items with which somebody of one address leaves: of thousands who leave at once, the others wait in their own tasks.
# Else whoever of that address says something would wait until all of them have left.
_LEAVING_MOST = 100
_LANES = 1000  # addresses with nothing waiting that are kept: to make one takes longer than all else


def leaves(item: Item) -> bool:
    """Tell whether somebody leaves with an item, which makes more work than anything else."""
    return type(item[1][-1]) in _LEAVES


class _Lane:
    """What waits of one address: the next item of each connection, and what is behind those."""

    __slots__ = ("behind", "count", "full", "leaving", "many_leave", "next", "place")

    def __init__(self, place: str) -> None:
        self.place = place
        self.count = 0
        self.next: deque[Item] = deque()  # one of each connection, whose turn is next first
        self.behind: dict[Session, deque[Item]] = {}
        self.leaving = 0  # items with which somebody leaves
        self.full: trio.lowlevel.ParkingLot | None = None  # where readers wait to put something in
        self.many_leave: trio.lowlevel.ParkingLot | None = None  # where they wait who leave


def _lot(lane: _Lane, item: Item) -> trio.lowlevel.ParkingLot:
    """Give where to wait until there is room for an item."""
    if leaves(item) and lane.leaving >= _LEAVING_MOST:
        lane.many_leave = lane.many_leave or trio.lowlevel.ParkingLot()
        return lane.many_leave
    lane.full = lane.full or trio.lowlevel.ParkingLot()
    return lane.full


class RequestQueue:
    """What the readers of all connections put in, and the pump takes out.

    A memory channel would be first come, first served: whoever opens a hundred connections has a hundred places in it.
    Here the pump takes one item of each address in turn, and of each connection of an address in turn, so that one
    address is never more than its share of a batch, however many connections it has. Within a connection the order is
    kept; between connections there is none until the hub has made it.

    `most` items may wait; beyond, an address may still have its share of them waiting, and one in any case, so that a
    crowd of one cannot fill it for all others.

    Every message goes through here: mostly there is one address with something waiting, or one item of each
    connection, and then an item costs two deques and a look-up.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._lanes: dict[str, _Lane] = {}
        self._turns: deque[_Lane] = deque()  # those with something waiting, whose turn is next first
        self._arrived: trio.Event | None = None  # while the pump waits for something
        self._ended = False  # nothing more will be put in
        self._gone = False  # nothing more will be taken out

    def put_nowait(self, place: str, item: Item) -> None:
        """Put something in, from an address (see `words/names/addresses.py`).

        Raises trio.WouldBlock if too much of it waits, trio.BrokenResourceError if nobody takes anything out any more.
        """
        lane = self._lanes.get(place)
        if lane is None:
            lane = self._lanes[place] = _Lane(place)
        count = lane.count
        if count and self._count >= self._most and count >= self._most // len(self._turns):
            raise trio.WouldBlock
        if self._ended:
            raise trio.BrokenResourceError if self._gone else trio.ClosedResourceError
        if leaves(item):
            if lane.leaving >= _LEAVING_MOST:
                raise trio.WouldBlock
            lane.leaving += 1
        session = item[0]
        if session.queued:
            lane.behind.setdefault(session, deque()).append(item)
        else:
            lane.next.append(item)
        session.queued += 1
        if not count:
            self._turns.append(lane)
        lane.count = count + 1
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
                await _lot(self._lanes[place], item).park()
            else:
                return

    def take_nowait(self) -> Item:
        """Take what is next. Raises trio.WouldBlock if nothing waits, trio.EndOfChannel if nothing will."""
        if not self._count:
            raise trio.EndOfChannel if self._ended else trio.WouldBlock
        lane = self._turns.popleft()
        item = lane.next.popleft()
        session = item[0]
        session.queued -= 1
        if session.queued:
            items = lane.behind[session]
            lane.next.append(items.popleft())  # behind the other connections of this address
            if not items:
                del lane.behind[session]
        self._count -= 1
        lane.count -= 1
        if leaves(item):
            lane.leaving -= 1
            if lane.many_leave is not None:
                lane.many_leave.unpark()
                lane.many_leave = lane.many_leave or None
        if lane.full is not None:
            lane.full.unpark()
            if not lane.full:
                lane.full = None
        if lane.count:
            self._turns.append(lane)  # behind the other addresses
        elif lane.full is None and lane.many_leave is None and len(self._lanes) > _LANES:
            del self._lanes[lane.place]
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
        self._gone = self._ended = True
        self._count = 0
        self._wake_all()

    def _wake_all(self) -> None:
        for lane in self._lanes.values():
            for lot in (lane.full, lane.many_leave):
                if lot is not None:
                    lot.unpark_all()
