"""What somebody said, now or in the past, reactions to it, and who is typing."""

import pytest

from tests.client.incoming.conftest import hear
from trichat.client.display.item import Item, ItemKind
from trichat.client.incoming import messages
from trichat.client.model.model import Model
from trichat.protocols.irc.wire.message import parse


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
    """A private conversation is the place of the other person; what a server says has no place."""
    (item,) = hear(model, "@msgid=7;time=1970-01-01T00:00:09.000Z :" + line)
    expected = Item(kind=kind, text="x", at=9_000, nick=item.nick, place=place, private=private, mine=mine, msgid="7")
    assert item == expected


def test_a_program_s_question_is_seen_for_what_it_is(model: Model) -> None:
    """CTCP is not shown as speech."""
    (item,) = hear(model, ":bob!b@h PRIVMSG anna :\x01VERSION\x01")
    assert (item.kind, item.text) == (ItemKind.NOTICE, "[VERSION] ")


def test_a_mention_is_known(model: Model) -> None:
    """Others' words mention one; one's own mention nobody, nor do those of the server."""
    assert [
        item.mention for item in hear(model, ":bob!b@h PRIVMSG #lobby :ANNA!", ":bob!b@h PRIVMSG #lobby :annabel")
    ] == [True, False]
    assert [item.mention for item in hear(model, ":anna!a@h PRIVMSG #lobby :anna", ":irc.x NOTICE anna :anna")] == [
        False,
        False,
    ]


def test_an_answer_knows_its_question(model: Model) -> None:
    """The question of an answer is known in both spellings of the tag."""
    for tag in ("+reply", "+draft/reply"):
        assert [item.reply_to for item in hear(model, f"@{tag}=7 :bob!b@h PRIVMSG #lobby :yes")] == ["7"]


def test_typing(model: Model) -> None:
    """Others are typing where they type, until they have said it or left."""
    hear(model, "@+typing=active :bob!b@h TAGMSG #lobby", "@+typing=active :anna!a@h TAGMSG #lobby")
    assert model.typists.at("#lobby", 1_001) == ["bob"]
    hear(model, ":bob!b@h PRIVMSG #lobby :hi")
    assert model.typists.at("#lobby", 1_001) == []
    hear(model, "@+draft/typing=active :bob!b@h TAGMSG anna")
    assert model.typists.at("bob", 1_001) == ["bob"]
    hear(model, "@+typing=active :bob!b@h TAGMSG #lobby", ":bob!b@h PART #lobby")
    assert model.typists.at("#lobby", 1_001) == []


def test_a_reaction(model: Model) -> None:
    """A reaction is known in a message of its own or in one with a text, with an old tag or a new one."""
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


def test_a_reaction_that_is_taken_back(model: Model) -> None:
    """It is known as one, now and out of history; who does both at once does neither."""
    line = "@msgid=2;+draft/unreact=👍;+reply=7 :bob!b@h TAGMSG #lobby"
    (item,) = hear(model, line)
    assert (ItemKind.REACTION, "👍", "7", True) == (item.kind, item.text, item.reply_to, item.taken_back)
    assert [] == hear(model, "@+draft/unreact=👍;+draft/react=👍;+reply=7 :bob!b@h TAGMSG #lobby")


def test_reactions_between_two(model: Model) -> None:
    """A private reaction belongs to the other person, whoever reacts."""
    (theirs,) = hear(model, "@+draft/react=👍;+reply=7 :bob!b@h TAGMSG anna")
    (ours,) = hear(model, "@+draft/react=👍;+reply=7 :anna!a@h TAGMSG bob")
    assert [(item.place, item.private, item.mine) for item in (theirs, ours)] == [
        ("bob", True, False),
        ("bob", True, True),
    ]


def test_a_reaction_to_nothing_is_nothing(model: Model) -> None:
    """A reaction to nothing is nothing, nor is an empty one; a very long one is cut."""
    assert (
        hear(model, "@+draft/react=👍 :bob!b@h TAGMSG #lobby", "@+draft/react=;+reply=7 :bob!b@h TAGMSG #lobby") == []
    )
    (item,) = hear(model, f"@+draft/react={'x' * 500};+reply=7 :bob!b@h TAGMSG #lobby")
    assert item.text == "x" * 40


def test_a_deleted_message(model: Model) -> None:
    """A deletion tells by whom, of which message, and why."""
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


def one(model: Model, line: str) -> Item:
    """Give the item that a line of the past makes."""
    (item,) = messages.history_items(model, parse(line), 1)
    return item


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        (ItemKind.SAID, "hello", "@msgid=1 :bob!b@h PRIVMSG #lobby hello"),
        (ItemKind.REACTION, "+1", "@msgid=2;+draft/react=+1;+draft/reply=1 :bob!b@h TAGMSG #lobby"),
        (ItemKind.REACTION, "+1", "@msgid=2;+draft/react=+1;+reply=1 :bob!b@h PRIVMSG #lobby :reacts"),
        (ItemKind.DELETED, " (oops)", "@msgid=3 :bob!b@h REDACT #lobby 1 oops"),
        (ItemKind.EVENT, "has set the topic: tea", "@msgid=4 :bob!b@h TOPIC #lobby tea"),
        (ItemKind.PASSED, "", "@msgid=5 :bob!b@h JOIN #lobby"),
        (ItemKind.PASSED, "", "@msgid=6 :bob!b@h QUIT :bye"),
    ],
)
def test_what_was_said_and_done_is_shown(model: Model, kind: ItemKind, text: str, line: str) -> None:
    """Of history, what was said and done is shown; comings and goings are only counted."""
    item = one(model, line)
    assert (kind, text, "bob") == (item.kind, item.text, item.nick)


def test_nothing_is_learnt_from_the_past(model: Model) -> None:
    """Nothing is learnt from history: whoever came then may be gone now, and the topic another."""
    for line in (":dora!d@h JOIN #lobby", ":dora!d@h TOPIC #lobby tea", ":anna!a@h PART #lobby"):
        messages.history_items(model, parse("@msgid=1 " + line), 1)
    room = model.room("#lobby")
    assert room is not None
    assert (room.topic, "dora" in room.members, room.inside) == ("", False, True)


def test_what_has_no_id_tells_nothing(model: Model) -> None:
    """An event of history without an id counts for nothing: what came after it cannot be asked."""
    assert messages.history_items(model, parse(":bob!b@h JOIN #lobby"), 1) == []
