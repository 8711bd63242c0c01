"""Who comes and goes, what a room is called and about, and where one is."""

import pytest

from tests.client.incoming.conftest import hear, texts
from trichat.client.display.item import Change, ItemKind
from trichat.client.model.model import Model


def test_coming_in(model: Model) -> None:
    """Own name, own mask and the members are known, without the signs of their rank or their hosts."""
    room = model.rooms["#lobby"]
    assert (model.nick, model.mask, model.active, room.inside) == ("anna", "anna!a@h", "#lobby", True)
    assert set(room.members.values()) == {"anna", "bob", "carl"}


def test_coming_in_is_shown_once() -> None:
    """Topic and names are shown the first time; when the connection is back nothing is."""
    model = Model()
    model.expect("#lobby")
    joined = (":anna!a@h JOIN #lobby", ":s 332 anna #lobby :News", ":s 353 anna = #lobby :anna", ":s 366 anna #lobby :")
    hear(model, ":irc.x 001 anna :Hi")
    assert texts(hear(model, *joined)) == ["You are in #lobby.", "Topic of #lobby: News", "In #lobby: anna"]
    model.lost()
    assert not model.rooms["#lobby"].inside
    assert hear(model, *joined) == []
    assert texts(hear(model, *joined[2:])) == ["In #lobby: anna"], "asked for by the person"


def test_a_crowd_is_counted() -> None:
    """A thousand names are counted and not shown."""
    model = Model()
    model.expect("#lobby")
    names = " ".join(f"n{number}" for number in range(100))
    hear(model, ":s 001 anna :", ":anna!a@h JOIN #lobby", f":s 353 anna = #lobby :{names}")
    assert texts(hear(model, ":s 366 anna #lobby :")) == ["In #lobby: 100 people"]


def test_who_spoke_last_comes_first(model: Model) -> None:
    """Members who spoke last come first: that is whom one answers. A list of names does not change it."""
    hear(model, ":bob!b@h PRIVMSG #lobby :hi", ":carl!c@h PRIVMSG #lobby :hi", ":bob!b@h PRIVMSG #lobby :you")
    assert model.rooms["#lobby"].latest_first()[:2] == ["bob", "carl"]
    hear(model, ":s 353 anna = #lobby :carl bob dora anna", ":s 366 anna #lobby :")
    assert model.rooms["#lobby"].latest_first()[:2] == ["bob", "carl"]


@pytest.mark.parametrize(
    ("line", "shown", "members"),
    [
        (":dora!d@h JOIN #lobby", "dora has joined", "anna bob carl dora"),
        (":dora!d@h JOIN #lobby acc :Dora", "dora has joined", "anna bob carl dora"),
        (":bob!b@h PART #lobby", "bob has left", "anna carl"),
        (":bob!b@h PART #lobby :bye", "bob has left (bye)", "anna carl"),
        (":bob!b@h QUIT :bye", "bob has left the chat (bye)", "anna carl"),
        (":bob!b@h NICK ben", "bob is ben now", "anna ben carl"),
        (":bob!b@h KICK #lobby carl :spam", "bob has put carl out (spam)", "anna bob"),
        (":bob!b@h TOPIC #lobby :News", "bob has set the topic: News", "anna bob carl"),
        (":bob!b@h TOPIC #lobby :", "bob has taken the topic away", "anna bob carl"),
    ],
)
def test_comings_and_goings(model: Model, line: str, shown: str, members: str) -> None:
    """The members of a room follow the comings and goings that are shown."""
    assert texts(hear(model, line)) == [shown]
    assert " ".join(sorted(model.rooms["#lobby"].members.values())) == members


@pytest.mark.parametrize("line", [":eve!e@h QUIT :bye", ":eve!e@h NICK eva"])
def test_strangers_are_no_news(model: Model, line: str) -> None:
    """Whoever shares no room with us comes and goes unseen."""
    assert hear(model, line) == []


@pytest.mark.parametrize("line", [":bob!b@h QUIT", ":bob!b@h NICK ben"])
def test_a_departure_is_an_event_in_each_room_they_shared(model: Model, line: str) -> None:
    """A departure, or another name, is an event in each room that was shared."""
    hear(model, ":anna!a@h JOIN #two", ":bob!b@h JOIN #two", ":anna!a@h JOIN #three")
    assert [item.place for item in hear(model, line)] == ["#lobby", "#two"]
    assert all("bob" not in room.members for room in model.rooms.values())


