"""Identities of events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words.names.identity import LAST_ID, first_id, from_text, next_id, time_of, to_text

ids = st.integers(0, LAST_ID)
times = st.integers(0, LAST_ID >> 20)


@given(ids)
def test_an_id_survives_being_written(event_id: int) -> None:
    """An id that is written is read again as it was."""
    assert event_id == from_text(to_text(event_id))


@given(ids, ids)
def test_written_ids_sort_as_the_numbers_do(one: int, other: int) -> None:
    """Written ids, which clients may compare as text, sort as the numbers do."""
    assert (one < other) == (to_text(one) < to_text(other))


@pytest.mark.parametrize(
    "text", ["", "0", "0" * 15, "0" * 17, "000000000000000G", "000000000000000A", " " * 16, "٣" * 16]
)
def test_what_is_no_id(text: str) -> None:
    """What was not written by us is no id."""
    assert from_text(text) is None


@given(ids, times)
def test_ids_grow(last: int, now: int) -> None:
    """Ids grow, also when the clock goes back; by one if it stands still."""
    new = next_id(last, now)
    assert new > last
    assert new in (last + 1, first_id(now))


@given(times)
def test_an_id_tells_the_time(now: int) -> None:
    """An id tells its time, and `first_id` is the earliest of its millisecond."""
    assert now == time_of(next_id(0, now)) or now == 0
    assert now == time_of(first_id(now))
    assert now - 1 == time_of(first_id(now) - 1)
