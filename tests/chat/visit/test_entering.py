"""Coming in, changing one's name, leaving."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import PASSWORD, account
from trichat.chat.core.outcome import Answered
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def test_coming_in(chat: "Chat") -> None:
    """Who comes in is welcomed, and told how many are here and the message of the day; nobody else is told."""
    bob = chat.enter("bob")
    session = chat.arrive()
    told = chat.ask(session, ask.Enter(name="Anna", username="a b!", realname="Anna \x1b[31mA."))
    counted = ev.Counted(people=2, most=2, connections=2, rooms=0)
    metadata = ev.MetadataShown(target="Anna", entries=(), batch=True, news=True)
    assert [ev.Welcome(nick="Anna"), counted, metadata, ev.MotdShown(lines=("hello",))] == told
    assert [] == chat.others_heard(bob)
    assert session.user is not None
    assert ("Anna!ab@localhost", "Anna A.") == (session.user.source.mask, session.user.realname)


@pytest.mark.parametrize(
    ("name", "username", "mask"),
    [("Anna", "a b!", "Anna!ab@localhost"), ("anna", "", "anna!*@localhost"), ("#a", "a", "*!a@localhost")],
)
def test_who_is_logged_in_before_they_come_in(chat: "Chat", name: str, username: str, mask: str) -> None:
    """They are told as whom: the name that they have given, if anybody can have it."""
    chat.hub.restore(account("dora"))
    session = chat.arrive()
    chat.ask(session, ask.Introduce(name=name, username=username))
    heard = chat.wait(session, ask.LogIn(name="dora", password=PASSWORD, command="PASS"), ask.LogOut(command="PASS"))
    assert [ev.LoggedIn(account="dora", mask=mask), ev.LoggedOut(mask=mask)] == heard


def test_people_are_invisible_where_the_settings_say_so(make_chat: type["Chat"]) -> None:
    """Where people are invisible at first they are told so and counted so, and may become visible."""
    chat = make_chat(Rules(invisible=True))
    anna, boris = chat.arrive(), chat.enter("boris")
    welcome, invisible, counted, *_ = chat.ask(anna, ask.Enter(name="anna"))
    assert (ev.Welcome(nick="anna"), ev.UserModesChanged(change="+i")) == (welcome, invisible)
    assert isinstance(counted, ev.Counted)
    assert (2, 2) == (counted.people, counted.invisible)

    def found() -> list[str]:
        (answer,) = chat.ask(boris, ask.Who(mask="*"))
        assert isinstance(answer, ev.PeopleFound)
        return [member.source.nick for member in answer.people]

    assert ["boris"] == found()
    chat.ask(anna, ask.UserModes(name="anna", change="-i"))
    assert {"anna", "boris"} == set(found())


@pytest.mark.parametrize(
    ("username", "shown"), [("", "user"), ("!@ ", "user"), ("x" * 30, "x" * 16), ("~ann.a-_1", "ann.a-_1"), ("яa", "a")]
)
def test_usernames(chat: "Chat", username: str, shown: str) -> None:
    """A username holds only what a mask can hold, and not much of it."""
    session = chat.arrive()
    chat.ask(session, ask.Enter(name="anna", username=username))
    assert session.user is not None
    assert shown == session.user.source.username


def test_real_names_have_a_bound(chat: "Chat") -> None:
    """A real name has a bound, and is the nick if none is given."""
    one, other = chat.arrive(), chat.arrive()
    chat.ask(one, ask.Enter(name="anna", realname="я" * 100))
    chat.ask(other, ask.Enter(name="bob"))
    assert one.user is not None
    assert other.user is not None
    assert ("я" * 75, "bob") == (one.user.realname, other.user.realname)


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("ANNA", Refused(reason=Reason.NAME_TAKEN, about="ANNA", command="NICK")),
        ("a\x1bb c", Refused(reason=Reason.NAME_CHARACTER, about="a c", detail=" ", command="NICK")),
        ("", Refused(reason=Reason.NAME_EMPTY, command="NICK")),
    ],
)
def test_names_that_are_not_granted(chat: "Chat", name: str, refused: Refused) -> None:
    """A name is refused in words that are safe to show, and the session stays without one."""
    chat.enter("anna")
    session = chat.arrive()
    assert [refused] == chat.ask(session, ask.Enter(name=name))
    assert session.user is None


def test_a_name_given_after_a_refusal(chat: "Chat") -> None:
    """An IRC client changes a refused nick, and comes in with all else that it said the first time."""
    chat.enter("anna")
    session = chat.arrive()
    chat.ask(session, ask.Enter(name="anna", username="a", realname="Anna A."))
    assert ev.Welcome(nick="ann") == chat.ask(session, ask.Rename(name="ann"))[0]
    assert session.user is not None
    assert ("a", "Anna A.") == (session.user.source.username, session.user.realname)
    assert session.refused_entry is None


def test_a_nick_alone_is_enough(chat: "Chat") -> None:
    """Who sets only a nick at a prompt is let in under it."""
    session = chat.arrive()
    assert ev.Welcome(nick="anna") == chat.ask(session, ask.Rename(name="anna"))[0]


def test_nobody_comes_in_twice(chat: "Chat") -> None:
    """A session that has a name cannot come in again, which would leave the first one behind."""
    anna = chat.enter("anna")
    assert [Refused(reason=Reason.ALREADY_ENTERED, command="USER")] == chat.ask(anna, ask.Enter(name="bob"))
    assert ["anna"] == list(chat.hub.state.users)


# Another name


def test_another_name(chat: "Chat") -> None:
    """Another name is told once to everybody who shares a room, however many rooms, and to oneself; to nobody else."""
    anna, bob, carl = chat.enter("anna", "#a", "#B"), chat.enter("bob", "#a", "#b"), chat.enter("carl")
    (renamed,) = chat.ask(anna, ask.Rename(name="Ann"))
    assert isinstance(renamed, ev.Renamed)
    assert ("anna", "Ann", (("#a", "#a"), ("#b", "#B"))) == (renamed.source.nick, renamed.nick, renamed.places)
    assert [renamed] == chat.others_heard(bob)
    assert [] == chat.others_heard(carl)
    assert {"ann", "bob", "carl"} == set(chat.hub.state.users)
    (said,) = chat.ask(anna, ask.Say(target="#a", text="x"))
    assert isinstance(said, ev.Said)
    assert "Ann" == said.source.nick


def test_the_answer_to_another_name_is_addressed_to_it(chat: "Chat") -> None:
    """What is asked behind a new name in the same batch is answered to that name."""
    anna = chat.enter("anna")
    answered = chat.run([(anna, [ask.Motd(), ask.Rename(name="ann"), ask.Motd()])])
    assert ["anna", "ann"] == [outcome.nick for outcome in answered if isinstance(outcome, Answered)]


def test_the_same_name_in_other_letters(chat: "Chat") -> None:
    """One's own name in another case can be had; exactly the same one is no change."""
    anna = chat.enter("anna")
    renamed = chat.ask(anna, ask.Rename(name="ANNA"))
    assert ["ANNA"] == [event.nick for event in renamed if isinstance(event, ev.Renamed)]
    assert [] == chat.ask(anna, ask.Rename(name="ANNA"))
    assert ["anna"] == list(chat.hub.state.users)


