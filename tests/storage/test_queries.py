"""Searching, taking back, forgetting: the same for the history on disk and its twin in memory."""

import itertools
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.conftest import Make, ids
from trichat.chat.core.outcome import Moved
from trichat.storage import queries
from trichat.storage.base import History, Query
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory
from trichat.words import events as ev
from trichat.words.events import Happened, SearchPage, Source, TargetsPage
from trichat.words.names.identity import LAST_ID, short, to_text
from trichat.words.record import replace
from trichat.words.text.search import parse_search

OLGA = Source(nick="Olga_", username="o", host="h", account="Olga", identity="olga")
# Words in several scripts, with and without accents, and what is between words.
WORDS = ["tea", "Tea", "teapot", "чай", "Чай", "café", "cafe", "茶道", "道", "", "'", '"', "*", "or", "AND", "-x", "("]
BREAKS = ["\r", "\n"]


def found(history: History, text: str, *rooms: str, identity: str = "", **more: Any) -> list[int]:
    """SearchPage, as somebody who may read these rooms; give the ids."""
    while history.index():
        pass
    wanted = parse_search(text)
    search = SearchPage(
        rooms=rooms or ("#lobby",), identity=identity, phrases=wanted.phrases, nick=wanted.nick, limit=20
    )
    return ids(history.search(replace(search, **more)))


@pytest.mark.parametrize("forward", [True, False])
def test_a_page_of_what_was_said_is_full(history: History, make: type[Make], forward: bool) -> None:
    """Its limit counts messages: neither joins nor tags take their room."""
    tags = ev.Tagged(id=2, source=OLGA, place="#lobby", target="#lobby", tags=(("+draft/react", "x"),))
    history.commit([make.said(1), tags, *map(make.joined, range(3, 40)), make.said(40), make.said(41)], [])
    query = Query(place="#lobby", after=0, before=99, limit=2, forward=forward)
    assert ([1, 40] if forward else [40, 41]) == ids(history.page(query))
    assert ([1, 2] if forward else [40, 41]) == ids(history.page(replace(query, said_only=False)))


def signed(event_id: int, name: str, sign: str = "👍", to: int = 1, source: Source = OLGA) -> ev.Tagged:
    tags = ((name, sign), ("+draft/reply", to_text(to)))
    return ev.Tagged(id=event_id, source=source, place="#lobby", target="#lobby", tags=tags)


def test_reactions_are_taken_back(history: History, make: type[Make]) -> None:
    """Who takes back a reaction takes back their own, of this sign, to this message; then history has it no longer."""
    other = Source(nick="Olga", username="o", host="h", identity="~5")
    react, unreact = ev.REACT, ev.UNREACT
    kept = [signed(3, react, "🎉"), signed(4, react, to=2), signed(5, react, source=other)]
    history.commit([make.said(1), make.said(2), *kept, signed(6, react), signed(7, react)], [])
    history.commit([signed(8, unreact), signed(9, react), signed(10, unreact), signed(11, react)], [])
    query = Query(place="#lobby", after=2, before=99, limit=99, said_only=False)
    assert [3, 4, 5, 8, 10, 11] == ids(history.page(query))
    both = replace(signed(12, react), tags=(*signed(12, react).tags, (unreact, "👍")))
    history.commit([both, replace(signed(13, unreact), tags=((unreact, "👍"),))], [])
    assert [3, 4, 5, 8, 10, 11, 12, 13] == ids(history.page(query)), "neither of these says what is taken back"


def test_what_has_a_key(history: History, make: type[Make]) -> None:
    """It is found wherever it was said, after some event; not what only speaks of keys."""
    key = ((ev.KEY, "k"),)
    said = [replace(make.said(number, place=place), tags=key) for number, place in ((1, "#a"), (3, "#b"), (4, "~1 ~2"))]
    others = [
        make.said(2),
        replace(make.said(5), tags=(("+x", ev.KEY),)),
        replace(signed(6, ev.REACT), tags=key),
        replace(make.said(7), tags=((ev.KEY, "k" * 65),)),
    ]
    history.commit([said[0], others[0], said[1], said[2], *others[1:]], [])
    assert said[1:] == history.keyed(1)
    assert said == history.keyed(0)


