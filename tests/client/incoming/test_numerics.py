"""Answers of the server as sentences."""

import pytest

from tests.client.incoming.conftest import hear, texts
from trichat.client.display.item import ItemKind
from trichat.client.incoming.numerics import answer
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        (":s 401 anna bob :No such nick", ItemKind.ERROR, "bob: No such nick"),
        (":s 433 anna bob :In use", ItemKind.ERROR, "The name bob is taken."),
        (":s 322 anna #lobby 3 :News", ItemKind.INFO, "#lobby (3) News"),
        (":s 322 anna #lobby 3 :", ItemKind.INFO, "#lobby (3)"),
        (":s 372 anna :- Hello", ItemKind.INFO, "Hello"),
        (":s 311 anna bob b host * :Bob B", ItemKind.INFO, "bob is b@host: Bob B"),
        (":s 999 anna one two", ItemKind.INFO, "one: two"),
        (":s 378 anna bob :is connecting from x", ItemKind.INFO, "bob is connecting from x"),
        (":s FAIL JOIN X #a :It cannot be.", ItemKind.ERROR, "It cannot be."),
        (":s WARN X Y :Careful.", ItemKind.INFO, "Careful."),
        ("ERROR :Closing link", ItemKind.ERROR, "Closing link"),
        (":s 330 anna bob bobby :is logged in as", ItemKind.INFO, "bob has the account bobby."),
        (":s 367 anna #lobby *!*@spam carl!c@h 1", ItemKind.INFO, "Banned in #lobby: *!*@spam (by carl)"),
        (":s 367 anna #lobby m:*!*@spam carl!c@h 1", ItemKind.INFO, "Muted in #lobby: *!*@spam (by carl)"),
        (":s 336 anna #tea", ItemKind.INFO, "You are invited into #tea."),
        (":s 306 anna :You have been marked", ItemKind.INFO, "You are away now."),
        (":s NEWTHING a b", ItemKind.INFO, "s NEWTHING a b"),
    ],
)
def test_sentences(line: str, kind: ItemKind, text: str) -> None:
    """What a numeric is about stands before what the server says of it; nothing unknown is swallowed."""
    (item,) = answer(parse(line), 1)
    assert (item.kind, item.text) == (kind, text)


@pytest.mark.parametrize("line", [":s 375 anna :MOTD", ":s 266 anna 1 1 :x"])
def test_frames_are_not_shown(line: str) -> None:
    """Ends of lists and statistics, which are for programs, are not shown."""
    assert answer(parse(line), 1) == []


@pytest.mark.parametrize("command", ["301", "311", "317", "319", "322", "324", "352", "433", "FAIL", "MODE", "404"])
def test_nothing_that_is_missing_breaks_it(command: str) -> None:
    """A numeric without any of its parameters is survived, and shown."""
    assert len(answer(parse(command), 1)) == 1


# Lists, and what is said where they are empty.


@pytest.mark.parametrize(
    ("entry", "end", "nothing"),
    [
        ("367 anna #a x!*@*", "368 anna #a", "Nobody is banned in #a."),
        ("348 anna #a x!*@*", "349 anna #a", "#a has no exceptions from bans."),
        ("346 anna #a x!*@*", "347 anna #a", "Nobody is invited for good to #a."),
        ("336 anna #a", "337 anna", "You are invited nowhere."),
    ],
)
def test_an_empty_list_is_said(model: Model, entry: str, end: str, nothing: str) -> None:
    """An empty list is said to be empty; one with entries is told by them, once each."""
    assert [nothing] == texts(hear(model, f":s {end} :End"))
    assert 2 == len(hear(model, f":s {entry}", f":s {entry}", f":s {end} :End"))
    assert [nothing] == texts(hear(model, f":s {end} :End"))


def test_no_message_of_the_day() -> None:
    """That there is no message of the day is said to one who asks, and not to all who come in."""
    model = Model()
    none = ":s 422 anna :MOTD File is missing"
    assert [] == hear(model, none)
    assert ["This server has no message of the day."] == texts(hear(model, none))
    assert ["Be nice."] == texts(hear(model, ":s 372 anna :- Be nice.", ":s 376 anna :End"))
    model.lost()
    assert [] == hear(model, none)
