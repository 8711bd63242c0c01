"""The pump: batches, and nothing shown that is not stored."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pytest
import trio
from trio.testing import MockClock

from tests.conftest import PATIENCE
from tests.server.conftest import Parlour
from trichat.chat import hub
from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Dropped, Durable
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.hub import Hub
from trichat.config.limits import Limits
from trichat.errors import HistoryError
from trichat.protocols import scram
from trichat.server.clock import wall_clock
from trichat.server.connection.queue import Item, RequestQueue
from trichat.server.history.archive import Archive
from trichat.server.pipeline.pump import Alarm, Pump
from trichat.storage.memory import MemoryHistory
from trichat.words import requests as ask
from trichat.words.events import Happened, Joined, Said
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.server.conftest import Parlour


class Flaky(MemoryHistory):
    """A history whose disk is full as long as `broken`; remembers each commit."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.commits: list[list[Happened]] = []

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        if self.broken:
            raise HistoryError("database or disk is full")
        self.commits.append(list(events))
        super().commit(events, kept)


class Gated(Flaky):
    """A slow disk: a commit waits, in its thread, until it is let through; tells that it has begun."""

    waits = True

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        self.begun.release()
        self.gate.acquire(timeout=PATIENCE)
        super().commit(events, kept)


@pytest.fixture
def flaky() -> Flaky:
    return Flaky()


@pytest.mark.virtual_time
async def test_what_is_not_stored_is_not_shown(
    flaky: Flaky, open_parlour: "Callable[..., Parlour]", caplog: pytest.LogCaptureFixture
) -> None:
    """What history does not take is seen by nobody, and refused to whoever said it, until it works again."""
    parlour = open_parlour(history=flaky)
    anna = await parlour.visit().peer.enter("anna")
    boris = await parlour.visit().peer.join("boris", "echo-message")
    await anna.here()
    assert parlour.pump.stores
    flaky.broken = True
    await anna.write("lost\n")
    assert await anna.here() == ["That could not be stored, so nobody has seen it. Try again in a moment."]
    await boris.send("PRIVMSG #lobby :lost", "PRIVMSG anna :lost too", "PRIVMSG boris :lost three")
    lines = await boris.pong()
    assert [":trichat.local FAIL PRIVMSG NOT_STORED"] * 3 == [line.partition(" :")[0] for line in lines]
    assert await anna.here() == []
    assert "database or disk is full" in caplog.text
    assert {logging.ERROR} == {record.levelno for record in caplog.records}
    assert not parlour.pump.stores
    flaky.broken = False
    await anna.write("kept\n")
    assert [line.partition(" ")[2] for line in await boris.pong()] == ["PRIVMSG #lobby :kept"]
    assert parlour.pump.stores


@pytest.mark.virtual_time
async def test_a_labelled_message_that_is_not_stored_is_refused_with_its_label(
    flaky: Flaky, open_parlour: "Callable[..., Parlour]"
) -> None:
    """A message that is not stored is refused under its label."""
    boris = await open_parlour(history=flaky).visit().peer.join("boris", "batch labeled-response echo-message")
    flaky.broken = True
    await boris.send("@label=7 PRIVMSG #lobby :lost")
    [line] = await boris.pong()
    assert line.startswith("@label=7 :trichat.local FAIL PRIVMSG NOT_STORED ")


@pytest.mark.virtual_time
async def test_who_comes_and_goes_is_shown_all_the_same(flaky: Flaky, open_parlour: "Callable[..., Parlour]") -> None:
    """Who comes and goes is shown though it is not stored: screens that missed it would be wrong."""
    parlour = open_parlour(history=flaky)
    boris = await parlour.visit().peer.join("boris")
    flaky.broken = True
    anna = await parlour.visit().peer.join("anna")
    await anna.send("NICK anya", "QUIT")
    await anna.end()
    assert ["JOIN", "NICK", "QUIT"] == [line.split()[1] for line in await boris.pong()]


