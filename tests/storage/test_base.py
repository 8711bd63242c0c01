"""What every history promises: the same tests for the one on disk and its twin in memory."""

import itertools
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import Make, ids
from trichat.chat.core.outcome import Dropped, Moved
from trichat.chat.core.room_records import RoomRecord
from trichat.storage.base import History, Query
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Happened, Kind, SearchPage, TargetsPage
from trichat.words.names.identity import LAST_ID
from trichat.words.record import replace
from trichat.words.text.search import parse_search

ANNA = ev.Source(nick="anna", username="a", host="localhost")


@pytest.fixture
def ten(history: History, make: type[Make]) -> History:
    """Give a history with messages 10, 20 … 100 in #lobby, and a join before each but the first."""
    for number in range(10, 101, 10):
        before = [make.joined(number - 1)] if number > 10 else []
        history.commit([*before, make.said(number)], [])
    return history


def lobby(after: int = 0, before: int = LAST_ID, limit: int = 100, **options: Any) -> Query:
    return Query(place="#lobby", after=after, before=before, limit=limit, **options)


def test_an_empty_history_has_nothing(history: History) -> None:
    """Where nothing was kept there is no page, no room and no last id."""
    assert [] == history.page(lobby())
    assert [] == list(history.records())
    assert history.last_id() == 0


def test_what_was_said_comes_back_oldest_first(ten: History) -> None:
    """A page holds what was said, oldest first."""
    assert list(range(10, 101, 10)) == ids(ten.page(lobby()))


def test_of_more_than_the_limit_the_last_are_meant(ten: History) -> None:
    """Of more events than the limit the last are given, oldest first, as LATEST and BEFORE want."""
    assert [80, 90, 100] == ids(ten.page(lobby(limit=3)))
    assert [60, 70] == ids(ten.page(lobby(before=80, limit=2)))


def test_forward_means_the_first(ten: History) -> None:
    """A page forwards, as AFTER wants, has the events next to the beginning."""
    assert [30, 40, 50] == ids(ten.page(lobby(after=20, limit=3, forward=True)))


def test_bounds_are_exclusive(ten: History) -> None:
    """Neither bound is part of a page."""
    assert [50] == ids(ten.page(lobby(after=40, before=60)))
    assert [] == ids(ten.page(lobby(after=40, before=50)))


@pytest.mark.parametrize("forward", [False, True])
def test_a_limit_of_nothing_gives_nothing(ten: History, forward: bool) -> None:
    """A limit of 0 gives no event, and not all of them."""
    assert [] == ten.page(lobby(limit=0, forward=forward))


def test_all_that_happened_is_there_for_who_wants_it(ten: History) -> None:
    """Joins and the like are left out only where `said_only` says so, and then do not count."""
    assert [90, 99, 100] == ids(ten.page(lobby(limit=3, said_only=False)))
    assert [80, 90, 100] == ids(ten.page(lobby(limit=3, said_only=True)))


def test_every_kind_of_speech_is_said(history: History, make: type[Make]) -> None:
    """Notices and actions are said, as messages are."""
    events = [make.said(number, kind=kind) for number, kind in enumerate(Kind, 1)]
    history.commit(events, [])
    assert events == history.page(lobby(said_only=True))


def test_places_are_apart(history: History, make: type[Make]) -> None:
    """A page is of one place."""
    history.commit([make.said(1), make.said(2, place="#other")], [])
    assert [make.said(2, place="#other")] == history.page(Query(place="#other", after=0, before=9, limit=9))
    assert [] == history.page(Query(place="#none", after=0, before=9, limit=9))


def test_what_happens_in_several_places_is_in_each(history: History, make: type[Make]) -> None:
    """Whoever is renamed or departs does so in every room they stood in."""
    event = make.departed(5, ("#a", "#A"), ("#b", "#b"))
    history.commit([event], [])
    for place in ("#a", "#b"):
        [found] = history.page(Query(place=place, after=0, before=9, limit=9, said_only=False))
        assert make.in_place(event, place) == make.in_place(found, place)


def test_what_happens_nowhere_is_not_kept(history: History, make: type[Make]) -> None:
    """A name changed outside all rooms is in no place, and leaves nothing."""
    history.commit([make.renamed(77)], [])
    assert history.last_id() == 0


