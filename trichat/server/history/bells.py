"""Bells: who waits for what is said in one place is woken by that, and by nothing that is said elsewhere."""

import contextlib
from collections.abc import Iterator, Sequence

import trio

from trichat.words.events import Happened, Said


class Bell:
    """Rings when something was said in its place. It has rung at first: who listens looks once what there is."""

    def __init__(self) -> None:
        self._rung = trio.Event()
        self._rung.set()

    def ring(self) -> None:
        """Wake the one who listens."""
        self._rung.set()

    async def wait(self) -> None:
        """Wait until it has rung since it was last taken."""
        await self._rung.wait()

    def take(self) -> bool:
        """Tell whether it has rung; from here on it has not."""
        rung = self._rung.is_set()
        if rung:
            self._rung = trio.Event()
        return rung


class Bells:
    """All bells that somebody listens to, by place."""

    def __init__(self) -> None:
        self._of: dict[str, dict[Bell, None]] = {}

    @contextlib.contextmanager
    def listening(self, place: str) -> Iterator[Bell]:
        """Have a bell for a place, by its key, for as long as one listens."""
        bell = Bell()
        self._of.setdefault(place, {})[bell] = None
        try:
            yield bell
        finally:
            del self._of[place][bell]
            if not self._of[place]:
                del self._of[place]

    def ring(self, events: Sequence[Happened]) -> None:
        """Ring where one of these events was kept, if somebody said something with it."""
        if not self._of:  # mostly nobody listens: this is asked after each commit
            return
        for place in dict.fromkeys(key for event in events if isinstance(event, Said) for key, _ in event.kept_in):
            for bell in self._of.get(place, ()):
                bell.ring()
