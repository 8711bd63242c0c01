"""Trio as the guest of an asyncio loop: prompt_toolkit needs asyncio, everything else here needs trio."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import trio

from trichat.system import process

T = TypeVar("T")

SIGNALS = (*process.INTERRUPT, *process.LEAVING)
_CLEAN_UP = 5.0  # seconds for the asyncio side to restore the terminal; it takes milliseconds


class Signalled(Exception):
    """A signal has ended the run, and everything has been cleaned up."""

    def __init__(self, number: int) -> None:
        """Keep the number of the signal."""
        super().__init__(signal.strsignal(number))
        self.number = number


def run(
    async_fn: Callable[..., Awaitable[T]],
    *args: Any,
    signals: tuple[signal.Signals, ...] = SIGNALS,
    **trio_options: Any,
) -> T:
    """Run `async_fn` as `trio.run` does, with an asyncio loop beneath: give or raise what it does.

    A signal, or an exception that nobody caught on the asyncio side, cancels the trio side; when that has unwound,
    and so has restored the terminal, Signalled or that exception is raised.
    """
    host = _Host()
    result: T = asyncio.run(host.main(lambda: async_fn(*args), signals, trio_options))
    if host.crash is not None:
        raise host.crash
    if host.signal:
        raise Signalled(host.signal)
    return result


class _Host:
    """The asyncio side of a run."""

    def __init__(self) -> None:
        self.signal = 0
        self.crash: BaseException | None = None
        self._scope = trio.CancelScope()

    async def main(
        self,
        async_fn: Callable[[], Awaitable[Any]],
        signals: tuple[signal.Signals, ...],
        trio_options: dict[str, Any],
    ) -> Any:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._on_exception)
        with process.heard_by_asyncio(loop, signals, self._on_signal):
            return await self._guest(loop, async_fn, trio_options)

    async def _guest(
        self, loop: asyncio.AbstractEventLoop, async_fn: Callable[[], Awaitable[Any]], trio_options: dict[str, Any]
    ) -> Any:
        async def guest() -> Any:
            with self._scope:
                return await async_fn()

        finished = loop.create_future()
        trio.lowlevel.start_guest_run(
            guest,
            run_sync_soon_threadsafe=loop.call_soon_threadsafe,
            run_sync_soon_not_threadsafe=loop.call_soon,
            done_callback=finished.set_result,
            host_uses_signal_set_wakeup_fd=True,  # asyncio does, for the signal handlers above
            **trio_options,
        )
        while True:
            try:
                return (await asyncio.shield(finished)).unwrap()
            except asyncio.CancelledError:  # the loop is being torn down: the guest leaves first
                self._scope.cancel()

    def _on_signal(self, number: int) -> None:
        self.signal = self.signal or number
        self._scope.cancel()

    def _on_exception(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Handle what was raised in a key binding, a callback or a lost task: end the run."""
        crash = context.get("exception") or RuntimeError(context["message"])
        if not isinstance(crash, asyncio.CancelledError):
            self.crash = self.crash or crash
            self._scope.cancel()


async def aio(async_fn: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run an asyncio coroutine function from a trio task, and wait for it.

    When the trio side is cancelled, so is the coroutine, and we wait until it has cleaned up. It must not raise
    KeyboardInterrupt or SystemExit: those tear the asyncio loop down.
    """
    task = asyncio.get_running_loop().create_task(async_fn())
    done = trio.Event()
    task.add_done_callback(lambda _: done.set())
    try:
        await done.wait()
    except trio.Cancelled:
        task.cancel()
        with trio.move_on_after(_CLEAN_UP, shield=True):
            await done.wait()
        if done.is_set() and not task.cancelled() and (crash := task.exception()):
            raise crash from None
        raise
    if task.cancelled():
        raise RuntimeError("An asyncio task was cancelled from its own side.")
    return task.result()
