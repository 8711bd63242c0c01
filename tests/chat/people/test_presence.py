"""What people say of themselves: away, real name, modes, and who may write to them."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import kinds, log_in
from trichat.chat.people.presence import change_host, set_modes
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Kind, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


# Away


def test_away_and_back(chat: "Chat") -> None:
    """Whoever goes is told that it is noted; those in the same rooms are told, once, and nobody else."""
    anna, bob, carl = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#a", "#b"), chat.enter("carl", "#c")
    assert [ev.AwayNoted(text="lunch")] == chat.ask(anna, ask.Away(text=" lunch "))
    (told,) = chat.others_heard(bob)
    assert isinstance(told, ev.AwayChanged)
    assert ("anna", "lunch") == (told.source.nick, told.text)
    assert [] == chat.others_heard(carl)
    assert [ev.AwayNoted(text="")] == chat.ask(anna, ask.Away())
    assert [ev.AwayChanged] == kinds(chat.others_heard(bob))


def test_what_is_no_news_is_not_told(chat: "Chat") -> None:
    """Being away once more, or back without having gone, is answered and told to nobody else."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert [ev.AwayNoted(text="")] == chat.ask(anna, ask.Away(text=" "))
    assert [] == chat.others_heard(bob)
    chat.ask(anna, ask.Away(text="lunch"))
    assert [ev.AwayNoted(text="lunch")] == chat.ask(anna, ask.Away(text="lunch"))
    assert [] == chat.others_heard(bob)


def test_a_long_reason_is_cut(chat: "Chat") -> None:
    """A reason for being away is cut at the limit that ISUPPORT tells (AWAYLEN)."""
    anna = chat.enter("anna")
    assert [ev.AwayNoted(text="я" * 100)] == chat.ask(anna, ask.Away(text="я" * 101))


def test_whoever_comes_in_away_is_shown_so(chat: "Chat") -> None:
    """Those in a room are told that a newcomer is away; the newcomer is not (IRCv3 away-notify)."""
    anna, bob = chat.enter("anna"), chat.enter("bob", "#a")
    chat.ask(anna, ask.Away(text="lunch"))
    assert ev.AwayChanged not in kinds(chat.ask(anna, ask.Join(room="#a")))
    assert [ev.Joined, ev.AwayChanged] == kinds(chat.others_heard(bob))


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        (Kind.MESSAGE, [ev.Said, ev.AwayShown]),
        (Kind.ACTION, [ev.Said, ev.AwayShown]),
        (Kind.NOTICE, [ev.Said]),
        (Kind.CTCP, [ev.Said]),
    ],
)
def test_whoever_writes_to_somebody_away_is_told(chat: "Chat", kind: Kind, answers: list[type[Event]]) -> None:
    """Who writes to somebody away is told why; but a notice is never answered (RFC 2812, 3.3.2)."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(bob, ask.Away(text="lunch"))
    heard = chat.ask(anna, ask.Say(target="bob", text="hi", kind=kind))
    assert answers == kinds(heard)
    if len(answers) == 2:
        assert ev.AwayShown(nick="bob", text="lunch") == heard[1]
    chat.ask(bob, ask.Away())
    assert [ev.Said] == kinds(chat.ask(anna, ask.Say(target="bob", text="hi", kind=kind)))


# Real name, host


def test_another_real_name(chat: "Chat") -> None:
    """All in the same rooms are told of another real name, and whoever has it."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    (mine,) = chat.ask(anna, ask.SetRealname(realname=" Anna A. "))
    assert isinstance(mine, ev.RealnameChanged)
    assert "Anna A." == mine.realname
    assert [mine] == chat.others_heard(bob)
    assert anna.user is not None
    assert "Anna A." == anna.user.realname


@pytest.mark.parametrize("realname", ["", " ", "x" * 151])
def test_what_is_no_real_name(chat: "Chat", realname: str) -> None:
    """An empty real name, or one that is too long, is refused."""
    anna = chat.enter("anna")
    refused = Refused(reason=Reason.REALNAME, detail="150", command="SETNAME")
    assert [refused] == chat.ask(anna, ask.SetRealname(realname=realname))


