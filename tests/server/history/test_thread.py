"""The thread for calls that wait for a disk."""

import os
import threading

import pytest
import trio

from trichat.server.history.archive import open_thread


async def test_calls_are_made_one_after_another_in_one_thread() -> None:
    """Whoever asks, in the order in which they asked, and each gets what its own call gave."""
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
    """The thread goes on."""
    async with open_thread() as thread:
        with pytest.raises(ZeroDivisionError):
            await thread.do(lambda: 1 // 0)
        assert 2 == await thread.do(lambda: 2)


async def test_a_call_that_has_begun_is_waited_for() -> None:
    """Whoever cancels gets out when it is done; who was waiting for their turn gets out at once."""
    begun, gate = threading.Event(), threading.Event()
    done: list[str] = []

    def call(name: str) -> None:
        begun.set()
        gate.wait(20)
        done.append(name)

    async def both(task_status: trio.TaskStatus[trio.CancelScope]) -> None:
        async with trio.open_nursery() as callers:
            callers.start_soon(thread.do, call, "first")
            await trio.to_thread.run_sync(begun.wait, 20)
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
    """Whether it ends well or not, its pipes are closed."""
    async with open_thread() as well:
        await well.do(int)
    with pytest.raises(ExceptionGroup):
        async with open_thread() as badly:
            raise ValueError
    for thread in (well, badly):
        for descriptor in (thread._asked, thread._ask, thread._answered, thread._answer):
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.fstat(descriptor)
