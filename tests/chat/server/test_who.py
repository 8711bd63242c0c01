"""Who is where, and who somebody is or was."""

from typing import TYPE_CHECKING

import pytest

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


def shown(events: list[Event]) -> ev.PersonShown:
    (answer,) = events
    assert isinstance(answer, ev.PersonShown)
    return answer


@pytest.mark.parametrize("mask", ["", "0", "*"])
def test_masks_that_everybody_fits(chat: "Chat", mask: str) -> None:
    """Everybody fits an empty mask, 0 and * (RFC 2812, 3.6.1)."""
    anna, _bob = chat.enter("anna"), chat.enter("bob")
    assert [("anna", ""), ("bob", "")] == found(chat.ask(anna, ask.Who(mask=mask)))


def test_several_are_asked_for_at_once(chat: "Chat") -> None:
    """Of several masks in one question each person is told once in each room."""
    anna, _bob = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#a")
    expected = [("anna", "#a"), ("bob", "#a"), ("anna", "#b")]
    assert expected == found(chat.ask(anna, ask.Who(mask="#a,#b,bob,nobody")))


def test_operators_only(chat: "Chat") -> None:
    """Who asks for operators is told those whom the mask fits."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.make_operator(bob)
    assert [("bob", "#a")] == found(chat.ask(anna, ask.Who(mask="#a", operators=True)))


def test_what_the_mask_is_held_against(chat: "Chat") -> None:
    """A mask is held against those fields only that were asked for, if any were."""
    anna = chat.enter("anna")
    bob = chat.arrive()
    chat.ask(bob, ask.Enter(name="bob", username="anna", realname="Anna"))
    assert [("bob", "")] == found(chat.ask(anna, ask.Who(mask="ann?", among="u")))
    assert [("anna", ""), ("bob", "")] == found(chat.ask(anna, ask.Who(mask="ann?", among="%")))


def test_operators_see_all(chat: "Chat") -> None:
    """Operators find those who are invisible, and see the rooms that are secret."""
    anna, bob = chat.enter("anna"), chat.enter("bob", "#a")
    chat.ask(bob, ask.UserModes(name="bob", change="+i"))
    assert [] == found(chat.ask(anna, ask.Who(mask="b*")))
    assert [] == found(chat.ask(anna, ask.Who(mask="#a")))
    assert () == shown(chat.ask(anna, ask.Whois(name="bob"))).rooms
    chat.make_operator(anna)
    assert [("bob", "")] == found(chat.ask(anna, ask.Who(mask="b*")))
    assert [("bob", "#a")] == found(chat.ask(anna, ask.Who(mask="#a")))
    assert [("#a", "o")] == list(shown(chat.ask(anna, ask.Whois(name="bob"))).rooms)


def test_who_tells_who_is_away(chat: "Chat") -> None:
    """WHO tells who is away and who is an operator."""
    anna = chat.enter("anna")
    chat.ask(anna, ask.Away(text="lunch"))
    chat.make_operator(anna)
    (answer,) = chat.ask(anna, ask.Who(mask="anna"))
    assert isinstance(answer, ev.PeopleFound)
    assert ("lunch", True) == (answer.people[0].away, answer.people[0].operator)


def test_the_rooms_of_somebody_invisible(chat: "Chat") -> None:
    """The rooms of somebody invisible are shown to those who are in them."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a", "#b")
    chat.ask(bob, ask.UserModes(name="bob", change="+i"))
    assert ["#a"] == [name for name, _ in shown(chat.ask(anna, ask.Whois(name="bob"))).rooms]
    assert ["#a", "#b"] == [name for name, _ in shown(chat.ask(bob, ask.Whois(name="bob"))).rooms]


def test_what_only_somebody_themselves_is_told(chat: "Chat") -> None:
    """WHOIS shows modes, real address and certificate to oneself and to operators only."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    bob.address, bob.fingerprint, bob.secure = "192.0.2.1", "ab", True
    assert None is shown(chat.ask(anna, ask.Whois(name="bob"))).private
    assert shown(chat.ask(anna, ask.Whois(name="bob"))).secure
    own = ev.Private(modes="", address="192.0.2.1", fingerprint="ab")
    assert own == shown(chat.ask(bob, ask.Whois(name="bob"))).private
    chat.make_operator(anna)
    assert own == shown(chat.ask(anna, ask.Whois(name="bob"))).private


def test_whois_on_another_server(chat: "Chat") -> None:
    """WHOIS on another server is refused; one that is named by somebody on it, or by this server's name, is this."""
    anna = chat.enter("anna")
    assert shown(chat.ask(anna, ask.Whois(name="anna", server="anna")))
    assert shown(chat.ask(anna, ask.Whois(name="anna", server="TRICHAT.*")))
    refused = Refused(reason=Reason.NO_SUCH_SERVER, about="x.y", command="WHOIS")
    assert [refused] == chat.ask(anna, ask.Whois(name="anna", server="x.y"))


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
    """WHO finds people in a room, under a name, or by a mask, each with a room in which both are."""
    anna = chat.enter("anna", "#b", "#a")
    for name, *rooms in (("Bob", "#a"), ("carl",), ("dora", "#b")):
        session = chat.arrive()
        chat.ask(session, ask.Enter(name=name, username="u", realname="R"), *(ask.Join(room=room) for room in rooms))
    assert people == found(chat.ask(anna, ask.Who(mask=mask)))


