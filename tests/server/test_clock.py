"""The clock of the machine, and when it is believed."""

import pytest
import trio
from trio.testing import MockClock

from trichat.config.settings import ServerSettings
from trichat.server.clock import DAY_MS, JUMP_MS, LOOK_SECONDS, Clock, steady_clock
from trichat.server.serve import Server
from trichat.storage.memory import MemoryHistory
from trichat.words import events as ev
from trichat.words.names.identity import first_id

NOW = 1_800_000_000_000  # Unix milliseconds
FAR = NOW + 5000 * DAY_MS


class Clocks:
    """Both clocks of a machine: one that is set, one that only counts."""

    def __init__(self, wall: int = NOW) -> None:
        self.counted = 0
        self.set_to = wall

    def wall(self) -> int:
        return self.set_to + self.counted

    def steady(self) -> int:
        return self.counted

    def set(self, moment: int) -> None:
        self.set_to = moment - self.counted


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    found = [record.getMessage() for record in caplog.records]
    caplog.clear()
    return found


@pytest.mark.parametrize("moment", [FAR, 0, NOW - DAY_MS, NOW + DAY_MS])
def test_a_clock_that_jumps_is_not_believed(moment: int, caplog: pytest.LogCaptureFixture) -> None:
    """One warning, with both times; and one when it is right again."""
    clocks = Clocks()
    clock = Clock(NOW - 1, clocks.wall, clocks.steady)
    for _ in range(3):
        clocks.counted += 3 * DAY_MS
        assert clock.look()
    right = clocks.wall()
    clocks.set(moment)
    assert not clock.look()
    clocks.counted += 60_000
    assert not clock.look()
    (warning,) = warnings(caplog)
    assert "the clock has jumped" in warning
    assert "2027-01-24 08:00:00 UTC" in warning
    assert 2 == warning.count(" UTC")
    clocks.set(right + 60_000)
    assert clock.look()
    (warning,) = warnings(caplog)
    assert "right again" in warning


@pytest.mark.parametrize(("last", "believed"), [(NOW - DAY_MS, True), (NOW - 2 * DAY_MS, False), (NOW + DAY_MS, False)])
def test_at_the_start_it_is_compared_with_the_last_event(
    last: int, believed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A server may have been off for a day, and nothing was said yet in the future."""
    clocks = Clocks()
    assert believed is Clock(last, clocks.wall, clocks.steady).look()
    assert int(not believed) == len(warnings(caplog))


def test_a_new_history_says_nothing_of_the_clock() -> None:
    """There is nothing to compare it with, and nothing to lose."""
    clocks = Clocks(FAR)
    assert Clock(0, clocks.wall, clocks.steady).look()


def test_a_clock_in_1970_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    """As machines without a battery have it; what is wrong is logged, and it is believed as soon as it is put right."""
    clocks = Clocks(5_000)
    clock = Clock(NOW, clocks.wall, clocks.steady)
    (warning,) = warnings(caplog)
    assert "1970-01-01 00:00:05 UTC" in warning
    clocks.set(NOW + 60_000)
    assert clock.look()


def test_a_steady_clock_is_believed_after_a_day(caplog: pytest.LogCaptureFixture) -> None:
    """A day that begins again with each jump; or at once if somebody says that it is right."""
    clocks = Clocks()
    clock = Clock(NOW, clocks.wall, clocks.steady)
    clocks.set(FAR)
    assert not clock.look()
    clocks.counted += DAY_MS - 1
    assert not clock.look()
    clocks.set(FAR + 2 * DAY_MS)
    assert not clock.look()
    clocks.counted += DAY_MS - 1
    assert not clock.look()
    clocks.counted += 1
    assert clock.look()
    clocks.set(NOW)
    assert not clock.look()
    clock.confirm()
    assert clock.look()
    assert 5 == len(warnings(caplog))


def test_two_clocks_are_never_quite_the_same() -> None:
    """They drift apart, a little at each look; that adds up to no jump."""
    clocks = Clocks()
    clock = Clock(NOW, clocks.wall, clocks.steady)
    for _ in range(100):
        clocks.counted += int(LOOK_SECONDS * 1000)
        clocks.set_to += JUMP_MS // 10
        assert clock.look()


async def test_what_changes_is_told(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    """What it says and what it should say, and that it is right again; and once at the start."""
    clocks = Clocks()
    told: list[tuple[int, int]] = []

    async def tell(found: int, expected: int) -> None:
        told.append((found, expected))

    clock = Clock(NOW, clocks.wall, clocks.steady)
    nursery.start_soon(clock.run, tell)
    await trio.sleep(3 * LOOK_SECONDS)
    clocks.set(FAR)
    await trio.sleep(3 * LOOK_SECONDS)
    clocks.set(NOW)
    await trio.sleep(3 * LOOK_SECONDS)
    assert [(0, 0), (FAR, NOW), (0, 0)] == told
    nursery.cancel_scope.cancel()


def test_the_steady_clock_counts() -> None:
    """In milliseconds, and never back."""
    assert steady_clock() <= steady_clock()


def test_a_server_compares_its_clock_with_its_history() -> None:
    """With the last event in it, before anything is deleted."""
    history = MemoryHistory()
    anna = ev.Source(nick="anna", username="a", host="h")
    said = ev.Said(id=first_id(DAY_MS), source=anna, place="#a", target="#a", kind=ev.Kind.MESSAGE, text="x")
    assert Server(ServerSettings(), history, ServerSettings)._clock.look()
    history.commit([said], [])
    assert not Server(ServerSettings(), history, ServerSettings)._clock.look()
