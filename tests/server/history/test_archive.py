"""History for trio tasks: who waits for a disk, and where."""

import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from tests.conftest import PATIENCE
from trichat.chat.core.outcome import Dropped, Durable
from trichat.chat.talking.replies import Find, FindAll, FoundAll
from trichat.errors import HistoryError
from trichat.server.history.archive import Archive, find_all, open_thread
from trichat.storage.base import Query
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.system import sockets
from trichat.words import events as ev
from trichat.words.events import Happened
from trichat.words.names.identity import to_text

LOBBY = Query(place="#lobby", after=0, before=100, limit=100)


def said(event_id: int) -> ev.Said:
    source = ev.Source(nick="anna", username="a", host="h")
    return ev.Said(id=event_id, source=source, place="#lobby", target="#lobby", kind=ev.Kind.MESSAGE, text="x")


class Watched(MemoryHistory):
    """Says in which threads it worked; `gate` holds a commit back, as a slow disk does."""

    def __init__(self, *, waits: bool) -> None:
        super().__init__()
        self.waits = waits
        self.threads: list[int] = []
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        self.begun.set()
        self.gate.wait(PATIENCE)
        self.threads.append(threading.get_ident())
        super().commit(events, kept)

    def page(self, query: Query) -> list[Happened]:
        self.threads.append(threading.get_ident())
        return super().page(query)


async def test_memory_is_used_in_place(autojump_clock: MockClock) -> None:
    """A history that does not wait needs no thread: a server in memory works in virtual time."""
    history = Watched(waits=False)
    archive = Archive(history)
    await archive.commit([said(1)], [])
    assert [said(1)] == await archive.page(LOBBY)
    assert {threading.get_ident()} == set(history.threads)


async def test_a_disk_is_waited_for_elsewhere() -> None:
    """What waits for a disk waits in a worker thread; the loop goes on."""
    history = Watched(waits=True)
    archive = Archive(history)
    await archive.commit([said(1)], [])
    assert [said(1)] == await archive.page(LOBBY)
    assert threading.get_ident() not in history.threads


async def test_one_thread_writes_as_long_as_a_server_runs() -> None:
    """As long as a server runs one thread makes all commits, one after another."""
    history = Watched(waits=True)
    archive = Archive(history)
    async with archive.writing(), trio.open_nursery() as nursery:
        for number in range(1, 5):
            nursery.start_soon(archive.commit, [said(number)], [])
    assert 1 == len(set(history.threads))
    assert threading.get_ident() not in history.threads
    await archive.commit([said(5)], [])
    assert 5 == len(await archive.page(LOBBY))


async def test_no_thread_is_needed_for_what_does_not_wait() -> None:
    """A history in memory is written in place, also as long as a server runs."""
    history = Watched(waits=False)
    archive = Archive(history)
    async with archive.writing():
        await archive.commit([said(1)], [])
    assert [threading.get_ident()] == history.threads


async def test_a_commit_that_began_is_finished(nursery: trio.Nursery) -> None:
    """A commit that has begun is waited for when it is cancelled: the history is not closed under it."""
    history = Watched(waits=True)
    history.gate.clear()
    archive = Archive(history)
    kept_before_return: list[bool] = []

    async def commit(task_status: trio.TaskStatus[trio.CancelScope]) -> None:
        with trio.CancelScope() as scope:
            task_status.started(scope)
            await archive.commit([said(1)], [])
        kept_before_return.append(history.last_id() == 1)

    async with trio.open_nursery() as inner:
        scope = await inner.start(commit)
        await trio.to_thread.run_sync(history.begun.wait, PATIENCE)
        scope.cancel()
        await trio.testing.wait_all_tasks_blocked()
        history.gate.set()
    assert [True] == kept_before_return


async def test_errors_of_history_pass(tmp_path: Path) -> None:
    """A HistoryError comes through the thread as it is."""
    with closing(SqliteHistory(tmp_path / "h.db")) as history:
        archive = Archive(history)
        await archive.commit([said(1)], [])
        with pytest.raises(HistoryError):
            await archive.commit([said(1)], [])


