"""Comings and goings in one line."""

import pytest

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.display.lines import fold_runs


def event(what: str, place: str = "#lobby") -> Item:
    """Make an event out of `+anna` (joined), `-anna` (left), `anna>dora` (renamed)."""
    old, _, new = what.lstrip("+-").partition(">")
    change = Change.RENAMED if new else Change.JOINED if what[0] == "+" else Change.LEFT
    return Item(kind=ItemKind.EVENT, text=what, at=1, nick=old, place=place, change=change, new_nick=new)


def told(*events: str) -> list[str]:
    """Give the lines that come of these."""
    return [item.text for item in fold_runs(map(event, events))]


@pytest.mark.parametrize(
    ("events", "line"),
    [
        ("+anna +bob", "anna, bob joined"),
        ("+anna +bob -carl dave>dora", "anna, bob joined; carl left; dave is now dora"),
        ("-anna -bob", "anna, bob left"),
        ("+anna -anna", "anna came and went"),
        ("-anna +anna", "anna left and came back"),
        ("+anna anna>dora", "dora joined"),
        ("anna>dora -dora", "anna left"),
        ("anna>dora dora>dina", "anna is now dina"),
        ("anna>anna_ anna_>anna", "nothing has changed"),
        ("anna>ANNA +bob", "bob joined; anna is now ANNA"),
    ],
)
def test_a_run_is_one_sentence(events: str, line: str) -> None:
    """It says what it has come to."""
    assert told(*events.split()) == [line]


def test_one_event_stays_as_it_is() -> None:
    """With its reason, and whatever else is said about it."""
    items = [event("-anna"), Item(kind=ItemKind.SAID, text="x", at=1, place="#lobby"), event("+bob")]
    assert fold_runs(items) == items


def test_a_crowd_is_counted() -> None:
    """Nobody wants to read a hundred names; but one name more is shorter than its count."""
    assert told(*(f"+n{number}" for number in range(100))) == [
        "n0, n1, n2, n3, n4, n5, n6, n7, n8, n9 and 90 more joined"
    ]
    assert told(*(f"+n{number}" for number in range(11)))[0].endswith("n9, n10 joined")


def test_each_room_is_told_by_itself() -> None:
    """Runs end where the room changes, and where something else happens."""
    put_out = Item(kind=ItemKind.EVENT, text="has put carl out", at=1, nick="bob", place="#lobby")
    items = [event("+anna"), event("+bob"), event("+anna", "#dev"), event("+bob", "#dev"), put_out, event("-bob")]
    assert [(item.place, item.text) for item in fold_runs(items)] == [
        ("#lobby", "anna, bob joined"),
        ("#dev", "anna, bob joined"),
        ("#lobby", "has put carl out"),
        ("#lobby", "-bob"),
    ]


def test_it_has_the_time_of_the_last() -> None:
    """As a line that was written then."""
    first, last = event("+anna"), event("+bob")
    assert fold_runs([first, last])[0].at == last.at
