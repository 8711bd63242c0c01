"""Reading more slowly from whoever sends too fast."""

import pytest
import trio
from trio.testing import MockClock

from trichat.server.connection.throttle import Throttle


async def test_a_burst_is_free(autojump_clock: MockClock) -> None:
    """Pasting is not an attack: so many lines at once cost no time."""
    throttle = Throttle(burst=100, rate=20.0)
    await throttle.spend(60)
    await throttle.spend(40)
    assert trio.current_time() == 0


async def test_beyond_the_burst_lines_come_at_the_rate(autojump_clock: MockClock) -> None:
    """Over the allowance each line takes its time."""
    throttle = Throttle(burst=100, rate=20.0)
    await throttle.spend(100)
    await throttle.spend(1)
    assert trio.current_time() == pytest.approx(1 / 20)
    await throttle.spend(20)
    assert trio.current_time() == pytest.approx(21 / 20)


async def test_one_read_of_many_lines_is_paid_for(autojump_clock: MockClock) -> None:
    """A thousand lines in one read take as long as one by one."""
    throttle = Throttle(burst=100, rate=20.0)
    await throttle.spend(1000)
    assert trio.current_time() == pytest.approx(900 / 20)


async def test_silence_fills_the_allowance_again(autojump_clock: MockClock) -> None:
    """Whoever is silent may send a burst again, but never saves up more than one."""
    throttle = Throttle(burst=100, rate=20.0)
    await throttle.spend(100)
    await trio.sleep(1000)
    await throttle.spend(100)
    assert trio.current_time() == 1000
    await throttle.spend(1)
    assert trio.current_time() > 1000


async def test_no_rate_is_no_limit(autojump_clock: MockClock) -> None:
    """This machine's own bots send as fast as they like."""
    throttle = Throttle(burst=1, rate=0.0)
    await throttle.spend(1_000_000)
    assert trio.current_time() == 0
