"""Lengths of time as people write them."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from trichat.words import times
from trichat.words.names.identity import LAST_ID, time_of
from trichat.words.times import read_moment


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10m", 600), ("2h", 7200), ("2D", 172_800), ("1w", 604_800), ("1h30m", 5400), ("90s", 90)]
    + [("5min", 300), ("5 m", 300), ("2 hours", 7200), ("1 HR", 3600), ("1y", 365 * 86_400), ("2mo", 60 * 86_400)]
    + [
        ("5мин", 300),
        ("5 мин.", 300),
        ("2 часа", 7200),
        ("3д", 259_200),
        ("1 нед 2 дня", 777_600),
        ("1 ч 30 мин", 5400),
    ]
    + [(text, None) for text in ("", "10", "m", "0s", "-5m", "4000d", "11y", "999999w", "٣m", "1h30", "5x", "1.5h")],
)
def test_reading(text: str, seconds: int | None) -> None:
    """A length of time is numbers with units, as people call them; no time, and more than ten years, are none."""
    assert seconds == times.seconds(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59, "59s"), (60, "1m"), (5400, "1h30m"), (90_061, "1d1h"), (604_800, "1w")]
)
def test_writing(seconds: int, text: str) -> None:
    """A length of time is written with the two largest units that it has."""
    assert text == times.write(seconds)


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("", 0, ""),
        ("too loud", 0, "too loud"),
        ("5min", 300, ""),
        ("5 минут шум", 300, "шум"),
        ("1 week 2 days 3 strikes", 777_600, "3 strikes"),
        ("5m, please stop", 300, "please stop"),
        ("for an hour", 3600, ""),
        ("на неделю хватит", 604_800, "хватит"),
        ("час", 3600, ""),
        ("час пик", 0, "час пик"),
        ("for fun", 0, "for fun"),
        ("forever", 0, ""),
        ("for good 3 strikes", 0, "3 strikes"),
        ("навсегда спам", 0, "спам"),
        ("forevermore", 0, "forevermore"),
        ("two hours of silence", 7200, "of silence"),
        ("пять минут", 300, ""),
        ("на полчаса за спам", 1800, "за спам"),
        ("half an hour", 1800, ""),
        ("two faced", 0, "two faced"),
        ("a d b", 0, "a d b"),
        ("untilted", 0, "untilted"),
    ],
)
def test_a_length_before_a_reason(text: str, seconds: int, reason: str) -> None:
    """A length of time is as many words as there are of it; what follows is the reason."""
    assert (seconds, reason) == times.split_length(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("30", "30"),
        ("30 too loud", "30 too"),
        ("5x", "5x"),
        ("-5m", "-5m"),
        ("0m", "0m"),
        ("1.5h x", "1.5h"),
        ("99w9", "99w9"),
        ("until 10:00", "until 10:00"),
        ("до завтра", "до завтра"),
        ("tomorrow", "tomorrow"),
        ("for tonight only", "tonight only"),
    ],
)
def test_what_begins_like_a_length(text: str, what: str) -> None:
    """What begins with a number is no reason: a slip in a length of time must not make a ban for good."""
    with pytest.raises(times.NoLength) as caught:
        times.split_length(text)
    assert what == caught.value.what
    assert times.begins_like_length(text)


@given(st.integers(1, times.MOST_SECONDS))
def test_what_is_written_exactly_is_read_as_the_same(seconds: int) -> None:
    """A length of time that is written with one unit says all of it."""
    number = times.write_exactly(seconds)
    assert seconds == times.seconds(number) or len(number) > 7


@given(st.integers(1, times.MOST_SECONDS))
def test_what_is_written_is_read_as_no_more(seconds: int) -> None:
    """A length of time is cut after two units, never rounded up."""
    read = times.seconds(times.write(seconds))
    assert read is not None
    assert seconds - read < max(1, seconds // 6)


EAST = timezone(timedelta(hours=3))
NOW = datetime(2026, 5, 10, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("10:00", UTC, datetime(2026, 5, 10, 10, 0, tzinfo=UTC)),
        ("12:31", UTC, datetime(2026, 5, 9, 12, 31, tzinfo=UTC)),
        ("10:00", EAST, datetime(2026, 5, 10, 7, 0, tzinfo=UTC)),
        ("15:29", EAST, datetime(2026, 5, 10, 12, 29, tzinfo=UTC)),
        ("today", EAST, datetime(2026, 5, 9, 21, 0, tzinfo=UTC)),
        ("Yesterday", UTC, datetime(2026, 5, 9, tzinfo=UTC)),
        ("yesterday 8:05", UTC, datetime(2026, 5, 9, 8, 5, tzinfo=UTC)),
        ("2h", UTC, NOW - timedelta(hours=2)),
        ("3D", UTC, NOW - timedelta(days=3)),
        ("2026-05-01", UTC, datetime(2026, 5, 1, tzinfo=UTC)),
        ("2026-05-01 10:00", EAST, datetime(2026, 5, 1, 7, 0, tzinfo=UTC)),
        ("2026-05-01T10:00:00Z", EAST, datetime(2026, 5, 1, 10, 0, tzinfo=UTC)),
        ("1901-01-01", UTC, datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_moments(text: str, zone: tzinfo, expected: datetime) -> None:
    """A time of day is the last that there was, where it is read; a day means its beginning."""
    assert round(expected.timestamp() * 1000) == read_moment(text, round(NOW.timestamp() * 1000), zone)


@pytest.mark.parametrize("text", ["", "noon", "25:00", "yesterday noon", "2026-02-30", "10", "2x"])
def test_what_is_no_moment(text: str) -> None:
    """What is no moment is none: nothing is guessed."""
    assert read_moment(text, round(NOW.timestamp() * 1000), UTC) is None


@given(st.text(max_size=12))
def test_anything_may_be_typed(text: str) -> None:
    """Whatever is typed is a time of which an id can be made, or none."""
    found = read_moment(text, 1_700_000_000_000, UTC)
    assert found is None or 0 <= found <= time_of(LAST_ID)