def test_a_private_conversation_goes_on_under_a_new_name(model: Model) -> None:
    """What is typed in a private conversation goes to the same person under their new name."""
    model.active = "bob"
    hear(model, ":bob!b@h NICK ben")
    assert model.active == "ben"


def test_comings_and_goings_can_be_told_together(model: Model) -> None:
    """Comings and goings say what they change, so that they can be told together; others do not."""
    lines = (
        ":dora!d@h JOIN #lobby",
        ":dora!d@h NICK dina",
        ":dina!d@h PART #lobby",
        ":bob!b@h QUIT",
        ":carl!c@h TOPIC #lobby :x",
    )
    changes = [Change.JOINED, Change.RENAMED, Change.LEFT, Change.LEFT, Change.NONE]
    items = hear(model, *lines)
    assert [item.change for item in items] == changes
    assert items[1].new_nick == "dina"


def test_joining_and_leaving_moves_the_active_room(model: Model) -> None:
    """Joining switches to the room; leaving goes back to another room, or to none."""
    hear(model, ":anna!a@h JOIN #two")
    assert model.active == "#two"
    assert texts(hear(model, ":anna!a@h PART #two")) == ["You have left #two. You are in #lobby now."]
    assert texts(hear(model, ":anna!a@h PART #LOBBY")) == ["You have left #LOBBY. You are in no room now."]
    assert (model.active, model.rooms) == ("", {})


def test_being_put_out(model: Model) -> None:
    """Being put out is an error to see, and the room is left."""
    (item,) = hear(model, ":bob!b@h KICK #lobby anna :spam")
    assert (item.kind, item.text) == (ItemKind.ERROR, "bob has put you out of #lobby (spam).")
    assert model.active == ""


def test_a_room_that_cannot_be_entered_is_forgotten() -> None:
    """A room that cannot be entered is not joined again after the next connection."""
    model = Model()
    model.expect("#secret")
    (item,) = hear(model, ":s 473 anna #secret :Cannot join channel (+i)")
    assert (item.kind, item.text, model.rooms) == (ItemKind.ERROR, "#secret: Cannot join channel (+i)", {})


def test_such_an_error_about_a_room_one_is_in_changes_nothing(model: Model) -> None:
    """A 403 about a room one is in changes nothing: a server says it of a wrong target too."""
    hear(model, ":s 403 anna #lobby :No such channel")
    assert model.active == "#lobby"


def test_own_rename(model: Model) -> None:
    """The own mask follows a new name: lines are split by its length."""
    assert texts(hear(model, ":anna!a@h NICK annabel")) == ["You are annabel now."]
    assert (model.nick, model.mask) == ("annabel", "annabel!a@h")
    assert "annabel" in model.rooms["#lobby"].members


@pytest.mark.parametrize("name", [":", ":two words", "::x"])
def test_a_room_that_cannot_be_addressed_is_none(model: Model, name: str) -> None:
    """A room that cannot be addressed, into which only a broken server lets one, is none."""
    hear(model, f":anna!a@h JOIN {name}")
    assert model.active == "#lobby"


def test_lists_of_people(model: Model) -> None:
    """Names have their roles on coming in; the answers to a WHO are put together at its end."""
    shown = hear(model, ":s 353 anna = #lobby :anna @+bob!b@h", ":s 366 anna #lobby :")
    assert [item.text for item in shown] == ["In #lobby: anna, @bob"]
    assert model.rooms["#lobby"].roles == {"bob": "@+"}
    shown = hear(model, ":s 352 anna #lobby b host s bob H@ :0 Bob B", ":s 315 anna #lobby :End")
    assert [item.text for item in shown] == ["In #lobby: 1 person", "@bob  b@host  (Bob B)"]


def test_invitations(model: Model) -> None:
    """One's own invitation says how to follow it; that of another is told in the room."""
    (item,) = hear(model, ":bob!b@h INVITE anna #dev")
    assert (item.text, item.place) == ("bob invites you: /join #dev", "")
    (item,) = hear(model, ":bob!b@h INVITE carl #lobby")
    assert (item.nick, item.text, item.place) == ("bob", "has invited carl", "#lobby")


def test_being_away_is_told_to_those_who_talk_to_them(model: Model) -> None:
    """Being away is told in a private conversation only; in a room it would be noise."""
    assert hear(model, ":bob!b@h AWAY :at lunch") == []
    model.active = "bob"
    assert [item.text for item in hear(model, ":bob!b@h AWAY :at lunch", ":bob!b@h AWAY")] == [
        "is away: at lunch",
        "is back",
    ]
    assert model.people.get("bob").away == ""
