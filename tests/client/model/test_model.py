"""What the client knows after what it has heard."""

import pytest

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


def hear(model: Model, *lines: str) -> list[Item]:
    """Give what there is to show for these lines."""
    return [item for line in lines for item in apply(model, parse(line), 1_000)]


def texts(items: list[Item]) -> list[str]:
    """Give the items as sentences."""
    return [f"{item.nick} {item.text}".strip() for item in items]


@pytest.fixture
def model() -> Model:
    """Give a model of anna in #lobby, with bob and carl."""
    model = Model()
    model.expect("#lobby")
    hear(model, ":irc.x 001 anna :Hi", ":anna!a@h JOIN #lobby")
    hear(model, ":irc.x 353 anna = #lobby :anna @bob +carl!c@host", ":irc.x 366 anna #lobby :End")
    return model


def test_coming_in(model: Model) -> None:
    """Own name, own mask and the members are known, without the signs of their rank or their hosts."""
    room = model.rooms["#lobby"]
    assert (model.nick, model.mask, model.active, room.inside) == ("anna", "anna!a@h", "#lobby", True)
    assert set(room.members.values()) == {"anna", "bob", "carl"}


def test_coming_in_is_shown_once() -> None:
    """The first time with topic and names; when the connection is back, silently."""
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
    """Nobody wants to read a thousand names."""
    model = Model()
    model.expect("#lobby")
    names = " ".join(f"n{number}" for number in range(100))
    hear(model, ":s 001 anna :", ":anna!a@h JOIN #lobby", f":s 353 anna = #lobby :{names}")
    assert texts(hear(model, ":s 366 anna #lobby :")) == ["In #lobby: 100 people"]


def test_who_spoke_last_comes_first(model: Model) -> None:
    """That is whom one answers; a list of names does not change it."""
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
    """The members follow what is shown."""
    assert texts(hear(model, line)) == [shown]
    assert " ".join(sorted(model.rooms["#lobby"].members.values())) == members


@pytest.mark.parametrize("line", [":eve!e@h QUIT :bye", ":eve!e@h NICK eva"])
def test_strangers_are_no_news(model: Model, line: str) -> None:
    """Whoever shares no room with us comes and goes unseen."""
    assert hear(model, line) == []


@pytest.mark.parametrize("line", [":bob!b@h QUIT", ":bob!b@h NICK ben"])
def test_a_departure_is_an_event_in_each_room_they_shared(model: Model, line: str) -> None:
    """Whichever of them one looks at."""
    hear(model, ":anna!a@h JOIN #two", ":bob!b@h JOIN #two", ":anna!a@h JOIN #three")
    assert [item.place for item in hear(model, line)] == ["#lobby", "#two"]
    assert all("bob" not in room.members for room in model.rooms.values())


def test_a_private_conversation_goes_on_under_a_new_name(model: Model) -> None:
    """What is typed goes to the same person."""
    model.active = "bob"
    hear(model, ":bob!b@h NICK ben")
    assert model.active == "ben"


def test_comings_and_goings_can_be_told_together(model: Model) -> None:
    """They say what they change; the others do not."""
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


def test_a_mention_is_known(model: Model) -> None:
    """One's own words mention nobody, nor does the server."""
    assert [
        item.mention for item in hear(model, ":bob!b@h PRIVMSG #lobby :ANNA!", ":bob!b@h PRIVMSG #lobby :annabel")
    ] == [True, False]
    assert [item.mention for item in hear(model, ":anna!a@h PRIVMSG #lobby :anna", ":irc.x NOTICE anna :anna")] == [
        False,
        False,
    ]


def test_joining_and_leaving_moves_the_active_room(model: Model) -> None:
    """Joining switches; leaving goes back to another room, or to none."""
    hear(model, ":anna!a@h JOIN #two")
    assert model.active == "#two"
    assert texts(hear(model, ":anna!a@h PART #two")) == ["You have left #two. You are in #lobby now."]
    assert texts(hear(model, ":anna!a@h PART #LOBBY")) == ["You have left #LOBBY. You are in no room now."]
    assert (model.active, model.rooms) == ("", {})


def test_being_put_out(model: Model) -> None:
    """It is an error to see, and the room is left."""
    (item,) = hear(model, ":bob!b@h KICK #lobby anna :spam")
    assert (item.kind, item.text) == (ItemKind.ERROR, "bob has put you out of #lobby (spam).")
    assert model.active == ""


