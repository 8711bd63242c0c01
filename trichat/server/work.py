"""Does what takes time for one session, such as hashing a password, in threads: everybody else goes on."""

import contextlib
import functools
import os
import secrets
import string
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import trio

from trichat.chat.core.accounts import CheckPassword, DeriveKeys, DrawRandom, Hashed, HashPassword, RandomValues
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


class Turns:
    """Lets so many in at once; who has to wait gets in in turn by address, and within one in the order of coming."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._waiting: OrderedDict[str, deque[trio.Event]] = OrderedDict()  # by address, whose turn is next first

    @contextlib.asynccontextmanager
    async def turn(self, place: str) -> AsyncIterator[None]:
        """Wait for a turn, and have it."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(place)
        try:
            yield
        finally:
            self._hand_over()

    async def _wait(self, place: str) -> None:
        mine = trio.Event()
        self._waiting.setdefault(place, deque()).append(mine)
        try:
            await mine.wait()
        except BaseException:
            if mine.is_set():
                self._hand_over()
            else:
                self._waiting[place].remove(mine)
                if not self._waiting[place]:
                    del self._waiting[place]
            raise

    def _hand_over(self) -> None:
        if not self._waiting:
            self._free += 1
            return
        place, events = self._waiting.popitem(last=False)
        events.popleft().set()
        if events:
            self._waiting[place] = events  # behind the other addresses


class Workers:
    """Runs tasks, each with the function of its kind, and limits how many run at once."""

    def __init__(self, workers: TaskFunctions, waiters: Waiters | None = None) -> None:
        self._workers = workers
        self._waiters = waiters or {}
        self._turns = Turns(_AT_ONCE)

    async def do(self, task: object, place: str) -> object:
        """Do a task for an address and give its result.

        Whoever asks for a hundred has them done one in turn with those of others. Not cut short: a thread cannot be,
        and what it knows would be lost.
        """
        waiter = self._waiters.get(type(task))
        if waiter is not None:
            return await waiter(task)
        async with self._turns.turn(place):
            return await trio.to_thread.run_sync(self._workers[type(task)], task)


def make(task: HashPassword) -> Hashed:
    """Make what is kept of a password: the hash of the form it is compared in, and the SCRAM keys of all forms."""
    keys = scram.derive(*task.forms, salt=secrets.token_bytes(scram.SALT_BYTES))
    return Hashed(verifier=hashed(task.forms[0]), scram=keys)


def check(task: CheckPassword) -> bool:
    """Check a password against its hash. Where there is no hash, that takes as long, and fails."""
    fits = matches(task.password or "-", task.verifier or _nobodys())
    return fits and bool(task.verifier) and bool(task.password)


def derive(task: DeriveKeys) -> scram.Keys:
    """Make the SCRAM keys of all forms of a password, with the salt and iteration count that the account has."""
    return scram.derive(*task.forms, salt=task.keys.salt, iterations=task.keys.iterations)


@functools.cache
def _nobodys() -> str:
    """Give the hash of a password that nobody has, to spend the same time on."""
    return hashed(secrets.token_urlsafe())


def draw(_task: DrawRandom) -> RandomValues:
    """Draw a nonce and a secret."""
    nonce = "".join([secrets.choice(_ALPHABET) for _ in range(_NONCE_CHARACTERS)])
    return RandomValues(nonce=nonce, secret=secrets.token_bytes(_SECRET_BYTES))


TASK_FUNCTIONS: TaskFunctions = {
    HashPassword: make,
    CheckPassword: check,
    DeriveKeys: derive,
    DrawRandom: draw,
    CheckOperator: lambda task: matches(task.password, task.kept),
}
