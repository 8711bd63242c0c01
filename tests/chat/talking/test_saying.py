"""Saying things, and reading them again."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES, mode
from trichat.chat.core import memory
from trichat.chat.core.outcome import OnFailure, Told
from trichat.chat.core.people import Session
from trichat.chat.hub import Hub
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Kind, Refused
from trichat.words.modes import read
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def refused(reason: Reason, about: str = "", command: str = "PRIVMSG") -> Event:
    return Refused(reason=reason, about=about, command=command)


@pytest.mark.parametrize("kind", Kind)
def test_saying_to_a_room(chat: "Chat", kind: Kind) -> None:
    """What is said to a room, cleaned, is heard by all who are in it, and echoed; nobody else hears it."""
    anna, bob, carl = chat.enter("anna", "#A"), chat.enter("bob", "#a"), chat.enter("carl", "#b")
    (said,) = chat.ask(anna, ask.Say(target="#a", text="\x1b[1mhi\x02", kind=kind))
    assert isinstance(said, ev.Said)
    assert ("#a", "#A", "hi\x02", kind) == (said.place, said.target, said.text, said.kind)
    assert anna.user is not None
    assert anna.user.source == said.source
    assert [said] == chat.others_heard(bob)
    assert [] == chat.others_heard(carl)


def test_saying_to_a_person(chat: "Chat") -> None:
    """A private message is seen by both sides and nobody else; its place is the same whoever speaks."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("Bob", "#a"), chat.enter("carl", "#a")
    (there,) = chat.ask(anna, ask.Say(target="bob", text="hi"))
    assert [there] == chat.others_heard(bob)
    assert [] == chat.others_heard(carl)
    (back,) = chat.ask(bob, ask.Say(target="ANNA", text="hi"))
    (other,) = chat.ask(carl, ask.Say(target="anna", text="hi"))
    assert isinstance(there, ev.Said)
    assert isinstance(back, ev.Said)
    assert isinstance(other, ev.Said)
    assert ("Bob", "anna") == (there.target, back.target)
    assert there.place == back.place != other.place


def test_talking_to_oneself(chat: "Chat") -> None:
    """Who talks to themselves gets an echo and then the message, with one identity."""
    anna = chat.enter("anna")
    echo, said = chat.ask(anna, ask.Say(target="anna", text="hi"))
    assert echo == said
    assert [((), anna), ((anna,), None)] == [(told.audience, told.source) for told in chat.outcomes]  # type: ignore[union-attr]


def test_saying_where_one_stands(chat: "Chat") -> None:
    """Who says something without a target says it where they stand."""
    anna = chat.enter("anna", "#a", "#b")
    (said,) = chat.ask(anna, ask.Say(text="hi"))
    assert isinstance(said, ev.Said)
    assert "#b" == said.target


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (ask.Say(target="xyz\x1b[1m", text="hi"), refused(Reason.NO_SUCH_NAME, "xyz")),
        (ask.Say(target="#xyz", text="hi"), refused(Reason.NO_SUCH_ROOM, "#xyz")),
        (ask.Say(target="#A", text="hi"), refused(Reason.CANNOT_SEND, "#a")),
        (ask.Say(text="hi"), refused(Reason.NO_ROOM)),
        (ask.Say(target="#a", text=""), refused(Reason.NOTHING_TO_SEND)),
        (ask.Say(target="bob", text=" \x1b[1m\n"), refused(Reason.NOTHING_TO_SEND)),
        (ask.Tag(target="#a", tags=(("+x", ""),)), refused(Reason.CANNOT_SEND, "#a")),
        (ask.Tag(target="xyz", tags=(("+x", ""),)), refused(Reason.NO_SUCH_NAME, "xyz")),
    ],
)
def test_refusals(chat: "Chat", request_: Request, refusal: Event) -> None:
    """Nothing is said into a room from outside, nor to nobody, nor nothing; a refusal takes no identity."""
    bob, anna = chat.enter("bob", "#a"), chat.enter("anna")
    last = chat.hub.state.last_id
    assert [refusal] == chat.ask(anna, request_)
    assert [] == chat.others_heard(bob)
    assert last == chat.hub.state.last_id


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.CTCP_REPLY])
@pytest.mark.parametrize(("target", "text"), [("xyz", "hi"), ("#xyz", "hi"), ("#a", "hi"), ("", "hi"), ("bob", " ")])
def test_notices_are_never_answered(chat: "Chat", kind: Kind, target: str, text: str) -> None:
    """A notice is not answered even when it cannot be sent: two programs could answer each other for ever."""
    bob, anna = chat.enter("bob", "#a"), chat.enter("anna")
    assert [] == chat.ask(anna, ask.Say(target=target, text=text, kind=kind))
    assert [] == chat.others_heard(bob)


