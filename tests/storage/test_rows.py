"""Events as rows, and back."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.storage import rows as codec
from trichat.words import events as ev
from trichat.words.events import Kind, Source
from trichat.words.modes import Change
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.storage.conftest import Make

ANNA = Source(nick="Анна", username="a", host="h.hidden")
TAGS = (("+draft/react", "🙂"), ("+x", ""))

EACH_KIND = [
    *[ev.Said(id=7, source=ANNA, place="#lobby", target="#Lobby", kind=kind, text="что\n'?") for kind in Kind],
    ev.Said(id=7, source=ANNA, place="#lobby", target="#Lobby", kind=Kind.MESSAGE, text="x", tags=TAGS),
    ev.Tagged(id=7, source=ANNA, place="#lobby", target="#Lobby", tags=TAGS),
    ev.Said(id=7, source=ANNA, place="#lobby", target="#Lobby", kind=Kind.MESSAGE, text="x", tags=TAGS, answers="я"),
    ev.Tagged(id=7, source=ANNA, place="#lobby", target="#Lobby", tags=TAGS, answers="я"),
    ev.Redacted(id=7, source=ANNA, place="#lobby", target="#Lobby", redacted=5, author="Боря", reason="typo"),
    ev.Joined(id=7, source=ANNA, place="#lobby", target="#Lobby", realname="Анна А."),
    ev.Left(id=7, source=ANNA, place="#lobby", target="#Lobby", reason=""),
    ev.TopicChanged(id=7, source=ANNA, place="#lobby", target="#Lobby", text="a topic"),
    ev.ModesChanged(
        id=7,
        source=ANNA,
        place="#lobby",
        target="#Lobby",
        changes=(Change(on=True, letter="o", argument="bob"), Change(on=False, letter="m")),
    ),
    ev.Act(id=7, source=ANNA, place="#lobby", target="#Lobby", deed="kick", about="bob", reason="go ' away"),
    ev.Kicked(id=7, source=ANNA, place="#lobby", target="#Lobby", nick="bob", reason="go away"),
    ev.Renamed(id=7, source=ANNA, nick="Аня", places=(("#lobby", "#Lobby"),)),
    ev.Departed(id=7, source=ANNA, reason="bye", places=(("#lobby", "#Lobby"),)),
]


@pytest.mark.parametrize("event", EACH_KIND, ids=lambda event: f"{type(event).__name__}-{getattr(event, 'kind', '')}")
def test_every_kind_comes_back(event: ev.Happened) -> None:
    """An event that happened in one place is one row, and the row is that event again."""
    [(place, row)] = codec.rows(event)
    assert place == "#lobby"
    assert event == codec.event(place, codec.Row(*row))


@pytest.mark.parametrize("event", EACH_KIND, ids=lambda event: f"{type(event).__name__}-{getattr(event, 'kind', '')}")
def test_every_kind_keeps_a_time_that_its_id_does_not_tell(event: ev.Happened) -> None:
    """As it is where the clock went back; it is nothing that a client is shown among the tags."""
    event = replace(event, at=1_800_000_000_000)
    [(place, row)] = codec.rows(event)
    assert event == codec.event(place, codec.Row(*row))


def test_there_is_no_kind_without_a_row() -> None:
    """Whatever history is given to keep has rows: no kind of stored event was forgotten here."""
    assert {type(event) for event in EACH_KIND} == set(codec.KINDS.values())


@given(st.data())
def test_any_event_comes_back_in_each_of_its_places(make: "type[Make]", data: st.DataObject) -> None:
    """An event has one row in each of its places, and comes back as it was there."""
    event = data.draw(make.any_event(7))
    found = list(codec.rows(event))
    assert [key for key, _ in event.kept_in] == [place for place, _ in found]
    for place, row in found:
        assert make.in_place(event, place) == codec.event(place, codec.Row(*row))
