"""Reading more slowly from whoever sends too fast: their own stream waits, nobody is thrown out."""

import trio


class Throttle:
    """A token bucket: `burst` lines at once, `rate` lines a second after that. A rate of 0 means no limit."""

    def __init__(self, burst: int, rate: float) -> None:
        self._burst = burst
        self._rate = rate
        self._free_at = trio.current_time()  # when the bucket would be full again

    async def spend(self, lines: int) -> None:
        """Account for `lines`; wait until they are within the allowance."""
        if not self._rate:
            return
        now = trio.current_time()
        self._free_at = max(self._free_at, now) + lines / self._rate
        await trio.sleep(max(0.0, self._free_at - now - self._burst / self._rate))
