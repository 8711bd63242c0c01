"""What can be found again."""

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.notes import _REACTIONS, ADDRESSES, KEPT, LISTED, MENTIONS, Notes, RecentMessages
from trichat.errors import UsageError
from trichat.words.record import replace


def said(text: str, **more: object) -> Item:
    """Give what bob has said in #lobby."""
    fields = {"kind": ItemKind.SAID, "text": text, "at": 1, "nick": "bob", "place": "#lobby", **more}
    return Item(**fields)  # type: ignore[arg-type]


def test_mentions_are_kept() -> None:
    """The latest mentions are kept, and no others."""
    notes = Notes()
    for number in range(MENTIONS + 5):
        notes.add(said(f"anna {number}", mention=True))
        notes.add(said("hi"))
        notes.add(said("anna, long ago", mention=True, old=True))
    assert [item.text for item in notes.mentions] == [f"anna {number}" for number in range(5, MENTIONS + 5)]


def test_addresses_keep_their_numbers() -> None:
    """The address that one has read in a list is the one that is opened, though others have come meanwhile."""
    notes = Notes()
    for number in range(1, ADDRESSES + 6):
        notes.add(said(f"https://example.org/{number}"))
    assert [address.number for address in notes.addresses] == list(range(6, ADDRESSES + 6))
    address = notes.address(7)
    assert address is not None
    assert (address.url, address.nick, address.place) == ("https://example.org/7", "bob", "#lobby")
    assert notes.address(1) is None
    assert notes.address(0) == notes.addresses[-1]


def test_an_address_that_is_said_again_is_the_same() -> None:
    """An address that is said again keeps its number."""
    notes = Notes()
    for _ in range(2):
        notes.add(said("https://example.org/a and https://example.org/b"))
    assert [address.number for address in notes.addresses] == [1, 2]


def test_nothing_is_noted_of_what_nobody_said() -> None:
    """Of what nobody said no address is noted."""
    notes = Notes()
    notes.add(said("https://example.org/", kind=ItemKind.INFO))
    assert notes.address(0) is None


def test_an_address_is_clean() -> None:
    """An address is cleaned before it is shown and opened."""
    notes = Notes()
    notes.add(said("https://exa\x1b[31mmple.org/\x02a"))
    assert [address.url for address in notes.addresses] == ["https://example.org/a"]


def test_addresses_are_numbered_where_they_are_said() -> None:
    """A message has the numbers of its addresses, the same one the same number."""
    notes = Notes()
    texts = ("http://a.b and http://c.d", "none", "http://c.d again http://c.d")
    assert [notes.add(said(text)).links for text in texts] == [(1, 2), (), (2,)]


# The last messages, numbered, quoted, counted.


def message(msgid: str, text: str = "hi", nick: str = "bob", **more: object) -> Item:
    """Give a message in #a that can be answered."""
    return said(text, nick=nick, msgid=msgid, **{"place": "#a", **more})


def reaction(to: str, nick: str = "bob", text: str = "👍") -> Item:
    """Give a reaction."""
    return message("", text, nick, kind=ItemKind.REACTION, reply_to=to)


def test_each_message_has_a_number() -> None:
    """A message keeps its number when history shows it again; what has no id cannot be answered and has none."""
    recent = RecentMessages()
    assert [recent.add(message(msgid)).number for msgid in ("x", "y", "x", "")] == [1, 2, 1, 0]
    assert recent.find("2", "#a").msgid == "y"


def test_the_latest_are_offered_first() -> None:
    """The latest messages of this place are offered first, not more than one can look through."""
    recent = RecentMessages()
    for number in range(LISTED + 5):
        recent.add(message(f"m{number}"))
    recent.add(message("elsewhere", place="#b"))
    assert [item.msgid for item in recent.latest("#A")] == [f"m{LISTED + 4 - back}" for back in range(LISTED)]


def test_what_history_shows_later_is_still_older() -> None:
    """What history shows later gets a number, and is the last message of nobody."""
    recent = RecentMessages()
    for msgid, at in (("new", 5), ("same", 5), ("old", 3)):
        recent.add(message(msgid, at=at))
    assert [item.msgid for item in recent.latest("#a")] == ["same", "new", "old"]
    assert (recent.find("bob", "#a").msgid, recent.find("3", "#a").msgid) == ("same", "old")


def test_a_person_stands_for_their_last_message() -> None:
    """A name stands for their last message here, not elsewhere."""
    recent = RecentMessages()
    for item in (message("1"), message("2", nick="carl"), message("3"), message("4", place="#b")):
        recent.add(item)
    assert recent.find("@Bob", "#a").msgid == "3"
    with pytest.raises(UsageError, match="dora has said nothing here lately"):
        recent.find("dora", "#a")
    with pytest.raises(UsageError, match="There is no message 99 any more"):
        recent.find("99", "#a")


def test_what_is_about_a_message_quotes_it() -> None:
    """What is about a message quotes it if it is still known."""
    recent = RecentMessages()
    recent.add(message("x", "what?"))
    answer = recent.add(message("y", "this", "carl", reply_to="x"))
    assert (answer.quoted, answer.quote) == ("bob", "what?")
    assert recent.add(message("z", reply_to="unknown")).quoted == ""


def test_reactions_are_counted() -> None:
    """Each person is counted once for each reaction."""
    recent = RecentMessages()
    recent.add(message("x"))
    takes = [reaction("x"), reaction("x", "carl"), reaction("x", "CARL"), reaction("x", "dora", "🎉")]
    assert [recent.add(item).count for item in takes] == [1, 2, 2, 1]
    assert recent.add(reaction("unknown", "x")).count == 1


def test_reactions_that_are_taken_back() -> None:
    """Count no longer; nor does what was never there."""
    recent = RecentMessages()
    recent.add(message("x"))
    assert 0 == recent.add(replace(reaction("x"), taken_back=True)).count
    for nick in ("bob", "carl"):
        recent.add(reaction("x", nick))
    assert 1 == recent.add(replace(reaction("x", "BOB"), taken_back=True)).count
    assert 2 == recent.add(reaction("x", "dora")).count


def test_nobody_fills_our_memory_with_reactions() -> None:
    """Different reactions are counted up to a bound."""
    recent = RecentMessages()
    recent.add(message("x"))
    for number in range(_REACTIONS):
        recent.add(reaction("x", text=str(number)))
    assert [recent.add(reaction("x", nick, "more")).count for nick in ("a", "b")] == [1, 1]


def test_what_was_deleted_is_quoted_once() -> None:
    """A deleted message is quoted where that is told, and then no more."""
    recent = RecentMessages()
    recent.add(message("x", "oops"))
    delete = message("", "", kind=ItemKind.DELETED, reply_to="x")
    assert [recent.add(delete).quote for _ in range(2)] == ["oops", ""]
    assert recent.latest("#a") == []


def test_the_oldest_are_forgotten() -> None:
    """The oldest messages are forgotten, with all that belongs to them."""
    recent = RecentMessages()
    for number in range(KEPT + 1):
        recent.add(message(f"m{number}"))
    assert recent.add(message("a", reply_to="m0")).quoted == ""
    assert recent.add(message("b", reply_to="m2")).quoted == "bob"
