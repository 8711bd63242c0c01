"""Rooms and people that take other names, and what follows them."""

import pytest

from tests.client.conftest import CAPABILITIES, Talk
from trichat.client.conversation.state import State
from trichat.client.settings.table import Settings

RENAMING = f"{CAPABILITIES} draft/channel-rename draft/message-redaction"


@pytest.fixture
def talk(fresh: Talk) -> Talk:
    """Stand in #lobby, where bob has said something, and have #dev and a talk with bob open."""
    fresh.enter(RENAMING)
    fresh.hear(":anna!a@host JOIN #dev")
    fresh.page("#dev")
    fresh.type("/switch lobby")
    fresh.hear("@msgid=m1;time=2026-01-01T00:00:01.000Z :bob!b@h PRIVMSG #lobby :hi", ":bob!b@h PRIVMSG anna :psst")
    fresh.sent()
    fresh.shown()
    return fresh


def test_a_room_that_is_looked_at(talk: Talk) -> None:
    """It stays the same room: its number, who is there, where one is, what was said, nothing of it twice."""
    talk.hear(":irc.x 353 anna = #lobby :anna bob", ":irc.x 366 anna #lobby :End")
    talk.shown()
    talk.hear(":bob!b@h RENAME #Lobby #hall :a typo")
    assert ["bob: has renamed #Lobby: it is #hall now (a typo)"] == talk.shown()
    assert ["#hall", "#dev", "bob"] == [entry.name for entry in talk.windows.all]
    assert ("#hall", ["#hall", "#dev"]) == (talk.model.active, [room.name for room in talk.model.rooms.values()])
    assert {"anna", "bob"} <= set(talk.model.rooms["#hall"].members)
    talk.type("/reply 1 hello")
    assert ["PRIVMSG #hall hello"] == [line.partition(" ")[2] for line in talk.sent()]
    talk.lost(2_000)
    talk.connected(3_000)
    talk.hear(f":irc.x CAP * ACK :{RENAMING}".replace("=100", ""), ":irc.x 001 anna :Hi", ":anna!a@h JOIN #hall")
    assert any(line.startswith("CHATHISTORY AFTER #hall msgid=m1 ") for line in talk.sent())


def test_a_room_elsewhere(talk: Talk) -> None:
    """It is told when one comes there; what waits for it goes to the new name."""
    talk.state = State.OFFLINE
    talk.type("/msg #dev later")
    talk.state = State.ONLINE
    talk.shown()
    talk.hear(":bob!b@h RENAME #dev #work :")
    assert [] == talk.shown()
    assert ["PRIVMSG #work later"] == [line.partition(" ")[2] for line in talk.sent()]
    talk.type("/switch 2")
    assert "bob: has renamed #dev: it is #work now" in talk.shown()


def test_a_room_with_a_key() -> None:
    """The key opens it under its new name too."""
    talk = Talk(Settings(nick="anna", rooms=("#lobby", "#dev sesame")), username="a")
    talk.enter(RENAMING)
    talk.hear(":anna!a@host JOIN #dev", ":bob!b@h RENAME #dev #work :")
    assert {"#lobby": "", "#work": "sesame"} == talk.keys


@pytest.mark.parametrize(
    "line", ["RENAME #nowhere #x :", "RENAME #lobby", "RENAME #lobby bob :", "RENAME #lobby :#a b"]
)
def test_renames_that_say_nothing(talk: Talk, line: str) -> None:
    """One of a room in which one is not, or to what is none, changes nothing."""
    talk.hear(f":irc.x {line}")
    assert ([], "#lobby") == (talk.shown(), talk.model.active)
    assert ["#lobby", "#dev", "bob"] == [entry.name for entry in talk.windows.all]


def test_only_the_case_changes(talk: Talk) -> None:
    """It is the same room, as it is written now."""
    talk.hear(":bob!b@h RENAME #lobby #LOBBY :")
    assert ["bob: has renamed #lobby: it is #LOBBY now"] == talk.shown()
    assert ["#LOBBY", "#dev", "bob"] == [entry.name for entry in talk.windows.all]


def test_somebody_with_whom_one_talks(talk: Talk) -> None:
    """The conversation goes on under the new name, and what they said can be answered."""
    talk.type("/switch bob")
    talk.hear("@msgid=m2 :bob!b@h PRIVMSG anna :well?", ":bob!b@h NICK ben")
    talk.type("/reply bob yes")
    assert ["PRIVMSG ben yes"] == [line.partition(" ")[2] for line in talk.sent()]


def test_renaming_a_room(talk: Talk) -> None:
    """The one that one looks at, unless another is named."""
    talk.type("/rename hall")
    talk.type("/rename dev work")
    assert ["RENAME #lobby #hall", "RENAME #dev #work"] == talk.sent()
    talk.type("/rename a b c")
    assert ["Usage: /rename [ROOM] NEW"] == talk.shown()
