"""Histories of either kind, and events to keep: one of each kind, and any that hypothesis thinks of."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import strategies as st

from trichat.storage.base import History
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Happened, Kind, Source
from trichat.words.record import replace

# With an account, and for one visit.
PEOPLE = (
    Source(nick="Olga", username="o", host="h", account="Olga", identity="olga"),
    Source(nick="boris", username="b", host="h", identity="~2"),
)
ANNA = Source(nick="anna", username="a", host="localhost")


class Make:
    """Makes events; what a test does not name is the same in all of them."""

    @staticmethod
    def said(event_id: int, text: str = "hello", place: str = "#lobby", kind: Kind = Kind.MESSAGE) -> ev.Said:
        return ev.Said(id=event_id, source=ANNA, place=place, target=place, kind=kind, text=text)

    @staticmethod
    def joined(event_id: int, place: str = "#lobby") -> ev.Joined:
        return ev.Joined(id=event_id, source=ANNA, place=place, target=place, realname="Anna A.")

    @staticmethod
    def renamed(event_id: int, *places: tuple[str, str]) -> ev.Renamed:
        return ev.Renamed(id=event_id, source=ANNA, nick="Anna2", places=places)

    @staticmethod
    def departed(event_id: int, *places: tuple[str, str]) -> ev.Departed:
        return ev.Departed(id=event_id, source=ANNA, reason="bye", places=places)

    @staticmethod
    def in_place(event: Happened, place: str) -> Happened:
        """Give the event as it was in one place."""
        if isinstance(event, (ev.Renamed, ev.Departed)):
            return replace(event, places=tuple(pair for pair in event.places if pair[0] == place))
        return event

    texts = st.text(st.characters(codec="utf-8"), max_size=20)
    places = st.sampled_from([("#a", "#A"), ("#b", "#b"), ("~1 ~2", "boris"), ("olga ~2", "Olga")])

    @classmethod
    def any_event(cls, event_id: int) -> st.SearchStrategy[Happened]:
        """Give a strategy for events with this id."""
        sources = st.builds(Source, nick=cls.texts, username=cls.texts, host=cls.texts) | st.sampled_from(PEOPLE)
        common = {"id": st.just(event_id), "source": sources, "at": st.sampled_from([0, 1_800_000_000_000])}
        tags = st.lists(st.tuples(cls.texts, cls.texts), max_size=3).map(tuple)

        def placed(of: type[Happened], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Happened]:
            return cls.places.flatmap(
                lambda pair: st.builds(of, place=st.just(pair[0]), target=st.just(pair[1]), **common, **fields)
            )

        many = st.lists(cls.places, unique=True, max_size=3).map(tuple)
        return st.one_of(
            placed(ev.Said, kind=st.sampled_from(Kind), text=cls.texts, tags=tags),
            placed(ev.Redacted, redacted=st.integers(0, 60), reason=cls.texts),
            placed(ev.Tagged, tags=tags.filter(bool)),
            placed(ev.Joined, realname=cls.texts),
            placed(ev.Left, reason=cls.texts),
            placed(ev.TopicChanged, text=cls.texts),
            st.builds(ev.Renamed, nick=cls.texts, places=many, **common),
            st.builds(ev.Departed, reason=cls.texts, places=many, **common),
        )


@pytest.fixture(scope="session")
def make() -> type[Make]:
    """Give the maker of events."""
    return Make


@pytest.fixture(params=["memory", "sqlite"])
def history(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[History]:
    """Give an empty history of either kind."""
    made: History = MemoryHistory() if request.param == "memory" else SqliteHistory(tmp_path / "history.db")
    yield made
    made.close()


def ids(events: Sequence[Happened]) -> list[int]:
    """Give which events these are."""
    return [event.id for event in events]
