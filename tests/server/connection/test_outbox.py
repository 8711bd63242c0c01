"""The four promises of the outbox: never wait, never reorder, never grow without bound, one writer."""

import socket
from collections.abc import AsyncIterator, Callable

import pytest
import trio
from trio.testing import MockClock, lockstep_stream_pair, wait_all_tasks_blocked

from tests.conftest import PATIENCE
from trichat.config.limits import Limits
from trichat.server.connection.outbox import Missed, Outbox, Stalled
from trichat.system import sockets
from trichat.words import events as ev
from trichat.words.record import replace

LIMITS = Limits(outbox_bytes=20_000, answers_bytes=100_000, stall_seconds=60.0)
BIG = 50_000  # bytes: more than a socket with a small buffer takes


class Wire:
    """An outbox on one end of a pair of sockets with little room between them, and a hand on the other end."""

    def __init__(self, limits: Limits = LIMITS, *, direct: bool = True) -> None:
        ours, self.theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        ours.setblocking(False)
        self.theirs.setblocking(False)
        self.stream = trio.SocketStream(trio.socket.from_stdlib_socket(ours))
        self.reading = trio.SocketStream(trio.socket.from_stdlib_socket(self.theirs))
        self.outbox = Outbox(self.stream, sockets.handle(self.stream.socket) if direct else None, limits)
        self.caught_up = 0

    async def catch_up(self) -> None:
        self.caught_up += 1
        self.outbox.caught_up()

    async def run(self) -> None:
        await self.outbox.run(self.catch_up)

    def arrived(self) -> bytes:
        """Give what has arrived, without waiting."""
        found = b""
        while True:
            try:
                found += self.theirs.recv(65536)
            except BlockingIOError:
                return found

    async def read(self, count: int) -> bytes:
        """Wait for so many bytes."""
        found = b""
        with trio.fail_after(PATIENCE):
            while len(found) < count:
                found += bytes(await self.reading.receive_some(count - len(found)))
        return found


@pytest.fixture
async def open_wire() -> AsyncIterator[Callable[..., Wire]]:
    made: list[Wire] = []

    def wire(limits: Limits = LIMITS, *, direct: bool = True) -> Wire:
        made.append(Wire(limits, direct=direct))
        return made[-1]

    yield wire
    for each in made:
        await trio.aclose_forcefully(each.stream)
        await trio.aclose_forcefully(each.reading)


@pytest.fixture
def wire(open_wire: Callable[..., Wire]) -> Wire:
    return open_wire()


async def fetched(data: bytes) -> bytes:
    await trio.lowlevel.checkpoint()
    return data


def said(event_id: int, place: str = "#lobby") -> ev.Said:
    source = ev.Source(nick="anna", username="a", host="h")
    return ev.Said(id=event_id, source=source, place=place, target=place, kind=ev.Kind.MESSAGE, text="x")


# Never wait


async def test_an_offer_is_written_at_once(wire: Wire) -> None:
    """When nothing is queued the bytes are written when `offer` returns, without a task waking up."""
    wire.outbox.offer(b"one\n")
    wire.outbox.offer(b"two\n")
    assert wire.arrived() == b"one\ntwo\n"
    assert wire.outbox.queued == 0


async def test_nothing_is_no_offer(wire: Wire) -> None:
    """An empty offer does nothing: a dialect may have no words for what happened."""
    wire.outbox.offer(b"")
    assert (b"", 0) == (wire.arrived(), wire.outbox.queued)


async def test_an_offer_does_not_wait_for_a_reader_that_does_not_read(wire: Wire) -> None:
    """What the socket does not take is queued, whether a writer runs or not."""
    wire.outbox.offer(b"x" * BIG)
    taken = len(wire.arrived())
    assert 0 < taken < BIG
    assert BIG - taken == wire.outbox.queued


# Never reorder


