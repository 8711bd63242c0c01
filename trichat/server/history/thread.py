"""A thread of its own for calls that wait for a disk, one after another."""

import contextlib
import os
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import TypeVar

import trio

T = TypeVar("T")


class Thread:
    """Makes one call at a time, in the order in which they were asked for.

    `trio.to_thread` starts from nothing at each call: to get there and back takes a quarter of a millisecond, half of
    what a small commit takes. Here a byte in one pipe says that there is something to do, and a byte in another that
    it is done; that takes half as long.
    """

    def __init__(self) -> None:
        self._asked, self._ask = os.pipe()
        self._answered, self._answer = os.pipe()
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
            os.write(self._ask, b".")
            with trio.CancelScope(shield=True):
                await trio.lowlevel.wait_readable(self._answered)
            os.read(self._answered, 1)
            result, self._result = self._result, None
            error, self._error = self._error, None
        finally:
            self._one.release()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]

    def _run(self) -> None:
        """Do what is asked until nobody can ask any more. Runs in the thread."""
        while os.read(self._asked, 1):
            assert self._call is not None
            try:
                self._result = self._call()
            except BaseException as exc:
                self._error = exc
            os.write(self._answer, b".")

    def _close(self) -> None:
        for descriptor in (self._asked, self._answered, self._answer):
            os.close(descriptor)


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
                os.close(thread._ask)
    finally:
        thread._close()
