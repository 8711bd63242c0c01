"""Being in rooms."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.outcome import Kept
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.names.identity import to_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

OLD_ROOM = RoomRecord(key="#old", name="#Old", created=5, topic="of old", topic_by="bob", topic_at=7)


def refused(reason: Reason, about: str = "", detail: str = "", command: str = "") -> Event:
    return Refused(reason=reason, about=about, detail=detail, command=command)


def test_joining(chat: "Chat") -> None:
    """Everybody there is told of a newcomer, who hears who is there and then what was said before."""
    bob, anna = chat.enter("bob", "#a"), chat.enter("anna")
    joined, _read, members, page = chat.ask(anna, ask.Join(room="#A"))
    assert isinstance(joined, ev.Joined)
    assert ("#a", "#a", "anna", "Anna") == (joined.place, joined.target, joined.source.nick, joined.realname)
    assert [joined] == chat.others_heard(bob)
    assert anna.user is not None
    assert bob.user is not None
    assert (
        ev.MembersListed(room="#a", members=(bob.user.source, anna.user.source), roles=("o", ""), entered=True)
        == members
    )
    assert ev.Page(place="#a", target="#a", after=0, before=joined.id, limit=20, now=chat.now, on_join=True) == page


def test_joining_a_room_with_a_topic(make_chat: type["Chat"]) -> None:
    """A newcomer is shown the topic; a room that was kept is there from the start, under the name that it had."""
    chat = make_chat(Rules(history_on_join=0), [OLD_ROOM])
    told = chat.ask(chat.enter("anna"), ask.Join(room="#OLD"))
    assert [ev.Joined, ev.ReadUpTo, ev.TopicShown, ev.MembersListed] == [type(event) for event in told]
    assert ev.TopicShown(room="#Old", text="of old", by="bob", at=7) == told[2]


@pytest.mark.parametrize("name", ["#lоbby", "#1obby", "#Iobby", "#ОLD", "#οld", "#hеre"])
def test_no_room_is_made_that_looks_like_another(make_chat: type["Chat"], name: str) -> None:
    """Be it kept, with somebody in it, or the lobby, in which nobody is; for that, look-alikes in ASCII count too."""
    chat = make_chat(Rules(), [OLD_ROOM])
    anna = chat.enter("anna", "#here")
    assert [refused(Reason.ROOM_LIKE_ANOTHER, name, command="JOIN")] == chat.ask(anna, ask.Join(room=name))
    assert {"#old", "#here"} == set(chat.hub.state.rooms)


def test_names_of_rooms_that_are_gone_are_free(chat: "Chat") -> None:
    """Whoever has left, renamed, or was taken back: none of them keeps a name, or memory."""
    anna = chat.enter("anna", "#tea", "#b")
    chat.ask(anna, ask.RenameRoom(room="#b", name="#cup"), ask.Leave(room="#tea"))
    for outcome in reversed(chat.outcomes):
        if isinstance(outcome, Kept):
            chat.hub.restore(outcome.before)
    assert ["#b"] == list(chat.hub.state.rooms)
    chat.ask(anna, ask.Leave(room="#b"))
    assert {} == chat.hub.state.room_skeletons._names
    chat.ask(anna, ask.Join(room="#tеa"), ask.Join(room="#сup"))
    assert {"#tеa", "#сup"} == set(chat.hub.state.rooms)


def test_joining_again(chat: "Chat") -> None:
    """Who joins a room again is not told of; but that is where they stand now, and a person is told so."""
    anna = chat.enter("anna", "#a", "#b")
    assert [] == chat.ask(anna, ask.Join(room="#a"))
    assert "#a" == (anna.room and anna.room.key)
    bob = chat.sit_down("bob")
    chat.ask(bob, ask.Join(room="#b"))
    (where,) = chat.ask(bob, ask.Join(room="#lobby"))
    assert isinstance(where, ev.MembersListed)
    assert ("#lobby", True) == (where.room, where.entered)


@pytest.mark.parametrize("name", ["lobby", "#", "#a b", "#" + "x" * 64, "#a\x02b"])
def test_rooms_that_cannot_be(chat: "Chat", name: str) -> None:
    """A room whose name cannot be is refused, and not made."""
    anna = chat.enter("anna")
    assert [refused(Reason.ROOM_NAME, name, name, "JOIN")] == chat.ask(anna, ask.Join(room=name))
    assert {} == chat.hub.state.rooms


def test_the_most_rooms(chat: "Chat") -> None:
    """One room too many is refused and not made; one in which one is already is no more."""
    anna = chat.enter("anna", "#a", "#b", "#c")
    assert [refused(Reason.TOO_MANY_ROOMS, "#d", "3", "JOIN")] == chat.ask(anna, ask.Join(room="#d"))
    assert [] == chat.ask(anna, ask.Join(room="#a"))
    assert {"#a", "#b", "#c"} == set(chat.hub.state.rooms)


def test_leaving(chat: "Chat") -> None:
    """The others are told who leaves, and so is whoever leaves; they stand in the room they came to last before."""
    anna, bob = chat.enter("anna", "#a", "#b", "#c"), chat.enter("bob", "#b")
    chat.ask(anna, ask.Join(room="#b"))
    (left,) = chat.ask(anna, ask.Leave(reason="\x1b[1mbored"))
    assert isinstance(left, ev.Left)
    assert ("#b", "#b", "anna", "bored") == (left.place, left.target, left.source.nick, left.reason)
    assert [left] == chat.others_heard(bob)
    assert "#c" == (anna.room and anna.room.key)
    assert bob.user is not None
    assert [bob.user] == list(chat.hub.state.rooms["#b"].members)


def test_leaving_another_room_than_where_one_stands(chat: "Chat") -> None:
    """Who leaves another room stays where they stand."""
    anna = chat.enter("anna", "#a", "#b")
    chat.ask(anna, ask.Leave(room="#A"))
    assert "#b" == (anna.room and anna.room.key)


def test_a_person_is_told_where_they_stand_now(chat: "Chat") -> None:
    """A person who leaves is told where they stand now, or that it is nowhere."""
    bob = chat.sit_down("bob")
    chat.ask(bob, ask.Join(room="#a"))
    left, where = chat.ask(bob, ask.Leave())
    assert isinstance(left, ev.Left)
    assert isinstance(where, ev.MembersListed)
    assert ("#a", "#lobby", True) == (left.target, where.room, where.entered)
    left, nowhere = chat.ask(bob, ask.Leave())
    assert isinstance(left, ev.Left)
    assert refused(Reason.NO_ROOM) == nowhere
    assert bob.room is None


def test_an_empty_room_is_forgotten(chat: "Chat") -> None:
    """An empty room is forgotten unless it has a topic, which would be lost."""
    anna = chat.enter("anna", "#a", "#b")
    chat.ask(anna, ask.Topic(room="#b", text="kept"), ask.Leave(room="#a"), ask.Leave(room="#b"))
    assert ["#b"] == list(chat.hub.state.rooms)


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (ask.Leave(room="#a"), refused(Reason.NOT_IN_ROOM, "#a", command="PART")),
        (ask.Leave(room="#x\x1b[1m"), refused(Reason.NO_SUCH_ROOM, "#x", command="PART")),
        (ask.Leave(), refused(Reason.NO_ROOM, command="PART")),
        (ask.Topic(room="#a"), refused(Reason.NOT_IN_ROOM, "#a", command="TOPIC")),
        (ask.Topic(room="#a", text="x"), refused(Reason.NOT_IN_ROOM, "#a", command="TOPIC")),
        (ask.Topic(room="#x", text="x"), refused(Reason.NO_SUCH_ROOM, "#x", command="TOPIC")),
        (ask.Topic(text="x"), refused(Reason.NO_ROOM, command="TOPIC")),
        (ask.Names(), refused(Reason.NO_ROOM, command="NAMES")),
        (ask.RoomModes(room="#x"), refused(Reason.NO_SUCH_ROOM, "#x", command="MODE")),
    ],
)
def test_refusals(chat: "Chat", request_: Request, refusal: Event) -> None:
    """Somebody who is in no room can neither leave it nor see or set its topic."""
    bob, anna = chat.enter("bob", "#a"), chat.enter("anna")
    assert [refusal] == chat.ask(anna, request_)
    assert [] == chat.others_heard(bob)
    assert "" == chat.hub.state.rooms["#a"].record.topic


def test_topics(chat: "Chat") -> None:
    """A topic is set before all, cleaned and cut; kept; and shown with who set it and when."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    (changed,) = chat.ask(anna, ask.Topic(room="#a", text="\x1b[1m" + "я" * 200))
    assert isinstance(changed, ev.TopicChanged)
    assert ("#a", "#a", "я" * 150) == (changed.place, changed.target, changed.text)
    assert [changed] == chat.others_heard(bob)
    now = chat.now
    record = RoomRecord(key="#a", name="#a", created=now, topic="я" * 150, topic_by="anna", topic_at=now)
    assert [record] == [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]
    assert [ev.TopicShown(room="#a", text="я" * 150, by="anna", at=now)] == chat.ask(bob, ask.Topic())