def test_a_room_that_cannot_be_entered_is_forgotten() -> None:
    """It is not joined again after the next connection."""
    model = Model()
    model.expect("#secret")
    (item,) = hear(model, ":s 473 anna #secret :Cannot join channel (+i)")
    assert (item.kind, item.text, model.rooms) == (ItemKind.ERROR, "#secret: Cannot join channel (+i)", {})


def test_such_an_error_about_a_room_one_is_in_changes_nothing(model: Model) -> None:
    """A server may say 403 of a wrong target, too."""
    hear(model, ":s 403 anna #lobby :No such channel")
    assert model.active == "#lobby"


def test_own_rename(model: Model) -> None:
    """The mask follows: lines are split by its length."""
    assert texts(hear(model, ":anna!a@h NICK annabel")) == ["You are annabel now."]
    assert (model.nick, model.mask) == ("annabel", "annabel!a@h")
    assert "annabel" in model.rooms["#lobby"].members


@pytest.mark.parametrize(
    ("line", "kind", "place", "private", "mine"),
    [
        ("bob!b@h PRIVMSG #lobby :x", ItemKind.SAID, "#lobby", False, False),
        ("anna!a@h PRIVMSG #lobby :x", ItemKind.SAID, "#lobby", False, True),
        ("bob!b@h PRIVMSG anna :x", ItemKind.SAID, "bob", True, False),
        ("anna!a@h PRIVMSG bob :x", ItemKind.SAID, "bob", True, True),
        ("bob!b@h PRIVMSG #lobby :\x01ACTION x\x01", ItemKind.ACTION, "#lobby", False, False),
        ("bob!b@h NOTICE #lobby :x", ItemKind.NOTICE, "#lobby", False, False),
        ("irc.x NOTICE anna :x", ItemKind.NOTICE, "", False, False),
        ("irc.x NOTICE * :x", ItemKind.NOTICE, "", False, False),
    ],
)
def test_what_is_said(model: Model, line: str, kind: ItemKind, place: str, private: bool, mine: bool) -> None:
    """A private conversation is the place of the other person; a server has none."""
    (item,) = hear(model, "@msgid=7;time=1970-01-01T00:00:09.000Z :" + line)
    expected = Item(kind=kind, text="x", at=9_000, nick=item.nick, place=place, private=private, mine=mine, msgid="7")
    assert item == expected


def test_a_program_s_question_is_seen_for_what_it_is(model: Model) -> None:
    """CTCP is not shown as speech."""
    (item,) = hear(model, ":bob!b@h PRIVMSG anna :\x01VERSION\x01")
    assert (item.kind, item.text) == (ItemKind.NOTICE, "[VERSION] ")


def test_finding_nobody_is_an_answer(model: Model) -> None:
    """A WHO without results would otherwise show nothing at all."""
    assert texts(hear(model, ":s 315 anna x* :End")) == ["Nobody fits x*."]
    found = (":s 352 anna #lobby u host irc.x bob H@ :0 Bob B", ":s 315 anna bob :End")
    assert texts(hear(model, *found)) == ["@bob  u@host  (Bob B)"]


@pytest.mark.parametrize("name", [":", ":two words", "::x"])
def test_a_room_that_cannot_be_addressed_is_none(model: Model, name: str) -> None:
    """Only a broken server lets one into it."""
    hear(model, f":anna!a@h JOIN {name}")
    assert model.active == "#lobby"


def test_limits_of_the_server_are_kept(model: Model) -> None:
    """RPL_ISUPPORT, with and without values."""
    hear(model, ":s 005 anna CHATHISTORY=50 SAFELIST NETWORK=x :are supported")
    assert model.support == {"CHATHISTORY": "50", "SAFELIST": "", "NETWORK": "x"}


@pytest.mark.parametrize("command", ["JOIN", "PART", "KICK", "QUIT", "NICK", "TOPIC", "PRIVMSG", "353", "366", "005"])
def test_nothing_that_is_missing_breaks_it(model: Model, command: str) -> None:
    """A server may be of any quality."""
    for source in (":bob!b@h", ":anna!a@h", ":", ""):
        hear(model, f"{source} {command}".strip())
