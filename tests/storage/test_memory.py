"""The bounds of history in memory."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.outcome import Moved
from trichat.storage import memory
from trichat.storage.base import Query
from trichat.storage.memory import MemoryHistory
from trichat.words.names.identity import LAST_ID
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.storage.conftest import Make


def everything(place: str) -> Query:
    return Query(place=place, after=0, before=LAST_ID, limit=10_000)


def test_the_oldest_events_of_a_place_are_forgotten(make: "type[Make]") -> None:
    """A place keeps its last events, so that memory is bounded."""
    history = MemoryHistory()
    history.commit([make.said(number) for number in range(1, memory.PLACE_EVENTS + 3)], [])
    found = history.page(everything("#lobby"))
    assert [3, memory.PLACE_EVENTS + 2, memory.PLACE_EVENTS] == [found[0].id, found[-1].id, len(found)]


def test_the_place_that_was_quiet_longest_is_forgotten_first(make: "type[Make]") -> None:
    """Of too many places, the one where nothing happened for longest goes."""
    history = MemoryHistory()
    history.commit([make.said(number, place=f"#{number}") for number in range(1, memory.PLACES + 1)], [])
    again, new = memory.PLACES + 1, memory.PLACES + 2
    history.commit([make.said(again, place="#1"), make.said(new, place="#new")], [])
    kept = [place for place in ("#1", "#2", "#3", "#new") if history.page(everything(place))]
    assert ["#1", "#3", "#new"] == kept


def test_it_has_a_limit_in_bytes(make: "type[Make]", monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too much text the oldest goes, first in the place that was quiet for longest, wherever it was added."""
    monkeypatch.setattr(memory, "BYTES", 10_000)
    history = MemoryHistory()
    history.commit([make.said(number, place="#old", text="x" * 500) for number in range(1, 6)], [])
    tags = (("+a", "y" * 490),)
    history.commit([replace(make.said(number, place="#new", text="x" * 500), tags=tags) for number in range(6, 9)], [])
    history.commit([], [Moved(key="#new", to="#newer")])
    assert 5 == len(history.page(everything("#old")))
    history.commit([make.said(9, place="#newer", text="x" * 500)], [])
    assert [2, 3, 4, 5] == [event.id for event in history.page(everything("#old"))]
    history.commit([make.said(number, place="#newer", text="x" * 500) for number in range(10, 40)], [])
    assert [] == history.page(everything("#old"))
    assert ["#newer"] == history.places()
    assert 10 == len(history.page(everything("#newer")))
    history.expire("#newer", 40)
    history.commit([make.said(number, place="#last") for number in range(41, 51)], [])
    assert 10 == len(history.page(everything("#last")))


def test_nothing_is_left_at_the_end(make: "type[Make]") -> None:
    """What was in memory is gone when the history is closed."""
    history = MemoryHistory()
    history.commit([make.said(1)], [])
    history.close()
    assert [] == history.page(everything("#lobby"))
