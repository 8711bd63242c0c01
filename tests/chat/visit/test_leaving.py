"""Leaving, and many who leave at once."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.outcome import Told
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def departures(chat: "Chat") -> list[Told]:
    return [each for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Departed)]


@pytest.mark.parametrize("leave", [ask.Gone(reason="lost"), ask.Quit(reason="bye"), ask.Quit(unsaid=True)])
@pytest.mark.parametrize("rooms", [("#a",), ("#a", "#b")])
def test_those_who_leave_at_once_are_told_as_one_piece(chat: "Chat", leave: Request, rooms: tuple[str, ...]) -> None:
    """Who stays hears of all of them, before the very same audience; who leaves hears of nobody."""
    stays = chat.enter("anna", *rooms)
    crowd = [chat.enter(f"guest{number}", *rooms) for number in range(5)]
    chat.run([(session, [leave]) for session in crowd])
    told = departures(chat)
    assert [f"guest{number}" for number in range(5)] == [each.event.source.nick for each in told]
    assert all(each.audience is told[0].audience for each in told)
    assert (stays,) == told[0].audience
    assert ["anna"] == [user.nick for user in chat.hub.state.rooms["#a"].members]
    assert [stays] == list(chat.hub.state.sessions)


def test_in_between_others_are_heard_in_their_place(chat: "Chat") -> None:
    """What somebody says between two who leave is told to the second one."""
    anna, bob, carl = (chat.enter(name, "#a") for name in ("anna", "bob", "carl"))
    gone: list[Request] = [ask.Gone(reason="")]
    chat.run([(bob, gone), (anna, [ask.Say(target="#a", text="hi")]), (carl, gone)])
    assert [ev.Departed, ev.Said] == [type(event) for event in chat.others_heard(carl)]
    assert [] == [event for event in chat.others_heard(bob) if isinstance(event, ev.Said)]


def test_several_connections_of_one_user_that_are_lost_at_once(chat: "Chat") -> None:
    """A user whose last two connections end together leaves once."""
    anna, olga = chat.enter("anna", "#a"), chat.registered("olga", "sesame seed", "#a")
    second = chat.arrive()
    chat.wait(second, ask.LogIn(name="olga", password="sesame seed"))
    chat.ask(second, ask.Enter(name="olga"))
    assert second.user is olga.user
    chat.run([(olga, [ask.Gone(reason="x")]), (second, [ask.Gone(reason="y")]), (second, [ask.Gone(reason="z")])])
    assert ["y"] == [each.event.reason for each in departures(chat) if isinstance(each.event, ev.Departed)]
    assert [anna] == list(chat.hub.state.sessions)
    assert 0 == chat.hub.state.extra_sessions


def test_what_follows_a_farewell_in_one_go_is_not_heard(chat: "Chat") -> None:
    """Whoever quits, and asks more with it, is told nothing more."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.run([(bob, [ask.Quit(), ask.Say(target="#a", text="hi")]), (bob, [ask.Gone(reason="")])])
    assert [ev.Departed] == [type(event) for event in chat.others_heard(anna)]


def test_a_bug_in_leaving_ends_only_those_visits(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """If that meets with a bug of ours, those who wanted to leave are gone, and others go on."""
    anna, crowd = chat.enter("anna", "#a"), [chat.enter(f"guest{number}", "#a") for number in range(3)]

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("trichat.chat.hub.leave_together", broken)
        chat.run([(session, [ask.Gone(reason="")]) for session in crowd])
    assert [anna] == list(chat.hub.state.sessions)
    assert [ev.Said] == [type(event) for event in chat.ask(anna, ask.Say(target="#a", text="hi"))]
