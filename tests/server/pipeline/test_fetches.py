"""What has to be fetched from history first."""

import datetime
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from trichat.chat.core.outcome import Moved
from trichat.chat.talking import replies
from trichat.chat.talking.replies import Found
from trichat.errors import HistoryError
from trichat.protocols.plain.dialect import PlainDialect, PlainDialects
from trichat.server import locale
from trichat.server.connection.outbox import Missed
from trichat.server.history.archive import Archive, find
from trichat.server.pipeline.fetches import (
    catch_up,
    history_page,
    labelled,
    offline_messages,
    search_page,
    targets,
)
from trichat.storage.base import Query
from trichat.storage.memory import MemoryHistory
from trichat.words import events as ev
from trichat.words.events import Happened, SearchPage, TargetsPage
from trichat.words.names.identity import first_id, short
from trichat.words.record import replace
from trichat.words.text.search import parse_search

ANNA = ev.Source(nick="anna", username="a", host="h")
BORIS = ev.Source(nick="boris", username="b", host="h")
LAST = first_id(1_000_000)


def plain() -> PlainDialect:
    return PlainDialects(locale.load(), datetime.UTC).get("en")


def said(event_id: int, text: str, place: str = "#lobby", source: ev.Source = ANNA) -> ev.Said:
    return ev.Said(id=event_id, source=source, place=place, target=place, kind=ev.Kind.MESSAGE, text=text)


def kept(*events: Happened) -> MemoryHistory:
    history = MemoryHistory()
    history.commit(events, [])
    return history


class Unreadable(MemoryHistory):
    """A disk that fails; only in one place, if that is named."""

    def __init__(self, place: str = "") -> None:
        super().__init__()
        self._place_that_fails = place

    def page(self, query: Query) -> list[Happened]:
        if self._place_that_fails in ("", query.place):
            raise HistoryError("cannot be read")
        return super().page(query)

    def search(self, _search: SearchPage) -> list[ev.Said]:
        raise HistoryError("cannot be read")

    def find(self, _place: str, _name: str) -> Happened | None:
        raise HistoryError("cannot be read")

    def targets(self, _query: TargetsPage) -> list[ev.Said]:
        raise HistoryError("cannot be read")


async def caught_up(
    history: MemoryHistory, missed: Sequence[Happened], *, most: int = 100, source: ev.Source | None = BORIS
) -> list[str]:
    remembered = Missed(most)
    remembered.add(missed)
    return (await catch_up(Archive(history), plain, remembered, source)).decode().splitlines()


async def test_a_page_is_fetched_and_told_in_the_askers_manner() -> None:
    """A page is told in the asker's dialect, with times at the plain door."""
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=LAST, limit=2, now=0)
    history = kept(said(first_id(60_000), "a"), said(first_id(120_000), "b"), said(first_id(3_600_000 - 1), "c"))
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=first_id(9_999_999), limit=2, now=0)
    hint, *lines = (await history_page(Archive(history), plain(), page)).decode().splitlines()
    assert ["[00:02 6bdf] anna: b", "[00:59 6eba] anna: c"] == lines
    assert hint.startswith("/history 20 before ")


@pytest.mark.parametrize(("limit", "complete"), [(1, False), (2, False), (3, True), (4, True)])
@pytest.mark.parametrize("forward", [True, False])
async def test_whether_a_page_is_the_last(limit: int, complete: bool, forward: bool) -> None:
    """It is if there is nothing more in its direction, whether it is full or not."""
    shown: list[tuple[ev.Page, list[int]]] = []

    def show(page: ev.Page, events: Sequence[Happened]) -> bytes:
        shown.append((page, [event.id for event in events]))
        return b""

    dialect = SimpleNamespace(playback=False, page=show)
    history = kept(said(1, "a"), said(2, "b"), said(3, "c"))
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=9, limit=limit, now=0, forward=forward)
    await history_page(Archive(history), cast("PlainDialect", dialect), page)
    [(page, ids)] = shown
    assert complete is page.complete
    assert ([1, 2, 3][:limit] if forward else [1, 2, 3][-limit:]) == ids