def test_a_person_may_leave_out_the_hash(chat: "Chat") -> None:
    """A person may leave out the # of a room if nobody fits; an IRC client means what it says."""
    chat.enter("bob", "#bob", "#a")
    person = chat.sit_down("anna")
    assert [("bob", "#a")] == found(chat.ask(person, ask.Who(mask="A")))
    assert [("bob", "")] == found(chat.ask(person, ask.Who(mask="bob")))
    assert [] == found(chat.ask(chat.enter("carl"), ask.Who(mask="a")))


def test_who_finds_by_username_and_real_name(chat: "Chat") -> None:
    """WHO finds people by their username and real name too."""
    session = chat.arrive()
    chat.ask(session, ask.Enter(name="anna", username="alpha", realname="Beta Gamma"))
    bob = chat.enter("bob")
    assert [("anna", "")] == found(chat.ask(bob, ask.Who(mask="alp*")))
    assert [("anna", "")] == found(chat.ask(bob, ask.Who(mask="*gamma")))
    assert [] == found(chat.ask(bob, ask.Who(mask="gamma")))


def test_who_repeats_the_question(chat: "Chat") -> None:
    """The answer to WHO repeats the mask, cleaned, and what WHOX wants back."""
    (answer,) = chat.ask(chat.enter("anna"), ask.Who(mask="x\x1b[1m", fields="tn", token="42"))
    assert ev.PeopleFound(mask="x", people=(), fields="tn", token="42") == answer


def test_the_invisible(chat: "Chat") -> None:
    """The invisible are found by those who share a room, by their exact name, and by themselves; not by a mask."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#b")
    assert [ev.UserModesChanged(change="+i")] == chat.ask(anna, ask.UserModes(name="anna", change="+i"))
    assert [("anna", "#a")] == found(chat.ask(bob, ask.Who(mask="ann*")))
    assert [] == found(chat.ask(carl, ask.Who(mask="ann*")))
    assert [("anna", "")] == found(chat.ask(carl, ask.Who(mask="anna")))
    chat.ask(anna, ask.Leave())
    assert [("anna", "")] == found(chat.ask(anna, ask.Who(mask="ann*")))


def test_the_invisible_in_a_room(chat: "Chat") -> None:
    """Members of a room see each other; from outside, only those who are visible are found there."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl")
    chat.ask(bob, ask.UserModes(name="bob", change="+i"))
    assert [("anna", "#a"), ("bob", "#a")] == found(chat.ask(anna, ask.Who(mask="#a")))
    assert [("anna", "#a")] == found(chat.ask(carl, ask.Who(mask="#a")))
    for session, nicks in ((anna, ["anna", "bob"]), (carl, ["anna"])):
        (listed,) = chat.ask(session, ask.Names(room="#a"))
        assert isinstance(listed, ev.MembersListed)
        assert nicks == [source.nick for source in listed.members]


def test_whois(chat: "Chat") -> None:
    """WHOIS tells who somebody is, where, since when and for how long silent."""
    anna = chat.enter("Anna", "#a", "#B")
    since = chat.now
    chat.now += 7_000
    assert anna.user is not None
    person = ev.Member(source=anna.user.source, realname="Anna", since=since, idle=7_000)
    assert [ev.PersonShown(person=person, rooms=(("#a", "o"), ("#B", "o")))] == chat.ask(
        chat.enter("bob"), ask.Whois(name="ANNA")
    )


def test_whois_nobody(chat: "Chat") -> None:
    """WHOIS of nobody is refused, in words that are safe to show."""
    refused = Refused(reason=Reason.NO_SUCH_NAME, about="x", command="WHOIS")
    assert [refused] == chat.ask(chat.enter("anna"), ask.Whois(name="x\x1b[1m"))


def past(events: list[Event]) -> list[tuple[str, str]]:
    (answer,) = events
    assert isinstance(answer, ev.PastShown)
    return [(each.source.nick, each.realname) for each in answer.people]


def test_who_was_here(chat: "Chat") -> None:
    """WHOWAS finds those who left or took another name, the last one first; a mask finds all names that it fits."""
    anna = chat.enter("anna")
    for name in ("bob", "Bob", "carl"):
        chat.ask(chat.enter(name), ask.Quit())
    dora = chat.enter("dora")
    chat.ask(dora, ask.Rename(name="DORA"), ask.Rename(name="dori"))
    assert [("Bob", "Bob"), ("bob", "Bob")] == past(chat.ask(anna, ask.Whowas(name="BOB")))
    assert [("Bob", "Bob")] == past(chat.ask(anna, ask.Whowas(name="bob", count=1)))
    assert [("DORA", "Dora"), ("Bob", "Bob"), ("bob", "Bob")] == past(chat.ask(anna, ask.Whowas(name="?o*")))
    assert [] == past(chat.ask(anna, ask.Whowas(name="dori")))
    assert [Refused] == [type(event) for event in chat.ask(anna, ask.Whowas(name="bob", server="x.y"))]


def test_who_is_here_and_from_where(chat: "Chat") -> None:
    """Of the names asked for, ISON and USERHOST tell those that are somebody's."""
    anna, _bob = chat.enter("anna"), chat.enter("Bob")
    assert [ev.HereShown(nicks=("Bob", "anna"))] == chat.ask(anna, ask.AreHere(names=("bob", "x", "anna")))
    (answer,) = chat.ask(anna, ask.UserHosts(names=("BOB", "x")))
    assert isinstance(answer, ev.UserHostsShown)
    assert ["Bob!user@localhost"] == [each.source.mask for each in answer.people]
