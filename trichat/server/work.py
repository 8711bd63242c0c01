"""Work that takes time, done on behalf of one session while everybody else goes on."""

import functools
import os
import secrets
import string
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import trio

from trichat.chat.core.accounts import CheckPassword, DrawLots, Hashed, HashPassword, Lots
from trichat.chat.operators.operators import CheckOperator
from trichat.config.secrets import hashed, matches
from trichat.protocols import scram

TaskFunctions = dict[type, Callable[[Any], object]]  # what is done for each kind of task, in a thread

Waiters = Mapping[type, Callable[[Any], Awaitable[object]]]  # what is waited for instead, and cares for its threads

_NONCE_CHARACTERS = 24  # of 62: more than 128 bits
_SECRET_BYTES = 32
_ALPHABET = string.ascii_letters + string.digits
# Threads. Work like hashing a password keeps a core busy, so one is left to the event loop.
_AT_ONCE = max(1, (os.cpu_count() or 2) - 1)


class Workers:
    """Does tasks; each kind has a function that knows how."""

    def __init__(self, workers: TaskFunctions, waiters: Waiters | None = None) -> None:
        self._workers = workers
        self._waiters = waiters or {}
        self._places = trio.CapacityLimiter(_AT_ONCE)

    async def do(self, task: object) -> object:
        """Do a task and give its result. Not cut short: a thread cannot be, and what it knows would be lost."""
        waiter = self._waiters.get(type(task))
        if waiter is not None:
            return await waiter(task)
        return await trio.to_thread.run_sync(self._workers[type(task)], task, limiter=self._places)


def make(task: HashPassword) -> Hashed:
    """Make what is kept of a password."""
    keys = scram.derive(task.password, secrets.token_bytes(scram.SALT_BYTES))
    return Hashed(verifier=hashed(task.password), scram=keys)


def check(task: CheckPassword) -> bool:
    """See whether a password is the right one. Where there is none, that takes as long."""
    fits = matches(task.password or "-", task.verifier or _nobodys())
    return fits and bool(task.verifier) and bool(task.password)


@functools.cache
def _nobodys() -> str:
    """Give what would be kept of a password that nobody has."""
    return hashed(secrets.token_urlsafe())


def draw(_task: DrawLots) -> Lots:
    """Draw lots."""
    nonce = "".join([secrets.choice(_ALPHABET) for _ in range(_NONCE_CHARACTERS)])
    return Lots(nonce=nonce, secret=secrets.token_bytes(_SECRET_BYTES))


TASK_FUNCTIONS: TaskFunctions = {
    HashPassword: make,
    CheckPassword: check,
    DrawLots: draw,
    CheckOperator: lambda task: matches(task.password, task.kept),
}
