"""What is new in each room, and what is shown at once."""

from typing import Any

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.windows import _MOST_PRIVATE, KEPT, Windows


def item(text: str = "hi", place: str = "#dev", *, kind: ItemKind = ItemKind.SAID, **more: object) -> Item:
    """Give what bob has said in #dev."""
    fields = {"kind": kind, "text": text, "at": 1, "nick": "bob", "place": place, **more}
    return Item(**fields)  # type: ignore[arg-type]


def private(text: str = "psst", name: str = "bob", **more: Any) -> Item:
    """Give what bob has said to anna."""
    return item(text, name, private=True, **more)


@pytest.fixture
def windows() -> Windows:
    """Give two windows, with the person in #lobby."""
    windows = Windows()
    windows.keep_rooms(["#lobby", "#dev"])
    windows.switch_to("#lobby", 1)
    return windows


def take(windows: Windows, *items: Item) -> list[Item]:
    """Give what somebody in #lobby is shown at once."""
    return [shown for item in items for shown in windows.add(item, "#lobby")]


def new(windows: Windows) -> list[tuple[str, int, int]]:
    """Give what is new, and how much of it calls the person."""
    return [(window.name, window.unread, window.highlights) for window in windows.all]


def texts(items: list[Item]) -> list[str]:
    return [item.text for item in items]


def test_the_active_room_is_shown_at_once(windows: Windows) -> None:
    """The active room is shown at once, however its name is written; and so is what belongs nowhere."""
    assert texts(take(windows, item("a", "#LOBBY"), item("b", "", kind=ItemKind.INFO))) == ["a", "b"]
    assert new(windows) == [("#lobby", 0, 0), ("#dev", 0, 0)]


def test_another_room_is_counted_and_shown_on_entering(windows: Windows) -> None:
    """What is new in another room is counted, and shown below a mark on entering."""
    assert take(windows, item("one"), item("two")) == []
    assert new(windows)[1] == ("#dev", 2, 0)
    assert texts(windows.switch_to("#dev", 1)) == ["new in #dev", "one", "two"]
    assert new(windows)[1] == ("#dev", 0, 0)
    assert windows.switch_to("#dev", 1) == []
    windows.switch_to("#lobby", 1)
    assert windows.switch_to("#dev", 1) == []


def test_comings_and_goings_are_kept_and_not_counted(windows: Windows) -> None:
    """Comings and goings elsewhere are kept and not counted."""
    take(windows, item("has joined", kind=ItemKind.EVENT))
    assert new(windows)[1] == ("#dev", 0, 0)
    assert texts(windows.switch_to("#dev", 1)) == ["new in #dev", "has joined"]


def test_a_mention_is_shown_at_once_and_in_its_place(windows: Windows) -> None:
    """A mention elsewhere is shown at once with its room and a sound, and again in its place on entering."""
    (shown,) = take(windows, item("one"), item("anna!", mention=True), item("two"))
    assert (shown.text, shown.elsewhere, shown.alert) == ("anna!", True, True)
    assert new(windows)[1] == ("#dev", 3, 1)
    again = windows.switch_to("#dev", 1)
    assert texts(again) == ["new in #dev", "one", "anna!", "two"]
    assert not any(item.elsewhere or item.alert for item in again)


def test_a_mention_where_one_looks_makes_a_sound_too(windows: Windows) -> None:
    """A mention where one looks makes a sound too: the eyes may be elsewhere."""
    assert [shown.alert for shown in take(windows, item(place="#lobby", mention=True), item(place="#lobby"))] == [1, 0]


def test_private_words_are_shown_at_once_and_once(windows: Windows) -> None:
    """Private words open a conversation, and count until one goes there or answers."""
    (shown,) = take(windows, private())
    assert (shown.elsewhere, shown.alert) == (True, True)
    assert new(windows)[2] == ("bob", 1, 1)
    assert windows.switch_to("bob", 1) == []
    assert new(windows)[2] == ("bob", 0, 0)


def test_an_answer_means_that_it_was_read(windows: Windows) -> None:
    """An answer means that a conversation was read, also from another room."""
    shown = take(windows, private(), private("hi bob", mine=True, nick="anna"))
    assert [item.elsewhere for item in shown] == [True, True]
    assert new(windows)[2] == ("bob", 0, 0)


def test_in_the_conversation_itself_there_is_no_sound(windows: Windows) -> None:
    """Private words make no sound in the conversation that one reads."""
    windows.open("bob")
    (shown,) = windows.add(private(), "bob")
    assert (shown.elsewhere, shown.alert) == (False, False)


def test_a_notice_opens_no_conversation(windows: Windows) -> None:
    """A notice, which programs send, opens no conversation."""
    (shown,) = take(windows, private(kind=ItemKind.NOTICE))
    assert shown.elsewhere
    assert len(windows.all) == 2


