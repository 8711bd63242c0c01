"""Costs, counted in operations and not in seconds: what keeps a broadcast cheap stays so on every machine."""

import gc
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trio
import trio.testing

from tests.conftest import PATIENCE
from trichat.chat.core.outcome import Dropped, Durable
from trichat.protocols.irc.dialect import IrcDialect
from trichat.protocols.plain.dialect import PlainDialect
from trichat.server.connection.connection import Connection
from trichat.server.connection.outbox import Outbox
from trichat.server.connection.queue import Item
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.system import sockets
from trichat.words.events import Happened, Said

if TYPE_CHECKING:
    from tests.conftest import Peer
    from tests.server.conftest import Parlour

MEMBERS = 20
MESSAGES = 30
BATCH = [f"PRIVMSG #lobby :message {number}" for number in range(MESSAGES)]  # one write of a client: one read of ours


class Ledger(MemoryHistory):
    """A history that remembers how many messages came in each commit."""

    def __init__(self) -> None:
        super().__init__()
        self.commits: list[int] = []

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        self.commits.append(sum(isinstance(event, Said) for event in events))
        super().commit(events, kept)


class Gate(Ledger):
    """One that takes its time, as a disk does: until it is opened."""

    waits = True

    def __init__(self) -> None:
        super().__init__()
        self.opened = threading.Event()

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        self.opened.wait(PATIENCE)
        super().commit(events, kept)


class Steps(trio.abc.Instrument):
    """Counts how often each kind of task is given the processor, but for the task of the test."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self._test = trio.lowlevel.current_task()

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        if task is not self._test:
            self.count[task.name] += 1


class Counted:
    """The sending end of the requests channel; remembers how many requests came in each item."""

    def __init__(self, channel: trio.MemorySendChannel[Any]) -> None:
        self._channel = channel
        self.items: list[int] = []

    async def send(self, item: tuple[object, Sequence[object]]) -> None:
        self.items.append(len(item[1]))
        await self._channel.send(item)

    def send_nowait(self, item: tuple[object, Sequence[object]]) -> None:
        self.items.append(len(item[1]))
        self._channel.send_nowait(item)


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> Counter[sockets.Handle]:
    """Count the direct writes of outboxes, by descriptor."""
    counted: Counter[sockets.Handle] = Counter()
    write = sockets.write

    def counting(descriptor: sockets.Handle, data: bytes) -> int:
        counted[descriptor] += 1
        return write(descriptor, data)

    monkeypatch.setattr(sockets, "write", counting)
    return counted


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Count how often each message is encoded to be shown, in whatever dialect, by its id."""
    counted: Counter[int] = Counter()

    def count(dialect: type[IrcDialect | PlainDialect]) -> None:
        show: Callable[[Any, Happened], bytes] = dialect.show

        def counting(self: Any, event: Happened) -> bytes:
            if isinstance(event, Said):
                counted[event.id] += 1
            return show(self, event)

        monkeypatch.setattr(dialect, "show", counting)

    count(IrcDialect)
    count(PlainDialect)
    return counted


@pytest.fixture
def statements(tmp_path: Path) -> Iterator[tuple[SqliteHistory, list[str]]]:
    """Give a history on disk, and the list of what it tells SQLite."""
    history = SqliteHistory(tmp_path / "history.db")
    told: list[str] = []
    writer: sqlite3.Connection = history._writer
    writer.set_trace_callback(told.append)
    yield history, told
    writer.set_trace_callback(None)
    history.close()


async def listeners(parlour: "Parlour", count: int, capabilities: str = "") -> "list[Peer]":
    """Let some people in who only listen."""
    return [await parlour.visit().peer.join(f"l{len(parlour.visits)}", capabilities) for _ in range(count)]


@pytest.mark.virtual_time
async def test_a_batch_is_one_write_for_each_member(parlour: "Parlour", writes: Counter[sockets.Handle]) -> None:
    """However many messages a batch has, each member's socket is written to once."""
    await listeners(parlour, MEMBERS)
    anna = await parlour.visit().peer.join("anna")
    writes.clear()
    await anna.send(*BATCH)
    await parlour.visits[0].peer.until(f"message {MESSAGES - 1}")
    ends = [visit.connection.outbox._descriptor for visit in parlour.visits]
    assert [1] * MEMBERS + [0] == [writes[end] for end in ends if end is not None]


async def test_who_only_listens_costs_no_task_switch(open_parlour: "Callable[..., Parlour]") -> None:
    """As long as sockets take everything, a broadcast to many wakes no more tasks than one to a few."""
    steps = []
    for members in (2, MEMBERS):
        parlour = open_parlour()
        await listeners(parlour, members)
        anna = await parlour.visit().peer.join("anna")
        await trio.testing.wait_all_tasks_blocked()
        counting = Steps()
        trio.lowlevel.add_instrument(counting)
        await anna.send(*BATCH)
        await trio.testing.wait_all_tasks_blocked()
        trio.lowlevel.remove_instrument(counting)
        steps.append(counting.count)
    assert steps[0]
    assert steps[0] == steps[1]


