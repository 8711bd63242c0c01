"""What is done when there is time, in virtual time."""

import pytest
import trio
from trio.testing import MockClock

from trichat.errors import HistoryDamagedError, HistoryError, HistoryGoneError
from trichat.server.clock import Clock
from trichat.server.history.archive import Archive
from trichat.server.history.upkeep import (
    EXAMINE_SECONDS,
    EXPIRY_SECONDS,
    LOOK_SECONDS,
    QUIET_SECONDS,
    TIDY_SECONDS,
    Upkeep,
)
from trichat.storage.base import Query
from trichat.storage.memory import MemoryHistory
from trichat.words import events as ev
from trichat.words.names.identity import LAST_ID, first_id

ANNA = ev.Source(nick="anna", username="a", host="h")
DAY = 86_400


def said(moment: int, place: str = "#a") -> ev.Said:
    """Something said at a time in seconds."""
    return ev.Said(id=first_id(moment * 1000), source=ANNA, place=place, target=place, kind=ev.Kind.MESSAGE, text="x")


class Watched(MemoryHistory):
    """Notes when it is told to index, and has something left to do a few times."""

    def __init__(self) -> None:
        super().__init__()
        self.indexed: list[float] = []
        self.left = 0
        self.tidied: list[float] = []
        self.untidy = 0
        self.fails = False
        self.damaged = False
        self.examined: list[float] = []

    def look(self) -> None:
        if self.fails:
            raise HistoryGoneError("it is gone")

    def examine(self) -> None:
        self.examined.append(trio.current_time())
        if self.damaged:
            raise HistoryDamagedError("it is damaged")

    def index(self) -> bool:
        self.indexed.append(trio.current_time())
        if self.fails:
            raise HistoryError("the disk is gone")
        self.left -= 1
        return self.left > 0

    def tidy(self) -> bool:
        self.tidied.append(trio.current_time())
        self.untidy -= 1
        return self.untidy > 0

    def places(self) -> list[str]:
        if self.fails:
            raise HistoryError("the disk is gone")
        return super().places()


def steady() -> int:
    """Virtual time, in milliseconds."""
    return round(trio.current_time() * 1000)


class Settable:
    """The clock of a machine, which somebody sets."""

    def __init__(self, moment: int) -> None:
        self.set(moment)

    def set(self, moment: int) -> None:
        self.ahead = moment - steady()

    def __call__(self) -> int:
        return steady() + self.ahead


