"""History for trio tasks: what may wait for a disk is done in threads, what writes in one of its own."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import TypeVar

import trio

from trichat.chat.core.outcome import Dropped, Durable
from trichat.chat.talking.replies import Find, FindAll, Found, FoundAll
from trichat.errors import HistoryError
from trichat.server.history.bells import Bells
from trichat.server.history.trouble import Deed, Trouble
from trichat.storage.base import History, Query
from trichat.system import sockets
from trichat.words.events import Happened, Said, SearchPage, TargetsPage

T = TypeVar("T")

_READERS = 2  # threads that read at once: more would only wait for each other's interpreter lock


class Thread:
    """Makes one call at a time, in the order in which they were asked for.

    `trio.to_thread` starts from nothing at each call: to get there and back takes a quarter of a millisecond, half of
    what a small commit takes. Here a byte in one pipe says that there is something to do, and a byte in another that
    it is done; that takes half as long.
    """

    def __init__(self) -> None:
        self._asked, self._ask = sockets.pipe()
        self._answered, self._answer = sockets.pipe()
        self._one = trio.Lock()
        self._call: Callable[[], object] | None = None
        self._result: object = None
        self._error: BaseException | None = None

    async def do(self, function: Callable[..., T], *args: object) -> T:
        """Call `function` in the thread; give what it gives, and raise what it raises.

        A call that has begun is waited for, whoever cancels.
        """
        await trio.lowlevel.checkpoint_if_cancelled()
        try:
            self._one.acquire_nowait()  # mostly it is free: that takes no turn of the loop
        except trio.WouldBlock:
            await self._one.acquire()
        try:
            self._call = partial(function, *args)
            sockets.write(self._ask, b".")
            with trio.CancelScope(shield=True):
                await trio.lowlevel.wait_readable(self._answered)
            sockets.read(self._answered, 1)
            result, self._result = self._result, None
            error, self._error = self._error, None
        finally:
            self._one.release()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]

    def _run(self) -> None:
        """Do what is asked until nobody can ask any more. Runs in the thread."""
        while sockets.read(self._asked, 1):
            assert self._call is not None
            try:
                self._result = self._call()
            except BaseException as exc:
                self._error = exc
            sockets.write(self._answer, b".")

    def _close(self) -> None:
        for descriptor in (self._asked, self._answered, self._answer):
            sockets.close(descriptor)


@contextlib.asynccontextmanager
async def open_thread() -> AsyncIterator[Thread]:
    """Start a thread; at the end it has done what was asked, and is gone."""
    thread = Thread()
    try:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(partial(trio.to_thread.run_sync, thread._run, limiter=trio.CapacityLimiter(1)))
            try:
                yield thread
            finally:
                sockets.close(thread._ask)
    finally:
        thread._close()


class Archive:
    """A history, used from trio tasks. Each method raises HistoryError as the history does, and has it logged."""

    def __init__(self, history: History) -> None:
        self._history = history
        self.commits = 0
        self.bells = Bells()
        self._committed = trio.Event()
        self._forgotten = trio.Event()  # something that named a file
        self._thread: Thread | None = None  # for what writes, while there is one
        self._writing = trio.CapacityLimiter(1)  # until there is
        self._reading = trio.CapacityLimiter(_READERS)
        self._examining = trio.CapacityLimiter(1)
        self._trouble = Trouble()

    @contextlib.asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Have a thread for what writes: a busy server writes all the time."""
        if not self._history.waits:
            yield
            return
        async with open_thread() as thread:
            self._thread = thread
            try:
                yield
            finally:
                self._thread = None

    async def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        """Keep events. A commit that has begun is waited for, whoever cancels: it may be on the disk already."""
        with self._trouble.during(Deed.WRITE):
            await self._write(self._history.commit, events, kept)
        self._trouble.written()
        self.commits += 1
        self._committed.set()
        self.bells.ring(events)

    async def next_commit(self, seen: int) -> None:
        """Wait until there are more commits than `seen`."""
        while self.commits == seen:
            self._committed = trio.Event()
            await self._committed.wait()

    async def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""
        return await self._read(Deed.READ, self._history.page, query)

    async def count(self, query: Query) -> int:
        """Count what was said in a part of the history of a place."""
        return await self._run(self._history.count, self._reading, query)

    async def targets(self, query: TargetsPage) -> list[Said]:
        """Give the last thing said in each of the places asked for, oldest first."""
        return await self._read(Deed.READ, self._history.targets, query)

    async def search(self, search: SearchPage) -> list[Said]:
        """Give what was said and is as it is looked for, oldest first. What is not indexed yet is indexed first."""
        while await self.index():
            pass
        return await self._read(Deed.SEARCH, self._history.search, search)

    async def find(self, place: str, name: str) -> Happened | None:
        """Give an event of a place that can be answered or taken back, by its id in full or in short."""
        return await self._read(Deed.READ, self._history.find, place, name)

    async def find_all(self, finds: Sequence[Find]) -> list[Happened | None]:
        """Give several such events, in one go."""
        return await self._run(lambda: [self._history.find(each.place, each.name) for each in finds], self._reading)

    async def index(self) -> bool:
        """Index some of what was said since; tell whether there is more to do."""
        return await self._tend(self._history.index)

    async def tidy(self) -> bool:
        """Overwrite some of what was taken back or forgotten; tell whether there is more to do at once."""
        return await self._tend(self._history.tidy)

    async def expire(self, place: str, before: int) -> bool:
        """Forget some of the events of a place before an id; tell whether there are more."""
        return await self._tend(self._history.expire, place, before)

    async def places(self) -> list[str]:
        """Give the keys of all places in which something is kept."""
        return await self._read(Deed.TEND, self._history.places)

    async def unnamed(self, before: int) -> list[str]:
        """Give the ids of the files that nothing names: what did is forgotten, or they are older than that."""
        return await self._read(Deed.TEND, self._history.unnamed, before)

    async def files(self) -> list[str]:
        """Give the ids of all files of which there is a record."""
        return await self._read(Deed.TEND, self._history.files)

    async def next_loss(self) -> None:
        """Wait until something was forgotten that named a file."""
        while not self._history.lost:
            self._forgotten = trio.Event()
            await self._forgotten.wait()

    async def look(self) -> None:
        """See that the history is still where it was opened."""
        await self._read(Deed.WRITE, self._history.look)
        self._trouble.there()

    async def examine(self) -> None:
        """See that all of the history is as it was written. It takes a while: whoever cancels does not wait for it."""
        with self._trouble.during(Deed.READ):
            if self._history.waits:
                await trio.to_thread.run_sync(self._history.examine, abandon_on_cancel=True, limiter=self._examining)
            else:
                self._history.examine()

    async def _tend(self, function: Callable[..., T], *args: object) -> T:
        with self._trouble.during(Deed.TEND):
            return await self._write(function, *args)

    async def _read(self, deed: Deed, function: Callable[..., T], *args: object) -> T:
        with self._trouble.during(deed):
            return await self._run(function, self._reading, *args)

    async def _write(self, function: Callable[..., T], *args: object) -> T:
        if self._thread is None:
            done = await self._run(function, self._writing, *args)
        else:
            done = await self._thread.do(function, *args)
        if self._history.lost:
            self._forgotten.set()
        return done

    async def _run(self, function: Callable[..., T], limiter: trio.CapacityLimiter, *args: object) -> T:
        if not self._history.waits:
            return function(*args)
        return await trio.to_thread.run_sync(function, *args, limiter=limiter)


async def find(archive: Archive, task: Find) -> Found:
    """Find an event for the hub."""
    try:
        return Found(event=await archive.find(task.place, task.name))
    except HistoryError:
        return Found(failed=True)


async def find_all(archive: Archive, task: FindAll) -> FoundAll:
    """Find several events for the hub."""
    try:
        return FoundAll(events=tuple(await archive.find_all(task.finds)))
    except HistoryError:
        return FoundAll(failed=True)