def test_counting(history: History, make: type[Make]) -> None:
    """Only what was said is counted, between two ids, by people who are not ignored."""
    olga = [replace(make.said(number), source=OLGA) for number in (7, 8)]
    guest = replace(make.said(9), source=replace(OLGA, account="", identity="~5"))
    history.commit([*map(make.said, range(1, 6)), make.joined(6), *olga, guest, make.said(10, place="#a")], [])
    query = Query(place="#lobby", after=1, before=9, limit=1)
    assert 6 == history.count(query)
    assert 4 == history.count(replace(query, without=frozenset({"olga"})))
    assert 7 == history.count(replace(query, before=10))
    assert 6 == history.count(replace(query, before=10, without=frozenset({"~5"})))
    assert 0 == history.count(replace(query, place="#nowhere"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tea", [1, 2]),
        ("TEA time", [1]),
        ('"tea time"', [1]),
        ('"time tea"', []),
        ("teap*", [2]),
        ("tea*", [1, 2]),
        ("te*", []),
        ("чай", [3]),
        ("Cafe", [4]),
        ("道", [5]),
        ("茶道", [5]),
        ("bold", [6]),
        ("overlong", [6]),
        ('tea AND OR NOT ( " *', []),
        ("from:anna", [1, 2, 3, 4, 5, 6]),
        ("from:olga", [7]),
        ("from:olga_", [7]),
        ("from:boris", []),
    ],
)
def test_what_is_found(history: History, make: type[Make], text: str, expected: list[int]) -> None:
    """A search finds words in any case, with or without accents, phrases, beginnings, and who said it."""
    said = ["Tea time!", "a tea, in a teapot", "ЧАЙ?", "café", "茶道部", "\x02bold\x02 over\rlong"]
    events: list[Happened] = [make.said(number, text) for number, text in enumerate(said, 1)]
    history.commit([*events, replace(make.said(7, "me"), source=OLGA), make.joined(8)], [])
    assert expected == found(history, text)


def test_only_what_may_be_read_is_found(history: History, make: type[Make]) -> None:
    """A search finds what is in rooms by their key, and in conversations of whose they are."""
    places = ("#a", "#b", "~1 ~2", "~2 ~3")
    history.commit([make.said(number, "tea", place) for number, place in enumerate(places, 1)], [])
    assert [1] == found(history, "tea", "#a")
    assert [1, 3] == found(history, "tea", "#a", identity="~1")
    assert [3, 4] == found(history, "tea", "#none", identity="~2")
    assert [] == found(history, "tea", "#none", identity="~")


def test_the_last_are_meant_or_the_first(history: History, make: type[Make]) -> None:
    """Of more than the limit the last are found, or the first; the bounds are exclusive."""
    history.commit([make.said(number, "tea") for number in range(1, 10)], [])
    assert [8, 9] == found(history, "tea", limit=2)
    assert [1, 2] == found(history, "tea", limit=2, forward=True)
    assert [4, 5] == found(history, "tea", after=3, before=6)


def test_what_is_taken_back_is_gone(history: History, make: type[Make]) -> None:
    """What is taken back is gone from pages and index; that it was taken back stays."""
    history.commit([make.said(1, "secret"), make.said(2, "secret")], [])
    assert [1, 2] == found(history, "secret")
    history.commit([make.said(3, "secret"), make.said(4, "secret tea")], [])
    taken = [ev.Redacted(id=5 + n, source=OLGA, place="#lobby", target="#lobby", redacted=n) for n in (1, 3, 99)]
    history.commit([*taken[:2], make.said(50, "x")], [])
    assert [2, 4] == found(history, "secret")
    everything = Query(place="#lobby", after=0, before=LAST_ID, limit=99, said_only=False)
    assert [2, 4, 6, 8, 50] == ids(history.page(everything))
    assert [6, 8] == ids([event for event in history.page(everything) if isinstance(event, ev.Redacted)])
    history.commit([replace(taken[2], id=60)], [])
    assert [2, 4, 50] == ids(history.page(replace(everything, said_only=True)))