def test_a_name_that_cannot_be_had(chat: "Chat") -> None:
    """A refusal changes nothing; and a name given up is free at once."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    assert [Refused(reason=Reason.NAME_TAKEN, about="Bob", command="NICK")] == chat.ask(anna, ask.Rename(name="Bob"))
    assert [Refused(reason=Reason.NAME_FIRST_CHARACTER, about="#x", detail="#", command="NICK")] == chat.ask(
        anna, ask.Rename(name="#x")
    )
    chat.ask(bob, ask.Rename(name="rob"))
    assert [ev.Renamed] == [type(event) for event in chat.ask(anna, ask.Rename(name="Bob"))]


# Leaving


def test_quitting(chat: "Chat") -> None:
    """Who quits gets a farewell; the others who share a room are told once, and why."""
    anna, bob, carl = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#a", "#b"), chat.enter("carl")
    assert [ev.Farewell(reason="bored", mask="anna!user@localhost")] == chat.ask(anna, ask.Quit(reason="\x1b[1mbored"))
    (departed,) = chat.others_heard(bob)
    assert isinstance(departed, ev.Departed)
    assert ("anna", "bored", (("#a", "#a"), ("#b", "#b"))) == (departed.source.nick, departed.reason, departed.places)
    assert [] == chat.others_heard(carl)
    assert "anna" not in chat.hub.state.users
    assert anna not in chat.hub.state.sessions
    assert [bob.user] == list(chat.hub.state.rooms["#a"].members)


def test_a_reason_has_a_bound(chat: "Chat") -> None:
    """The reason for leaving has a bound: it is in one line of IRC behind all the rest."""
    assert [ev.Farewell(reason="x" * 300, mask="anna!user@localhost")] == chat.ask(
        chat.enter("anna"), ask.Quit(reason="x" * 400)
    )


def test_a_lost_connection(chat: "Chat") -> None:
    """Others are told of a lost connection, which gets no farewell; its name is free."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert [] == chat.ask(anna, ask.Gone(reason="Connection lost"))
    assert ["Connection lost"] == [event.reason for event in chat.others_heard(bob) if isinstance(event, ev.Departed)]
    chat.enter("anna")


