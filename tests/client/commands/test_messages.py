"""Answers, reactions, taking back."""

import pytest

from tests.client.conftest import Talk

ALL = "message-tags batch echo-message labeled-response draft/message-redaction"


@pytest.fixture
def talk(fresh: Talk) -> Talk:
    """Give a conversation in which bob, carl and anna have said something."""
    fresh.enter(ALL)
    fresh.hear(
        "@msgid=b1 :bob!b@h PRIVMSG #lobby :what is it?",
        "@msgid=c1 :carl!c@h PRIVMSG #lobby :hm",
        "@msgid=a1 :anna!a@h PRIVMSG #lobby :let me see",
    )
    fresh.sent()
    fresh.shown()
    return fresh


def tags_and_line(talk: Talk) -> tuple[dict[str, str], str]:
    """Give the one line that has gone out."""
    (line,) = talk.sent()
    section, _, rest = line.removeprefix("@").partition(" ")
    return dict(tag.partition("=")[::2] for tag in section.split(";")), rest


def test_answering(talk: Talk) -> None:
    """A message is answered by number or name, where it was said, in the tags of today and of yesterday."""
    for word, msgid in (("1", "b1"), ("carl", "c1"), ("@bob", "b1")):
        talk.type(f"/reply {word} a test")
        tags, line = tags_and_line(talk)
        assert (tags["+reply"], tags["+draft/reply"], line) == (msgid, msgid, "PRIVMSG #lobby :a test")
    talk.type("/reply 99 hi")
    assert talk.shown()[-1].startswith("There is no message 99 any more")


def test_an_answer_is_shown_with_its_question(talk: Talk) -> None:
    """One's own answer is shown with its question, when the server shows it."""
    talk.hear("@msgid=a2;+reply=b1 :anna!a@h PRIVMSG #lobby :a test")
    item = talk.items[-1]
    assert (item.quoted, item.quote) == ("bob", "what is it?")


def test_what_can_be_answered(talk: Talk) -> None:
    """The last messages are listed, oldest first, with their numbers; to take back, one's own."""
    talk.type("/reply")
    assert talk.shown() == ["1  bob: what is it?", "2  carl: hm", "3  anna: let me see"]
    talk.type("/react")
    assert len(talk.shown()) == 3
    talk.type("/delete")
    assert talk.shown() == ["3  anna: let me see"]
    talk.type("/reply bob")
    assert talk.shown() == ["Usage: /reply [NUMBER or NAME] [TEXT]"]


def test_where_nothing_was_said(fresh: Talk) -> None:
    """Where nothing was said there is nothing to pick."""
    fresh.enter(ALL)
    fresh.shown()
    fresh.type("/reply")
    fresh.type("/react +1")
    assert fresh.shown() == [
        "Nothing has been said here lately that could be picked.",
        "Nobody has said anything here lately.",
    ]


def test_reacting(talk: Talk) -> None:
    """One reacts to the last message of another, or to a named one; by an emoji, its name, or a word."""
    for typed, msgid, reaction in (
        ("/react :tada:", "c1", "🎉"),
        ("/react 1 👍", "b1", "👍"),
        ("/react bob +1", "b1", "👍"),
        ("/react carl lol", "c1", "lol"),
    ):
        talk.type(typed)
        tags, line = tags_and_line(talk)
        assert (tags["+draft/react"], tags["+reply"], tags["+draft/reply"], line) == (
            reaction,
            msgid,
            msgid,
            "TAGMSG #lobby",
        )
    assert talk.shown() == [], "the server shows it"


def test_taking_a_reaction_back(talk: Talk) -> None:
    """One takes back a reaction as one makes it."""
    for typed, msgid in (("/unreact :tada:", "c1"), ("/unreact 1 :tada:", "b1")):
        talk.type(typed)
        tags, line = tags_and_line(talk)
        assert ("TAGMSG #lobby", "🎉", msgid) == (line, tags["+draft/unreact"], tags["+reply"])
        assert "+draft/react" not in tags


def test_a_reaction_without_an_echo(fresh: Talk) -> None:
    """A reaction that will not be echoed is shown at once."""
    fresh.enter("message-tags")
    fresh.hear("@msgid=b1 :bob!b@h PRIVMSG #lobby :what is it?")
    fresh.shown()
    fresh.type("/react 👍")
    assert fresh.shown() == ["anna: 👍"]


def test_taking_back(talk: Talk) -> None:
    """A message is taken back with a reason or without."""
    talk.type("/delete 3")
    talk.type("/delete 3 not so")
    assert talk.sent() == ["REDACT #lobby a1", "REDACT #lobby a1 :not so"]


def test_servers_that_cannot_do_it(fresh: Talk) -> None:
    """One sentence says that a server cannot do it, or that there is no connection."""
    fresh.enter("echo-message")
    fresh.hear("@msgid=b1 :bob!b@h PRIVMSG #lobby :what is it?")
    fresh.shown()
    fresh.type("/react 👍")
    fresh.type("/delete 1")
    assert fresh.shown() == ["This server passes no reactions on.", "This server takes no messages back."]
    fresh.lost(1)
    fresh.type("/react 👍")
    assert fresh.shown()[-1] == "Not connected yet: please try again later."


def test_a_deleted_message_is_blank_where_nobody_has_read_it(talk: Talk) -> None:
    """A message that was deleted in a room not looked at since is shown blank."""
    talk.hear(":anna!a@h JOIN #dev", "@msgid=b2 :bob!b@h PRIVMSG #lobby :oops", ":bob!b@h REDACT #lobby b2")
    talk.shown()
    talk.type("/switch lobby")
    shown = talk.shown()
    assert "bob: (deleted)" in shown
    assert not any("oops" in line for line in shown)
