"""The pump: one task that takes what is asked, lets the hub decide, has it stored, and only then shows it."""

import logging
import math
from collections.abc import Callable, Iterable

import trio

from trichat.chat.core.outcome import Bug, Dropped, Durable, Kept, Outcome, Told, flat
from trichat.chat.core.people import Session
from trichat.chat.hub import Hub
from trichat.config.limits import Limits
from trichat.errors import HistoryError
from trichat.server.clock import wall_clock
from trichat.server.connection.queue import Item, RequestQueue, leaves
from trichat.server.history.archive import Archive
from trichat.server.pipeline import rollback
from trichat.server.pipeline.delivery import Delivery
from trichat.words import requests as ask
from trichat.words.events import Happened

_SHORTEST = 0.05  # seconds: two clocks are never quite the same
_STALLED = 10.0  # seconds that a commit never takes
_LONGEST = 60.0  # seconds: somebody may have set the clock meanwhile, forwards or back


class Alarm:
    """Rings once for each time that it is set to; the next setting takes the place of the one before.

    The times are those of the clock of the machine, which can be set, and it waits by another, which cannot. So it
    never waits for long before it looks at the clock again.
    """

    def __init__(self, requests: RequestQueue, now: Callable[[], int]) -> None:
        self._requests = requests
        self._now = now
        self._at: int | None = None
        self._changed = trio.Event()

    def set(self, at: int | None) -> None:
        """Ring at `at` (Unix milliseconds), or not at all."""
        if at != self._at:
            self._at = at
            self._changed.set()

    async def run(self) -> None:
        """Wait and ring, until cancelled."""
        session = Session("")
        while True:
            self._changed = trio.Event()
            seconds = math.inf
            if self._at is not None:
                seconds = min(max((self._at - self._now()) / 1000, _SHORTEST), _LONGEST)
            with trio.move_on_after(seconds) as waiting:
                await self._changed.wait()
            if waiting.cancelled_caught and self._at is not None and self._at <= self._now():
                self._at = None
                await self._requests.put("", (session, [ask.Expire()]))


_log = logging.getLogger(__name__)

_LEAVING = 20  # requests: a hundred who leave are a batch, or all others would wait for thousands of them


class Pump:
    """Moves requests through hub, history and delivery, a batch at a time.

    One task does all of it, and that is where the order of the chat comes from: it is the same for everybody, on the
    screen and in history, without a lock anywhere. While a batch is being stored the next one gathers in the queue,
    so that one fsync serves as many messages as have come in the time of the one before.
    """

    def __init__(
        self,
        hub: Hub,
        archive: Archive,
        limits: Limits,
        alarm: Alarm | None = None,
        now: Callable[[], int] = wall_clock,
    ) -> None:
        self._hub = hub
        self._archive = archive
        self._delivery = Delivery(archive)
        self._limits = limits
        self._alarm = alarm
        self._now = now
        self._failing = False  # the last commit has failed
        self._committing_since = math.inf  # while there is a commit under way, by trio's clock

    @property
    def stores(self) -> bool:
        """Whether the disk took the last batch, and does not take for ever over this one."""
        return not self._failing and trio.current_time() - self._committing_since < _STALLED

    async def run(self, requests: RequestQueue) -> None:
        """Work until the queue has ended and is empty."""
        with requests:  # if this is cancelled, nobody waits to be heard any more
            while True:
                try:
                    first = await requests.take()
                except trio.EndOfChannel:
                    return
                outcomes = self._hub.run(await self._batch(first, requests), self._now())
                if self._alarm is not None:
                    self._alarm.set(self._hub.due)
                outcomes = await self._stored(outcomes)
                # Not before: what anybody has seen survives a kill -9 a moment later. And not in a task of its own:
                # then a reader could be told of one batch while the next one is rolled back under it.
                await self._delivery.deliver(outcomes)

    async def _batch(self, first: Item, requests: RequestQueue) -> list[Item]:
        """Take what is waiting, and give readers a turn until nothing more comes of it.

        While one batch is stored the next one gathers: the busier, the larger. Without these turns the first few
        bytes of a burst would go to the disk alone, and the rest of it would wait for that.
        """
        batch = [first]
        count = _weight(first)
        waited = False
        while count < self._limits.batch:
            try:
                item = requests.take_nowait()
            except trio.WouldBlock:
                if waited:
                    break
                waited = True
                await trio.lowlevel.checkpoint()
                continue
            except trio.EndOfChannel:
                break
            waited = False
            batch.append(item)
            count += _weight(item)
        return batch

    async def _stored(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Have the events of a batch stored; give what may be shown."""
        events, records = _to_keep(outcomes)
        if events or records:
            self._committing_since = trio.current_time()
            try:
                await self._archive.commit(events, records)
            except HistoryError:  # it is in the log
                self._failing = True
                rollback.roll_back(self._hub, outcomes)
                return rollback.shown_instead(outcomes)
            finally:
                self._committing_since = math.inf
            self._failing = False
        return outcomes


def _weight(item: Item) -> int:
    """Give as how many requests an item counts: whoever leaves wakes all the tasks of a connection."""
    return _LEAVING if leaves(item) else len(item[1])


def _to_keep(outcomes: Iterable[Outcome]) -> tuple[list[Happened], list[Durable | Dropped]]:
    """Give what history keeps: each event once, though it may be told to several audiences, and records."""
    events: list[Happened] = []
    records: list[Durable | Dropped] = []
    last = 0
    for outcome in flat(outcomes):
        if isinstance(outcome, Told):
            event = outcome.event
            if event.id > last:
                last = event.id
                if event.kept:
                    events.append(event)
        elif isinstance(outcome, Kept):
            records.append(outcome.record)
        elif isinstance(outcome, Bug):
            _log.error("a visit ended by a bug", exc_info=outcome.error)
    return events, records
