"""Lengths of time as people write them."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from trichat.words import times


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("10m", 600), ("2h", 7200), ("2D", 172_800), ("1w", 604_800), ("1h30m", 5400), ("90s", 90)]
    + [(text, None) for text in ("", "10", "m", "0s", "-5m", "5 m", "4000d", "1y", "999999w", "٣m")],
)
def test_reading(text: str, seconds: int | None) -> None:
    """Numbers with units, one or more; no time at all and more than ten years are none."""
    assert seconds == times.seconds(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59, "59s"), (60, "1m"), (5400, "1h30m"), (90_061, "1d1h"), (604_800, "1w")]
)
def test_writing(seconds: int, text: str) -> None:
    """With the two largest units that it has."""
    assert text == times.write(seconds)


@given(st.integers(1, times.MOST_SECONDS))
def test_what_is_written_is_read_as_no_more(seconds: int) -> None:
    """It is cut after two units, never rounded up."""
    read = times.seconds(times.write(seconds))
    assert read is not None
    assert seconds - read < max(1, seconds // 6)