async def test_a_page_that_cannot_be_read_is_refused() -> None:
    """That a page cannot be read is told to whoever asked, and ends nothing."""
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=LAST, limit=2, now=0)
    answer = await history_page(Archive(Unreadable()), plain(), page)
    assert answer == b"History cannot be read just now. Try again in a moment.\n"


async def missed(history: MemoryHistory, after: int, *, limit: int = 3, least: int = 0) -> list[str]:
    """Give what somebody is shown at the plain door who has come back."""
    page = ev.Page(
        place="#lobby", target="#lobby", after=after, before=LAST, limit=limit, now=0, on_join=True, missed=True
    )
    lines = await history_page(Archive(history), plain(), replace(page, least=least, without=frozenset({"boris"})))
    return [line.partition("] ")[2] or line for line in lines.decode().splitlines()]


async def test_what_somebody_missed() -> None:
    """Who comes back is shown what came since, once; what is too much is counted, and it is said how to read it."""
    ignored = said(9, "x", source=replace(BORIS, identity="boris"))
    history = kept(*[said(number, f"text {number}") for number in range(1, 9)], ignored)
    assert ["anna: text 7", "anna: text 8"] == await missed(history, 6)
    assert [] == await missed(history, 8)
    hint, *lines = await missed(history, 2)
    assert hint.startswith("You missed 3 more messages here: /history 20 before 0000000000000006 shows")
    assert [f"anna: text {number}" for number in (6, 7, 8)] == lines
    assert lines == await missed(history, 5), "none is over the limit"


async def test_a_further_device_is_shown_the_last_messages() -> None:
    """If less has come than that."""
    history = kept(*[said(number, f"text {number}") for number in range(1, 9)])
    assert ["anna: text 7", "anna: text 8"] == await missed(history, 8, least=2)
    assert 4 == len(await missed(history, 2, least=2))


async def test_what_was_missed_is_shown_in_one_order() -> None:
    """What was missed in several rooms comes as it happened; one's own is only echoed."""
    events = [
        said(1, "one"),
        said(2, "two", "#other"),
        said(3, "mine", source=BORIS),
        said(4, "four"),
        ev.Renamed(id=5, source=ANNA, nick="anna2", places=(("#far", "#far"), ("#lobby", "#lobby"))),
    ]
    expected = ["anna: one", "[#other] anna: two", "anna: four", "anna is now called anna2."]
    assert expected == await caught_up(kept(*events), events)


async def test_only_what_was_missed_is_shown() -> None:
    """Nothing is shown from before a reader came, while they were out, or of others' rooms."""
    missed = [said(1, "seen"), said(3, "seen too")]
    history = kept(missed[0], said(2, "while they were out"), missed[1])
    assert ["anna: seen", "anna: seen too"] == await caught_up(history, missed)


async def test_what_is_too_much_is_counted() -> None:
    """Of too much that was missed the oldest are skipped, and one line says how many."""
    events = [said(number, f"text {number}") for number in range(1, 11)]
    lines = await caught_up(kept(*events), events, most=3)
    assert lines[0].startswith("7 messages were skipped: /history 20 before ")
    assert ["anna: text 8", "anna: text 9", "anna: text 10"] == lines[1:]


async def test_what_cannot_be_read_is_counted_as_skipped() -> None:
    """A place that cannot be read is skipped, and the others are shown."""
    events = [said(1, "one"), said(2, "two", "#other")]
    history = Unreadable("#other")
    history.commit(events, [])
    lines = await caught_up(history, events)
    assert lines[0].startswith("1 message was skipped: ")
    assert lines[1:] == ["anna: one"]


async def test_nothing_missed_is_nothing_to_tell() -> None:
    """Whoever was behind while nothing happened is told nothing."""
    assert [] == await caught_up(kept(), [])


