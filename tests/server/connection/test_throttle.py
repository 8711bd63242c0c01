"""Reading more slowly from whoever sends too fast."""

import pytest
import trio
from trio.testing import MockClock

from trichat.config.limits import Limits
from trichat.server.connection.throttle import SLICE, Buckets, Throttle, Throttles, Unlimited
from trichat.words.requests import Labelled, Post, Request, Say, Typed

LIMITS = Limits(burst_lines=100, lines_per_second=20.0, burst_lines_per_address=300, lines_per_second_per_address=60.0)


def throttle(throttles: Throttles | None = None, place: str = "10.0.0.7", account: str = "") -> Throttle:
    made = (throttles or Throttles(LIMITS)).make(place, lambda: account, exempt=False)
    assert isinstance(made, Throttle)
    return made


async def take(source: Throttle | Unlimited, lines: int) -> None:
    """Take all of so many lines, in as many steps as that needs."""
    left = typed(lines)
    while left:
        left = left[await source.take_from(left) :]


def typed(lines: int) -> list[Request]:
    return [Typed(text="x") for _ in range(lines)]


async def test_a_burst_is_free(autojump_clock: MockClock) -> None:
    """A burst of lines, as of a paste, costs no time."""
    source = throttle()
    await take(source, 60)
    await take(source, 40)
    assert trio.current_time() == 0


async def test_beyond_the_burst_lines_come_at_the_rate(autojump_clock: MockClock) -> None:
    """Lines over the allowance come at the rate."""
    source = throttle()
    await take(source, 100)
    await take(source, 1)
    assert trio.current_time() == pytest.approx(1 / 20)
    await take(source, 20)
    assert trio.current_time() == pytest.approx(21 / 20)


async def test_lines_of_one_read_are_let_through_one_after_the_other(autojump_clock: MockClock) -> None:
    """A thousand lines in one read take as long as one by one, and none comes before its time."""
    source = throttle()
    left, let = 1000, 0
    while left:
        taken = await source.take(left)
        let, left = let + taken, left - taken
        assert let <= 100 + trio.current_time() * 20 + 1e-3
    assert trio.current_time() == pytest.approx(900 / 20)


async def test_what_is_taken_whole_is_waited_for_first(autojump_clock: MockClock) -> None:
    """Lines that must stay together are let through when the last of them may come."""
    source = throttle()
    assert 300 == await source.take_all(typed(300))
    assert trio.current_time() == pytest.approx(200 / 20)


@pytest.mark.parametrize(
    ("request_", "lines"),
    [
        (Say(target="#a", text="1\n2\r3"), 3),
        (Labelled(label="x", requests=tuple([Say(target=name, text="1") for name in ("a", "b", "c")])), 3),
        (Labelled(label="x", requests=()), 1),
        (Post(token="x", room="#a", text="1\n2"), 2),
    ],
)
async def test_what_is_many_lines_in_one(request_: Request, lines: int, autojump_clock: MockClock) -> None:
    """A message of several lines counts as so many, and what stands behind one label as what it is."""
    source, left, let = throttle(), [request_] * 200, 0
    while left:
        taken = await source.take_from(left)
        let, left = let + taken * lines, left[taken:]
        assert let <= 100 + lines + trio.current_time() * 20 + 1e-3
    assert trio.current_time() == pytest.approx(max(0, 200 * lines - 100) / 20, abs=0.2)


async def test_silence_fills_the_allowance_again(autojump_clock: MockClock) -> None:
    """Whoever is silent may send a burst again, but never saves up more than one."""
    source = throttle()
    await take(source, 100)
    await trio.sleep(1000)
    await take(source, 100)
    assert trio.current_time() == 1000
    await take(source, 1)
    assert trio.current_time() > 1000


async def test_a_new_connection_brings_no_new_allowance(autojump_clock: MockClock) -> None:
    """All connections of one address share one: ten of them are let through no more than it allows."""
    throttles = Throttles(LIMITS)
    for _ in range(10):
        await take(throttle(throttles), 100)
    assert trio.current_time() == pytest.approx(700 / 60)
    await take(throttle(throttles, "10.0.0.8"), 100)
    assert trio.current_time() == pytest.approx(700 / 60)


async def test_an_account_has_one_allowance_wherever_it_is(autojump_clock: MockClock) -> None:
    """Somebody who comes from many addresses under one account is one person."""
    throttles = Throttles(LIMITS)
    for number in range(3):
        await take(throttle(throttles, f"10.0.0.{number}", "anna"), 100)
    assert trio.current_time() == pytest.approx(200 / 20)


async def test_who_is_exempt_is_only_cut_into_slices(autojump_clock: MockClock) -> None:
    """Bots and bridges send as fast as they like; but others have their turn in between."""
    source = Throttles(LIMITS).make("127.0.0.1", lambda: "", exempt=True)
    assert SLICE == await source.take_from(typed(1000))
    await take(source, 10_000)
    assert trio.current_time() == 0


async def test_no_rate_is_no_limit(autojump_clock: MockClock) -> None:
    """With a rate of 0 there is no limit."""
    source = Throttles(Limits(lines_per_second=0.0)).make("10.0.0.7", lambda: "", exempt=False)
    await take(source, 10_000)
    assert trio.current_time() == 0


async def test_full_buckets_are_forgotten(autojump_clock: MockClock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses that come once are forgotten; one that has spent something is remembered."""
    monkeypatch.setattr("trichat.server.connection.throttle._REMEMBERED", 3)
    buckets = Buckets(100, 20.0)
    spent = buckets.of("spent")
    spent.spend(50, trio.current_time())
    for number in range(10):
        buckets.of(str(number))
    assert buckets.of("spent") is spent
    assert len(buckets._buckets) <= 4
