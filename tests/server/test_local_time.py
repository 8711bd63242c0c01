"""The time zone of the machine."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.server.locale import LocalZone
from trichat.words.times import read_moment

ZONE = LocalZone()
AUTUMN = int(datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp())  # half an hour before clocks go back in Berlin


@pytest.fixture(scope="module", autouse=True)
def _berlin() -> Iterator[None]:
    """Be in Berlin."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(("month", "hours"), [(1, 1), (7, 2)])
def test_summer_and_winter(month: int, hours: int) -> None:
    """A server that was started in one of them tells the right time in the other."""
    noon = datetime(2026, month, 1, 12, tzinfo=UTC)
    told = datetime.fromtimestamp(noon.timestamp(), ZONE)
    assert timedelta(hours=hours) == told.utcoffset()
    assert f"{12 + hours}:00" == f"{told:%H:%M}"
    now = round(noon.timestamp() * 1000)
    assert now - 3_600_000 == read_moment(f"{11 + hours}:00", now, ZONE)


def test_the_hour_that_comes_twice() -> None:
    """Both times it is told, and it is another moment."""
    twice = [datetime.fromtimestamp(AUTUMN + seconds, ZONE) for seconds in (0, 3600)]
    assert ["02:30", "02:30"] == [f"{each:%H:%M}" for each in twice]
    assert [AUTUMN, AUTUMN + 3600] == [each.timestamp() for each in twice]
    assert ["local time"] * 2 == [each.tzname() for each in twice]


@given(st.integers(0, 2_000_000_000))
def test_any_moment(moment: int) -> None:
    """There and back again."""
    assert moment == datetime.fromtimestamp(moment, ZONE).timestamp()