def test_tags(chat: "Chat") -> None:
    """Tags go with a text or without one; their values are cleaned, and those whose names cannot be seen left out."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    tags = (("+typing", "\x1b[1mactive"), ("+\x01", "x"))
    said, tagged = chat.ask(anna, ask.Say(target="#a", text="hi", tags=tags), ask.Tag(target="#a", tags=tags))
    assert isinstance(said, ev.Said)
    assert isinstance(tagged, ev.Tagged)
    assert (("+typing", "active"),) == said.tags == tagged.tags
    assert ("#a", "#a") == (tagged.place, tagged.target)
    assert [said, tagged] == chat.others_heard(bob)


def test_talking_is_not_idling(chat: "Chat") -> None:
    """Talking ends one's silence; what was refused does not count."""
    anna = chat.enter("anna", "#a")
    assert anna.user is not None
    chat.now += 5_000
    chat.ask(anna, ask.Say(target="#x", text="hi"))
    assert 5_000 == anna.user.as_member(chat.now).idle
    chat.ask(anna, ask.Say(target="#a", text="hi"))
    assert 0 == anna.user.as_member(chat.now).idle


def test_several_lines_are_one_message(chat: "Chat") -> None:
    """In a message of several lines each is cleaned by itself; its breaks, and where the client cut it, stay."""
    anna = chat.enter("anna", "#a")
    (said,) = chat.ask(anna, ask.Say(target="#a", text="a\x1b[1m\nb \rc"))
    assert isinstance(said, ev.Said)
    assert said.text == "a\nb \rc"
    assert [refused(Reason.NOTHING_TO_SEND)] == chat.ask(anna, ask.Say(target="#a", text=" \n\r\n"))