@pytest.mark.parametrize("direct", [True, False], ids=["socket", "tls"])
async def test_everything_arrives_in_order(open_wire: Callable[..., Wire], nursery: trio.Nursery, direct: bool) -> None:
    """Small and big offers and fetches arrive as they were offered, whoever writes them."""
    wire = open_wire(replace(LIMITS, outbox_bytes=1_000_000, answers_bytes=1_000_000), direct=direct)
    expected = b""
    for number in range(200):
        data = b"%06d:" % number + b"." * (number * number % 997)
        expected += data
        if number % 7 == 3:
            wire.outbox.offer_fetch(lambda data=data: fetched(data))  # type: ignore[misc]
        else:
            wire.outbox.offer(data)
        if number == 20:
            nursery.start_soon(wire.run)
        if number > 20 and number % 10 == 0:
            await trio.lowlevel.checkpoint()
    assert expected == await wire.read(len(expected))


async def test_a_job_keeps_its_place(wire: Wire, nursery: trio.Nursery) -> None:
    """While a fetch fetches its bytes, all that is offered waits behind it."""
    done = trio.Event()

    async def slow() -> bytes:
        await done.wait()
        return b"history\n"

    nursery.start_soon(wire.run)
    wire.outbox.offer(b"before\n")
    wire.outbox.offer_fetch(slow)
    wire.outbox.offer(b"after\n")
    await wait_all_tasks_blocked()
    wire.outbox.offer(b"long after\n")
    await wait_all_tasks_blocked()
    assert wire.arrived() == b"before\n"
    done.set()
    assert await wire.read(25) == b"history\nafter\nlong after\n"


async def test_what_is_queued_goes_first(wire: Wire, nursery: trio.Nursery) -> None:
    """A socket that has room again does not let a new offer overtake what is queued."""
    wire.outbox.offer(b"x" * BIG)
    taken = len(wire.arrived())  # now there is room
    wire.outbox.offer(b"last")
    assert wire.arrived() == b""
    nursery.start_soon(wire.run)
    assert b"x" * (BIG - taken) + b"last" == await wire.read(BIG - taken + 4)


async def test_after_draining_offers_are_written_at_once_again(wire: Wire, nursery: trio.Nursery) -> None:
    """The writer task steps back as soon as nothing is queued."""
    nursery.start_soon(wire.run)
    wire.outbox.offer(b"x" * 15_000)
    await wire.read(15_000)
    await wait_all_tasks_blocked()
    wire.outbox.offer(b"again")
    assert (b"again", 0) == (wire.arrived(), wire.outbox.queued)


# Never grow without bound


async def test_whoever_does_not_read_is_behind(wire: Wire) -> None:
    """Beyond the bound a reader is behind; up to the bound it is not."""
    wire.outbox.offer(b"x" * 15_000)
    assert (False, False) == (wire.outbox.behind, wire.outbox.crowded)
    wire.outbox.offer(b"x" * 20_000)
    assert (True, True) == (wire.outbox.behind, wire.outbox.crowded)


async def test_a_reader_that_catches_up_is_live_again(wire: Wire, nursery: trio.Nursery) -> None:
    """When all that was queued is sent, a reader that was behind is caught up, once, and then written to at once."""
    wire.outbox.offer(b"x" * BIG)
    nursery.start_soon(wire.run)
    await wire.read(BIG)
    await wait_all_tasks_blocked()
    assert (1, False) == (wire.caught_up, wire.outbox.behind)


async def test_nothing_is_written_at_once_until_caught_up(
    open_wire: Callable[..., Wire], nursery: trio.Nursery
) -> None:
    """What is offered between the last queued byte and the catching up goes through the queue, in order."""
    wire = open_wire()
    asked = trio.Event()

    async def ask() -> None:
        asked.set()

    nursery.start_soon(wire.outbox.run, ask)
    wire.outbox.offer(b"x" * BIG)
    await wire.read(BIG)
    await asked.wait()
    wire.outbox.offer_fetch(lambda: fetched(b"missed,"))
    wire.outbox.caught_up()
    wire.outbox.offer(b"live")
    assert wire.arrived() == b""
    assert await wire.read(11) == b"missed,live"