def test_leaving_without_a_name(chat: "Chat") -> None:
    """Nobody is told that somebody leaves who had no name."""
    bob, session = chat.enter("bob", "#a"), chat.arrive()
    assert [] == chat.ask(session, ask.Gone(reason="x"))
    assert [] == chat.others_heard(bob)
    assert [bob] == list(chat.hub.state.sessions)


def test_somebody_with_two_sessions(chat: "Chat") -> None:
    """A user with two sessions stays as long as one of them does."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    second = chat.arrive()
    user = anna.user
    assert user is not None
    second.user = user
    user.sessions.append(second)
    user.rooms["#a"].forget_audience()
    chat.ask(bob, ask.Say(target="#a", text="to both"))
    assert chat.others_heard(anna) == chat.others_heard(second) != []
    chat.ask(anna, ask.Say(target="bob", text="from one"))
    assert chat.others_heard(bob) == chat.others_heard(second) != []
    chat.ask(anna, ask.Gone(reason="x"))
    assert [] == chat.others_heard(bob)
    chat.ask(bob, ask.Say(target="#a", text="to one"))
    assert [] == chat.others_heard(anna)
    assert ["to one"] == [event.text for event in chat.others_heard(second) if isinstance(event, ev.Said)]
    chat.ask(second, ask.Gone(reason="x"))
    assert [ev.Departed] == [type(event) for event in chat.others_heard(bob)]


def test_the_server_stops(chat: "Chat") -> None:
    """Everyone gets a farewell when the server stops, and nothing after it; nobody hears that the others leave."""
    anna, bob, nameless = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.arrive()
    chat.run([(Session(""), [ask.CloseDown(reason="bye")])])
    for session in (anna, bob, nameless):
        assert [ev.Farewell(reason="bye")] == chat.others_heard(session)
    assert [] == chat.ask(anna, ask.Say(target="#a", text="x"), ask.Gone(reason="x"))
    assert ({}, {}, {}) == (chat.hub.state.users, chat.hub.state.rooms, chat.hub.state.sessions)
    assert [ev.Farewell(reason="bye")] == chat.ask(Session(""), ask.Arrive(prompts=True))


def test_languages(chat: "Chat") -> None:
    """A language can be chosen from those that there are."""
    anna = chat.enter("anna")
    assert [ev.LanguageSet(code="ru")] == chat.ask(anna, ask.Language(code="RU"))
    assert [Refused(reason=Reason.UNKNOWN_LANGUAGE, about="xx", detail="en, ru")] == chat.ask(
        anna, ask.Language(code="xx")
    )
