"""The alarm clock: asks the hub to let end what ends by itself, at the time when it does."""

import math
import time
from collections.abc import Callable

import trio

from trichat.chat.core.people import Session
from trichat.words import requests as ask
from trichat.words.requests import Request

_SHORTEST = 0.05  # seconds: two clocks are never quite the same, and an early bell rings again


def wall_clock() -> int:
    """Give the time, in Unix milliseconds."""
    return time.time_ns() // 1_000_000


class Alarm:
    """Rings once for each time that it is set to; the next setting takes the place of the one before."""

    def __init__(self, requests: trio.MemorySendChannel[tuple[Session, list[Request]]], now: Callable[[], int]) -> None:
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
            seconds = math.inf if self._at is None else max((self._at - self._now()) / 1000, _SHORTEST)
            with trio.move_on_after(seconds) as waiting:
                await self._changed.wait()
            if waiting.cancelled_caught:
                self._at = None
                await self._requests.send((session, [ask.Expire()]))
