"""The last messages, numbered, quoted, counted."""

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.notes import _REACTIONS, KEPT, LISTED, RecentMessages
from trichat.errors import UsageError


def said(msgid: str, text: str = "hi", nick: str = "bob", **more: object) -> Item:
    """Give a message in #a."""
    return Item(**{"kind": ItemKind.SAID, "text": text, "at": 1, "nick": nick, "place": "#a", "msgid": msgid, **more})  # type: ignore[arg-type]


def reaction(to: str, nick: str = "bob", text: str = "👍") -> Item:
    """Give a reaction."""
    return said("", text, nick, kind=ItemKind.REACTION, reply_to=to)


def test_each_message_has_a_number() -> None:
    """It stays the same, also when history shows it again; what has no id cannot be answered and has none."""
    recent = RecentMessages()
    assert [recent.add(said(msgid)).number for msgid in ("x", "y", "x", "")] == [1, 2, 1, 0]
    assert recent.find("2", "#a").msgid == "y"


def test_the_latest_are_offered_first() -> None:
    """Of this place, and not more than one can look through."""
    recent = RecentMessages()
    for number in range(LISTED + 5):
        recent.add(said(f"m{number}"))
    recent.add(said("elsewhere", place="#b"))
    assert [item.msgid for item in recent.latest("#A")] == [f"m{LISTED + 4 - back}" for back in range(LISTED)]


def test_what_history_shows_later_is_still_older() -> None:
    """It gets a number, and is the last of nobody."""
    recent = RecentMessages()
    for msgid, at in (("new", 5), ("same", 5), ("old", 3)):
        recent.add(said(msgid, at=at))
    assert [item.msgid for item in recent.latest("#a")] == ["same", "new", "old"]
    assert (recent.find("bob", "#a").msgid, recent.find("3", "#a").msgid) == ("same", "old")


def test_a_person_stands_for_their_last_message() -> None:
    """Here, not elsewhere."""
    recent = RecentMessages()
    for item in (said("1"), said("2", nick="carl"), said("3"), said("4", place="#b")):
        recent.add(item)
    assert recent.find("@Bob", "#a").msgid == "3"
    with pytest.raises(UsageError, match="dora has said nothing here lately"):
        recent.find("dora", "#a")
    with pytest.raises(UsageError, match="There is no message 99 any more"):
        recent.find("99", "#a")


def test_what_is_about_a_message_quotes_it() -> None:
    """If it is still known."""
    recent = RecentMessages()
    recent.add(said("x", "what?"))
    answer = recent.add(said("y", "this", "carl", reply_to="x"))
    assert (answer.quoted, answer.quote) == ("bob", "what?")
    assert recent.add(said("z", reply_to="unknown")).quoted == ""


def test_reactions_are_counted() -> None:
    """Each person once, each reaction by itself."""
    recent = RecentMessages()
    recent.add(said("x"))
    takes = [reaction("x"), reaction("x", "carl"), reaction("x", "CARL"), reaction("x", "dora", "🎉")]
    assert [recent.add(item).count for item in takes] == [1, 2, 2, 1]
    assert recent.add(reaction("unknown", "x")).count == 1


def test_nobody_fills_our_memory_with_reactions() -> None:
    """Different ones are counted up to a bound."""
    recent = RecentMessages()
    recent.add(said("x"))
    for number in range(_REACTIONS):
        recent.add(reaction("x", text=str(number)))
    assert [recent.add(reaction("x", nick, "more")).count for nick in ("a", "b")] == [1, 1]


def test_what_was_deleted_is_quoted_once() -> None:
    """Where it is told, and then no more."""
    recent = RecentMessages()
    recent.add(said("x", "oops"))
    delete = said("", "", kind=ItemKind.DELETED, reply_to="x")
    assert [recent.add(delete).quote for _ in range(2)] == ["oops", ""]
    assert recent.latest("#a") == []


def test_the_oldest_are_forgotten() -> None:
    """With all that belongs to them."""
    recent = RecentMessages()
    for number in range(KEPT + 1):
        recent.add(said(f"m{number}"))
    assert recent.add(said("a", reply_to="m0")).quoted == ""
    assert recent.add(said("b", reply_to="m2")).quoted == "bob"
