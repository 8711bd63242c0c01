"""Lists that a server sends, and what is said where they are empty."""

import pytest

from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


@pytest.fixture
def model() -> Model:
    """Give one that has come in."""
    model = Model()
    hear(model, ":s 001 anna :Hi", ":s 005 anna CHANMODES=bIe,k,lWH,imnst :are", ":s 422 anna :No MOTD")
    return model


def hear(model: Model, *lines: str) -> list[str]:
    """Give the sentences for what a server sends."""
    return [item.text for line in lines for item in apply(model, parse(line), 1)]


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
    """One with entries is told by them, once each."""
    assert [nothing] == hear(model, f":s {end} :End")
    assert 2 == len(hear(model, f":s {entry}", f":s {entry}", f":s {end} :End"))
    assert [nothing] == hear(model, f":s {end} :End")


def test_no_message_of_the_day() -> None:
    """It is said to one who asks, and not to all who come in."""
    model = Model()
    none = ":s 422 anna :MOTD File is missing"
    assert [] == hear(model, none)
    assert ["This server has no message of the day."] == hear(model, none)
    assert ["Be nice."] == hear(model, ":s 372 anna :- Be nice.", ":s 376 anna :End")
    model.lost()
    assert [] == hear(model, none)


@pytest.mark.parametrize(
    ("modes", "told"),
    [
        ("+nt", "Settings of #a: inside-only, topic-ops (+nt)"),
        ("+nWl 10s 20", "Settings of #a: inside-only, slow 10s, limit 20 (+nWl)"),
        ("+x", "Settings of #a: +x (+x)"),
        ("+", "Settings of #a: none (+)"),
    ],
)
def test_the_settings_of_a_room(model: Model, modes: str, told: str) -> None:
    """By the words that change them, and by their letters."""
    assert [told] == hear(model, f":s 324 anna #a {modes}")