def test_no_topic(chat: "Chat") -> None:
    """An empty topic takes the topic away."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, ask.Topic(text="x"), ask.Topic(text=""))
    (shown,) = chat.ask(anna, ask.Topic())
    assert isinstance(shown, ev.TopicShown)
    assert "" == shown.text


def test_names(chat: "Chat") -> None:
    """Names are of who is in a room, in order of arrival; of where one stands unless a room is named."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a", "#b")
    assert anna.user is not None
    assert bob.user is not None
    both = ev.MembersListed(room="#a", members=(anna.user.source, bob.user.source), roles=("o", ""))
    assert [both] == chat.ask(anna, ask.Names())
    assert [both] == chat.ask(chat.enter("carl"), ask.Names(room="#A"))
    assert [ev.MembersListed(room="#b", members=(bob.user.source,), roles=("o",))] == chat.ask(bob, ask.Names())


def test_names_of_no_room(chat: "Chat") -> None:
    """Names of no room are an empty list to an IRC client; a person is told that there is no such room."""
    assert [ev.MembersListed(room="#x", members=())] == chat.ask(chat.enter("anna"), ask.Names(room="#x\x1b[1m"))
    assert [refused(Reason.NO_SUCH_ROOM, "#x")] == chat.ask(chat.sit_down("bob"), ask.Names(room="#x"))


def test_a_user_is_known_by_an_identity(chat: "Chat") -> None:
    """Everybody has an identity that nobody else ever has, even under the same name."""
    anna = chat.enter("anna")
    assert anna.user is not None
    first = anna.user.identity
    chat.ask(anna, ask.Quit())
    again = chat.enter("anna").user
    assert again is not None
    assert first != again.identity
    assert "~" + to_text(chat.hub.state.last_id) == again.identity