@pytest.mark.virtual_time
async def test_a_topic_that_is_not_stored_is_not_set(flaky: Flaky, open_parlour: "Callable[..., Parlour]") -> None:
    """A topic that is not stored is not set: who set it is told so, and nobody sees it."""
    parlour = open_parlour(history=flaky)
    anna = await parlour.visit().peer.join("anna")
    boris = await parlour.visit().peer.join("boris")
    await anna.send("TOPIC #lobby :tea")
    await anna.pong()
    await boris.pong()
    flaky.broken = True
    await anna.send("TOPIC #lobby :coffee", "TOPIC #lobby :cocoa")
    lines = await anna.pong()
    assert [":trichat.local FAIL"] * 2 == [" ".join(line.split()[:2]) for line in lines]
    assert await boris.pong() == []
    await boris.send("TOPIC #lobby")
    assert (await boris.pong())[0] == ":trichat.local 332 boris #lobby :tea"


@pytest.mark.virtual_time
async def test_a_disk_that_fails_is_logged_once(
    flaky: Flaky, open_parlour: "Callable[..., Parlour]", caplog: pytest.LogCaptureFixture
) -> None:
    """The log tells once that history fails, and that it works again."""
    anna = await open_parlour(history=flaky).visit().peer.join("anna")
    for broken in (True, True, False, False, True):
        flaky.broken = broken
        await anna.send("PRIVMSG #lobby :hello")
        await anna.pong()
    assert [logging.ERROR, logging.WARNING, logging.ERROR] == [record.levelno for record in caplog.records]


@pytest.mark.virtual_time
async def test_what_passes_needs_no_disk(flaky: Flaky, open_parlour: "Callable[..., Parlour]") -> None:
    """Questions, typing and CTCP, which are not stored, work while history fails."""
    parlour = open_parlour(history=flaky)
    anna = await parlour.visit().peer.join("anna", "message-tags")
    boris = await parlour.visit().peer.join("boris", "message-tags")
    await anna.pong()
    flaky.broken = True
    await anna.send("@+typing=active TAGMSG #lobby", "PRIVMSG boris :\x01VERSION\x01", "WHO #lobby")
    assert [" 352 ", " 352 ", " 315 "] == [line[line.index(" ") :][:5] for line in await anna.pong()]
    assert ["TAGMSG", "PRIVMSG"] == [line.split()[2] for line in await boris.pong()]


@pytest.mark.virtual_time
async def test_a_disk_that_does_not_answer_does_not_store(open_parlour: "Callable[..., Parlour]") -> None:
    """Neither does it fail: a commit that takes for ever is told from one that is under way."""

    class Stuck(Archive):
        async def commit(self, *_: object) -> None:
            await stuck.wait()

    stuck = trio.Event()
    parlour = open_parlour()
    anna = await parlour.visit().peer.join("anna")
    parlour.pump._archive = Stuck(parlour.history)
    await anna.send("PRIVMSG #lobby :hello")
    await trio.testing.wait_all_tasks_blocked()
    assert parlour.pump.stores
    await trio.sleep(30)
    assert not parlour.pump.stores
    stuck.set()
    await anna.pong()
    assert parlour.pump.stores


async def test_while_one_batch_is_stored_the_next_gathers(open_parlour: "Callable[..., Parlour]") -> None:
    """What comes while a batch is stored is the next batch; nobody is shown anything before its commit."""
    history = Gated()
    parlour = open_parlour(history=history)

    async def let_through() -> None:
        await trio.to_thread.run_sync(history.begun.acquire)
        history.gate.release()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(let_through)
        anna = await parlour.visit().peer.join("anna")
    boris = await parlour.visit().peer.register("boris")
    await anna.send("PRIVMSG #lobby :first")
    await trio.to_thread.run_sync(history.begun.acquire)  # the first is on its way to the disk
    for number in range(10):
        await anna.send(f"PRIVMSG #lobby :{number}")
        await trio.testing.wait_all_tasks_blocked()
    await boris.send("JOIN #lobby")
    await trio.testing.wait_all_tasks_blocked()
    history.gate.release()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(let_through)
        await anna.until("JOIN #lobby\r\n")
    history.gate.release(100)  # no commit of this test's end has to wait
    assert [1, 1, 11] == [len(events) for events in history.commits]
    assert {Said: 10, Joined: 1} == Counter(type(event) for event in history.commits[-1])


