"""Lists of rooms, and of who is in them."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import mode
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import RoomLine
from trichat.words.requests import Condition

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MINUTE = 60_000


def names(chat: "Chat", request: ask.Rooms) -> list[str]:
    (listed,) = chat.ask(next(iter(chat.hub.state.users.values())).sessions[0], request)
    assert isinstance(listed, ev.RoomsListed)
    return [room.name for room in listed.rooms]


def test_rooms(chat: "Chat") -> None:
    """Rooms are listed the fullest first, then by name; empty ones if something is kept of them; some if asked."""
    anna, bob = chat.enter("anna", "#b", "#a"), chat.enter("bob", "#C", "#b", "#kept")
    chat.ask(bob, ask.Topic(room="#kept", text="x"), ask.Leave(room="#kept"))
    a, b = RoomLine(name="#a", members=1, topic=""), RoomLine(name="#b", members=2, topic="")
    c, kept = RoomLine(name="#C", members=1, topic=""), RoomLine(name="#kept", members=0, topic="x")
    assert [ev.RoomsListed(rooms=(b, a, c, kept))] == chat.ask(anna, ask.Rooms())
    assert ["#b", "#C"] == names(chat, ask.Rooms(masks=("#c", "#B", "#x")))
    assert ["#kept"] == names(chat, ask.Rooms(masks=("*EPT",)))
    assert [] == names(chat, ask.Rooms(masks=("#x",)))


@pytest.mark.parametrize("change", [mode("#a", "+i"), mode("#a", "+k", "sesame"), mode("#a", "+b", "bob")])
def test_the_topic_of_a_room_that_one_could_not_join(chat: "Chat", change: ask.RoomModes) -> None:
    """It is listed for those who are in the room; others see that there is the room, as TOPIC says no more."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob")
    chat.ask(anna, ask.Topic(room="#a", text="x"), change)
    lines = {anna: RoomLine(name="#a", members=1, topic="x"), bob: RoomLine(name="#a", members=1, topic="")}
    for session, line in lines.items():
        assert [ev.RoomsListed(rooms=(line,))] == chat.ask(session, ask.Rooms())


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        ([Condition(about="N", text="#o*")], ["#full", "#new"]),
        ([Condition(about="U", more=True, number=1)], ["#full"]),
        ([Condition(about="U", number=2)], ["#new", "#old"]),
        ([Condition(about="U", number=0)], []),
        ([Condition(about="C", more=True, number=5)], ["#full", "#old"]),
        ([Condition(about="C", number=5)], ["#new"]),
        ([Condition(about="C", more=True, number=5), Condition(about="U", number=2)], ["#old"]),
        ([Condition(about="T", more=True, number=5)], ["#old"]),
        ([Condition(about="T", number=5)], ["#full"]),
    ],
)
def test_conditions(chat: "Chat", conditions: list[Condition], found: list[str]) -> None:
    """A list by mask, people, age, and age of the topic in minutes has the rooms for which all of them hold."""
    anna = chat.enter("anna", "#full", "#old")
    chat.enter("bob", "#full")
    chat.ask(anna, ask.Topic(room="#old", text="x"))
    chat.now += 10 * MINUTE
    chat.ask(anna, ask.Join(room="#new"), ask.Topic(room="#full", text="x"))
    chat.now += MINUTE
    assert found == names(chat, ask.Rooms(conditions=tuple(conditions)))


def test_names_of_several_rooms(chat: "Chat") -> None:
    """Names are given in the order asked for, or of all rooms with somebody in them; secret ones are left out."""
    anna, bob = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#c")
    chat.ask(anna, mode("#a", "+s"))
    (listed,) = chat.ask(bob, ask.NamesOf(rooms=("#B", "#a", "#x\x1b[1m", "#c")))
    assert isinstance(listed, ev.NamesListed)
    assert ("#B,#a,#x,#c", ["#b", "#c"]) == (listed.named, [room.room for room in listed.lists])
    (listed,) = chat.ask(anna, ask.NamesOf())
    assert isinstance(listed, ev.NamesListed)
    assert ("", ["#a", "#b", "#c"]) == (listed.named, [room.room for room in listed.lists])
