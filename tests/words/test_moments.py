"""Times as people type them."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words.names.identity import LAST_ID, time_of
from trichat.words.times import read_moment

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
    """Nothing is guessed."""
    assert read_moment(text, round(NOW.timestamp() * 1000), UTC) is None


@given(st.text(max_size=12))
def test_anything_may_be_typed(text: str) -> None:
    """It is a time of which an id can be made, or none."""
    found = read_moment(text, 1_700_000_000_000, UTC)
    assert found is None or 0 <= found <= time_of(LAST_ID)
