"""Operators of the server: who is one, and what they can do."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.clock import ClockRecord
from trichat.chat.core.outcome import Answered, Kept, Told, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.operators.clock import ConfirmClock
from trichat.chat.operators.operators import CheckOperator, ReadSettings, SettingsRead
from trichat.chat.people.presence import set_operator
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

SECRET = "$argon2id$x"
RULES = Rules(operators=(("root", SECRET),), motd=("before",))


@pytest.fixture
def chat(make_chat: "type[Chat]") -> "Chat":
    return make_chat(RULES)


def task(chat: "Chat") -> object:
    """Give the work that the last batch asked for."""
    (work,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Work)]
    return work.task


def oper(chat: "Chat", session: Session, name: str, right: bool) -> list[Event]:
    """Ask to be an operator, and have the password found right or wrong."""
    assert [] == chat.ask(session, ask.BecomeOperator(name=name, password="x"))
    return chat.ask(session, ask.Worked(result=right))


def operator(chat: "Chat", name: str, *rooms: str) -> Session:
    session = chat.enter(name, *rooms)
    assert session.user is not None
    chat.run([])
    set_operator(chat.hub.state, session.user, True)
    return session


def test_the_right_password(chat: "Chat") -> None:
    """The right password makes an operator; a thread finds out whether it is right."""
    anna = chat.enter("anna")
    assert [ev.UserModesChanged(change="+o"), ev.OperatorMade()] == oper(chat, anna, "root", True)
    assert anna.user is not None
    assert anna.user.operator


@pytest.mark.parametrize(("name", "right"), [("root", False), ("nobody", True)])
def test_a_wrong_one(chat: "Chat", name: str, right: bool) -> None:
    """A wrong password is refused; under a name that the settings do not know, that takes as long."""
    anna = chat.enter("anna")
    chat.ask(anna, ask.BecomeOperator(name=name, password="x"))
    assert CheckOperator(password="x", kept=SECRET) == task(chat)
    refused = Refused(reason=Reason.WRONG_PASSWORD, command="OPER")
    assert [refused] == chat.ask(anna, ask.Worked(result=right))


def test_too_many_wrong_ones(chat: "Chat") -> None:
    """Too many wrong passwords of operators end the connection."""
    anna = chat.enter("anna")
    for _ in range(4):
        assert [Refused] == [type(event) for event in oper(chat, anna, "root", False)]
    assert [Refused, ev.Farewell] == [type(event) for event in oper(chat, anna, "root", False)]
    assert anna.user is None


def test_whoever_leaves_meanwhile(chat: "Chat") -> None:
    """Who leaves while the password is checked becomes no operator."""
    anna = chat.enter("anna")
    chat.ask(anna, ask.BecomeOperator(name="root", password="x"))
    chat.ask(anna, ask.Gone(reason="lost"))
    chat.ask(anna, ask.Worked(result=True))
    assert {} == chat.hub.state.operators


@pytest.mark.parametrize(
    ("request_", "command"),
    [
        (ask.Kill(name="bob"), "KILL"),
        (ask.Wallops(text="hi"), "WALLOPS"),
        (ask.SetHost(name="bob", host="x"), "CHGHOST"),
        (ask.Rehash(), "REHASH"),
    ],
)
def test_others_may_not(chat: "Chat", request_: Request, command: str) -> None:
    """What is for operators is refused to others."""
    anna, _bob = chat.enter("anna"), chat.enter("bob")
    assert [Refused(reason=Reason.FOR_OPERATORS, command=command)] == chat.ask(anna, request_)


def test_kill(chat: "Chat") -> None:
    """Who is put off the server is told and goes; those who were with them are told too."""
    root, bob, carl = operator(chat, "root"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    assert [ev.Killed(nick="bob")] == chat.ask(root, ask.Kill(name="BOB", reason="spam"))
    assert [ev.Farewell(reason="Killed (root (spam))")] == chat.others_heard(bob)
    (departed,) = chat.others_heard(carl)
    assert isinstance(departed, ev.Departed)
    assert "Killed (root (spam))" == departed.reason
    nobody = Refused(reason=Reason.NO_SUCH_NAME, about="bob", command="KILL")
    assert [nobody] == chat.ask(root, ask.Kill(name="bob"))
    chat.ask(root, ask.Kill(name="carl"))
    assert [ev.Farewell(reason="Killed (root)")] == chat.others_heard(carl)


def test_one_can_kill_oneself(chat: "Chat") -> None:
    """An operator can put themselves off the server: it is a way to leave."""
    root = operator(chat, "root")
    assert [ev.Killed(nick="root"), ev.Farewell(reason="Killed (root)")] == chat.ask(root, ask.Kill(name="root"))
    assert root.user is None


def test_wallops(chat: "Chat") -> None:
    """Wallops are heard by operators, and by those who want to hear them."""
    root, other, bob, carl = operator(chat, "root"), operator(chat, "ro"), chat.enter("bob"), chat.enter("carl")
    chat.ask(bob, ask.UserModes(name="bob", change="+w"))
    (mine,) = chat.ask(root, ask.Wallops(text=" hi all "))
    assert isinstance(mine, ev.WallopsSaid)
    assert "hi all" == mine.text
    assert [[mine], [mine], []] == [chat.others_heard(session) for session in (other, bob, carl)]
    empty = Refused(reason=Reason.MISSING_ARGUMENTS, about="WALLOPS", command="WALLOPS")
    assert [empty] == chat.ask(root, ask.Wallops(text=" "))


def test_another_host(chat: "Chat") -> None:
    """All who see somebody are told of another host; what is no host is refused, what is no change is nothing."""
    root, bob = operator(chat, "root"), chat.enter("bob", "#a")
    chat.ask(root, ask.SetHost(name="bob", host="its.me"))
    (changed,) = chat.others_heard(bob)
    assert isinstance(changed, ev.HostChanged)
    assert ("user", "its.me") == (changed.username, changed.host)
    chat.ask(root, ask.SetHost(name="bob", host="its.me"))
    assert [] == chat.others_heard(bob)
    chat.ask(root, ask.SetHost(name="bob", username="b"))
    assert bob.user is not None
    assert "bob!b@its.me" == bob.user.source.mask
    refused = Refused(reason=Reason.HOST, about="a b", command="CHGHOST")
    assert [refused] == chat.ask(root, ask.SetHost(name="bob", host="a b"))
    nobody = Refused(reason=Reason.NO_SUCH_NAME, about="x", command="CHGHOST")
    assert [nobody] == chat.ask(root, ask.SetHost(name="x", host="y"))


def test_rehash(chat: "Chat") -> None:
    """What the settings say after REHASH counts at once; if they cannot be read, they are as before."""
    root = operator(chat, "root")
    chat.ask(root, ask.Rehash())
    assert ReadSettings() == task(chat)
    read = SettingsRead(
        rules=Rules(motd=("after",), operators=(("x", "y"),), guests=False, server="other", password="p")
    )
    assert [ev.Rehashed()] == chat.ask(root, ask.Worked(result=read))
    assert [ev.MotdShown(lines=("after",), asked=True)] == chat.ask(root, ask.Motd())
    chat.ask(root, ask.Rehash())
    refused = Refused(reason=Reason.SETTINGS, about="no TOML", command="REHASH")
    assert [refused] == chat.ask(root, ask.Worked(result=SettingsRead(problem="no TOML")))
    rules = chat.hub.state.rules
    assert ((("x", "y"),), False) == (rules.operators, rules.guests)
    assert (Rules().server, "") == (rules.server, rules.password)  # these count when the server starts


def test_what_operators_do_is_in_the_log(chat: "Chat") -> None:
    """It is logged who became operator, put somebody off, gave a host, or had the settings read again."""
    root, _bob = chat.enter("root"), chat.enter("bob")
    found: list[tuple[str, str, str, str]] = []

    def note() -> None:
        acts = [each.event for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Act)]
        assert all(act.kept for act in acts)
        found.extend((act.source.nick, act.deed, act.about, act.reason) for act in acts)

    oper(chat, root, "root", True)
    note()
    for request in (
        ask.SetHost(name="bob", host="its.me"),
        ask.SetHost(name="bob", host="its.me"),
        ask.Kill(name="bob", reason="spam"),
        ask.Kill(name="bob"),
        ask.Rehash(),
        ask.Worked(result=SettingsRead(problem="no TOML")),
        ask.Rehash(),
        ask.Worked(result=SettingsRead(rules=RULES)),
    ):
        chat.ask(root, request)
        note()
    assert [
        ("root", "oper", "root", ""),
        ("root", "host", "bob!user@localhost", "user@its.me"),
        ("root", "kill", "bob!user@its.me", "spam"),
        ("root", "rehash", "", ""),
    ] == found


def test_an_operator_says_that_the_clock_is_right(chat: "Chat") -> None:
    """Then it is in doubt no more, which is kept and in the log; others cannot say so."""
    root, bob = operator(chat, "root"), chat.enter("bob")
    looked = ask.ClockLooked(found=chat.now, expected=chat.now - 5000)
    chat.run([(Session(""), [looked])])
    assert [ev.ClockTold(now=chat.now, expected=chat.now - 5000)] == chat.ask(root, ask.ShowClock())
    assert [Refused(reason=Reason.FOR_OPERATORS, command="CLOCK")] == chat.ask(bob, ask.ShowClock(right=True))
    assert [] == chat.ask(root, ask.ShowClock(right=True))
    assert ConfirmClock() == task(chat)
    right = ev.ClockTold(now=chat.now, expected=0, confirmed=True)
    assert [right] == chat.ask(root, ask.Worked(result=None))
    assert [ClockRecord()] == [each.record for each in chat.outcomes if isinstance(each, Kept)]
    acts = [each.event for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Act)]
    assert ["clock"] == [act.deed for act in acts]


def test_who_becomes_an_operator_is_told_that_the_clock_is_in_doubt(chat: "Chat") -> None:
    """Whoever was not here when it jumped."""
    chat.run([(Session(""), [ask.ClockLooked(found=chat.now, expected=5000)])])
    root = chat.enter("root")
    assert root.user is not None
    set_operator(chat.hub.state, root.user, True)
    told = [each.event for each in chat.hub.state.outcomes if isinstance(each, Answered)]
    assert ev.ClockTold(now=chat.now, expected=5000) in told
