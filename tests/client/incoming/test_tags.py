"""What is about another message or about somebody."""

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming.apply import apply
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


@pytest.fixture
def model() -> Model:
    """Give a model of anna in #lobby, with bob."""
    model = Model()
    model.expect("#lobby")
    hear(model, ":s 001 anna :Hi", ":anna!a@h JOIN #lobby", ":bob!b@h JOIN #lobby")
    return model


def hear(model: Model, *lines: str) -> list[Item]:
    """Give what there is to show for these lines."""
    return [item for line in lines for item in apply(model, parse(line), 1_000)]


def test_typing(model: Model) -> None:
    """Of others, where they type, until they have said it or left."""
    hear(model, "@+typing=active :bob!b@h TAGMSG #lobby", "@+typing=active :anna!a@h TAGMSG #lobby")
    assert model.typists.at("#lobby", 1_001) == ["bob"]
    hear(model, ":bob!b@h PRIVMSG #lobby :hi")
    assert model.typists.at("#lobby", 1_001) == []
    hear(model, "@+draft/typing=active :bob!b@h TAGMSG anna")
    assert model.typists.at("bob", 1_001) == ["bob"]
    hear(model, "@+typing=active :bob!b@h TAGMSG #lobby", ":bob!b@h PART #lobby")
    assert model.typists.at("#lobby", 1_001) == []


def test_a_reaction(model: Model) -> None:
    """In a message of its own or in one with a text, for those who know none; with an old tag or a new one."""
    for line in (
        "@+draft/react=👍;+draft/reply=7 :bob!b@h TAGMSG #lobby",
        "@+draft/react=👍;+reply=7 :bob!b@h PRIVMSG #lobby :thumbs up",
    ):
        (item,) = hear(model, line)
        assert (item.kind, item.text, item.nick, item.place, item.reply_to) == (
            ItemKind.REACTION,
            "👍",
            "bob",
            "#lobby",
            "7",
        )
        assert not item.news


def test_reactions_between_two(model: Model) -> None:
    """They belong to the other person, whoever reacts."""
    (theirs,) = hear(model, "@+draft/react=👍;+reply=7 :bob!b@h TAGMSG anna")
    (ours,) = hear(model, "@+draft/react=👍;+reply=7 :anna!a@h TAGMSG bob")
    assert [(item.place, item.private, item.mine) for item in (theirs, ours)] == [
        ("bob", True, False),
        ("bob", True, True),
    ]


def test_a_reaction_to_nothing_is_nothing(model: Model) -> None:
    """Nor is an empty one; a very long one is cut."""
    assert (
        hear(model, "@+draft/react=👍 :bob!b@h TAGMSG #lobby", "@+draft/react=;+reply=7 :bob!b@h TAGMSG #lobby") == []
    )
    (item,) = hear(model, f"@+draft/react={'x' * 500};+reply=7 :bob!b@h TAGMSG #lobby")
    assert item.text == "x" * 40


def test_an_answer_knows_its_question(model: Model) -> None:
    """In both spellings of the tag."""
    for tag in ("+reply", "+draft/reply"):
        assert [item.reply_to for item in hear(model, f"@{tag}=7 :bob!b@h PRIVMSG #lobby :yes")] == ["7"]


def test_a_deleted_message(model: Model) -> None:
    """By whom, which one, and why."""
    (item,) = hear(model, ":bob!b@h REDACT #lobby 7 :spam")
    assert (item.kind, item.nick, item.place, item.reply_to, item.text) == (
        ItemKind.DELETED,
        "bob",
        "#lobby",
        "7",
        " (spam)",
    )
    (item,) = hear(model, ":bob!b@h REDACT anna 7")
    assert (item.place, item.text) == ("bob", "")


def test_modes(model: Model) -> None:
    """They change roles, and are told as a sentence where they happen."""
    hear(model, ":s 353 anna = #lobby :@bob anna", ":s 366 anna #lobby :")
    (item,) = hear(model, ":bob!b@h MODE #lobby +o anna")
    assert (item.place, item.nick, item.text) == ("#lobby", "bob", "has made anna an operator")
    assert model.rooms["#lobby"].role("anna") == "@"
    assert [item.text for item in hear(model, ":anna MODE anna :+i")] == ["Your modes: +i"]
    assert [item.text for item in hear(model, ":s MODE #elsewhere +m")] == ["lets only those with a voice speak"]


def test_invitations(model: Model) -> None:
    """One's own says how to follow it; that of another is told in the room."""
    (item,) = hear(model, ":bob!b@h INVITE anna #dev")
    assert (item.text, item.place) == ("bob invites you: /join #dev", "")
    (item,) = hear(model, ":bob!b@h INVITE carl #lobby")
    assert (item.nick, item.text, item.place) == ("bob", "has invited carl", "#lobby")


def test_being_away_is_told_to_those_who_talk_to_them(model: Model) -> None:
    """In a room it would be noise; /who shows it."""
    assert hear(model, ":bob!b@h AWAY :at lunch") == []
    model.active = "bob"
    assert [item.text for item in hear(model, ":bob!b@h AWAY :at lunch", ":bob!b@h AWAY")] == [
        "is away: at lunch",
        "is back",
    ]
    assert model.people.get("bob").away == ""


def test_lists_of_people(model: Model) -> None:
    """The names on coming in have their roles; a WHO is put together at its end."""
    shown = hear(model, ":s 353 anna = #lobby :anna @+bob!b@h", ":s 366 anna #lobby :")
    assert [item.text for item in shown] == ["In #lobby: anna, @bob"]
    assert model.rooms["#lobby"].roles == {"bob": "@+"}
    shown = hear(model, ":s 352 anna #lobby b host s bob H@ :0 Bob B", ":s 315 anna #lobby :End")
    assert [item.text for item in shown] == ["In #lobby: 1 person", "@bob  b@host  (Bob B)"]
