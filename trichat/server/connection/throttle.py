"""Reading more slowly from whoever sends too fast: their own stream waits, nobody is thrown out."""

from collections.abc import Callable, Sequence

import trio

from trichat.config.limits import Limits
from trichat.words.requests import Labelled, Post, Request, Say
from trichat.words.text.lines import BREAK, CUT

SLICE = 100  # lines that go to the hub in one item: what waits there is taken in turns, an item at a time
_REMEMBERED = 10_000  # buckets; beyond, those that are full again are forgotten, as if nobody had come


def lines_of(request: Request) -> int:
    """Give as how many lines a request counts: as many as others are shown of it, and at least one."""
    if isinstance(request, Say | Post):
        return 1 + request.text.count(BREAK) + request.text.count(CUT)
    if isinstance(request, Labelled):
        return max(1, sum([lines_of(each) for each in request.requests]))
    return 1


class Bucket:
    """A token bucket: `burst` lines at once, `rate` lines a second after that."""

    __slots__ = ("_burst", "_free_at", "_rate")

    def __init__(self, burst: int, rate: float) -> None:
        self._burst = burst
        self._rate = rate
        self._free_at = 0.0  # when it will be full again, by trio's clock

    def holds(self, now: float) -> int:
        """Give how many lines may come now."""
        return int(self._burst - max(0.0, self._free_at - now) * self._rate + 1e-6)

    def spend(self, lines: int, now: float) -> None:
        """Account for lines."""
        self._free_at = max(self._free_at, now) + lines / self._rate

    def wait(self, lines: int, now: float) -> float:
        """Give the seconds until so many lines may come, or the whole burst if they are more than that."""
        needed = min(lines, self._burst) - self._burst
        return max(0.0, self._free_at - now + needed / self._rate)

    def is_full(self, now: float) -> bool:
        """Tell whether it is as if it had never been used."""
        return self._free_at <= now


class Buckets:
    """Buckets for all connections of one address, or of one account: a new connection brings no new allowance."""

    def __init__(self, burst: int, rate: float) -> None:
        self._burst = burst
        self._rate = rate
        self._buckets: dict[str, Bucket] = {}

    def of(self, key: str) -> Bucket:
        """Give the bucket for an address or an account."""
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _REMEMBERED:
                self._forget_full()
            bucket = self._buckets[key] = Bucket(self._burst, self._rate)
        return bucket

    def _forget_full(self) -> None:
        now = trio.current_time()
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}


class Throttle:
    """What one connection may send: within its own allowance, that of its address, and that of its account.

    Lines are counted before the hub is asked anything: what is over the allowance waits in the reader, which reads
    nothing meanwhile, so that TCP makes the other side wait.
    """

    def __init__(self, own: Bucket, shared: Callable[[], list[Bucket]]) -> None:
        self._own = own
        self._shared = shared  # asked each time: whom the connection speaks for changes

    async def take(self, lines: int) -> int:
        """Wait until some of so many lines may come; give how many, and count them."""
        while True:
            now = trio.current_time()
            buckets = [self._own, *self._shared()]
            may = min(lines, SLICE, *[bucket.holds(now) for bucket in buckets])
            if may > 0:
                for bucket in buckets:
                    bucket.spend(may, now)
                return may
            await trio.sleep(max(bucket.wait(1, now) for bucket in buckets))

    async def take_from(self, requests: Sequence[Request]) -> int:
        """Wait until some of these requests may come; give how many, and count their lines.

        A message of several lines is one request, and so is a label with whatever it stands before. The first comes
        even if it has more lines than may come now: then what is over is waited for next time.
        """
        lines = sum(map(lines_of, requests))
        may = await self.take(lines)
        if lines == len(requests):
            return may
        number = spent = 0
        for request in requests:
            cost = lines_of(request)
            if number and spent + cost > may:
                break
            number, spent = number + 1, spent + cost
        self._spend(spent - may)
        return number

    async def take_all(self, requests: Sequence[Request]) -> int:
        """Wait until all of these requests may come, and count their lines."""
        buckets = self._spend(sum(map(lines_of, requests)))
        await trio.sleep(max(bucket.wait(0, trio.current_time()) for bucket in buckets))
        return len(requests)

    def _spend(self, lines: int) -> list[Bucket]:
        now = trio.current_time()
        buckets = [self._own, *self._shared()]
        for bucket in buckets:
            bucket.spend(lines, now)
        return buckets


class Unlimited:
    """The throttle of those who may send as fast as they like: what waits is still cut into slices."""

    async def take_from(self, requests: Sequence[Request]) -> int:
        """Give how many of these may come."""
        return min(len(requests), SLICE)

    async def take_all(self, requests: Sequence[Request]) -> int:
        """All of them may."""
        return len(requests)


class Throttles:
    """The allowances of all connections of a server."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._addresses = Buckets(limits.burst_lines_per_address, limits.lines_per_second_per_address)
        self._accounts = Buckets(limits.burst_lines, limits.lines_per_second)

    def make(self, place: str, account: Callable[[], str], *, exempt: bool) -> Throttle | Unlimited:
        """Make the throttle of one connection from an address, which speaks for the account that `account` gives."""
        limits = self._limits
        if exempt or not limits.lines_per_second:
            return Unlimited()

        def shared() -> list[Bucket]:
            name = account()
            return [self._addresses.of(place), *([self._accounts.of(name)] if name else [])]

        return Throttle(Bucket(limits.burst_lines, limits.lines_per_second), shared)