async def test_a_batch_is_bounded() -> None:
    """However much is waiting, a batch takes so many requests and leaves the rest to the next."""
    history = Flaky()
    hub = Hub(Rules())
    pump = Pump(hub, Archive(history), Limits(batch=10))
    sizes: list[int] = []
    run = hub.run

    def counted(batch: Sequence[Item], now: int) -> object:
        sizes.append(sum(len(requests) for _, requests in batch))
        return run(batch, now)

    hub.run = counted  # type: ignore[method-assign, assignment]
    queue = RequestQueue(100)
    for _ in range(9):
        queue.put_nowait("", (Session("localhost"), [ask.Lusers()] * 3))
    queue.end()
    await pump.run(queue)
    assert [12, 12, 3] == sizes


async def test_what_was_asked_before_the_end_is_done() -> None:
    """The pump works until the queue has ended and is empty."""
    hub = Hub(Rules())
    queue = RequestQueue(100)
    for _ in range(3):
        queue.put_nowait("", (Session("localhost"), [ask.Arrive()]))
    queue.end()
    await Pump(hub, Archive(MemoryHistory()), Limits()).run(queue)
    assert len(hub.state.sessions) == 3


async def test_when_the_pump_ends_nobody_waits_for_it() -> None:
    """A pump that was cancelled closes its queue: senders are told, instead of waiting for ever."""
    queue = RequestQueue(1)
    pump = Pump(Hub(Rules()), Archive(MemoryHistory()), Limits())
    with trio.CancelScope() as scope:
        scope.cancel()
        await pump.run(queue)
    with pytest.raises(trio.BrokenResourceError):
        await queue.put("", (Session("localhost"), [ask.Arrive()]))


async def test_a_bug_is_logged_and_ends_one_visit(
    parlour: "Parlour", monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The traceback is in the log, the one who asked is told and gone, and everybody else goes on."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("seven by nothing")

    kind: type[ask.Request] = ask.Motd
    monkeypatch.setitem(hub._HANDLERS, kind, fail)
    anna = await parlour.visit().peer.join("anna")
    boris = await parlour.visit().peer.join("boris")
    await anna.send("MOTD")
    assert "bug" in (await anna.end())
    assert "QUIT" in (await boris.line())
    assert await boris.pong() == []
    assert "seven by nothing" in caplog.text


@pytest.mark.virtual_time
async def test_nobody_is_told_that_an_account_is_kept_if_it_is_not(
    flaky: Flaky, open_parlour: "Callable[..., Parlour]"
) -> None:
    """An account whose change is not stored is as it was before."""
    parlour = open_parlour(history=flaky)
    anna = await parlour.visit().peer.register("anna")
    keys = scram.derive("sesame", salt=b"salt", iterations=4096)
    account = Account(key="anna", name="anna", created=0, verifier="", scram=keys)
    parlour.hub.restore(account)
    user = parlour.hub.state.user("anna")
    assert user is not None
    user.source = replace(user.source, account="anna")
    flaky.broken = True
    await anna.send("NS SET MULTICLIENT OFF")
    [line] = await anna.pong()
    assert line.startswith(":trichat.local FAIL REGISTER NOT_STORED ")
    assert account == parlour.hub.state.accounts.find("anna")


@pytest.mark.virtual_time
async def test_roles_that_are_not_stored_are_not_given(flaky: Flaky, open_parlour: "Callable[..., Parlour]") -> None:
    """Roles that are not stored are given to nobody and seen by nobody; who gave them is told so."""
    parlour = open_parlour(history=flaky)
    anna = await parlour.visit().peer.register("anna")
    boris = await parlour.visit().peer.register("boris")
    for peer in (anna, boris):
        await peer.send("JOIN #tea")
        await peer.pong()
    await anna.send("MODE #tea +v boris")
    await anna.pong()
    await boris.pong()
    flaky.broken = True
    await anna.send("MODE #tea +o boris", "MODE #tea -v boris", "MODE #tea +v anna")
    lines = await anna.pong()
    assert [":trichat.local FAIL MODE NOT_STORED"] * 3 == [line.partition(" :")[0] for line in lines]
    assert await boris.pong() == []
    await boris.send("NAMES #tea", "MODE #tea +m", "KICK #tea anna")
    lines = await boris.pong()
    assert "@anna +boris" in lines[0]
    assert ["366", "482", "482"] == [line.split()[1] for line in lines[1:]]


def now() -> int:
    return int(trio.current_time() * 1000)


async def test_it_rings_in_time(autojump_clock: MockClock) -> None:
    """The alarm rings once for each time that it is set to; the last time that it was set to counts."""
    queue = RequestQueue(10)
    alarm = Alarm(queue, now)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarm.run)
        alarm.set(100_000)
        await trio.sleep(1)
        alarm.set(20_000)
        alarm.set(20_000)
        _, requests = await queue.take()
        assert [ask.Expire()] == requests
        assert 20 == pytest.approx(trio.current_time())
        alarm.set(30_000)
        await trio.sleep(1)
        alarm.set(None)
        with trio.move_on_after(3600) as waiting:
            await queue.take()
        assert waiting.cancelled_caught
        alarm.set(5_000)  # has passed already
        await queue.take()
        assert 3621.05 == pytest.approx(trio.current_time())
        nursery.cancel_scope.cancel()


