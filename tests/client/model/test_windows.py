"""What is new in each room, and what is shown at once."""

from typing import Any

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.windows import _MOST_TALKS, KEPT, Windows


def item(text: str = "hi", place: str = "#dev", *, kind: ItemKind = ItemKind.SAID, **more: object) -> Item:
    """Give what bob has said in #dev."""
    fields = {"kind": kind, "text": text, "at": 1, "nick": "bob", "place": place, **more}
    return Item(**fields)  # type: ignore[arg-type]


def private(text: str = "psst", name: str = "bob", **more: Any) -> Item:
    """Give what bob has said to anna."""
    return item(text, name, private=True, **more)


@pytest.fixture
def rooms() -> Windows:
    """Give two rooms, with the person in #lobby."""
    rooms = Windows()
    rooms.follow(["#lobby", "#dev"])
    rooms.look("#lobby", 1)
    return rooms


def take(rooms: Windows, *items: Item) -> list[Item]:
    """Give what somebody in #lobby is shown at once."""
    return [shown for item in items for shown in rooms.take(item, "#lobby")]


def new(rooms: Windows) -> list[tuple[str, int, int]]:
    """Give what is new, and how much of it calls the person."""
    return [(entry.name, entry.unread, entry.calls) for entry in rooms.entries]


def texts(items: list[Item]) -> list[str]:
    return [item.text for item in items]


def test_the_active_room_is_shown_at_once(rooms: Windows) -> None:
    """However its name is written; and what belongs nowhere."""
    assert texts(take(rooms, item("a", "#LOBBY"), item("b", "", kind=ItemKind.INFO))) == ["a", "b"]
    assert new(rooms) == [("#lobby", 0, 0), ("#dev", 0, 0)]


def test_another_room_is_counted_and_shown_on_entering(rooms: Windows) -> None:
    """With a mark above; then it is not new any more."""
    assert take(rooms, item("one"), item("two")) == []
    assert new(rooms)[1] == ("#dev", 2, 0)
    assert texts(rooms.look("#dev", 1)) == ["new in #dev", "one", "two"]
    assert new(rooms)[1] == ("#dev", 0, 0)
    assert rooms.look("#dev", 1) == []
    rooms.look("#lobby", 1)
    assert rooms.look("#dev", 1) == []


def test_comings_and_goings_are_kept_and_not_counted(rooms: Windows) -> None:
    """Nobody is called by them."""
    take(rooms, item("has joined", kind=ItemKind.EVENT))
    assert new(rooms)[1] == ("#dev", 0, 0)
    assert texts(rooms.look("#dev", 1)) == ["new in #dev", "has joined"]


def test_a_mention_is_shown_at_once_and_in_its_place(rooms: Windows) -> None:
    """Marked with its room, with a sound; on entering one reads what was said around it."""
    (shown,) = take(rooms, item("one"), item("anna!", mention=True), item("two"))
    assert (shown.text, shown.aside, shown.alert) == ("anna!", True, True)
    assert new(rooms)[1] == ("#dev", 3, 1)
    again = rooms.look("#dev", 1)
    assert texts(again) == ["new in #dev", "one", "anna!", "two"]
    assert not any(item.aside or item.alert for item in again)


def test_a_mention_where_one_looks_makes_a_sound_too(rooms: Windows) -> None:
    """The eyes may be elsewhere."""
    assert [shown.alert for shown in take(rooms, item(place="#lobby", mention=True), item(place="#lobby"))] == [1, 0]


def test_private_words_are_shown_at_once_and_once(rooms: Windows) -> None:
    """They open a conversation, and count until one goes there or answers."""
    (shown,) = take(rooms, private())
    assert (shown.aside, shown.alert) == (True, True)
    assert new(rooms)[2] == ("bob", 1, 1)
    assert rooms.look("bob", 1) == []
    assert new(rooms)[2] == ("bob", 0, 0)


def test_an_answer_means_that_it_was_read(rooms: Windows) -> None:
    """Also from another room."""
    shown = take(rooms, private(), private("hi bob", mine=True, nick="anna"))
    assert [item.aside for item in shown] == [True, True]
    assert new(rooms)[2] == ("bob", 0, 0)


def test_in_the_conversation_itself_there_is_no_sound(rooms: Windows) -> None:
    """One is reading it."""
    rooms.open("bob")
    (shown,) = rooms.take(private(), "bob")
    assert (shown.aside, shown.alert) == (False, False)


def test_a_notice_opens_no_conversation(rooms: Windows) -> None:
    """Programs send them."""
    (shown,) = take(rooms, private(kind=ItemKind.NOTICE))
    assert shown.aside
    assert len(rooms.entries) == 2