@pytest.mark.parametrize(
    ("kind", "around"),
    [
        (Kind.MESSAGE, "PRIVMSG #lobby :"),
        (Kind.ACTION, "PRIVMSG #lobby :\x01ACTION \x01"),
        (Kind.CTCP, "PRIVMSG #lobby :\x01\x01"),
        (Kind.NOTICE, "NOTICE #lobby :"),
    ],
)
def test_a_line_that_would_not_reach_irc_clients_as_one(chat: "Chat", kind: Kind, around: str) -> None:
    """A line too long for IRC is refused to an IRC client; a person's, or a batch, is cut by the server."""
    anna, bob = chat.enter("anna", "#lobby"), chat.sit_down("bob")
    longest = 510 - len(f":anna!user@localhost {around}")
    (said,) = chat.ask(anna, ask.Say(target="#lobby", text="x" * longest, kind=kind))
    assert isinstance(said, ev.Said)
    for text in ("x" * (longest + 1), "ж" * (longest // 2 + 1)):
        assert [refused(Reason.LINE_TOO_LONG)] == chat.ask(anna, ask.Say(target="#lobby", text=text, kind=kind))
        for session, by in ((anna, f"{text}\nx"), (bob, text)):
            (said,) = chat.ask(session, ask.Say(target="#lobby", text=by))
            assert isinstance(said, ev.Said)


def test_what_history_does_not_keep(chat: "Chat") -> None:
    """What is said where nothing is to be kept is not kept."""
    bob = chat.enter("bob", "#a")
    room = chat.hub.state.rooms["#a"]
    room.record = replace(room.record, modes=(("H", "off"), ("n", "")))
    (said,) = chat.ask(bob, ask.Say(target="#a", text="hi"))
    assert isinstance(said, ev.Said)
    assert said.place == ""


def test_what_happens_where_history_is_off(chat: "Chat") -> None:
    """Where no history is kept, who comes, goes, leads or is renamed is not kept either; elsewhere it is."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a", "#b")
    chat.ask(anna, ask.RoomModes(room="#a", changes=read(["+H", "off"])))
    carl = chat.enter("carl", "#b")
    requests: list[tuple[Session, Request]] = [
        (carl, ask.Join(room="#a")),
        (anna, ask.Topic(room="#a", text="tea")),
        (anna, ask.RoomModes(room="#a", changes=read(["+v", "carl"]))),
        (anna, ask.Kick(room="#a", name="carl")),
        (bob, ask.Leave(room="#a")),
        (anna, ask.Rename(name="anya")),
        (anna, ask.Quit()),
    ]
    outcomes = chat.run([(session, [request]) for session, request in requests])
    happened = [each.event for each in outcomes if isinstance(each, Told)]
    kinds = [ev.Joined, ev.TopicChanged, ev.ModesChanged, ev.Kicked, ev.Left, ev.Renamed, ev.Departed]
    assert kinds == [type(event) for event in happened if not isinstance(event, ev.Act)]
    assert [] == [event for event in happened if not isinstance(event, ev.Act) and event.kept]
    chat.run([(bob, [ask.Rename(name="bert"), ask.Quit()])])
    kept = [each.event for each in chat.outcomes if isinstance(each, Told)]
    assert [(("#b", "#b"),)] * 2 == [event.places for event in kept if isinstance(event, (ev.Renamed, ev.Departed))]
    assert all(event.kept for event in kept)


KEYED = ask.Say(target="#a", text="hi", tags=((ev.KEY, "k1"),))


def keyed(chat: "Chat", session: Session, request: ask.Say = KEYED) -> ev.Said:
    """Say something that has a key; give what is told as new, or as said before."""
    (told,) = chat.ask(session, request)
    if isinstance(told, ev.SaidAlready):
        assert [] == [outcome for outcome in chat.outcomes if isinstance(outcome, Told)]
        return told.said
    assert isinstance(told, ev.Said)
    assert [outcome.event for outcome in chat.outcomes if isinstance(outcome, Told)] == [told]
    return told


def test_what_comes_twice_is_said_once(chat: "Chat") -> None:
    """By the same key from the same person, to the same room, within an hour; it is echoed, and nobody else is told."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    said = keyed(chat, anna)
    assert said is keyed(chat, anna)
    chat.ask(anna, ask.Quit())
    anna = chat.enter("Anna", "#A")
    assert said is keyed(chat, anna), "over another connection"
    assert said is keyed(chat, anna, replace(KEYED, target="#A", text="hi there"))
    others = [keyed(chat, bob), keyed(chat, anna, replace(KEYED, target="bob"))]
    others += [keyed(chat, anna, replace(KEYED, tags=((ev.KEY, key),))) for key in ("k2", "k" * 65, "k" * 65)]
    assert 5 == len({said.id for said in others} - {said.id})
    chat.now += 3_599_999
    assert said is keyed(chat, anna)
    chat.now += 1
    assert said is not keyed(chat, anna)


def test_who_may_not_speak_any_more_has_spoken(chat: "Chat") -> None:
    """A client that did not hear of it is told that it was said, not that it cannot be said now."""
    op, anna = chat.enter("op", "#a"), chat.enter("anna", "#a")
    said = keyed(chat, anna)
    chat.ask(op, mode("#a", "+m"))
    assert said is keyed(chat, anna)


def test_what_could_not_be_stored_was_not_said(chat: "Chat") -> None:
    """The same key says it then."""
    anna = chat.enter("anna", "#a")
    said = keyed(chat, anna)
    (failed,) = [outcome for outcome in chat.outcomes if isinstance(outcome, OnFailure)]
    chat.hub.restore(failed.before)
    assert said is not keyed(chat, anna)


def test_keys_after_a_restart(chat: "Chat") -> None:
    """What history has is known again."""
    said = keyed(chat, chat.enter("anna", "#a"))
    again = Hub(RULES, (), said.id, [said])
    anna, before = Session("localhost"), chat.hub
    chat.hub = again
    chat.ask(anna, ask.Arrive(), ask.Enter(name="anna", username="user"), ask.Join(room="#a"))
    assert said is keyed(chat, anna)
    assert before is not again


def test_there_is_a_most_of_keys(monkeypatch: pytest.MonkeyPatch, chat: "Chat") -> None:
    """Of too many of one person the first is forgotten; of too many in all, those of who spoke longest ago."""
    monkeypatch.setattr(memory, "_KEYS_OF_ONE", 2)
    monkeypatch.setattr(memory, "_KEYS_MOST", 3)
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    said = {key: keyed(chat, anna, replace(KEYED, tags=((ev.KEY, key),))) for key in ("1", "2", "3")}
    known = [said[key] is chat.hub.state.keyed.find("#a", said[key].source, key, chat.now) for key in said]
    assert [False, True, True] == known
    keyed(chat, bob)
    assert said["3"] is keyed(chat, anna, replace(KEYED, tags=((ev.KEY, "3"),)))
    keyed(chat, bob, replace(KEYED, tags=((ev.KEY, "k2"),)))
    assert said["3"] is not keyed(chat, anna, replace(KEYED, tags=((ev.KEY, "3"),)))