def test_the_last_id_is_that_of_the_last_event(ten: History) -> None:
    """`last_id` is the greatest id that was kept; a commit of rooms alone leaves it."""
    ten.commit([], [RoomRecord(key="#a", name="#a", created=1)])
    assert ten.last_id() == 100


def test_of_a_room_the_last_record_counts(history: History) -> None:
    """A room is kept once, as it was last."""
    first = RoomRecord(key="#a", name="#A", created=1, topic="old", topic_by="anna", topic_at=2)
    last = RoomRecord(key="#a", name="#a", created=5, topic="", topic_by="boris", topic_at=6)
    other = RoomRecord(key="#b", name="#b", created=3)
    history.commit([], [first, other])
    history.commit([], [last])
    assert [last, other] == sorted(history.records(), key=lambda room: room.key)


def test_what_is_dropped_is_not_kept(history: History) -> None:
    """A record that is dropped is gone; another of that kind stays."""
    rooms = [RoomRecord(key=key, name=key, created=1) for key in ("#a", "#b")]
    history.commit([], rooms)
    history.commit([], [Dropped(kind="room", key="#a"), Dropped(kind="room", key="#c")])
    assert rooms[1:] == list(history.records())


def test_where_there_was_talk(ten: History, make: type[Make]) -> None:
    """The last thing said in each place asked for is given, oldest first; quiet places are left out."""
    talk = [make.said(110, place="#a"), make.said(120, place="~1 ~2"), make.said(130, place="~2 ~3")]
    ten.commit([*talk, make.joined(140, place="#b"), make.joined(150, place="#a")], [])
    query = TargetsPage(rooms=("#b", "#a", "#lobby"), identity="~1", after=0, before=LAST_ID, limit=9)
    assert [100, 110, 120] == ids(ten.targets(query))
    assert [110, 120] == ids(ten.targets(replace(query, limit=2)))
    assert [100, 110] == ids(ten.targets(replace(query, limit=2, forward=True)))
    assert [110] == ids(ten.targets(replace(query, after=100, before=120)))
    assert [] == ten.targets(replace(query, before=100)), "it is the last thing said that counts"
    assert [120, 130] == ids(ten.targets(replace(query, identity="~2", rooms=())))


def test_a_conversation_with_oneself_is_one(history: History, make: type[Make]) -> None:
    """A conversation with oneself is found once."""
    history.commit([make.said(1, place="~1 ~1")], [])
    query = TargetsPage(rooms=(), identity="~1", after=0, before=9, limit=9)
    assert [1] == ids(history.targets(query))


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (ev.Said(id=1, source=ANNA, place="#a", target="#a", kind=Kind.ACTION, text="x"), True),
        (ev.Said(id=1, source=ANNA, place="#a", target="#a", kind=Kind.CTCP, text="VERSION"), False),
        (ev.Said(id=1, source=ANNA, place="#a", target="#a", kind=Kind.CTCP_REPLY, text="VERSION"), False),
        (ev.Tagged(id=1, source=ANNA, place="#a", target="#a", tags=(("+draft/react", "x"),)), True),
        (ev.Said(id=1, source=ANNA, place="", target="@#a", kind=Kind.MESSAGE, text="x"), False),
        (ev.Tagged(id=1, source=ANNA, place="#a", target="#a", tags=(("+typing", "active"),)), False),
        (ev.Departed(id=1, source=ANNA, reason="", places=(("#a", "#a"),)), True),
        (ev.Departed(id=1, source=ANNA, reason="", places=()), False),
    ],
    ids=["action", "ctcp", "ctcp-reply", "reaction", "for ops", "typing", "departed", "from nowhere"],
)
def test_what_passes_is_not_kept(event: Happened, kept: bool) -> None:
    """History keeps what people said and did, not what client programs tell each other in passing."""
    assert kept == event.kept


