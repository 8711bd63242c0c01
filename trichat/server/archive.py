"""History for trio tasks: what may wait for a disk is done in a worker thread."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import trio

from trichat.chat.records import Dropped, Record
from trichat.storage.base import History, Query, TargetsQuery
from trichat.words.events import Happened, Said

T = TypeVar("T")

_READERS = 2  # threads that read at once: more would only wait for each other's interpreter lock


class Archive:
    """A history, used from trio tasks. Each method raises HistoryError as the history does."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._writing = trio.CapacityLimiter(1)
        self._reading = trio.CapacityLimiter(_READERS)

    async def commit(self, events: Sequence[Happened], kept: Sequence[Record | Dropped]) -> None:
        """Keep events. A commit that has begun is waited for, whoever cancels: it may be on the disk already."""
        await self._run(self._history.commit, self._writing, events, kept)

    async def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""
        return await self._run(self._history.page, self._reading, query)

    async def targets(self, query: TargetsQuery) -> list[Said]:
        """Give the last thing said in each of the places asked for, oldest first."""
        return await self._run(self._history.targets, self._reading, query)

    async def _run(self, function: Callable[..., T], limiter: trio.CapacityLimiter, *args: object) -> T:
        if not self._history.waits:
            return function(*args)
        return await trio.to_thread.run_sync(function, *args, limiter=limiter)
