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
    + [(text, None) for text in ("", "10", "m", "0s", "-5m", "5 m", "4000d", "1y", "999999w", "٣m")],
)
def test_reading(text: str, seconds: int | None) -> None:
    """A length of time is numbers with units; no time at all and more than ten years are none."""
    assert seconds == times.seconds(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59, "59s"), (60, "1m"), (5400, "1h30m"), (90_061, "1d1h"), (604_800, "1w")]
)
def test_writing(seconds: int, text: str) -> None:
    """A length of time is written with the two largest units that it has."""
    assert text == times.write(seconds)


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


@pytest.mark.parametrize("text", ["", "noon", "25:00", "yesterday noon", "2026-02-30", "10", "2y"])
def test_what_is_no_moment(text: str) -> None:
    """What is no moment is none: nothing is guessed."""
    assert read_moment(text, round(NOW.timestamp() * 1000), UTC) is None


@given(st.text(max_size=12))
def test_anything_may_be_typed(text: str) -> None:
    """Whatever is typed is a time of which an id can be made, or none."""
    found = read_moment(text, 1_700_000_000_000, UTC)
    assert found is None or 0 <= found <= time_of(LAST_ID)