def test_what_is_taken_back_in_another_place_stays(history: History, make: type[Make]) -> None:
    """An id that is taken back counts in the place that is named with it."""
    history.commit([make.said(1, "tea", "#a")], [])
    history.commit([ev.Redacted(id=2, source=OLGA, place="#b", target="#b", redacted=1)], [])
    assert [1] == found(history, "tea", "#a", "#b")


def test_an_event_is_found_by_its_name(history: History, make: type[Make]) -> None:
    """An event that can be answered is found in its own place by its name, in full or in short."""
    history.commit([make.said(77, "a"), make.said(78, "b", "#b"), make.joined(79)], [])
    assert make.said(77, "a") == history.find("#lobby", to_text(77)) == history.find("#lobby", short(77))
    for name in (to_text(78), short(78), to_text(79), short(79), "zzzz", "", to_text(LAST_ID)):
        assert history.find("#lobby", name) is None
    assert history.find("#none", short(77)) is None


def test_of_two_with_the_same_short_name_the_last_is_meant(history: History, make: type[Make]) -> None:
    """Of two events with the same short name the last is meant, which was just read."""
    twins = {}
    first, last = next(
        (twins[short(n)], n) for n in itertools.count(1) if short(n) in twins or twins.update({short(n): n})
    )
    history.commit([make.said(first, "a"), make.said(last, "b")], [])
    assert make.said(last, "b") == history.find("#lobby", short(first))


def test_what_has_expired_is_forgotten(history: History, make: type[Make], monkeypatch: pytest.MonkeyPatch) -> None:
    """What has expired is forgotten bit by bit, in pages and index; other places are not touched."""
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    history.commit([make.said(number, "tea") for number in range(1, 8)], [])
    history.commit([make.joined(9), make.said(10, "tea", "#b")], [])
    assert [*range(1, 8), 10] == found(history, "tea", "#lobby", "#b")
    while history.expire("#lobby", 6):
        pass
    assert [6, 7, 10] == found(history, "tea", "#lobby", "#b")
    assert {"#lobby", "#b"} == set(history.places())
    while history.expire("#lobby", LAST_ID):
        pass
    assert ["#b"] == history.places()
    assert not history.expire("#none", LAST_ID)
    history.commit([make.said(11, "tea")], [])
    assert [10, 11] == found(history, "tea", "#lobby", "#b")


