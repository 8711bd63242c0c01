"""Watching for people to come and go."""

from typing import TYPE_CHECKING

from trichat.chat.core.memory import MonitorLists
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def seen(events: list[Event]) -> list[tuple[list[str], list[str]]]:
    """Give the nicks that are told to be here, and those that are not."""
    return [
        ([source.nick for source in event.online], list(event.offline))
        for event in events
        if isinstance(event, ev.Watched)
    ]


def test_who_is_here_and_who_is_not(chat: "Chat") -> None:
    """Whoever begins to watch is told at once who is here and who is not, each name once."""
    anna, _bob = chat.enter("anna"), chat.enter("Bob")
    assert [(["Bob"], ["carl"])] == seen(chat.ask(anna, ask.Monitor(names=("bob", "carl", "bob"))))
    assert [] == chat.ask(anna, ask.Monitor(names=()))


def test_coming_and_going(chat: "Chat") -> None:
    """A new name is told as one that has gone and another that has come; another case of it is not told."""
    anna = chat.enter("anna")
    chat.ask(anna, ask.Monitor(names=("bob", "rob")))
    bob = chat.enter("BOB")
    chat.ask(bob, ask.Rename(name="Bob"))
    assert [] == chat.others_heard(anna)
    chat.ask(bob, ask.Rename(name="Rob"))
    assert [([], ["Bob"]), (["Rob"], [])] == seen(chat.others_heard(anna))
    chat.ask(bob, ask.Quit())
    assert [([], ["Rob"])] == seen(chat.others_heard(anna))


def test_no_longer(chat: "Chat") -> None:
    """One name, or all, can be watched no longer; what nobody watches for is not remembered."""
    anna = chat.enter("anna")
    chat.ask(anna, ask.Monitor(names=("bob", "carl", "dora")))
    assert [] == chat.ask(anna, ask.Unmonitor(names=("BOB", "nobody")))
    assert [ev.WatchList(names=("carl", "dora"))] == chat.ask(anna, ask.ShowMonitored())
    bob = chat.enter("bob")
    assert [] == chat.others_heard(anna)
    chat.ask(anna, ask.Unmonitor(names=None))
    assert [ev.WatchList(names=())] == chat.ask(anna, ask.ShowMonitored())
    assert [] == chat.ask(anna, ask.ShowMonitored(status=True))
    chat.ask(bob, ask.Monitor(names=("carl",)), ask.Quit())
    assert () == chat.hub.state.monitor_lists.of("carl")
    assert {} == chat.hub.state.monitor_lists._of


def test_status(chat: "Chat") -> None:
    """The status of all that one watches for can be asked."""
    anna, _bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.Monitor(names=("bob", "carl")))
    assert [(["bob"], ["carl"])] == seen(chat.ask(anna, ask.ShowMonitored(status=True)))


def test_what_is_no_name_is_refused(chat: "Chat") -> None:
    """What is no name, such as a mask, is refused; the other names count."""
    anna = chat.enter("anna")
    refused, answer = chat.ask(anna, ask.Monitor(names=("*!u@h", "bob")))
    assert isinstance(refused, Refused)
    assert [([], ["bob"])] == seen([answer])


def test_the_list_has_an_end(make_chat: "type[Chat]") -> None:
    """The names that found no place in a full list are told; those already on it are no new ones."""
    chat = make_chat(Rules(most_monitored=2))
    anna = chat.enter("anna")
    refused, answer = chat.ask(anna, ask.Monitor(names=("a", "b", "A", "c", "d")))
    assert Refused(reason=Reason.WATCHING_TOO_MANY, about="2", detail="c,d", command="MONITOR") == refused
    assert [([], ["a", "b", "A"])] == seen([answer])
    assert [ev.WatchList(names=("A", "b"))] == chat.ask(anna, ask.ShowMonitored())


def test_news_of_those_in_no_common_room(chat: "Chat") -> None:
    """News of who shares no room is marked as such; whoever shares a room hears it once."""
    anna, bob, carl = chat.enter("anna"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    for session in (anna, carl):
        chat.ask(session, ask.Monitor(names=("bob",)))
    chat.ask(bob, ask.Away(text="lunch"))
    (far,), (near,) = chat.others_heard(anna), chat.others_heard(carl)
    assert isinstance(far, ev.AwayChanged)
    assert isinstance(near, ev.AwayChanged)
    assert (True, False) == (far.watched, near.watched)


def test_watchers() -> None:
    """Who watches for a name, and what somebody watches for, are known both ways."""
    monitor_lists, one, two = MonitorLists(), Session("h"), Session("h")
    monitor_lists.add(one, "Bob")
    monitor_lists.add(two, "bob")
    assert (one, two) == monitor_lists.of("bob")
    monitor_lists.remove(one, "BOB")
    monitor_lists.remove(one, "bob")
    assert (two,) == monitor_lists.of("bob")
    monitor_lists.clear(two)
    monitor_lists.clear(two)
    assert () == monitor_lists.of("bob")
    assert () == monitor_lists.names(two)