def seconds_kept(history: MemoryHistory, place: str) -> list[int]:
    page = history.page(Query(place=place, after=0, before=LAST_ID, limit=99))
    return [event.id // first_id(1000) for event in page]


async def test_it_indexes_when_nothing_has_been_said_for_a_while(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    """The index is made when nothing has been said for a while, all of it, and not while people talk."""
    history = Watched()
    archive = Archive(history)
    start = trio.current_time()
    nursery.start_soon(Upkeep(archive, lambda _: None, Clock()).run)
    await trio.sleep(QUIET_SECONDS / 2)
    for _ in range(5):
        await archive.commit([said(1)], [])
        await trio.sleep(QUIET_SECONDS / 2)
    assert [] == history.indexed
    history.left = 3
    await trio.sleep(10 * QUIET_SECONDS)
    assert 3 == len(history.indexed)
    assert history.indexed[0] - start >= 3 * QUIET_SECONDS
    await archive.commit([said(2)], [])
    await trio.sleep(3 * QUIET_SECONDS)
    assert 4 == len(history.indexed)
    nursery.cancel_scope.cancel()


async def test_what_has_been_kept_for_long_enough_goes(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    """What has been kept for as long as its place wants is deleted, now and then."""
    history = MemoryHistory()
    places = ("#days", "#off", "#ever")
    history.commit([event for at in (1, DAY, 2 * DAY) for event in [said(at, place) for place in places]], [])
    measure = {"#days": DAY, "#off": 0, "#ever": None}
    clock = trio.current_time()

    def now() -> int:
        return round((2 * DAY + 1 + trio.current_time() - clock) * 1000)

    nursery.start_soon(Upkeep(Archive(history), measure.__getitem__, Clock(wall=now, steady=steady)).run)
    await trio.testing.wait_all_tasks_blocked()
    assert [2 * DAY] == seconds_kept(history, "#days")
    assert [] == seconds_kept(history, "#off")
    assert [1, DAY, 2 * DAY] == seconds_kept(history, "#ever")
    await trio.sleep(DAY + EXPIRY_SECONDS)
    assert [] == seconds_kept(history, "#days")
    nursery.cancel_scope.cancel()


async def test_what_is_gone_is_wiped_within_a_minute(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    """What was deleted is wiped at the start, and then every minute."""
    history = Watched()
    history.untidy = 2
    start = trio.current_time()
    nursery.start_soon(Upkeep(Archive(history), lambda _: None, Clock()).run)
    await trio.testing.wait_all_tasks_blocked()
    assert [start] * 2 == history.tidied
    history.untidy = 3
    await trio.sleep(TIDY_SECONDS + 1)
    assert [start + TIDY_SECONDS] * 3 == history.tidied[2:]
    nursery.cancel_scope.cancel()


async def test_a_disk_that_fails_is_tried_again(
    nursery: trio.Nursery, autojump_clock: MockClock, caplog: pytest.LogCaptureFixture
) -> None:
    """That the disk fails is logged, and tried again; the server goes on."""
    history = Watched()
    history.fails = True
    archive = Archive(history)
    nursery.start_soon(Upkeep(archive, lambda _: 0, Clock()).run)
    await archive.commit([said(1)], [])
    await trio.sleep(3 * QUIET_SECONDS)
    assert "history cannot be tended: the disk is gone" in caplog.text
    history.fails = False
    await trio.sleep(2 * EXPIRY_SECONDS)
    assert [] == seconds_kept(history, "#a")
    nursery.cancel_scope.cancel()


async def no_one(_found: int, _expected: int) -> None:
    """Hears nothing."""


async def test_what_a_jump_of_the_clock_makes_old_is_not_deleted(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    """Not before the clock has been steady for a day, or somebody who knows has said that it is right."""
    history = MemoryHistory()
    history.commit([said(DAY)], [])
    wall = Settable(DAY * 1000 + 60_000)
    clock = Clock(DAY * 1000, wall, steady)
    nursery.start_soon(clock.run, no_one)
    nursery.start_soon(Upkeep(Archive(history), lambda _: DAY, clock).run)
    await trio.sleep(1)
    wall.set(5000 * DAY * 1000)
    await trio.sleep(DAY - 2 * EXPIRY_SECONDS)
    assert [DAY] == seconds_kept(history, "#a")
    wall.set(6000 * DAY * 1000)  # the day begins anew
    await trio.sleep(DAY - 2 * EXPIRY_SECONDS)
    assert [DAY] == seconds_kept(history, "#a")
    clock.confirm()
    await trio.sleep(EXPIRY_SECONDS)
    assert [] == seconds_kept(history, "#a")
    nursery.cancel_scope.cancel()


async def test_a_start_in_the_far_future_deletes_nothing_for_a_day(
    nursery: trio.Nursery, autojump_clock: MockClock
) -> None:
    """Compared with the last event; then what is old by the new time goes."""
    history = MemoryHistory()
    history.commit([said(DAY)], [])
    clock = Clock(DAY * 1000, Settable(5000 * DAY * 1000), steady)
    nursery.start_soon(Upkeep(Archive(history), lambda _: DAY, clock).run)
    await trio.sleep(DAY - EXPIRY_SECONDS)
    assert [DAY] == seconds_kept(history, "#a")
    await trio.sleep(2 * EXPIRY_SECONDS)
    assert [] == seconds_kept(history, "#a")
    nursery.cancel_scope.cancel()


async def test_history_expires_by_when_it_was_said(nursery: trio.Nursery, autojump_clock: MockClock) -> None:
    """Whatever its ids say: the place of a time among them is asked for."""
    history = MemoryHistory()
    history.commit([said(9 * DAY), said(9 * DAY + 5)], [])
    place = Upkeep(Archive(history), lambda _: DAY, Clock(), lambda _: first_id((9 * DAY + 1) * 1000))
    nursery.start_soon(place.run)
    await trio.testing.wait_all_tasks_blocked()
    assert [9 * DAY + 5] == seconds_kept(history, "#a")
    nursery.cancel_scope.cancel()


async def test_a_file_that_is_gone_is_noticed_while_nobody_speaks(
    nursery: trio.Nursery, autojump_clock: MockClock, caplog: pytest.LogCaptureFixture
) -> None:
    """Within seconds, and once; and so is that it is there again."""
    history = Watched()
    nursery.start_soon(Upkeep(Archive(history), lambda _: None, Clock()).run)
    await trio.sleep(LOOK_SECONDS / 2)
    assert [] == caplog.messages
    history.fails = True
    await trio.sleep(5 * LOOK_SECONDS)
    assert [message for message in caplog.messages if "it is gone" in message] == [
        "history cannot be written, so nothing that is said is shown: it is gone"
    ]
    history.fails = False
    await trio.sleep(2 * LOOK_SECONDS)
    assert "history is where it was, and can be written again" == caplog.messages[-1]
    nursery.cancel_scope.cancel()


async def test_all_of_it_is_looked_at_once_a_day(
    nursery: trio.Nursery, autojump_clock: MockClock, caplog: pytest.LogCaptureFixture
) -> None:
    """At the start, too, beside everything else; what is damaged is logged once."""
    history = Watched()
    history.damaged = True
    nursery.start_soon(Upkeep(Archive(history), lambda _: None, Clock()).run)
    await trio.sleep(2.5 * EXAMINE_SECONDS)
    assert 3 == len(history.examined)
    assert ["history cannot be read: it is damaged"] == caplog.messages
    nursery.cancel_scope.cancel()
