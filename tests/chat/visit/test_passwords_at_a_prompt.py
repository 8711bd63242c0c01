"""People who type a password again, because it was wrong: it becomes no name, and nobody else reads it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.accounts import Account
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MakeAccount = Callable[..., Account]
TOO_MANY = ev.Farewell(reason="Too many wrong passwords. Try again in a minute.")
NO_NAME = Refused(reason=Reason.NAME_IS_PASSWORD, command="NICK")


def typed(text: str) -> ask.Typed:
    return ask.Typed(text=text)


def reasons(heard: list[Event]) -> list[Reason]:
    return [event.reason for event in heard if isinstance(event, Refused)]


@pytest.fixture(autouse=True)
def _anna(chat: "Chat", make_account: MakeAccount) -> None:
    chat.hub.restore(make_account("anna"))


@pytest.fixture
def boris(chat: "Chat") -> Session:
    return chat.sit_down("boris")


def test_the_password_is_asked_for_again(chat: "Chat", boris: Session) -> None:
    """Three times; then the visit ends with a sentence, and nobody has heard of it."""
    session = chat.arrive(prompts=True)
    chat.ask(session, typed("anna"))
    for _ in range(2):
        heard = chat.wait(session, typed("hunter22"))
        assert [Reason.WRONG_PASSWORD] == reasons(heard)
        assert ev.AskPassword(about="anna") == heard[-1]
    heard = chat.wait(session, typed("hunter22"))
    assert [Reason.WRONG_PASSWORD] == reasons(heard)
    assert TOO_MANY == heard[-1]
    assert session not in chat.hub.state.sessions
    assert ["boris"] == list(chat.hub.state.users)
    assert [] == chat.others_heard(boris)


@pytest.mark.parametrize(
    "again", ["hunter22", " hunter22 ", "Hunter22", "ｈunter22", "/nick hunter22", "/nick HUNTER22"]
)
def test_what_was_tried_becomes_no_name(chat: "Chat", again: str) -> None:
    """An empty line is another name; the password is none, however it is written."""
    session = chat.arrive(prompts=True)
    chat.ask(session, typed("anna"))
    chat.wait(session, typed("hunter22"))
    assert [ev.PasswordTaken(), ev.AskName()] == chat.ask(session, typed(""))
    assert [NO_NAME, ev.AskName()] == chat.wait(session, typed(again))
    assert {} == chat.hub.state.users
    chat.ask(session, typed("clara"))
    assert ["clara"] == list(chat.hub.state.users)
    assert [NO_NAME] == chat.ask(session, typed("/nick hunter22"))


def test_a_password_in_the_line_of_the_command(chat: "Chat", boris: Session) -> None:
    """Counts too, before a name and after: what was tried is not said, for as long as one may be mistaken."""
    session = chat.arrive(prompts=True)
    chat.wait(session, typed("/login anna hunter22"))
    assert [NO_NAME, ev.AskName()] == chat.ask(session, typed("hunter22"))
    chat.ask(session, typed("clara"))
    chat.wait(session, typed("/register mellon9"))
    assert [Reason.PASSWORD_SAID] == reasons(chat.ask(session, typed("Mellon9")))
    assert [] == chat.others_heard(boris)
    assert [ev.Said] == [type(event) for event in chat.ask(session, typed("mellon9 is a fruit"))]
    chat.now += 60_000
    assert [ev.Said] == [type(event) for event in chat.ask(session, typed("mellon9"))]
    assert [NO_NAME] == chat.ask(session, typed("/nick mellon9"))


def test_a_login_of_somebody_who_has_a_name(chat: "Chat", boris: Session) -> None:
    """Is asked for three times too; then they are told that they are asked no more, and stay."""
    clara = chat.sit_down("clara")
    chat.ask(clara, typed("/login anna"))
    for _ in range(2):
        assert ev.AskPassword(about="anna") == chat.wait(clara, typed("hunter22"))[-1]
    assert [Reason.WRONG_PASSWORD, Reason.WRONG_AGAIN] == reasons(chat.wait(clara, typed("hunter22")))
    assert [Reason.PASSWORD_SAID] == reasons(chat.ask(clara, typed("hunter22")))
    assert [] == chat.others_heard(boris)
    chat.ask(clara, typed("hello"))
    assert ["hello"] == [event.text for event in chat.others_heard(boris) if isinstance(event, ev.Said)]


def test_five_wrong_ones_in_a_minute_still_end_the_visit(chat: "Chat") -> None:
    """Whatever was asked in between."""
    clara = chat.sit_down("clara")
    chat.ask(clara, typed("/login anna"))
    for _ in range(3):
        chat.wait(clara, typed("wrong!"))
    chat.ask(clara, typed("/login anna"))
    chat.wait(clara, typed("wrong!"))
    assert TOO_MANY == chat.wait(clara, typed("wrong!"))[-1]
    assert clara not in chat.hub.state.sessions


def test_a_new_password_is_asked_for_again(chat: "Chat", boris: Session) -> None:
    """If it is too short, or was not the same twice: it would be said to all, or become a name."""
    clara = chat.sit_down("clara")
    chat.ask(clara, typed("/register"))
    heard = chat.ask(clara, typed("pass"))
    assert ([Reason.PASSWORD_TOO_SHORT], ev.AskPassword()) == (reasons(heard), heard[-1])
    chat.ask(clara, typed("mellon9"))
    heard = chat.ask(clara, typed("melon9"))
    assert ([Reason.PASSWORDS_DIFFER], ev.AskPassword()) == (reasons(heard), heard[-1])
    for _ in range(5):  # however often
        chat.ask(clara, typed("mellon9"))
        heard = chat.ask(clara, typed("mellom9"))
        assert ([Reason.PASSWORDS_DIFFER], ev.AskPassword()) == (reasons(heard), heard[-1])
    assert [ev.PasswordTaken()] == chat.ask(clara, typed(""))
    for given in ("pass", "mellon9", "melon9", "mellom9"):
        assert [Reason.PASSWORD_SAID] == reasons(chat.ask(clara, typed(given)))
        assert [] == chat.others_heard(boris)


def test_the_password_of_the_server(make_chat: type["Chat"]) -> None:
    """Is asked for three times, and is no name afterwards either, right or wrong."""
    chat = make_chat(Rules(password="hash of hunter22"))
    session, other = chat.arrive(prompts=True), chat.arrive(prompts=True)
    assert [ev.PasswordTaken(), ev.AskPassword(of_server=True)] == chat.wait(session, typed(""))
    for text in ("hunter2", "hunter21"):
        assert ev.AskPassword(of_server=True) == chat.wait(session, typed(text))[-1]
    assert ev.AskName() == chat.wait(session, typed("hunter22"))[-1]
    for text in ("hunter22", "hunter2", "HUNTER21"):
        assert [NO_NAME, ev.AskName()] == chat.wait(session, typed(text))
    for _ in range(3):
        heard = chat.wait(other, typed("x"))
    assert TOO_MANY == heard[-1]
    assert other not in chat.hub.state.sessions


def test_the_password_of_an_operator(chat: "Chat", make_chat: type["Chat"]) -> None:
    """Likewise."""
    chat = make_chat(Rules(operators=(("root", "x"),)))
    session = chat.sit_down("clara")
    chat.ask(session, typed("/oper root hunter22"))
    chat.ask(session, ask.Worked(result=False))
    assert [NO_NAME] == chat.ask(session, typed("/nick hunter22"))
    assert [Reason.PASSWORD_SAID] == reasons(chat.ask(session, typed("hunter22")))


def test_a_client_program(chat: "Chat") -> None:
    """That takes for a name what it has sent as a password is refused it, too."""
    client = chat.arrive()
    chat.wait(client, ask.LogIn(name="anna", password="hunter22", command="PASS"))
    assert [NO_NAME] == chat.ask(client, ask.Enter(name="hunter22"))


def test_a_name_that_is_its_own_password(chat: "Chat", make_account: MakeAccount) -> None:
    """Is had by its owner all the same: they have shown that it is both."""
    chat.hub.restore(make_account("sesame"))
    session = chat.arrive(prompts=True)
    chat.wait(session, typed("sesame"), typed("sesame"))
    assert "sesame" == (session.user.nick if session.user else None)


def test_what_is_sent_behind_a_wrong_password(chat: "Chat") -> None:
    """By a script, all at once, is no name: it was meant for the room."""
    session = chat.arrive(prompts=True)
    chat.wait(session, typed("anna"), typed("hunter22"), typed("hello"), typed("world"), typed("bye"))
    assert {"boris": None}.keys() >= chat.hub.state.users.keys()
    assert session not in chat.hub.state.sessions
