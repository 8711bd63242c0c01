"""Names to begin with."""

import pytest

from trichat.client.settings.names import WrongName, nick, room, rooms, with_names
from trichat.client.settings.table import Settings


def test_names_that_can_be() -> None:
    """A name is taken as the server would show it, a room with its # and its key."""
    assert ["anna", "Аня", "[b]-2"] == [nick(" anna "), nick("Аня"), nick("[b]-2")]
    assert ["#lobby", "#lobby", "&local", "#tea sesame"] == [*map(room, ("lobby", "#lobby", "&local", "tea  sesame"))]
    assert ("#a", "#b", "#c key") == rooms("a,#b, c key,")
    assert () == rooms(" ,")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "'' cannot be your name: it is empty."),
        ("x" * 50, "it is too long, at most 40 bytes."),
        ("#anna", "it begins with '#'. Begin with a letter or a digit."),
        ("an na", "' ' is in it. Letters, digits, - and _ are fine."),
        ("an\x07na", "there is something in it that cannot be seen."),
    ],
)
def test_names_that_nobody_can_have(name: str, sentence: str) -> None:
    """What is wrong with a name is one short sentence."""
    with pytest.raises(WrongName) as caught:
        nick(name)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 150


def test_names_in_settings() -> None:
    """The names in a file are checked as those that are typed; where no IRC is spoken, any may be right."""
    assert Settings(rooms=("#tea", "#dev key")) == with_names(Settings(rooms=("tea", "dev  key")))
    for wrong in (Settings(nick="an na"), Settings(rooms=("",))):
        with pytest.raises(WrongName, match="cannot be"):
            with_names(wrong)
    assert Settings(nick="an na", plain=True) == with_names(Settings(nick="an na", plain=True))


@pytest.mark.parametrize("name", ["", "#", "a:b", "x" * 100, "a\x00b", "a?"])
def test_rooms_that_there_cannot_be(name: str) -> None:
    """What would be right is said."""
    with pytest.raises(WrongName, match="cannot be a room: that is a word as in #lobby, at most 64 bytes"):
        room(name)
