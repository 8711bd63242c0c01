"""The clock of the machine: what it says, and whether to believe it.

All that the server does by the time of day asks this. A clock that is set while the server runs disagrees with the
clock that only counts; one that was set while no server ran disagrees with the last event. Either may have been wrong
before or be wrong now, and nobody but a person can tell which. So nothing is deleted for its age meanwhile: what is
deleted a day late is no loss, what is deleted fourteen years early is.
"""

import logging
import time
from collections.abc import Awaitable, Callable

import trio

from trichat.system.clock import steady_ns
from trichat.words.times import write_utc

_log = logging.getLogger(__name__)

LOOK_SECONDS = 10.0  # between two looks at the clock; the two clocks drift apart by milliseconds in that time
JUMP_MS = 10_000  # more than a clock is set by when it is merely kept right
DAY_MS = 86_400_000  # so long a server may have been off, or silent; and after so long a clock is believed


def wall_clock() -> int:
    """Give the time, in Unix milliseconds."""
    return time.time_ns() // 1_000_000


def steady_clock() -> int:
    """Give the milliseconds since some moment. Nobody can set this clock, and to sleep is no jump."""
    return steady_ns() // 1_000_000


class Clock:
    """Tells the time, and notices when the clock was set."""

    def __init__(
        self, last: int = 0, wall: Callable[[], int] = wall_clock, steady: Callable[[], int] = steady_clock
    ) -> None:
        """Begin to watch the clock. `last` is when it was right for the last time (Unix milliseconds), 0: not known."""
        self.now = wall  # gives Unix milliseconds
        self._steady = steady
        self._seen = (wall(), steady())  # by both clocks, at the last look
        self._right = (last or self._seen[0], self._seen[1])  # likewise, when the clock was last believed
        self._off_most = DAY_MS if last else 0  # how long the server may have been off since then
        self._doubted_since: int | None = None  # by the steady clock
        self._untold = True  # whether `run` has something to tell
        self.look()

    def look(self) -> bool:
        """Look whether the clock was set; tell whether it is to be believed."""
        now, steady = self.now(), self._steady()
        jumped = abs(now - _after(self._seen, steady)) > JUMP_MS
        self._seen = now, steady
        expected = _after(self._right, steady)
        if -JUMP_MS <= now - expected <= JUMP_MS + self._off_most:
            if self._doubted_since is not None:
                _log.warning("the clock is right again: it says %s", write_utc(now))
            self._believe()
        elif jumped or self._doubted_since is None:
            self._doubt(now, expected)
        elif steady - self._doubted_since >= DAY_MS:
            _log.warning("the clock has been steady for a day, and is believed: it says %s", write_utc(now))
            self._believe()
        return self._doubted_since is None

    def confirm(self) -> None:
        """Believe what the clock says: somebody who knows has said so."""
        self.look()
        self._believe()
        self._untold = False
        _log.warning("an operator says that the clock is right: it says %s", write_utc(self._seen[0]))

    async def run(self, tell: Callable[[int, int], Awaitable[None]]) -> None:
        """Look now and then. `tell` what the clock says, and what it should say: both 0 if it is to be believed."""
        while True:
            self.look()
            if self._untold:
                self._untold = False
                doubted = self._doubted_since is not None
                await tell(*((self._seen[0], _after(self._right, self._seen[1])) if doubted else (0, 0)))
            await trio.sleep(LOOK_SECONDS)

    def _doubt(self, now: int, expected: int) -> None:
        self._doubted_since = self._seen[1]
        self._untold = True
        _log.warning(
            "the clock has jumped: it says %s, and should say %s or a little later. Nothing is deleted for its age "
            "until the clock is right again, or steady for a day, or an operator says that it is right "
            "(trichat admin clock --right)",
            write_utc(now),
            write_utc(expected),
        )

    def _believe(self) -> None:
        self._untold = self._untold or self._doubted_since is not None
        self._doubted_since = None
        self._right = self._seen
        self._off_most = 0


def _after(moment: tuple[int, int], steady: int) -> int:
    """Give what the clock says when the other one says `steady`, if nobody has set it since that moment."""
    return moment[0] + steady - moment[1]