@settings(max_examples=40)
@given(st.data())
def test_both_histories_give_the_same_pages(make: type[Make], data: st.DataObject) -> None:
    """Whatever is kept and whatever is asked, memory and disk give the same answer."""
    numbers = itertools.accumulate(data.draw(st.lists(st.integers(1, 5), max_size=12)))
    events = [data.draw(make.any_event(number)) for number in numbers]
    cut = data.draw(st.integers(0, len(events)))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(MemoryHistory()) as memory,
        closing(SqliteHistory(Path(folder) / "h.db")) as disk,
    ):
        for batch in (events[:cut], events[cut:]):
            memory.commit(batch, [])
            disk.commit(batch, [])
        assert memory.last_id() == disk.last_id()
        bounds = st.integers(0, 70)
        queries = st.builds(
            Query,
            place=make.places.map(lambda pair: pair[0]),
            after=bounds,
            before=bounds,
            limit=st.integers(0, 13),
            forward=st.booleans(),
            said_only=st.booleans(),
            without=st.frozensets(st.sampled_from(["~2", "olga"])),
        )
        for query in data.draw(st.lists(queries, min_size=1, max_size=6)):
            expected = [make.in_place(event, query.place) for event in memory.page(query)]
            assert expected == disk.page(query)
        asked = st.builds(
            TargetsPage,
            rooms=st.sampled_from([(), ("#a",), ("#b", "#a")]),
            identity=st.sampled_from(["~1", "~2", "olga", "~3"]),
            after=bounds,
            before=bounds,
            limit=st.integers(0, 3),
            forward=st.booleans(),
            without=st.frozensets(st.sampled_from(["~2", "olga"])),
        )
        for question in data.draw(st.lists(asked, max_size=4)):
            assert memory.targets(question) == disk.targets(question)


def test_an_event_of_two_rooms_that_become_one(history: History, make: type[Make]) -> None:
    """An event of two rooms is told once when they become one."""
    left = make.departed(2, ("#a", "#a"), ("#b", "#b"))
    history.commit([make.said(1, place="#a"), left, make.said(3, place="#b")], [])
    history.commit([], [Moved(key="#a", to="#b")])
    assert [1, 2, 3] == ids(history.page(Query(place="#b", after=0, before=LAST_ID, limit=100, said_only=False)))


def test_a_page_without_what_some_have_said(history: History, make: type[Make]) -> None:
    """A page without some people's words has as many events as are wanted, and who came and went."""
    olga = replace(ANNA, nick="Olga", account="Olga", identity="olga")
    boris = replace(ANNA, nick="boris", identity="~2")
    said = [replace(make.said(number), source=(olga, boris, ANNA)[number % 3]) for number in range(30)]
    history.commit([*said, replace(make.joined(30), source=olga), replace(make.said(31, place="#a"), source=olga)], [])
    query = Query(place="#lobby", after=0, before=LAST_ID, limit=4, said_only=False, without=frozenset({"olga", "~2"}))
    assert [23, 26, 29, 30] == ids(history.page(query))
    assert [2, 5, 8, 11] == ids(history.page(replace(query, forward=True)))
    asked = TargetsPage(rooms=("#lobby", "#a"), identity="", after=0, before=99, limit=9, without=frozenset({"olga"}))
    assert [29] == ids(history.targets(asked))


def test_a_room_is_called_otherwise(history: History, make: type[Make]) -> None:
    """What was said in a room goes to its new name, beside what was said under that before."""
    history.commit([make.said(1, place="#a"), make.said(2, place="#b"), make.said(3, place="#a")], [])
    history.commit([make.said(4, place="#a")], [Moved(key="#a", to="#b")])
    history.commit([make.said(5, place="#b"), make.said(6, place="#a")], [])

    def found(place: str) -> list[int]:
        return ids(history.page(Query(place=place, after=0, before=LAST_ID, limit=100)))

    assert ([1, 2, 3, 4, 5], [6]) == (found("#b"), found("#a"))


def test_a_room_that_ends_and_begins_anew(history: History, make: type[Make]) -> None:
    """What follows the end of a room in the same batch stays under its name, and is found."""
    history.commit([make.said(1, "tea", place="#a")], [])
    history.commit(
        [make.said(2, "tea", place="#a"), make.said(4, "tea", place="#a")], [Moved(key="#a", to="!", until=3)]
    )

    def found(place: str) -> list[int]:
        return ids(history.page(Query(place=place, after=0, before=LAST_ID, limit=100)))

    assert ([1, 2], [4]) == (found("!"), found("#a"))
    while history.index():
        pass
    asked = SearchPage(rooms=("#a",), identity="", phrases=parse_search("tea").phrases, after=0, before=9, limit=9)
    assert [4] == ids(history.search(asked))
    assert not history.expire("!", 9)
    assert ([], [4]) == (found("!"), found("#a"))