def test_another_host(chat: "Chat") -> None:
    """News of another host comes from the old one; all that comes later has the new one (IRCv3 chghost)."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    assert anna.user is not None
    outcomes = chat.run([])
    change_host(chat.hub.state, anna.user, "annie", "its.me")
    (told,) = chat.heard(outcomes, bob)
    assert isinstance(told, ev.HostChanged)
    assert ("anna!user@localhost", "annie", "its.me") == (told.source.mask, told.username, told.host)
    (said,) = chat.ask(anna, ask.Say(target="#a", text="hi"))
    assert isinstance(said, ev.Said)
    assert "anna!annie@its.me" == said.source.mask


# User modes


@pytest.mark.parametrize(
    ("changes", "answers"),
    [
        ([""], [ev.UserModesShown(modes="")]),
        (["+i"], [ev.UserModesChanged(change="+i")]),
        (["+wi", ""], [ev.UserModesChanged(change="+iw"), ev.UserModesShown(modes="iw")]),
        (["+i", "-i+w"], [ev.UserModesChanged(change="+i"), ev.UserModesChanged(change="+w-i")]),
        (["-i"], []),
        (["+o"], []),
        (
            ["+xiy"],
            [
                Refused(reason=Reason.UNKNOWN_USER_MODE, about="x", command="MODE"),
                ev.UserModesChanged(change="+i"),
            ],
        ),
    ],
)
def test_user_modes(chat: "Chat", changes: list[str], answers: list[Event]) -> None:
    """Only what is different is told; to make oneself an operator is ignored; the rest of a wrong change counts."""
    anna = chat.enter("anna")
    assert answers == chat.ask(anna, *(ask.UserModes(name="ANNA", change=change) for change in changes))


def test_an_operator_can_lay_it_down(chat: "Chat") -> None:
    """An operator can stop being one, and is counted as long as they are."""
    anna = chat.enter("anna")
    assert anna.user is not None
    chat.run([])
    set_modes(chat.hub.state, anna.user, frozenset("o"))
    (counted,) = chat.ask(anna, ask.Lusers())
    assert isinstance(counted, ev.Counted)
    assert 1 == counted.operators
    assert [ev.UserModesChanged(change="-o")] == chat.ask(anna, ask.UserModes(name="anna", change="-o"))
    assert {} == chat.hub.state.operators


def test_a_bot_says_so(chat: "Chat") -> None:
    """The messages of who has mode B carry that it is a bot (IRCv3 bot-mode)."""
    anna = chat.enter("anna", "#a")
    chat.ask(anna, ask.UserModes(name="anna", change="+B"))
    (said,) = chat.ask(anna, ask.Say(target="#a", text="beep"))
    assert isinstance(said, ev.Said)
    assert said.source.bot
    chat.ask(anna, ask.UserModes(name="anna", change="-B"))
    assert anna.user is not None
    assert not anna.user.source.bot


# Who may write


def test_only_those_with_an_account_may_write(chat: "Chat") -> None:
    """To who has mode R only those with an account may write; to oneself one may always write."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.UserModes(name="anna", change="+R"))
    refused = Refused(reason=Reason.ACCOUNT_NEEDED_TO_WRITE, about="anna", command="PRIVMSG")
    assert [refused] == chat.ask(bob, ask.Say(target="anna", text="hi"))
    assert [refused] == chat.ask(bob, ask.Tag(target="anna", tags=(("+x", ""),)))
    assert [] == chat.others_heard(anna)
    assert [] == chat.ask(bob, ask.Say(target="anna", text="hi", kind=Kind.NOTICE))
    assert [ev.Said, ev.Said] == kinds(chat.ask(anna, ask.Say(target="anna", text="note")))
    log_in(bob, "bob")
    assert [ev.Said] == kinds(chat.ask(bob, ask.Say(target="anna", text="hi")))


def test_whom_one_writes_to_may_answer(chat: "Chat") -> None:
    """Whoever one writes to may answer in spite of mode R, as long as one is here."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.UserModes(name="anna", change="+R"), ask.Say(target="bob", text="hi"))
    assert [ev.Said] == kinds(chat.ask(bob, ask.Say(target="anna", text="hi")))
    chat.ask(anna, ask.Quit())
    assert {} == chat.hub.state.accept_lists


def test_accepting_by_name(chat: "Chat") -> None:
    """Whoever is accepted may write, whatever they are called later, until they are accepted no longer."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.UserModes(name="anna", change="+R"))
    assert [] == chat.ask(anna, ask.Accept(names=("BOB",)))
    assert [ev.AcceptsShown(nicks=("bob",))] == chat.ask(anna, ask.Accept())
    chat.ask(bob, ask.Rename(name="bobby"))
    assert [ev.Said] == kinds(chat.ask(bob, ask.Say(target="anna", text="hi")))
    assert [] == chat.ask(anna, ask.Accept(remove=("bobby", "nobody")))
    assert [Refused] == kinds(chat.ask(bob, ask.Say(target="anna", text="hi")))
    nobody = Refused(reason=Reason.NO_SUCH_NAME, about="x", command="ACCEPT")
    assert [nobody] == chat.ask(anna, ask.Accept(names=("x",)))


def test_no_ctcp(chat: "Chat") -> None:
    """Mode T keeps the questions of client programs away, and nothing else."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.UserModes(name="anna", change="+T"))
    refused = Refused(reason=Reason.TAKES_NO_CTCP, about="anna", command="PRIVMSG")
    assert [refused] == chat.ask(bob, ask.Say(target="anna", text="VERSION", kind=Kind.CTCP))
    assert [] == chat.ask(bob, ask.Say(target="anna", text="VERSION x", kind=Kind.CTCP_REPLY))
    assert [ev.Said] == kinds(chat.ask(bob, ask.Say(target="anna", text="waves", kind=Kind.ACTION)))


def test_a_person_who_asks_who_is_here_sees_who_is_away(chat: "Chat") -> None:
    """A person's list of names shows who is away or silent; an IRC client's does not."""
    anna, bob = chat.sit_down("anna"), chat.enter("bob", "#lobby")
    chat.ask(bob, ask.Away(text="lunch"))
    chat.now += 60_000
    (listed,) = chat.ask(anna, ask.Names())
    assert isinstance(listed, ev.MembersListed)
    assert (("", 60_000), ("lunch", 60_000)) == listed.states
    (listed,) = chat.ask(bob, ask.Names(room="#lobby"))
    assert isinstance(listed, ev.MembersListed)
    assert () == listed.states


def test_modes_of_others(chat: "Chat") -> None:
    """The modes of others can be neither changed nor read."""
    anna, bob = chat.enter("anna"), chat.enter("bob")
    not_yours = Refused(reason=Reason.NOT_YOURSELF, about="bob", command="MODE")
    assert [not_yours] == chat.ask(anna, ask.UserModes(name="bob", change="+i"))
    assert [Refused(reason=Reason.NO_SUCH_NAME, about="x", command="MODE")] == chat.ask(anna, ask.UserModes(name="x"))
    assert [ev.UserModesShown(modes="")] == chat.ask(bob, ask.UserModes(name="bob"))