async def test_calls_are_made_one_after_another_in_one_thread() -> None:
    """Calls are made in the order in which they were asked for, and each asker gets its own result."""
    seen: list[tuple[int, int]] = []
    given: dict[int, int] = {}

    def call(number: int) -> int:
        seen.append((threading.get_ident(), number))
        return number * number

    async def ask(number: int) -> None:
        given[number] = await thread.do(call, number)

    async with open_thread() as thread, trio.open_nursery() as nursery:
        for number in range(5):
            nursery.start_soon(ask, number)
            await trio.testing.wait_all_tasks_blocked()
    assert {number: number * number for number in range(5)} == given
    assert [0, 1, 2, 3, 4] == [number for _, number in seen]
    assert 1 == len({each for each, _ in seen} - {threading.get_ident()})


async def test_what_a_call_raises_comes_to_whoever_asked() -> None:
    """What a call raises comes to whoever asked, and the thread goes on."""
    async with open_thread() as thread:
        with pytest.raises(ZeroDivisionError):
            await thread.do(lambda: 1 // 0)
        assert 2 == await thread.do(lambda: 2)


async def test_a_call_that_has_begun_is_waited_for() -> None:
    """Who cancels gets out when the call is done; who was waiting for their turn gets out at once."""
    begun, gate = threading.Event(), threading.Event()
    done: list[str] = []

    def call(name: str) -> None:
        begun.set()
        gate.wait(PATIENCE)
        done.append(name)

    async def both(task_status: trio.TaskStatus[trio.CancelScope]) -> None:
        async with trio.open_nursery() as callers:
            callers.start_soon(thread.do, call, "first")
            await trio.to_thread.run_sync(begun.wait, PATIENCE)
            callers.start_soon(thread.do, call, "second")
            task_status.started(callers.cancel_scope)
        done.append("out")

    async with open_thread() as thread, trio.open_nursery() as nursery:
        scope: trio.CancelScope = await nursery.start(both)
        await trio.testing.wait_all_tasks_blocked()
        scope.cancel()
        await trio.testing.wait_all_tasks_blocked()
        assert [] == done
        gate.set()
    assert ["first", "out"] == done


async def test_nothing_is_left_open() -> None:
    """The pipes of a thread are closed, whether it ends well or not."""
    async with open_thread() as well:
        await well.do(int)
    with pytest.raises(ExceptionGroup):
        async with open_thread() as badly:
            raise ValueError
    for thread in (well, badly):
        for end in (thread._asked, thread._ask, thread._answered, thread._answer):
            with pytest.raises(OSError, match="Bad file descriptor"):
                sockets.read(end, 1)


async def test_whoever_stops_does_not_wait_for_a_look_at_all_of_it() -> None:
    """It takes as long as the disk takes to read the file, and ends with the history."""
    history = Watched(waits=True)
    begun, ended = threading.Event(), threading.Event()

    def examine() -> None:
        begun.set()
        ended.wait(20)

    history.examine = examine  # type: ignore[method-assign]
    async with trio.open_nursery() as nursery:
        nursery.start_soon(Archive(history).examine)
        await trio.to_thread.run_sync(begun.wait, 20)
        nursery.cancel_scope.cancel()
    assert not ended.is_set()
    ended.set()


@pytest.mark.parametrize("waits", [False, True])
async def test_several_events_are_found_in_one_go(waits: bool) -> None:
    """Several events are found in their order, and those that there are not are none; failing is told."""
    history = Watched(waits=waits)
    history.commit([said(1), said(2)], [])
    finds = tuple(Find(place="#lobby", name=to_text(number)) for number in (2, 9, 1))
    assert FoundAll(events=(said(2), None, said(1))) == await find_all(Archive(history), FindAll(finds=finds))

    def broken(*_: object) -> None:
        raise HistoryError("no")

    history.find = broken  # type: ignore[method-assign, assignment]
    assert FoundAll(failed=True) == await find_all(Archive(history), FindAll(finds=finds))