async def test_it_was_set_before_it_ran(autojump_clock: MockClock) -> None:
    """An alarm that was set before it ran rings too, for what was kept from before a restart."""
    queue = RequestQueue(10)
    alarm = Alarm(queue, now)
    alarm.set(7_000)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarm.run)
        await queue.take()
        assert 7 == pytest.approx(trio.current_time())
        nursery.cancel_scope.cancel()


@pytest.mark.parametrize(("set_by", "rings"), [(50_000_000, 160), (-50_000_000, 50_100)])
async def test_the_alarm_looks_again_when_the_clock_is_set(
    set_by: int, rings: float, autojump_clock: MockClock
) -> None:
    """If somebody sets the clock meanwhile, the alarm rings when the clock says so, or at most a minute later."""
    queue = RequestQueue(10)
    ahead = 0
    alarm = Alarm(queue, lambda: now() + ahead)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarm.run)
        alarm.set(100_000 + max(0, set_by))
        await trio.sleep(100 - 1e-6 if set_by > 0 else 1)
        ahead = set_by
        await queue.take()
        assert rings - 60 <= trio.current_time() <= rings + 1
        nursery.cancel_scope.cancel()


def test_the_clock_is_that_of_the_machine() -> None:
    """The clock gives Unix milliseconds."""
    before = time.time() * 1000
    assert before - 1 <= wall_clock() <= time.time() * 1000 + 1


@pytest.mark.virtual_time
async def test_half_a_minute_to_prove_that_a_name_is_ones_own(open_parlour: Callable[..., Parlour]) -> None:
    """Who is to prove a name is renamed after half a minute, unless they have gone."""
    parlour = open_parlour()
    anna, gone = [await parlour.visit().peer.register(name) for name in ("anna", "gone")]
    for name in ("anna", "gone"):
        keys = scram.derive("sesame", salt=b"salt", iterations=4096)
        parlour.hub.restore(Account(key=name, name=name, created=0, verifier="", scram=keys))
    begun = trio.current_time()
    for visit in parlour.visits:
        session: Session = visit.connection.session
        session.outlet.later(30.0, ask.ProofDue(name=session.user.key if session.user else ""))
    await gone.close()
    with trio.fail_after(60):
        assert await anna.stream.receive_some(4096) == b":anna!anna@localhost NICK Guest1\r\n"
    assert 30.0 == pytest.approx(trio.current_time() - begun)


async def test_a_batch_has_not_too_many_who_leave(open_parlour: Callable[..., "Parlour"], flaky: Flaky) -> None:
    """Of hundreds who leave at once a hundred are a batch: what others say meanwhile is not behind all of them."""
    parlour = open_parlour(flaky)
    people = [Session(f"10.0.0.{number}") for number in range(250)]
    run = parlour.hub.run
    sizes: list[int] = []

    def watched(batch: Sequence[Item], now: int) -> object:
        sizes.append(len(batch))
        return run(batch, now)

    parlour.hub.run = watched  # type: ignore[method-assign, assignment]
    for number, session in enumerate(people):
        parlour.requests.put_nowait(f"10.0.0.{number}", (session, [ask.Gone(reason="")]))
    with trio.fail_after(PATIENCE):
        while sum(sizes) < 250:
            await trio.lowlevel.checkpoint()
    assert [100, 100, 50] == sizes
