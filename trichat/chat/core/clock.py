"""What the chat knows of the clock: where in the order of ids it went back, and whether it is in doubt.

Ids grow, whatever the clock does: a clock that was in the future for a minute has given ids of the future, and what is
said later needs greater ones. From there on ids run ahead of the clock, and a turn says from which id on and how far.
So a time finds its place among the ids again, and an event knows when it was said (`Happened.at`).
"""

from itertools import pairwise
from typing import ClassVar

from trichat.words.names.identity import LAST_ID, first_id, time_of
from trichat.words.record import Record

LEAST_MS = 1000  # ids may run ahead of the clock by so much without a turn: clocks are set by parts of a second
TURNS_MOST = 100  # remembered; a clock that goes back more often than that is broken, and its times are of no use


class ClockRecord(Record, kw_only=True):
    """What is kept of the clock.

    Each of the `turns` is the first id of which it is true, and how far ids are ahead of the clock from there on, in
    milliseconds. When the clock was found to have jumped, it said `found` and should have said `expected`, in Unix
    milliseconds; both are 0 if it is not in doubt.
    """

    kind: ClassVar[str] = "clock"
    key: str = ""
    turns: tuple[tuple[int, int], ...] = ()
    found: int = 0
    expected: int = 0

    @property
    def ahead(self) -> int:
        """How far ids are ahead of the clock now, in milliseconds."""
        return self.turns[-1][1] if self.turns else 0


def ahead_after(last_id: int, now: int, ahead: int) -> int:
    """Give how far ids have to be ahead of the clock at `now` (Unix milliseconds), after `last_id`."""
    last = time_of(last_id)
    if last < now:
        return 0  # the clock has come after them
    # One more than necessary, so that between the ids of before and after there is one that no event has.
    return last - now + 1 if last - now - ahead > LEAST_MS else ahead


def time_at(turns: tuple[tuple[int, int], ...], event_id: int) -> int:
    """Give what the clock said at an id, in Unix milliseconds."""
    return time_of(event_id) - next((ahead for first, ahead in reversed(turns) if first <= event_id), 0)


def placed(turns: tuple[tuple[int, int], ...], wanted: int) -> int:
    """Give the place in the order of ids of a time, which is given as the id that it would have without any turn.

    The clock may have told that time more than once: the last is meant. A time that it never told, because it jumped
    over it, lies between what was said before the jump and after.
    """
    if not turns:
        return wanted
    # A part begins with the id before its first, which no event has: an exclusive bound of its first event.
    starts = [(0, 0), *((first - 1, ahead) for first, ahead in turns), (LAST_ID + 1, 0)]
    parts = [(first, end, max(0, wanted) + first_id(ahead)) for (first, ahead), (end, _) in pairwise(starts)][::-1]
    for first, end, found in parts:
        if first <= found < end:
            return found
    return next(min(end, LAST_ID) for first, end, found in parts if found >= first)