def test_a_notice_is_seen_when_it_is_shown(windows: Windows) -> None:
    """A notice makes no sound and counts nothing, nor is it shown again; an old one waits."""
    windows.open("bob")
    (shown,) = take(windows, private(kind=ItemKind.NOTICE), private("old", kind=ItemKind.NOTICE, old=True))
    assert (shown.elsewhere, shown.alert, new(windows)[2]) == (True, False, ("bob", 0, 0))
    assert texts(windows.switch_to("bob", 1)) == ["old"]


def test_what_is_said_to_a_service_opens_no_conversation(windows: Windows) -> None:
    """What is said to a service is shown and opens no conversation; /query opens one."""
    (shown,) = take(windows, private("help", "NickServ", mine=True))
    assert (shown.elsewhere, len(windows.all)) == (True, 2)


def test_what_one_says_elsewhere_is_shown_at_once(windows: Windows) -> None:
    """What one says elsewhere is shown at once, and is no news."""
    (shown,) = take(windows, item(mine=True))
    assert (shown.elsewhere, shown.alert) == (True, False)
    assert new(windows)[1] == ("#dev", 0, 0)


def test_answers_are_shown_where_they_were_asked_for(windows: Windows) -> None:
    """An answer about another room is shown where it was asked for."""
    (shown,) = take(windows, item("Topic", kind=ItemKind.INFO))
    assert shown.elsewhere


def test_history_is_no_news(windows: Windows) -> None:
    """History from before the person came is shown on entering, above the mark, and makes no sound."""
    assert take(windows, item("old", old=True, mention=True), item("new")) == []
    assert new(windows)[1] == ("#dev", 1, 0)
    assert texts(windows.switch_to("#dev", 1)) == ["old", "new in #dev", "new"]


@pytest.mark.parametrize(("more", "said"), [(1, "1 earlier message: /history"), (5, "5 earlier messages: /history")])
def test_what_is_kept_is_bounded(windows: Windows, more: int, said: str) -> None:
    """What is kept for a room is bounded; what is too much is counted, and history has it."""
    take(windows, *(item(str(number)) for number in range(KEPT + more)))
    shown = texts(windows.switch_to("#dev", 1))
    assert shown[:3] == [said, "new in #dev", str(more)]
    assert len(shown) == KEPT + 2


def test_a_room_that_is_left_is_forgotten(windows: Windows) -> None:
    """The numbers of others follow when a room is left; private conversations stay."""
    take(windows, item(), private())
    windows.keep_rooms(["#lobby"])
    assert new(windows) == [("#lobby", 0, 0), ("bob", 1, 1)]
    windows.keep_rooms(["#lobby", "#dev"])
    assert windows.switch_to("#dev", 1) == []


def test_what_happens_in_no_open_room_is_shown(windows: Windows) -> None:
    """What happens in no open room is shown rather than lost."""
    (shown,) = take(windows, item(place="#strange"))
    assert shown.elsewhere


def test_a_new_name_keeps_the_conversation(windows: Windows) -> None:
    """A conversation keeps its number under a new name, unless there is one with that name."""
    take(windows, private())
    windows.rename("BOB", "ben")
    assert new(windows)[2] == ("ben", 1, 1)
    windows.open("carl")
    windows.rename("carl", "ben")
    assert [window.name for window in windows.all[2:]] == ["ben", "carl"]


def test_the_next_is_the_one_that_calls(windows: Windows) -> None:
    """The next room is one that calls, then one with news, in order, starting behind the active one."""
    windows.keep_rooms(["#lobby", "#dev", "#x", "#y"])
    assert windows.next_unread("#lobby") is None
    take(windows, item(place="#dev"), item(place="#x"), item(place="#y", mention=True))
    order = []
    active = "#dev"
    windows.switch_to(active, 1)
    while window := windows.next_unread(active):
        active = window.name
        order.append(active)
        windows.switch_to(active, 1)
    assert order == ["#y", "#x"]


def test_the_active_room_is_never_the_next(windows: Windows) -> None:
    """The active room is never the next, though it was counted while another was looked at."""
    take(windows, item())
    assert windows.next_unread("#dev") is None


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
def test_rooms_are_found(windows: Windows, word: str, found: str | None) -> None:
    """A room is found by number, by name with or without its sign, by a beginning that fits one only."""
    windows.open("bob")
    window = windows.find(word)
    assert (window.name if window else None) == found


def test_strangers_cannot_open_conversations_without_end(windows: Windows) -> None:
    """Of too many conversations the oldest makes way, but not the one that is looked at."""
    windows.open("bob")
    windows.switch_to("bob", 1)
    for number in range(_MOST_PRIVATE + 5):
        windows.add(private(name=f"n{number}"), "bob")
    names = [window.name for window in windows.all]
    assert names[:4] == ["#lobby", "#dev", "bob", "n5"]
    assert len(names) == _MOST_PRIVATE + 3
    windows.open("n7")
    assert [window.name for window in windows.all] == names
