"""Questions that change nothing."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def found(events: list[Event]) -> list[tuple[str, str]]:
    """Give who was found, and where."""
    (answer,) = events
    assert isinstance(answer, ev.PeopleFound)
    return [(member.source.nick, member.room) for member in answer.people]


@pytest.mark.parametrize(
    ("mask", "people"),
    [
        ("#A", [("anna", "#a"), ("Bob", "#a")]),
        ("#x", []),
        ("BOB", [("Bob", "#a")]),
        ("carl", [("carl", "")]),
        ("*", [("anna", "#b"), ("Bob", "#a"), ("carl", ""), ("dora", "#b")]),
        ("*B*", [("Bob", "#a")]),
        ("?arl", [("carl", "")]),
        ("local*", [("anna", "#b"), ("Bob", "#a"), ("carl", ""), ("dora", "#b")]),
        ("nobody", []),
    ],
)
def test_who(chat: "Chat", mask: str, people: list[tuple[str, str]]) -> None:
    """People in a room; or under a name, or whom a mask fits, with a room in which both are."""
    anna = chat.enter("anna", "#b", "#a")
    for name, *rooms in (("Bob", "#a"), ("carl",), ("dora", "#b")):
        session = chat.arrive()
        chat.ask(session, ask.Enter(name=name, username="u", realname="R"), *(ask.Join(room=room) for room in rooms))
    assert people == found(chat.ask(anna, ask.Who(mask=mask)))


def test_a_person_may_leave_out_the_hash(chat: "Chat") -> None:
    """If nobody fits; an IRC client means what it says."""
    chat.enter("bob", "#bob", "#a")
    person = chat.sit_down("anna")
    assert [("bob", "#a")] == found(chat.ask(person, ask.Who(mask="A")))
    assert [("bob", "")] == found(chat.ask(person, ask.Who(mask="bob")))
    assert [] == found(chat.ask(chat.enter("carl"), ask.Who(mask="a")))


def test_who_finds_by_username_and_real_name(chat: "Chat") -> None:
    """As IRC has it."""
    session = chat.arrive()
    chat.ask(session, ask.Enter(name="anna", username="alpha", realname="Beta Gamma"))
    bob = chat.enter("bob")
    assert [("anna", "")] == found(chat.ask(bob, ask.Who(mask="alp*")))
    assert [("anna", "")] == found(chat.ask(bob, ask.Who(mask="*gamma")))
    assert [] == found(chat.ask(bob, ask.Who(mask="gamma")))


def test_who_repeats_the_question(chat: "Chat") -> None:
    """Cleaned; with what WHOX wants back."""
    (answer,) = chat.ask(chat.enter("anna"), ask.Who(mask="x\x1b[1m", fields="tn", token="42"))
    assert ev.PeopleFound(mask="x", people=(), fields="tn", token="42") == answer


def test_the_invisible(chat: "Chat") -> None:
    """They are found by those who share a room, by their exact name, and by themselves; not by a mask."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#b")
    assert [ev.UserModesChanged(change="+i")] == chat.ask(anna, ask.UserModes(name="anna", change="+i"))
    assert [("anna", "#a")] == found(chat.ask(bob, ask.Who(mask="ann*")))
    assert [] == found(chat.ask(carl, ask.Who(mask="ann*")))
    assert [("anna", "")] == found(chat.ask(carl, ask.Who(mask="anna")))
    chat.ask(anna, ask.Leave())
    assert [("anna", "")] == found(chat.ask(anna, ask.Who(mask="ann*")))


def test_the_invisible_in_a_room(chat: "Chat") -> None:
    """Members of a room know each other; from outside, only those who can be seen are found there."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(bob, ask.UserModes(name="bob", change="+i"))
    assert [("anna", "#a"), ("bob", "#a")] == found(chat.ask(anna, ask.Who(mask="#a")))
    assert [("anna", "#a")] == found(chat.ask(carl, ask.Who(mask="#a")))
    for session, nicks in ((anna, ["anna", "bob"]), (carl, ["anna"])):
        (listed,) = chat.ask(session, ask.Names(room="#a"))
        assert isinstance(listed, ev.MembersListed)
        assert nicks == [source.nick for source in listed.members]


def test_whois(chat: "Chat") -> None:
    """Who somebody is, where, since when and for how long silent."""
    anna = chat.enter("Anna", "#a", "#B")
    since = chat.now
    chat.now += 7_000
    assert anna.user is not None
    person = ev.Member(source=anna.user.source, realname="Anna", since=since, idle=7_000)
    assert [ev.PersonShown(person=person, rooms=(("#a", "o"), ("#B", "o")))] == chat.ask(
        chat.enter("bob"), ask.Whois(name="ANNA")
    )


def test_whois_nobody(chat: "Chat") -> None:
    """The refusal is safe to show."""
    refused = Refused(reason=Reason.NO_SUCH_NAME, about="x", command="WHOIS")
    assert [refused] == chat.ask(chat.enter("anna"), ask.Whois(name="x\x1b[1m"))


def test_how_many(chat: "Chat") -> None:
    """People with a name, the most there ever were, connections, and rooms with somebody in them."""
    anna, bob = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#kept")
    chat.arrive()
    chat.ask(bob, ask.Topic(text="x"), ask.Quit())
    assert [ev.Counted(people=1, most=2, connections=2, rooms=2)] == chat.ask(anna, ask.Lusers())


def test_the_message_of_the_day(chat: "Chat", make_chat: type["Chat"]) -> None:
    """That of the rules, if there is one."""
    assert [ev.MotdShown(lines=("hello",), asked=True)] == chat.ask(chat.enter("anna"), ask.Motd())
    other = make_chat(Rules())
    assert [ev.MotdShown(lines=(), asked=True)] == other.ask(other.enter("anna"), ask.Motd())


def test_help(chat: "Chat") -> None:
    """The words are for the dialect to find; the question is cleaned."""
    assert [ev.HelpShown(command="nick")] == chat.ask(chat.enter("anna"), ask.Help(command="ni\x1b[1mck"))


def test_modes_of_others(chat: "Chat") -> None:
    """They are theirs, and nobody's business."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    not_yours = Refused(reason=Reason.NOT_YOURSELF, about="bob", command="MODE")
    assert [not_yours] == chat.ask(anna, ask.UserModes(name="bob", change="+i"))
    assert [Refused(reason=Reason.NO_SUCH_NAME, about="x", command="MODE")] == chat.ask(anna, ask.UserModes(name="x"))
    assert [ev.UserModesShown(modes="")] == chat.ask(bob, ask.UserModes(name="bob"))
