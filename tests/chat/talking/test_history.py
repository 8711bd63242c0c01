"""Who may read what was said before."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import first_id
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Span
from trichat.words.text.search import Phrase, parse_search

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def refused(reason: Reason, about: str = "", detail: str = "", command: str = "") -> ev.Refused:
    return ev.Refused(reason=reason, about=about, detail=detail, command=command)


@pytest.mark.parametrize(
    ("span", "bound", "after", "before", "forward"),
    [
        (Span.LATEST, 0, 0, 1, False),
        (Span.LATEST, 5, 5, 1, False),
        (Span.AFTER, 5, 5, 1, True),
        (Span.BEFORE, 5, 0, 5, False),
        (Span.BEFORE, 2**63 - 1, 0, 1, False),
        (Span.AROUND, 5, 0, 1, False),
    ],
)
def test_history(chat: "Chat", span: Span, bound: int, after: int, before: int, forward: bool) -> None:
    """A page ends at this point in the order: what is said behind the request is not in it."""
    anna = chat.enter("anna", "#A")
    page, _ = chat.ask(anna, ask.History(target="#a", span=span, bound=bound, limit=7), ask.Say(target="#a", text="x"))
    end = chat.hub.state.last_id if before == 1 else before
    expected = ev.Page(place="#a", target="#A", after=after, before=end, limit=7, now=chat.now, forward=forward)
    around = bound if span is Span.AROUND else 0
    assert replace(expected, around=around, asked=span.value) == page


@pytest.mark.parametrize(("bound", "end", "forward"), [(5, 9, True), (9, 5, False)])
def test_history_between_two_ids(chat: "Chat", bound: int, end: int, forward: bool) -> None:
    """History between two ids is counted from the first that is named, forwards or backwards in time."""
    anna = chat.enter("anna", "#a")
    (page,) = chat.ask(anna, ask.History(target="#a", span=Span.BETWEEN, bound=bound, end=end))
    assert isinstance(page, ev.Page)
    assert (5, 9, forward) == (page.after, page.before, page.forward)


@pytest.mark.parametrize(("bound", "end", "forward"), [(5, 9, True), (9, 5, False)])
def test_where_there_was_talk(chat: "Chat", bound: int, end: int, forward: bool) -> None:
    """The list of where there was talk has one's own rooms, and conversations of whoever one is, only."""
    chat.enter("bob", "#secret")
    anna = chat.enter("anna", "#a", "#B")
    assert anna.user is not None
    (page,) = chat.ask(anna, ask.Targets(bound=bound, end=end, limit=3))
    assert page == ev.TargetsPage(
        rooms=("#a", "#b"), identity=anna.user.identity, after=5, before=9, limit=3, forward=forward
    )


def test_history_of_a_conversation(chat: "Chat") -> None:
    """Both sides of a conversation read the same place."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    (said,) = chat.ask(anna, ask.Say(target="bob", text="x"))
    (mine,) = chat.ask(anna, ask.History(target="BOB"))
    (theirs,) = chat.ask(bob, ask.History(target="anna"))
    assert isinstance(said, ev.Said)
    assert isinstance(mine, ev.Page)
    assert isinstance(theirs, ev.Page)
    assert said.place == mine.place == theirs.place
    assert ("BOB", "anna") == (mine.target, theirs.target), "as they were asked for"
    assert said.id < mine.before


def test_history_where_a_person_stands(chat: "Chat") -> None:
    """Who has a prompt and names no target reads where they stand; in no room there is nothing."""
    anna = chat.sit_down("anna")
    (page,) = chat.ask(anna, ask.History())
    assert isinstance(page, ev.Page)
    assert ("#lobby", False) == (page.place, page.on_join)
    chat.ask(anna, ask.Leave())
    assert [refused(Reason.NO_ROOM, command="CHATHISTORY")] == chat.ask(anna, ask.History())


@pytest.mark.parametrize(("target", "about"), [("#a", "#a"), ("#x", "#x"), ("xyz\x1b[1m", "xyz"), ("", "")])
def test_history_that_is_not_for_everybody(chat: "Chat", target: str, about: str) -> None:
    """Only members read a room; and which rooms there are cannot be told from the answer."""
    chat.enter("bob", "#a")
    anna = chat.enter("anna", "#b")
    assert [refused(Reason.HISTORY_TARGET, "LATEST", about, "CHATHISTORY")] == chat.ask(
        anna, ask.History(target=target)
    )


def test_a_name_that_is_taken_over_opens_no_old_conversation(chat: "Chat") -> None:
    """Who has a name later is somebody else, and reads nothing of who had it before."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    (said,) = chat.ask(anna, ask.Say(target="bob", text="secret"))
    chat.ask(bob, ask.Quit())
    thief = chat.enter("bob")
    (page,) = chat.ask(thief, ask.History(target="anna"))
    assert isinstance(said, ev.Said)
    assert isinstance(page, ev.Page)
    assert said.place != page.place


