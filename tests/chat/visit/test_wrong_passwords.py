"""Too many wrong passwords from one address: all that would check another one is refused."""

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MakeAccount = Callable[..., Account]
FAR, NEAR, OTHER = "2001:db8:1:2::7", "2001:db8:1:2::8", "2001:db8:1:3::7"
WRONG = "wrong!"
FAILED = Refused(reason=Reason.SASL_FAILED, command="AUTHENTICATE")
RULES = Rules(wrong_passwords=3, wrong_passwords_seconds=300.0, operators=(("root", "hash"),))


@pytest.fixture
def chat(make_chat: type["Chat"], make_account: MakeAccount) -> "Chat":
    return make_chat(RULES, [make_account("anna")])


def plain(password: str) -> tuple[ask.Request, ask.Request]:
    text = base64.b64encode(f"\0anna\0{password}".encode()).decode()
    return ask.Authenticate(text="PLAIN"), ask.Authenticate(text=text)


def guess(chat: "Chat", address: str, password: str = WRONG) -> Event:
    """Try once over a connection of its own; give the last answer."""
    session = chat.arrive(address=address)
    heard = chat.wait(session, *plain(password))
    chat.ask(session, ask.Gone(reason="gone"))
    return heard[-1]


def shut_out(detail: str, command: str) -> Refused:
    reason = Reason.SASL_SHUT_OUT if command == "AUTHENTICATE" else Reason.SHUT_OUT
    return Refused(reason=reason, detail=detail, command=command)


def test_connecting_anew_does_not_help(chat: "Chat") -> None:
    """Neither a new connection nor another address of the network helps; in time all is as before."""
    assert [FAILED] * 3 == [guess(chat, FAR) for _ in range(3)]
    assert shut_out("5m", "AUTHENTICATE") == guess(chat, NEAR, "sesame")
    assert isinstance(guess(chat, OTHER, "sesame"), ev.LoggedIn)
    chat.now += 241_000
    assert shut_out("1m", "AUTHENTICATE") == guess(chat, FAR, "sesame")
    chat.now += 60_000
    assert isinstance(guess(chat, FAR, "sesame"), ev.LoggedIn)


def test_a_right_one_is_no_guess(chat: "Chat") -> None:
    """A right password is not counted; but it does not make up for the wrong ones."""
    assert {ev.LoggedIn} == {type(guess(chat, FAR, "sesame")) for _ in range(9)}
    for _ in range(3):
        guess(chat, FAR)
        last = guess(chat, FAR, "sesame")
    assert shut_out("5m", "AUTHENTICATE") == last


def test_many_at_once(chat: "Chat") -> None:
    """Many passwords at once are counted before they are looked at."""
    sessions = [chat.arrive(address=FAR) for _ in range(9)]
    outcomes = chat.run([(session, plain("wrong!")) for session in sessions])
    assert 3 == sum(isinstance(outcome, Work) for outcome in outcomes)


def test_this_machine_is_not_shut_out(chat: "Chat") -> None:
    """This machine, behind whose proxies everybody would be, is not shut out."""
    assert [FAILED] * 9 == [guess(chat, "::1") for _ in range(9)]


def test_there_may_be_no_limit(make_chat: type["Chat"]) -> None:
    """There is no limit if the settings say so."""
    chat = make_chat(Rules(wrong_passwords=0))
    assert [FAILED] * 50 == [guess(chat, FAR) for _ in range(50)]


def test_a_person(chat: "Chat") -> None:
    """A person who is shut out is told so, and asked for a name again."""
    for _ in range(3):
        guess(chat, FAR)
    session = chat.arrive(prompts=True, address=FAR)
    heard = chat.wait(session, ask.Typed(text="anna"), ask.Typed(text="sesame"))
    assert [ev.AskPassword(about="anna"), ev.PasswordTaken(), shut_out("5m", "LOGIN"), ev.AskName()] == heard


def test_the_password_of_the_server(make_chat: type["Chat"]) -> None:
    """The password of the server is tried no more often; a person is asked for it again."""
    chat = make_chat(Rules(password="hash of mellon", wrong_passwords=2))
    session = chat.arrive(prompts=True, address=FAR)
    chat.wait(session, ask.Typed(text="friend"))
    chat.wait(session, ask.Typed(text="friend"))
    heard = chat.wait(session, ask.Typed(text="mellon"))
    assert [ev.PasswordTaken(), shut_out("10m", "PASS"), ev.AskPassword(of_server=True)] == heard
    for _ in range(5):
        inside = chat.arrive(address=OTHER)
        assert isinstance(chat.wait(inside, ask.Admit(password="mellon"), ask.Enter(name="x"))[0], ev.Welcome)
        chat.ask(inside, ask.Quit())


def test_operators(chat: "Chat") -> None:
    """The passwords of operators are tried no more often."""
    session = enter(chat, "bob")
    for right in (False, False, True, False):
        chat.ask(session, ask.BecomeOperator(name="root", password="x"))
        chat.ask(session, ask.Worked(result=right))
    assert [shut_out("5m", "OPER")] == chat.ask(session, ask.BecomeOperator(name="root", password="x"))


def enter(chat: "Chat", name: str) -> Session:
    session = chat.arrive(address=FAR)
    chat.ask(session, ask.Enter(name=name))
    assert session.user is not None
    return session