async def test_whoever_asks_and_never_reads_is_ended(wire: Wire) -> None:
    """Answers are queued even for a reader that is behind, but not for ever."""
    while not wire.outbox.closed:
        assert wire.outbox.queued <= LIMITS.answers_bytes
        wire.outbox.offer(b"x" * 10_000)
    queued = wire.outbox.queued
    wire.outbox.offer(b"x")
    wire.outbox.offer_fetch(lambda: fetched(b"x"))
    assert queued == wire.outbox.queued


async def test_whoever_asks_for_pages_and_reads_none_is_crowded(wire: Wire, nursery: trio.Nursery) -> None:
    """What has to be fetched yet counts too, until it is sent: else there would be no end of what can be asked for."""

    async def fetch() -> bytes:
        return b"x"

    for _ in range(20):
        wire.outbox.offer_fetch(fetch)
    assert wire.outbox.crowded
    nursery.start_soon(wire.run)
    assert b"x" * 20 == await wire.read(20)
    await wait_all_tasks_blocked()
    assert 0 == wire.outbox.queued


async def test_room_is_waited_for(wire: Wire, nursery: trio.Nursery) -> None:
    """Who asks too much waits until what was answered is read."""
    wire.outbox.offer(b"x" * BIG)
    read = trio.Event()

    async def wait() -> None:
        await wire.outbox.room()
        read.set()

    nursery.start_soon(wait)
    nursery.start_soon(wire.run)
    await wait_all_tasks_blocked()
    assert not read.is_set()
    await wire.read(BIG)
    with trio.fail_after(PATIENCE):
        await read.wait()
    assert not wire.outbox.crowded


async def test_where_there_is_room_nobody_waits(wire: Wire) -> None:
    """An outbox that is not crowded has room at once."""
    with trio.fail_after(PATIENCE):
        await wire.outbox.room()


# One writer, and the end


async def test_the_end_comes_behind_what_is_queued(wire: Wire, nursery: trio.Nursery) -> None:
    """`end` lets the queue drain and the writer task return; nothing comes after it."""
    wire.outbox.offer(b"x" * 15_000)
    wire.outbox.offer_fetch(lambda: fetched(b"fetch"))
    wire.outbox.end()
    wire.outbox.offer(b"too late")
    over = trio.Event()

    async def run() -> None:
        await wire.run()
        over.set()

    nursery.start_soon(run)
    assert (await wire.read(15_005)).endswith(b"fetch")
    with trio.fail_after(PATIENCE):
        await over.wait()
    assert wire.arrived() == b""


async def test_an_abandoned_outbox_never_writes(wire: Wire) -> None:
    """An abandoned outbox forgets its descriptor, whose number may soon be somebody else's."""
    wire.outbox.abandon()
    wire.outbox.offer(b"x")
    assert wire.arrived() == b""


async def test_whoever_is_gone_is_written_to_no_more(wire: Wire) -> None:
    """An offer to a connection that was reset is nobody's error."""
    await wire.reading.aclose()
    wire.outbox.offer(b"x")
    assert wire.outbox.closed
    wire.outbox.offer(b"x")
    assert wire.outbox.queued == 0


async def test_a_writer_is_told_that_the_other_side_is_gone(wire: Wire) -> None:
    """The writer task ends with the stream's own error."""
    wire.outbox.offer(b"x" * BIG)
    await wire.reading.aclose()
    with pytest.raises(trio.BrokenResourceError):
        await wire.run()


# Stalled readers


async def test_a_reader_that_takes_nothing_is_stalled(autojump_clock: MockClock) -> None:
    """After a minute in which nothing was taken the writer gives up, and not before."""
    ours, _theirs = lockstep_stream_pair()
    outbox = Outbox(ours, None, LIMITS)
    outbox.offer(b"x")
    with pytest.raises(Stalled):
        await outbox.run(trio.sleep_forever)
    assert trio.current_time() == pytest.approx(60.0)