def test_a_notice_is_seen_when_it_is_shown(rooms: Windows) -> None:
    """It makes no sound and counts nothing, nor is it shown again; an old one waits."""
    rooms.open("bob")
    (shown,) = take(rooms, private(kind=ItemKind.NOTICE), private("old", kind=ItemKind.NOTICE, old=True))
    assert (shown.aside, shown.alert, new(rooms)[2]) == (True, False, ("bob", 0, 0))
    assert texts(rooms.look("bob", 1)) == ["old"]


def test_what_is_said_to_a_service_opens_no_conversation(rooms: Windows) -> None:
    """It is shown, and /query opens one."""
    (shown,) = take(rooms, private("help", "NickServ", mine=True))
    assert (shown.aside, len(rooms.entries)) == (True, 2)


def test_what_one_says_elsewhere_is_shown_at_once(rooms: Windows) -> None:
    """It is the answer to what was typed; it is no news."""
    (shown,) = take(rooms, item(mine=True))
    assert (shown.aside, shown.alert) == (True, False)
    assert new(rooms)[1] == ("#dev", 0, 0)


def test_answers_are_shown_where_they_were_asked_for(rooms: Windows) -> None:
    """Also about another room."""
    (shown,) = take(rooms, item("Topic", kind=ItemKind.INFO))
    assert shown.aside


def test_history_is_no_news(rooms: Windows) -> None:
    """From before the person came: it is shown on entering, above the mark, and makes no sound."""
    assert take(rooms, item("old", old=True, mention=True), item("new")) == []
    assert new(rooms)[1] == ("#dev", 1, 0)
    assert texts(rooms.look("#dev", 1)) == ["old", "new in #dev", "new"]


@pytest.mark.parametrize(("more", "said"), [(1, "1 earlier message: /history"), (5, "5 earlier messages: /history")])
def test_what_is_kept_is_bounded(rooms: Windows, more: int, said: str) -> None:
    """What is too much is counted, and history has it."""
    take(rooms, *(item(str(number)) for number in range(KEPT + more)))
    shown = texts(rooms.look("#dev", 1))
    assert shown[:3] == [said, "new in #dev", str(more)]
    assert len(shown) == KEPT + 2


def test_a_room_that_is_left_is_forgotten(rooms: Windows) -> None:
    """The numbers of the others follow; private conversations stay."""
    take(rooms, item(), private())
    rooms.follow(["#lobby"])
    assert new(rooms) == [("#lobby", 0, 0), ("bob", 1, 1)]
    rooms.follow(["#lobby", "#dev"])
    assert rooms.look("#dev", 1) == []


def test_what_happens_in_no_open_room_is_shown(rooms: Windows) -> None:
    """Rather than lost."""
    (shown,) = take(rooms, item(place="#strange"))
    assert shown.aside


def test_a_new_name_keeps_the_conversation(rooms: Windows) -> None:
    """With its number, unless there is one with the new name."""
    take(rooms, private())
    rooms.rename("BOB", "ben")
    assert new(rooms)[2] == ("ben", 1, 1)
    rooms.open("carl")
    rooms.rename("carl", "ben")
    assert [entry.name for entry in rooms.entries[2:]] == ["ben", "carl"]


def test_the_next_is_the_one_that_calls(rooms: Windows) -> None:
    """Then those with news, in order, starting behind the active one."""
    rooms.follow(["#lobby", "#dev", "#x", "#y"])
    assert rooms.next("#lobby") is None
    take(rooms, item(place="#dev"), item(place="#x"), item(place="#y", mention=True))
    order = []
    active = "#dev"
    rooms.look(active, 1)
    while entry := rooms.next(active):
        active = entry.name
        order.append(active)
        rooms.look(active, 1)
    assert order == ["#y", "#x"]


def test_the_active_room_is_never_the_next(rooms: Windows) -> None:
    """Though it may have been counted while another was looked at."""
    take(rooms, item())
    assert rooms.next("#dev") is None


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("1", "#lobby"),
        ("2", "#dev"),
        ("3", "bob"),
        ("4", None),
        ("0", None),
        ("#DEV", "#dev"),
        ("dev", "#dev"),
        ("de", "#dev"),
        ("bob", "bob"),
        ("@bob", "bob"),
        ("@dev", None),
        ("x", None),
        ("", None),
    ],
)
def test_rooms_are_found(rooms: Windows, word: str, found: str | None) -> None:
    """By number, by name with or without its sign, by a beginning that fits one only."""
    rooms.open("bob")
    entry = rooms.find(word)
    assert (entry.name if entry else None) == found


def test_strangers_cannot_open_conversations_without_end(rooms: Windows) -> None:
    """The oldest makes way, but not the one that is looked at."""
    rooms.open("bob")
    rooms.look("bob", 1)
    for number in range(_MOST_TALKS + 5):
        rooms.take(private(name=f"n{number}"), "bob")
    names = [entry.name for entry in rooms.entries]
    assert names[:4] == ["#lobby", "#dev", "bob", "n5"]
    assert len(names) == _MOST_TALKS + 3
    rooms.open("n7")
    assert [entry.name for entry in rooms.entries] == names
