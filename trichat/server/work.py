"""Work that takes time, done on behalf of one session while everybody else goes on."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import trio

from trichat.chat.core.accounts import CheckPassword, DrawLots, HashPassword
from trichat.chat.operators.operators import CheckOperator
from trichat.config import secrets
from trichat.server import passwords

Workers = dict[type, Callable[[Any], object]]  # what is done for each kind of task, in a thread

WORKERS: Workers = {
    HashPassword: passwords.make,
    CheckPassword: passwords.check,
    DrawLots: passwords.draw,
    CheckOperator: lambda task: secrets.matches(task.password, task.kept),
}

Waiters = Mapping[type, Callable[[Any], Awaitable[object]]]  # what is waited for instead, and cares for its threads

# Threads. Work like hashing a password keeps a core busy, so one is left to the event loop.
_AT_ONCE = max(1, (os.cpu_count() or 2) - 1)


class Workshop:
    """Does tasks; each kind has a function that knows how."""

    def __init__(self, workers: Workers, waiters: Waiters | None = None) -> None:
        self._workers = workers
        self._waiters = waiters or {}
        self._places = trio.CapacityLimiter(_AT_ONCE)

    async def do(self, task: object) -> object:
        """Do a task and give its result. Not cut short: a thread cannot be, and what it knows would be lost."""
        waiter = self._waiters.get(type(task))
        if waiter is not None:
            return await waiter(task)
        return await trio.to_thread.run_sync(self._workers[type(task)], task, limiter=self._places)
