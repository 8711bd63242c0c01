"""Trio as a guest of asyncio: results, errors, cancellation, signals."""

import asyncio
import os
import signal
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
import trio
import trio.lowlevel

from tests.conftest import PATIENCE
from trichat.client.terminal import guest


@pytest.mark.guest
async def test_both_worlds_are_there() -> None:
    """A trio task can await an asyncio coroutine, and trio's own things."""

    async def of_asyncio() -> int:
        await asyncio.sleep(0.001)
        return 7

    with trio.fail_after(PATIENCE):
        assert await guest.aio(of_asyncio) == 7


@pytest.mark.guest
async def test_an_error_comes_through() -> None:
    """An error of asyncio's side comes through as it was raised."""

    async def fails() -> None:
        await asyncio.sleep(0)
        raise LookupError("x")

    with pytest.raises(LookupError):
        await guest.aio(fails)


async def cancelled_when_begun(function: Callable[[], Coroutine[Any, Any, None]], begun: list[bool]) -> None:
    """Await a coroutine of asyncio, and cancel that when it has begun."""
    async with trio.open_nursery() as nursery:
        nursery.start_soon(guest.aio, function)
        while not begun:  # noqa: ASYNC110 - asyncio's side sets no event of trio's
            await trio.sleep(0.001)
        nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_cancelling_waits_for_the_clean_up() -> None:
    """Cancelling waits for the clean-up, so that the terminal is restored before anything else happens."""
    order: list[str] = []
    begun: list[bool] = []

    async def tidy() -> None:
        try:
            begun.append(True)
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.01)
            order.append("tidied")

    await cancelled_when_begun(tidy, begun)
    order.append("cancelled")
    assert order == ["tidied", "cancelled"]


@pytest.mark.guest
async def test_an_error_while_cleaning_up_is_not_lost() -> None:
    """An error while cleaning up counts more than the cancellation."""
    begun: list[bool] = []

    async def untidy() -> None:
        try:
            begun.append(True)
            await asyncio.Event().wait()
        finally:
            raise LookupError("x")

    with pytest.RaisesGroup(LookupError):
        await cancelled_when_begun(untidy, begun)


@pytest.mark.guest
async def test_asyncio_s_own_cancellation_is_an_error() -> None:
    """A cancellation of asyncio's own is an error: trio knows nothing of it."""

    async def cancelled() -> None:
        raise asyncio.CancelledError

    with pytest.raises(RuntimeError, match="own side"):
        await guest.aio(cancelled)


def test_run_gives_the_result() -> None:
    """`run` gives the result of its function, like trio.run."""

    async def main(number: int) -> int:
        await trio.lowlevel.checkpoint()
        return number + 1

    assert guest.run(main, 1) == 2


def test_run_raises_what_is_raised() -> None:
    """`run` raises what its function raises, like trio.run."""

    async def main() -> None:
        raise LookupError("x")

    with pytest.raises(LookupError):
        guest.run(main)


def test_a_signal_cancels_then_says_so() -> None:
    """On a signal the trio side unwinds, then Signalled is raised; the handlers are as they were."""
    before = signal.getsignal(signal.SIGTERM)
    unwound: list[bool] = []

    async def main() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await trio.sleep_forever()
        finally:
            unwound.append(True)

    with pytest.raises(guest.Signalled) as caught:
        guest.run(main)
    assert (caught.value.number, unwound) == (signal.SIGTERM, [True])
    assert signal.getsignal(signal.SIGTERM) == before


def test_an_error_on_the_asyncio_side_cancels_and_is_raised() -> None:
    """An error on the asyncio side, as of a key binding, ends the client instead of hanging it."""

    async def main() -> None:
        def fail() -> None:
            raise LookupError("x")

        asyncio.get_running_loop().call_soon(fail)
        await trio.sleep_forever()

    with pytest.raises(LookupError):
        guest.run(main)


def test_an_error_outweighs_a_signal() -> None:
    """An error while unwinding after a signal is not hidden."""

    async def main() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await trio.sleep_forever()
        finally:
            raise LookupError("x")

    with pytest.raises(LookupError):
        guest.run(main)
