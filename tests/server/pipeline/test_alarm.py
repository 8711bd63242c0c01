"""The alarm clock, in virtual time."""

import time

import pytest
import trio
from trio.testing import MockClock

from trichat.server.connection.queue import RequestQueue
from trichat.server.pipeline.pump import Alarm, wall_clock
from trichat.words import requests as ask


def now() -> int:
    return int(trio.current_time() * 1000)


async def test_it_rings_in_time(autojump_clock: MockClock) -> None:
    """Once for each time that it is set to; an earlier time takes the place of a later one, and none of any."""
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
    """What was kept from before a restart ends too."""
    queue = RequestQueue(10)
    alarm = Alarm(queue, now)
    alarm.set(7_000)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(alarm.run)
        await queue.take()
        assert 7 == pytest.approx(trio.current_time())
        nursery.cancel_scope.cancel()


def test_the_clock_is_that_of_the_machine() -> None:
    """In Unix milliseconds."""
    before = time.time() * 1000
    assert before - 1 <= wall_clock() <= time.time() * 1000 + 1
