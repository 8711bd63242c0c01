"""What is done when there is time: history is indexed, what was kept for long enough goes, what is gone is wiped."""

import contextlib
from collections.abc import Awaitable, Callable

import trio

from trichat.errors import HistoryError
from trichat.server.clock import Clock
from trichat.server.history.archive import Archive
from trichat.words.names.identity import first_id

QUIET_SECONDS = 1.0  # without a commit before there is time for the index: it is not to slow down a busy server
EXPIRY_SECONDS = 3600.0  # between two looks for what has been kept for long enough
TIDY_SECONDS = 60.0  # between two looks for what was taken back or forgotten, and still stands somewhere in the files
SWEEP_SECONDS = 60.0  # between two looks for files that no message names
LOOK_SECONDS = 5.0  # between two looks whether the file is still there, while nobody says anything
EXAMINE_SECONDS = 86_400.0  # between two looks at all of it: damage is seen while there is a backup from before
_SECOND = 1000  # milliseconds


class Upkeep:
    """Tends a history.

    `kept_for` says for how many seconds a place is kept: 0 not at all, None for good. `id_at` gives the place of a time
    in the order of ids, see `State.id_at`. `sweep` removes the files that nothing names, as of a time in Unix
    milliseconds.
    """

    def __init__(
        self,
        archive: Archive,
        kept_for: Callable[[str], int | None],
        clock: Clock,
        id_at: Callable[[int], int] = lambda wanted: wanted,
        sweep: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        self._archive = archive
        self._kept_for = kept_for
        self._clock = clock
        self._id_at = id_at
        self._sweep_files = sweep

    async def run(self) -> None:
        """Work for as long as the server runs."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._index)
            nursery.start_soon(self._expire)
            nursery.start_soon(self._tidy)
            if self._sweep_files is not None:
                nursery.start_soon(self._sweep, self._sweep_files)
            nursery.start_soon(self._repeat, self._archive.look, LOOK_SECONDS)
            nursery.start_soon(self._repeat, self._archive.examine, EXAMINE_SECONDS)

    async def _index(self) -> None:
        while True:
            seen = self._archive.commits
            await trio.sleep(QUIET_SECONDS)
            if seen != self._archive.commits:
                continue
            if not await self._some(self._archive.index):
                await self._archive.next_commit(seen)

    async def _expire(self) -> None:
        while True:
            with contextlib.suppress(HistoryError):  # it is in the log
                for place in await self._archive.places():
                    await self._expire_in(place)
            await trio.sleep(EXPIRY_SECONDS)

    async def _tidy(self) -> None:
        while True:
            while await self._some(self._archive.tidy):
                await trio.lowlevel.checkpoint()
            await trio.sleep(TIDY_SECONDS)

    async def _sweep(self, sweep: Callable[[int], Awaitable[None]]) -> None:
        """Sweep at the start, for what was left behind then, and soon after a message with a file was taken back."""
        while True:
            with contextlib.suppress(HistoryError):  # it is in the log
                # With a clock that is not to be believed, nothing is too old.
                await sweep(self._clock.now() if self._clock.look() else 0)
            await trio.sleep(QUIET_SECONDS)
            with trio.move_on_after(SWEEP_SECONDS):
                await self._archive.next_loss()

    async def _expire_in(self, place: str) -> None:
        seconds = self._kept_for(place)
        # Looked at each time, not when `Clock.run` has noticed: what a jump has deleted until then is gone.
        if seconds is not None and (seconds == 0 or self._clock.look()):
            before = self._id_at(first_id(max(0, self._clock.now() - seconds * _SECOND)))
            while await self._archive.expire(place, before):
                await trio.lowlevel.checkpoint()

    async def _some(self, step: Callable[[], Awaitable[bool]]) -> bool:
        """Do a part of some work; tell whether there is more. What fails is tried again when there is more to do."""
        try:
            return await step()
        except HistoryError:  # it is in the log
            return False

    async def _repeat(self, look: Callable[[], Awaitable[None]], seconds: float) -> None:
        """Look now, and whenever so much time has passed."""
        while True:
            with contextlib.suppress(HistoryError):  # likewise
                await look()
            await trio.sleep(seconds)
