"""The password of the server."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import kinds
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat, MakeAccount

ASKED = ev.AskPassword(of_server=True)
WRONG = Refused(reason=Reason.SERVER_PASSWORD, command="PASS")


@pytest.fixture
def closed(make_chat: type["Chat"]) -> "Chat":
    return make_chat(Rules(password="hash of mellon"))


def test_a_client_with_it(closed: "Chat") -> None:
    """A client with the password of the server comes in."""
    client = closed.arrive()
    heard = closed.wait(client, ask.Admit(password="mellon"), ask.Enter(name="anna"))
    assert ev.Welcome(nick="anna") == heard[0]


@pytest.mark.parametrize("given", [(), (ask.Admit(password="friend"),)])
def test_a_client_without_it(closed: "Chat", given: tuple[ask.Admit, ...]) -> None:
    """A client without the password is told what it needs, and the connection is closed."""
    client = closed.arrive()
    heard = closed.wait(client, *given, ask.Enter(name="anna"))
    assert [*[Refused] * (1 + len(given)), ev.Farewell] == kinds(heard)
    assert WRONG == heard[0]
    assert client not in closed.hub.state.sessions


def test_an_account_is_enough(closed: "Chat") -> None:
    """Who logs in needs no password of the server; but nobody makes an account from outside."""
    client = closed.arrive()
    (refused,) = closed.wait(client, ask.Register(name="anna", password="sesame"))
    assert Refused(reason=Reason.REGISTER_LATER, about="anna", command="REGISTER") == refused
    first = closed.arrive()
    closed.wait(first, ask.Admit(password="mellon"), ask.Enter(name="anna"), ask.Register(password="sesame"))
    closed.wait(first, ask.Quit())
    heard = closed.wait(client, ask.LogIn(name="anna", password="sesame"), ask.Enter(name="anna"))
    assert [ev.LoggedIn, ev.Welcome] == kinds(heard)[:2]


def test_a_person_is_asked(closed: "Chat") -> None:
    """A person is asked for the password before a name; what they type is not shown, and is not a name."""
    session = closed.arrive(prompts=True)
    assert [ASKED] == closed.others_heard(session)
    assert [ev.PasswordTaken(), WRONG, ASKED] == closed.wait(session, ask.Typed(text="friend"))
    assert [ev.PasswordTaken(), ev.AskName()] == closed.wait(session, ask.Typed(text="mellon"))
    assert ev.Welcome(nick="anna") == closed.wait(session, ask.Typed(text="anna"))[0]


def test_an_open_server_asks_nobody(chat: "Chat") -> None:
    """PASS means nothing where the server has no password."""
    client = chat.arrive()
    assert ev.Welcome(nick="anna") == chat.wait(client, ask.Admit(password="x"), ask.Enter(name="anna"))[0]


def test_who_needs_no_account(make_chat: type["Chat"], make_account: "MakeAccount") -> None:
    """Where guests do not come in, accounts do, and names on the list; others are told, and may try again."""
    chat = make_chat(Rules(guests=False, listed=frozenset({"bob"})), [make_account("anna", "sesame")])
    for prompts in (True, False):
        session = chat.arrive(prompts=prompts)
        told = chat.ask(session, ask.Typed(text="carl") if prompts else ask.Enter(name="carl"))
        assert Refused(reason=Reason.NOT_ADMITTED, about="carl", command="NICK") == told[0]
        assert session.user is None
        chat.ask(session, ask.Rename(name="BOB"))
        assert session.user is not None
        chat.ask(session, ask.Quit())
    client = chat.arrive()
    chat.wait(client, ask.LogIn(name="anna", password="sesame"))
    chat.ask(client, ask.Enter(name="carl"))
    assert client.user is not None
