"""How far somebody has read."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.rules import Rules
from trichat.chat.people import read_markers
from trichat.chat.people.read_markers import ReadMarker
from trichat.words import events as ev
from trichat.words import requests as ask

if TYPE_CHECKING:
    from tests.chat.conftest import Chat
    from trichat.chat.core.people import Session


def log_in(session: "Session", account: str) -> None:
    """Let somebody be whom an account belongs to, whatever proved it."""
    assert session.user is not None
    session.user.identity = account


def kept(chat: "Chat") -> list[object]:
    return [(outcome.record, outcome.before) for outcome in chat.outcomes if isinstance(outcome, Kept)]


def test_a_marker_only_moves_on(chat: "Chat") -> None:
    """An earlier time is answered with the later one; the future is not read yet."""
    anna = chat.enter("anna", "#a")
    assert [ev.ReadUpTo(target="#A", time=0, asked=True)] == chat.ask(anna, ask.MarkRead(target="#A"))
    for time, expected in ((5, 5), (3, 5), (9, 9), (chat.now + 7, chat.now)):
        told = [ev.ReadUpTo(target="#a", time=expected, asked=True)]
        assert told == chat.ask(anna, ask.MarkRead(target="#a", time=time))
        assert told == chat.ask(anna, ask.MarkRead(target="#a"))


def test_a_marker_is_of_whose_it_is(chat: "Chat") -> None:
    """Nobody else sees a marker; a visit's is gone with the visit, and nothing is kept of it."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.MarkRead(target="bob", time=5))
    assert [] == kept(chat)
    assert [] == chat.others_heard(bob)
    assert [ev.ReadUpTo(target="bob", time=0, asked=True)] == chat.ask(bob, ask.MarkRead(target="bob"))
    chat.ask(anna, ask.Quit())
    assert {} == {identity: known for identity, known in chat.hub.state.read_markers.items() if known}


def test_a_marker_of_an_account_is_kept(chat: "Chat") -> None:
    """An account's marker outlives visits and restarts, and is told on coming in, before the list of members."""
    anna = chat.enter("anna", "#a")
    log_in(anna, "anna")
    chat.ask(anna, ask.MarkRead(target="#A", time=5))
    record = ReadMarker(key="anna #a", time=5)
    assert [(record, Dropped(kind="read", key="anna #a"))] == kept(chat)
    chat.ask(anna, ask.MarkRead(target="#a", time=7))
    assert [(ReadMarker(key="anna #a", time=7), record)] == kept(chat)
    chat.hub.restore(record)  # the disk was full
    told = chat.ask(anna, ask.Leave(room="#a"), ask.Join(room="#a"))
    kinds = [type(event) for event in told]
    assert ev.ReadUpTo(target="#a", time=5) in told
    assert kinds.index(ev.Joined) < kinds.index(ev.ReadUpTo) < kinds.index(ev.MembersListed)
    chat.hub.restore(Dropped(kind="read", key="anna #a"))
    assert [ev.ReadUpTo(target="#a", time=0, asked=True)] == chat.ask(anna, ask.MarkRead(target="#a"))


def test_there_is_a_most_of_markers(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many markers the one that is furthest back is forgotten first."""
    monkeypatch.setattr(read_markers, "MOST", 2)
    anna = chat.enter("anna")
    log_in(anna, "anna")
    for target, time in (("a", 5), ("b", 3), ("c", 4)):
        chat.ask(anna, ask.MarkRead(target=target, time=time))
    assert (Dropped(kind="read", key="anna b"), ReadMarker(key="anna b", time=3)) in kept(chat)
    assert {"a": 5, "c": 4} == chat.hub.state.read_markers["anna"]


def test_markers_of_rooms_are_told_at_login(make_chat: "type[Chat]") -> None:
    """The markers of rooms are told at login, before one comes into them, whether anybody is there or not."""
    chat = make_chat(Rules(), [ReadMarker(key="anna #a", time=5), ReadMarker(key="anna bob", time=6)])
    anna = chat.enter("anna")
    log_in(anna, "anna")
    chat.hub.state.outcomes = []
    read_markers.send_read_markers(chat.hub.state, anna)
    told = chat.heard(chat.hub.state.outcomes, anna)
    assert [ev.ReadUpTo(target="#a", time=5)] == told