async def test_a_labelled_answer_is_marked_as_a_whole() -> None:
    """What is ready and what is fetched make one labelled answer."""

    class Marks(PlainDialect):
        def label(self, label: str, lines: bytes) -> bytes:
            return f"<{label}>".encode() + lines + b"</>"

    async def fetched() -> bytes:
        return b"two "

    dialect = Marks(PlainDialects(locale.load(), datetime.UTC), "en", crlf=False)
    assert await labelled(dialect, "L", [b"one ", fetched, b"three"]) == b"<L>one two three</>"


@pytest.mark.parametrize(
    ("limit", "found"), [(1, [5]), (2, [4, 5]), (3, [4, 5, 6]), (6, [2, 3, 4, 5, 6, 7]), (20, [*range(1, 8)]), (0, [])]
)
async def test_a_page_around_an_event_has_it_in_the_middle(limit: int, found: list[int]) -> None:
    """A page around an event has as many on each side, or more on one if the other has fewer."""
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=LAST, limit=limit, now=0, around=5)
    shown: list[int] = []
    dialect: Any = SimpleNamespace(playback=True, page=lambda _, events: shown.extend(event.id for event in events))
    await history_page(Archive(kept(*[said(number, "x") for number in range(1, 8)])), dialect, page)
    assert found == shown


async def test_targets_are_called_as_they_call_each_other() -> None:
    """A target is a room by its name, or a conversation by that of the other one."""
    anna, boris = replace(ANNA, identity="~1"), replace(BORIS, identity="~2")
    history = kept(
        said(first_id(1), "x", "#a"),
        replace(said(first_id(2), "x", "~1 ~2", source=boris), target="anna"),
        replace(said(first_id(3), "x", "~1 ~3", source=anna), target="carl"),
    )
    page = ev.TargetsPage(rooms=("#a",), identity="~1", after=0, before=LAST, limit=9, forward=True)
    shown: list[tuple[str, int]] = []
    dialect: Any = SimpleNamespace(targets=shown.extend)
    await targets(Archive(history), dialect, page)
    assert [("#a", 1), ("boris", 2), ("carl", 3)] == shown


async def test_targets_that_cannot_be_read() -> None:
    """The asker is told that targets cannot be read."""
    page = ev.TargetsPage(rooms=("#a",), identity="~1", after=0, before=LAST, limit=9, forward=True)
    answer = await targets(Archive(Unreadable()), plain(), page)
    assert answer == b"History cannot be read just now. Try again in a moment.\n"


async def test_a_room_had_another_name_then() -> None:
    """What was said in a room under another name is told under the name that it has now."""
    page = ev.Page(place="#new", target="#new", after=0, before=LAST, limit=5, now=0)
    history = MemoryHistory()
    history.commit([said(first_id(60_000), "a", "#old")], [Moved(key="#old", to="#new")])
    assert f"[00:01 {short(first_id(60_000))}] [#new] anna: a\n".encode() == await history_page(
        Archive(history), plain(), page
    )


def sought(text: str) -> ev.SearchPage:
    phrases = parse_search(text).phrases
    return ev.SearchPage(rooms=("#lobby",), identity="", phrases=phrases, nick="", after=0, before=LAST, limit=9, now=0)


async def test_what_is_looked_for_is_found_and_told() -> None:
    """What a search found is told in its place, with times and names."""
    history = kept(said(first_id(60_000), "a cup of tea"), said(first_id(120_000), "coffee"))
    told = (await search_page(Archive(history), plain(), sought("tea"))).decode()
    assert told == f"[00:01 {short(first_id(60_000))}] anna: a cup of tea\n"


async def test_a_search_that_cannot_be_made() -> None:
    """The asker is told that a search cannot be made."""
    answer = await search_page(Archive(Unreadable()), plain(), sought("tea"))
    assert answer == b"Nothing can be searched just now. Try again in a moment.\n"