@pytest.mark.virtual_time
async def test_a_message_is_encoded_once_for_each_dialect(parlour: "Parlour", shown: Counter[int]) -> None:
    """A message that is seen in three ways is encoded three times, not once for each reader."""
    for capabilities in ("", "server-time", "server-time message-tags"):
        await listeners(parlour, MEMBERS // 2, capabilities)
    anna = await parlour.visit().peer.join("anna")
    await anna.send(*BATCH)
    await anna.pong()
    assert [3] * MESSAGES == list(shown.values())


@pytest.mark.virtual_time
async def test_capabilities_that_make_no_difference_cost_no_encoding(parlour: "Parlour", shown: Counter[int]) -> None:
    """Clients whose messages look the same get the same bytes."""
    for capabilities in ("", "away-notify", "extended-join", "away-notify extended-join", "multi-prefix chghost"):
        await listeners(parlour, 2, capabilities)
    anna = await parlour.visit().peer.join("anna")
    await anna.send(*BATCH)
    await anna.pong()
    assert [1] * MESSAGES == list(shown.values())


@pytest.mark.virtual_time
async def test_a_plain_door_adds_one_encoding(parlour: "Parlour", shown: Counter[int]) -> None:
    """People at netcat share one encoding."""
    await listeners(parlour, MEMBERS // 2)
    for number in range(3):
        await parlour.visit().peer.enter(f"p{number}")
    anna = await parlour.visit().peer.join("anna")
    await anna.send(*BATCH)
    await anna.pong()
    assert [2] * MESSAGES == list(shown.values())


@pytest.mark.virtual_time
async def test_a_batch_is_one_commit(open_parlour: "Callable[..., Parlour]") -> None:
    """A batch waits for the disk once, and one that stores nothing not at all."""
    ledger = Ledger()
    anna = await open_parlour(history=ledger).visit().peer.join("anna")
    ledger.commits.clear()
    await anna.send(*BATCH)
    await anna.pong()
    assert [MESSAGES] == ledger.commits


async def test_a_batch_is_one_transaction(
    open_parlour: "Callable[..., Parlour]", statements: tuple[SqliteHistory, list[str]]
) -> None:
    """A batch is a row for each message, between one `begin` and one `commit`."""
    history, told = statements
    anna = await open_parlour(history=history).visit().peer.join("anna")
    told.clear()
    before = history._writer.total_changes
    await anna.send(*BATCH)
    await anna.pong()
    kinds = Counter(statement.split()[0] for statement in told)
    assert (1, 1) == (kinds["begin"], kinds["commit"])
    assert before + MESSAGES == history._writer.total_changes
    assert kinds["insert"] < MESSAGES


async def test_what_comes_during_a_commit_is_the_next_one(open_parlour: "Callable[..., Parlour]") -> None:
    """All that is said while the disk is busy waits for it together, once."""
    gate = Gate()
    gate.opened.set()
    parlour = open_parlour(history=gate)
    speakers = await listeners(parlour, MEMBERS)
    await trio.testing.wait_all_tasks_blocked()
    gate.commits.clear()
    gate.opened.clear()
    await speakers[0].send("PRIVMSG #lobby :first")
    await trio.testing.wait_all_tasks_blocked()
    for speaker in speakers:
        await speaker.send("PRIVMSG #lobby :meanwhile")
    await trio.testing.wait_all_tasks_blocked()
    gate.opened.set()
    await speakers[0].pong()
    assert [1, MEMBERS] == gate.commits


@pytest.mark.virtual_time
async def test_a_batch_is_one_piece_for_each_member(parlour: "Parlour", monkeypatch: pytest.MonkeyPatch) -> None:
    """What one room is told in a row is put together once, not by each member's outbox."""
    pieces: list[int] = []
    offer = Outbox.offer_collected

    def counting(outbox: Outbox) -> None:
        pieces.append(1 if isinstance(outbox.collected, bytes) else len(outbox.collected or ()))
        offer(outbox)

    await listeners(parlour, MEMBERS)
    anna = await parlour.visit().peer.join("anna")
    await trio.testing.wait_all_tasks_blocked()
    monkeypatch.setattr(Outbox, "offer_collected", counting)
    await anna.send(*BATCH)
    await parlour.visits[0].peer.until(f"message {MESSAGES - 1}")
    assert [1] * (MEMBERS + 1) == pieces  # anna's is her echo, for which she did not ask: no bytes


@pytest.mark.virtual_time
async def test_one_read_is_one_item(parlour: "Parlour", monkeypatch: pytest.MonkeyPatch) -> None:
    """All that came with one read goes to the hub in one piece."""
    items: list[int] = []
    put = parlour.requests.put_nowait

    def counted(place: str, item: Item) -> None:
        items.append(len(item[1]))
        put(place, item)

    monkeypatch.setattr(parlour.requests, "put_nowait", counted)
    anna = await parlour.visit().peer.join("anna")
    [boris] = await listeners(parlour, 1)
    items.clear()
    await anna.send(*BATCH)
    await boris.until(f"message {MESSAGES - 1}")
    assert [MESSAGES] == items


async def test_who_has_left_is_freed_without_the_collector(parlour: "Parlour") -> None:
    """A visit leaves no reference cycles, which the collector would leave for long."""
    boris, carol = await listeners(parlour, 2)
    visit = parlour.visits[0]
    gc.collect()
    gc.disable()
    try:
        before = _connections()
        await boris.send("QUIT")
        await visit.over.wait()
        del visit.connection
        await carol.pong()  # the hub has something else in its hands
        assert before - 1 == _connections()
    finally:
        gc.enable()


def _connections() -> int:
    return sum(isinstance(each, Connection) for each in gc.get_objects())