# Searching


def search(text: str, **more: int) -> ask.Search:
    return ask.Search(wanted=parse_search(text), **more)


def test_one_searches_where_one_may_read(chat: "Chat") -> None:
    """A search is of one's own rooms and conversations, up to this point in the order."""
    chat.enter("bob", "#secret")
    anna = chat.enter("anna", "#a", "#B")
    assert anna.user is not None
    (page,) = chat.ask(anna, search("tea from:Bob"))
    assert page == ev.SearchPage(
        rooms=("#a", "#b"),
        identity=anna.user.identity,
        phrases=(Phrase(words=("tea",)),),
        nick="bob",
        after=0,
        before=chat.hub.state.last_id + 1,
        limit=20,
        now=chat.now,
    )


def test_one_searches_in_one_place(chat: "Chat") -> None:
    """A search can be of one room, for a person without its `#`, or of one conversation."""
    anna, bob = chat.sit_down("anna"), chat.enter("bob")
    said = chat.ask(bob, ask.Say(target="anna", text="x"))[0]
    (page,) = chat.ask(anna, search("tea in:lobby"))
    assert isinstance(page, ev.SearchPage)
    assert (("#lobby",), "") == (page.rooms, page.identity)
    (page,) = chat.ask(anna, search("tea in:bob"))
    assert isinstance(page, ev.SearchPage)
    assert isinstance(said, ev.Said)
    assert ((said.place,), "") == (page.rooms, page.identity)
    for where in ("#secret", "nobody"):
        room = where if where.startswith("#") else "#" + where
        assert [refused(Reason.HISTORY_TARGET, "", room, "SEARCH")] == chat.ask(anna, search(f"in:{where}"))


def test_one_searches_in_a_span_of_time(chat: "Chat") -> None:
    """Times of a search are in the zone of the reader; from a time on, the first found are meant."""
    anna = chat.enter("anna", "#a")
    chat.now = 1_700_000_000_000 + 3_600_000
    (page,) = chat.ask(anna, search('after:"2023-11-14 22:13" before:61m'))
    assert isinstance(page, ev.SearchPage)
    assert first_id(1_699_999_980_000) - 1 == page.after
    assert first_id(chat.now - 61 * 60_000) == page.before
    (page,) = chat.ask(anna, search("", after=5, before=9))
    assert isinstance(page, ev.SearchPage)
    assert (5, 9, True) == (page.after, page.before, page.forward)


@pytest.mark.parametrize("text", ["before:never", "after:never"])
def test_a_time_that_is_none(chat: "Chat", text: str) -> None:
    """A search by a time that is none is refused."""
    assert [refused(Reason.MOMENT, "never", command="SEARCH")] == chat.ask(chat.enter("anna"), search(text))


def test_nothing_is_looked_for(chat: "Chat") -> None:
    """A search for nothing at all is refused."""
    assert [refused(Reason.SEARCH_NOTHING, command="SEARCH")] == chat.ask(chat.enter("anna"), search("??"))


def test_history_since_a_time(chat: "Chat") -> None:
    """History since a time begins with the first that there was then."""
    anna = chat.sit_down("anna")
    (page,) = chat.ask(anna, ask.Typed(text="/history since 1h"))
    assert isinstance(page, ev.Page)
    assert (first_id(chat.now - 3_600_000) - 1, True, 100) == (page.after, page.forward, page.limit)
    assert [refused(Reason.MOMENT, "never", command="CHATHISTORY")] == chat.ask(
        anna, ask.Typed(text="/history since never")
    )


@pytest.mark.parametrize(
    ("setting", "days", "expected"),
    [(None, 0, None), (None, 30, 30 * 86_400), ("7d", 30, 7 * 86_400), ("7d", 0, 7 * 86_400), ("off", 30, 0)],
)
def test_how_long_history_is_kept(
    make_chat: "type[Chat]", setting: str | None, days: int, expected: int | None
) -> None:
    """History is kept as long as the room says, or else the server; a person who comes in is told."""
    chat = make_chat(Rules(keep_days=days, history_on_disk=True))
    chat.enter("anna", "#a")
    room = chat.hub.state.rooms["#a"]
    room.record = replace(room.record, modes=(("H", setting),) if setting else ())
    assert expected == chat.hub.state.kept_for("#a")
    assert (days * 86_400 or None) == chat.hub.state.kept_for("~1 ~2")
    bob = chat.sit_down("bob")
    told = chat.ask(bob, ask.Join(room="#a"))
    assert ev.RecordingTold(seconds=expected) in told


def test_history_in_memory_is_kept_as_long_as_the_server_runs(make_chat: "type[Chat]") -> None:
    """Who comes in is told that history in memory ends with the server."""
    chat = make_chat(Rules())
    bob = chat.sit_down("bob")
    assert ev.RecordingTold(seconds=None, on_disk=False) in chat.ask(bob, ask.Join(room="#a"))