async def test_an_event_is_found_for_the_hub() -> None:
    """An event is found by its name; that there is none, and that nobody can tell, are different answers."""
    event = said(7, "a")
    assert Found(event=event) == await find(Archive(kept(event)), replies.Find(place="#lobby", name=short(7)))
    assert Found() == await find(Archive(kept(event)), replies.Find(place="#lobby", name="zzzz"))
    assert Found(failed=True) == await find(Archive(Unreadable()), replies.Find(place="#lobby", name="zzzz"))


async def test_who_comes_back_is_shown_what_was_said_to_them() -> None:
    """Who comes back is shown what others said to them, conversation by conversation."""
    olga, anna, boris = replace(ANNA, identity="olga"), replace(ANNA, identity="~1"), replace(BORIS, identity="~2")
    history = kept(
        replace(said(first_id(1), "old", "olga ~1", source=anna), target="Olga"),
        replace(said(first_id(60_000), "hi", "olga ~1", source=anna), target="Olga"),
        replace(said(first_id(60_001), "me", "olga ~1", source=olga), target="anna"),
        replace(said(first_id(60_002), "tea?", "olga ~2", source=boris), target="Olga"),
        replace(said(first_id(60_003), "mine", "olga ~3", source=olga), target="carl"),
    )
    page = ev.OfflineMessagesPage(identity="olga", after=first_id(2), before=LAST, now=0)
    shown = (await offline_messages(Archive(history), plain(), page)).decode().splitlines()
    assert ["[00:01] (private) anna: hi", "[00:01] (private) boris: tea?"] == shown
    answer = await offline_messages(Archive(Unreadable()), plain(), page)
    assert answer == b"History cannot be read just now. Try again in a moment.\n"


async def test_who_can_ask_for_history_is_shown_what_nobody_can_ask_for() -> None:
    """Who can ask for history is shown words of visitors who are gone, and cannot be named."""
    anna, boris = replace(ANNA, identity="anna", account="anna"), replace(BORIS, identity="~2")
    history = kept(
        replace(said(first_id(60_000), "hi", "anna olga", source=anna), target="Olga"),
        replace(said(first_id(60_002), "tea?", "olga ~2", source=boris), target="Olga"),
    )
    page = ev.OfflineMessagesPage(identity="olga", after=first_id(2), before=LAST, now=0)
    dialect: Any = SimpleNamespace(asks=True, page=lambda page, events: f"{page.target} {len(events)};".encode())
    assert b"boris 1;" == await offline_messages(Archive(history), dialect, page)
    dialect.asks = False
    assert b"anna 1;boris 1;" == await offline_messages(Archive(history), dialect, page)


async def test_what_ignored_people_said_is_nowhere() -> None:
    """What ignored people said is in no page, search, or what waited; alone it makes no talk."""
    anna, boris = replace(ANNA, identity="~1"), replace(BORIS, identity="~2")
    history = kept(
        said(first_id(60_000), "tea?", source=anna),
        said(first_id(60_001), "tea!", source=boris),
        replace(said(first_id(60_002), "psst", "olga ~2", source=boris), target="Olga"),
        replace(said(first_id(60_003), "hi", "olga ~1", source=anna), target="Olga"),
    )
    without = frozenset({"~2"})
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=LAST, limit=5, now=0, without=without)
    letters = ev.OfflineMessagesPage(identity="olga", after=0, before=LAST, now=0, without=without)
    archive = Archive(history)
    name = short(first_id(60_000))
    assert f"[00:01 {name}] anna: tea?\n".encode() == await history_page(archive, plain(), page)
    assert f"[00:01 {name}] anna: tea?\n".encode() == await search_page(
        archive, plain(), replace(sought("tea"), without=without)
    )
    assert b"[00:01] (private) anna: hi\n" == await offline_messages(archive, plain(), letters)
    talk = ev.TargetsPage(
        rooms=("#lobby",), identity="olga", after=0, before=LAST, limit=9, forward=True, without=without
    )
    shown: list[tuple[str, int]] = []
    dialect: Any = SimpleNamespace(targets=shown.extend)
    await targets(archive, dialect, talk)
    assert [("#lobby", 60_000), ("anna", 60_003)] == shown
