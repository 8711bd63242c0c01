"""Rooms with other names."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import brief, log_in, mode
from trichat.chat.core.outcome import Dropped, Kept, Moved
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def test_renaming(chat: "Chat") -> None:
    """Everybody there is told of a new name; who and what was there is still there, under the new name only."""
    anna, bob = chat.enter("anna", "#old"), chat.enter("bob", "#a", "#old")
    chat.ask(anna, mode("#old", "+t"), ask.Topic(room="#old", text="x"))
    (renamed,) = chat.ask(anna, ask.RenameRoom(room="#OLD", name="#New", reason="a typo"))
    (heard,) = chat.others_heard(bob)
    assert isinstance(renamed, ev.RoomRenamed)
    assert isinstance(heard, ev.RoomRenamed)
    assert ("anna", "bob", "#old", "#New", "a typo", "x") == (
        heard.source.nick, heard.me.nick, heard.old, heard.new, heard.reason, heard.topic.text,
    )  # fmt: skip
    assert (("anna", "bob"), ("o", "")) == (tuple(source.nick for source in heard.members.members), heard.members.roles)
    assert {"#a", "#new"} == set(chat.hub.state.rooms)
    assert bob.user is not None
    assert ["#a", "#new"] == list(bob.user.rooms)
    assert [ev.Said] == brief(chat.ask(bob, ask.Say(target="#new", text="hi")))
    assert [Reason.NO_SUCH_ROOM] == brief(chat.ask(bob, ask.Say(target="#old", text="hi")))


def test_what_is_kept_of_it(chat: "Chat") -> None:
    """Record and history of a renamed room are under the new key; if that fails, all is as it was."""
    anna = chat.enter("anna", "#old")
    chat.ask(anna, mode("#old", "+t"))
    before = chat.hub.state.rooms["#old"].record
    chat.ask(anna, ask.RenameRoom(room="#old", name="#new"))
    after = chat.hub.state.rooms["#new"].record
    kept = [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]
    assert [Dropped(kind="room", key="#old"), Moved(key="#old", to="#new"), after] == [each.record for each in kept]
    for each in reversed(kept):
        chat.hub.restore(each.before)
    assert ["#old"] == list(chat.hub.state.rooms)
    assert before == chat.hub.state.rooms["#old"].record
    assert anna.user is not None
    assert chat.hub.state.rooms == anna.user.rooms
    chat.hub.restore(Dropped(kind="moved", key="#nothing"))
    assert ["#old"] == list(chat.hub.state.rooms)


def test_the_room_where_one_stands(chat: "Chat") -> None:
    """Who names no room renames the one where they stand."""
    anna = chat.enter("anna", "#old")
    assert [ev.RoomRenamed] == brief(chat.ask(anna, ask.RenameRoom(name="#new")))
    assert ["#new"] == list(chat.hub.state.rooms)


def test_only_the_case_changes(chat: "Chat") -> None:
    """A new name in another case keeps the key; the same name again is nothing."""
    anna = chat.enter("anna", "#old")
    assert [ev.RoomRenamed] == brief(chat.ask(anna, ask.RenameRoom(room="#old", name="#OLD")))
    assert ["#old"] == list(chat.hub.state.rooms)
    assert "#OLD" == chat.hub.state.rooms["#old"].name
    assert [] == chat.ask(anna, ask.RenameRoom(room="#old", name="#OLD"))


@pytest.mark.parametrize(
    ("room", "name", "reason"),
    [
        ("#old", "#TAKEN", Reason.ROOM_NAME_TAKEN),
        ("#old", "#lobby", Reason.ROOM_NAME_TAKEN),
        ("#old", "#lоbby", Reason.ROOM_NAME_LIKE),  # with a Cyrillic letter
        ("#old", "#1obby", Reason.ROOM_NAME_LIKE),
        ("#old", "#tаken", Reason.ROOM_NAME_LIKE),
        ("#old", "no room", Reason.ROOM_NOT_RENAMED),
        ("#x", "#y", Reason.NO_SUCH_ROOM),
        ("#other", "#y", Reason.NOT_IN_ROOM),
        ("#taken", "#y", Reason.NOT_OP),
    ],
)
def test_names_that_a_room_cannot_have(chat: "Chat", room: str, name: str, reason: Reason) -> None:
    """A room gets no name of another, nor one that no room has; and only an op renames it."""
    chat.enter("bob", "#taken", "#other")
    anna = chat.enter("anna", "#old", "#taken")
    assert [reason] == brief(chat.ask(anna, ask.RenameRoom(room=room, name=name)))
    assert {"#old", "#taken", "#other"} == set(chat.hub.state.rooms)


def test_the_lobby_stays(chat: "Chat") -> None:
    """The lobby, where everybody at the plain door begins, keeps its name."""
    anna = chat.enter("anna", "#lobby")
    assert anna.user is not None
    anna.user.modes = frozenset("o")
    assert [Reason.ROOM_NOT_RENAMED] == brief(chat.ask(anna, ask.RenameRoom(room="#lobby", name="#x")))


def test_a_crowd_is_not_moved(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowded room keeps its name: each would be told who all the others are."""
    monkeypatch.setattr("trichat.chat.rooms.renaming._MOST_MEMBERS", 1)
    anna, _ = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert [Reason.ROOM_NOT_RENAMED] == brief(chat.ask(anna, ask.RenameRoom(room="#a", name="#b")))


def test_the_owner_keeps_it(chat: "Chat") -> None:
    """Founder and roles go with a room that is renamed."""
    anna = chat.enter("anna")
    log_in(anna, "anna")
    chat.ask(anna, ask.Join(room="#a"), ask.RenameRoom(room="#a", name="#b"), ask.Leave(room="#b"))
    assert "anna" == chat.hub.state.rooms["#b"].record.founder