async def test_a_slow_reader_is_not_stalled(autojump_clock: MockClock, nursery: trio.Nursery) -> None:
    """A reader that takes a piece now and then is never stalled."""
    ours, theirs = lockstep_stream_pair()
    outbox = Outbox(ours, None, replace(LIMITS, outbox_bytes=1_000_000, answers_bytes=1_000_000))
    outbox.offer(b"x" * 200_000)
    outbox.end()
    nursery.start_soon(outbox.run, trio.sleep_forever)
    found = 0
    while found < 200_000:
        await trio.sleep(50)
        found += len(await theirs.receive_some(32 * 1024))
    assert trio.current_time() > 2 * LIMITS.stall_seconds


# What was missed


def test_what_was_missed_is_counted_and_the_last_of_it_remembered() -> None:
    """What a slow reader missed is counted once; the last of it is remembered, up to a bound."""
    missed = Missed(most=2)
    missed.add([said(5), said(6, "#other")])
    missed.add([said(6, "#other")])  # said to oneself: an echo, and what one is told
    missed.add([said(9)])
    assert (3, [(6, "#other"), (9, "#lobby")]) == (missed.count, list(missed.last))


def test_what_history_does_not_keep_was_not_missed() -> None:
    """What history does not keep, such as CTCP, was not missed."""
    missed = Missed(most=2)
    missed.add([replace(said(5), kind=ev.Kind.CTCP)])
    assert (0, []) == (missed.count, list(missed.last))


def test_what_happened_in_no_place_is_counted() -> None:
    """What happened in no place, or where no history is kept, counts as missed."""
    missed = Missed(most=2)
    missed.add([replace(said(4), place="")])
    missed.add([ev.Renamed(id=5, source=said(1).source, nick="anna2", places=())])
    assert (2, []) == (missed.count, list(missed.last))


async def test_what_was_missed_is_given_once(wire: Wire) -> None:
    """Whoever is live again begins with an empty list of missed events."""
    wire.outbox.miss([said(5)])
    assert wire.outbox.caught_up().count == 1
    assert wire.outbox.caught_up().count == 0


# Encodings


def numbered() -> Callable[[bytes], bytes]:
    """Give an encoding in which every piece has a number: out of order, it would show."""
    count = iter(range(1_000_000))
    return lambda data: b"<%d:%d>" % (next(count), len(data)) + data


async def test_all_bytes_are_encoded_in_the_order_in_which_they_go_out(
    open_wire: Callable[..., Wire], nursery: trio.Nursery
) -> None:
    """Bytes are encoded in the order in which they go out: at once, left over, queued, or fetched."""
    wire = open_wire()
    wire.outbox.encode_with(numbered())

    async def fetched() -> bytes:
        return b"c" * 10

    wire.outbox.offer(b"a" * 10)
    wire.outbox.offer(b"b" * 10_000)  # more than the socket takes: the rest of it is encoded already
    wire.outbox.offer_fetch(fetched)
    wire.outbox.offer(b"d" * 10)
    nursery.start_soon(wire.run)
    expected = b"<0:10>" + b"a" * 10 + b"<1:10000>" + b"b" * 10_000
    expected += b"<2:0><3:10>" + b"c" * 10 + b"<4:10>" + b"d" * 10
    assert expected == await wire.read(len(expected))
    await wait_all_tasks_blocked()
    wire.outbox.offer(b"e")
    assert b"<5:1>e" == wire.arrived()


async def test_an_encoding_can_have_something_to_say(open_wire: Callable[..., Wire], nursery: trio.Nursery) -> None:
    """A flush writes at once, or in its turn; without an encoding there is nothing to flush."""
    wire = open_wire()
    wire.outbox.flush()
    assert b"" == wire.arrived()
    wire.outbox.encode_with(lambda data: b"[" + data + b"]")
    wire.outbox.encode_with(lambda data: b"(" + data + b")")
    wire.outbox.flush()
    assert b"[()]" == wire.arrived()
    wire.outbox.offer(b"x" * BIG)
    wire.outbox.flush()
    nursery.start_soon(wire.run)
    expected = b"[(" + b"x" * BIG + b")][()]"
    assert expected == await wire.read(len(expected))