def test_what_an_earlier_server_left_is_indexed(
    tmp_path: Path, make: type[Make], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier server left is indexed bit by bit, place by place, until all of it is."""
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    with closing(SqliteHistory(tmp_path / "history.db")) as history:
        history.commit([make.said(number, "tea") for number in range(1, 6)], [])
        history.commit([make.said(number, "tea", "#b") for number in range(6, 8)], [])
    with closing(SqliteHistory(tmp_path / "history.db")) as history:
        assert list(range(1, 8)) == found(history, "tea", "#lobby", "#b")
        assert not history.index()
        history.commit([make.said(8, "tea")], [])
        assert [8] == found(history, "tea", limit=1)


def test_the_index_is_sound(tmp_path: Path, make: type[Make]) -> None:
    """SQLite finds no fault with it after things were taken back and forgotten."""
    with closing(SqliteHistory(tmp_path / "history.db")) as history:
        history.commit([make.said(number, f"word{number} tea") for number in range(1, 100)], [])
        assert 20 == len(found(history, "tea"))
        history.commit([ev.Redacted(id=200, source=OLGA, place="#lobby", target="#lobby", redacted=50)], [])
        history.expire("#lobby", 40)
        assert [] == found(history, "word50")
        assert [51] == found(history, "word51")
        history._writer.execute("insert into search (search) values ('integrity-check')")
    with closing(sqlite3.connect(tmp_path / "history.db")) as db:
        assert ("ok",) == db.execute("pragma integrity_check").fetchone()


@pytest.mark.parametrize("indexed", [False, True])
def test_what_was_said_under_another_name_is_found(history: History, make: type[Make], indexed: bool) -> None:
    """A room that takes the name of an earlier one has the words of both."""
    history.commit([make.said(1, "tea", "#old"), make.said(2, "tea", "#new"), make.said(3, "tea", "#old")], [])
    if indexed:
        assert [1, 2, 3] == found(history, "tea", "#old", "#new")
    history.commit([], [Moved(key="#old", to="#new")])
    history.commit([make.said(4, "tea", "#new"), make.said(5, "tea", "#old")], [])
    assert [1, 2, 3, 4] == found(history, "tea", "#new")
    assert [5] == found(history, "tea", "#old")


def test_what_some_have_said_is_not_found(history: History, make: type[Make]) -> None:
    """Some people's words are left out, and as much is found of others as if they had not been there."""
    said = [make.said(number, f"tea {number}") for number in range(1, 9)]
    history.commit([replace(each, source=OLGA) if each.id % 2 else each for each in said], [])
    assert [6, 8] == found(history, "tea", without=frozenset({"olga"}), limit=2)
    assert [2, 4] == found(history, "tea", without=frozenset({"olga"}), limit=2, forward=True)


@settings(max_examples=30)
@given(st.data())
def test_both_histories_find_the_same(make: type[Make], data: st.DataObject) -> None:
    """Whatever is said, taken back, forgotten and looked for, memory and disk give the same answer."""
    texts = st.lists(st.sampled_from(WORDS + BREAKS), max_size=5).map(" ".join)
    places = st.sampled_from(["#lobby", "#b", "~1 ~2", "olga ~1"])
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(MemoryHistory()) as memory,
        closing(SqliteHistory(Path(folder) / "h.db")) as disk,
    ):
        for number in range(1, data.draw(st.integers(2, 12))):
            place = data.draw(places)
            source = data.draw(st.sampled_from([OLGA, make.said(1).source]))
            event: Happened = replace(make.said(number, data.draw(texts), place), source=source)
            if data.draw(st.booleans()) and number > 1:
                redacted = data.draw(st.integers(1, number - 1))
                event = ev.Redacted(id=number, source=source, place=place, target=place, redacted=redacted)
            for history in (memory, disk):
                history.commit([event], [])
            if data.draw(st.booleans()):
                disk.index()
            if data.draw(st.integers(0, 4)) == 0:
                before = data.draw(st.integers(1, number))
                assert memory.expire(place, before) == disk.expire(place, before)
        for text in data.draw(st.lists(texts | texts.map("from:anna ".__add__), min_size=1, max_size=4)):
            rooms = data.draw(st.sampled_from([("#lobby",), ("#lobby", "#b"), ("#none",)]))
            more: dict[str, Any] = {"limit": data.draw(st.integers(0, 4)), "forward": data.draw(st.booleans())}
            identity = data.draw(st.sampled_from(["", "~1", "olga"]))
            more["without"] = data.draw(st.frozensets(st.just("olga")))
            assert found(memory, text, *rooms, identity=identity, **more) == found(
                disk, text, *rooms, identity=identity, **more
            )
        assert sorted(memory.places()) == sorted(disk.places())
        name = short(data.draw(st.integers(1, 12)))
        assert memory.find("#lobby", name) == disk.find("#lobby", name)
        query = TargetsPage(rooms=("#lobby",), identity="~1", after=0, before=LAST_ID, limit=9)
        assert memory.targets(query) == disk.targets(query)
