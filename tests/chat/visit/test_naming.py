"""Who may have which name."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount, reasons
from trichat.chat.core.outcome import Later
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.names.names import RESERVED
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

LOG_IN = ask.LogIn(name="evan", password="sesame")


@pytest.fixture(autouse=True)
def _evan(chat: "Chat", make_account: MakeAccount) -> None:
    chat.hub.restore(make_account("evan"))


def test_a_registered_name_is_refused(chat: "Chat") -> None:
    """A registered name is refused to others who come in, and to those who take another name."""
    assert [Reason.NAME_REGISTERED] == reasons(chat.ask(chat.arrive(), ask.Enter(name="EVAN")))
    assert [Reason.NAME_REGISTERED] == reasons(chat.ask(chat.enter("x"), ask.Rename(name="evan")))


def test_the_owner_has_it(chat: "Chat") -> None:
    """The owner of a registered name has it once they are logged in."""
    client = chat.arrive()
    chat.wait(client, LOG_IN, ask.Enter(name="Evan"))
    assert client.user is not None
    assert "Evan" == client.user.nick


@pytest.mark.parametrize("name", ["еvan", "ЕVAN", "evаn", "ｅvan".replace("ｅ", "е")])  # some letters are Cyrillic
def test_lookalikes_of_a_registered_name(chat: "Chat", name: str) -> None:
    """Names that look like a registered one are refused to others, but not to the owner."""
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(chat.ask(chat.arrive(), ask.Enter(name=name)))
    owner = chat.arrive()
    chat.wait(owner, LOG_IN, ask.Enter(name="evan"))
    assert [] == reasons(chat.ask(owner, ask.Rename(name=name)))


def test_lookalikes_of_who_is_here(chat: "Chat") -> None:
    """Names that look like that of somebody here are refused as long as that one is here."""
    anna, other = chat.enter("anna"), chat.enter("other")
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(chat.ask(other, ask.Rename(name="аnna")))
    assert [] == reasons(chat.ask(anna, ask.Rename(name="аnna")))  # herself
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(chat.ask(other, ask.Rename(name="anna")))
    chat.ask(anna, ask.Quit())
    assert [] == reasons(chat.ask(other, ask.Rename(name="anna")))


@pytest.mark.parametrize(("one", "two"), [("anna1", "annal"), ("b0b", "bOb".replace("O", "o")), ("modem", "rnodern")])
def test_what_is_alike_in_ascii(chat: "Chat", one: str, two: str) -> None:
    """Names that look alike in ASCII are allowed: people are used to them, and have such names."""
    chat.enter(one)
    assert chat.enter(two).user is not None


@pytest.mark.parametrize("name", ["Bo^Dick", "Matic`Makovec", "DJ-_-", "Bisu[Shield]", "Анна", "Zoë", "李雷"])
def test_real_names(chat: "Chat", name: str) -> None:
    """Names of people on IRC, in any script, are allowed beside each other."""
    assert chat.enter(name).user is not None


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_reserved_names(chat: "Chat", make_account: MakeAccount, name: str) -> None:
    """Nobody is called like the server or its services, unless whoever runs it lets them."""
    assert [Reason.NAME_RESERVED] == reasons(chat.ask(chat.arrive(), ask.Enter(name=name.title())))
    chat.hub.restore(make_account(name))
    client = chat.arrive()
    chat.wait(client, ask.LogIn(name=name, password="sesame"), ask.Enter(name=name))
    assert client.user is not None


# Whoever has a name that becomes somebody's


@pytest.fixture
def holder(chat: "Chat") -> Session:
    """Give somebody whose name has just been made an account, not by them."""
    session = chat.enter("clara", "#a")
    admin = Session("")
    admin.admin = True
    chat.wait(admin, ask.AddAccount(name="clara", password="sesame"))
    return session


def due(chat: "Chat") -> Later:
    (later,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Later)]
    return later


def test_they_are_told_and_renamed(chat: "Chat", holder: Session) -> None:
    """Who has somebody's name and does not log in is told, and renamed after half a minute."""
    assert [ev.ProofDemanded(name="clara", seconds=30.0)] == chat.others_heard(holder)
    later = due(chat)
    assert (30.0, holder) == (later.seconds, later.session)
    (renamed,) = chat.ask(holder, later.request)
    assert isinstance(renamed, ev.Renamed)
    assert "Guest1" == renamed.nick


def test_they_log_in(chat: "Chat", holder: Session) -> None:
    """Who logs in within half a minute keeps the name."""
    later = due(chat)
    chat.wait(holder, ask.LogIn(password="sesame"))
    assert [] == chat.ask(holder, later.request)


def test_they_have_another_name_by_then(chat: "Chat", holder: Session) -> None:
    """Who has another name by then, or is gone, is not renamed."""
    later = due(chat)
    chat.ask(holder, ask.Rename(name="x"))
    assert [] == chat.ask(holder, later.request)
    chat.ask(holder, ask.Quit())
    assert [] == chat.ask(holder, later.request)


def test_the_owner_does_not_wait(chat: "Chat", holder: Session) -> None:
    """Who has a name without being logged in makes way to its owner at once, and gets a guest's name that is free."""
    chat.enter("Guest1")
    owner = chat.arrive()
    chat.wait(owner, ask.LogIn(name="clara", password="sesame"), ask.Enter(name="clara"))
    assert owner.user is not None
    assert "clara" == owner.user.nick
    assert holder.user is not None
    assert "Guest2" == holder.user.nick


def test_who_logs_out_has_to_prove_it_again(chat: "Chat") -> None:
    """Who logs out has to prove again that the name is theirs."""
    client = chat.arrive()
    chat.wait(client, LOG_IN, ask.Enter(name="evan"))
    assert ev.ProofDemanded(name="evan", seconds=30.0) in chat.ask(client, ask.LogOut())


# At the plain door


def test_a_person_proves_it_with_a_password(chat: "Chat") -> None:
    """A person with a registered name is asked for its password; what they type then is no name and no message."""
    session = chat.arrive(prompts=True)
    assert [ev.AskPassword(about="evan")] == chat.ask(session, ask.Typed(text="Evan"))
    heard = chat.wait(session, ask.Typed(text="/who cares"))
    assert [ev.PasswordTaken(), Refused(reason=Reason.WRONG_PASSWORD, command="LOGIN"), ev.AskName()] == heard
    chat.ask(session, ask.Typed(text="evan"))
    assert [ev.PasswordTaken(), ev.AskName()] == chat.ask(session, ask.Typed(text=""))  # they think better of it
    chat.ask(session, ask.Typed(text="evan"))
    heard = chat.wait(session, ask.Typed(text="sesame"))
    assert [ev.PasswordTaken, ev.LoggedIn, ev.Welcome] == [type(event) for event in heard][:3]


def test_registering_asks_twice(chat: "Chat") -> None:
    """Who registers types the password twice: a slip would make one that nobody knows."""
    session = chat.sit_down("anna")
    for again, reason in (("another", [Reason.PASSWORDS_DIFFER]), ("mellon", [])):
        assert [ev.AskPassword()] == chat.ask(session, ask.Typed(text="/register"))
        assert [ev.PasswordTaken(), ev.AskPassword(again=True)] == chat.ask(session, ask.Typed(text="mellon"))
        assert reason == reasons(chat.wait(session, ask.Typed(text=again)))
    assert "anna" == session.user.source.account if session.user else None


def test_changing_the_password_asks_for_both(chat: "Chat") -> None:
    """Who changes the password gives the old one first, so that nobody chooses a new one in vain."""
    session = chat.sit_down("anna")
    chat.wait(session, ask.Typed(text="/register sesame"))
    assert [ev.AskPassword(about="anna")] == chat.ask(session, ask.Typed(text="/password"))
    assert [Reason.WRONG_PASSWORD] == reasons(chat.wait(session, ask.Typed(text="wrong!")))
    chat.ask(session, ask.Typed(text="/password"))
    assert [ev.PasswordTaken(), ev.AskPassword()] == chat.wait(session, ask.Typed(text="sesame"))
    chat.ask(session, ask.Typed(text="mellon"))
    assert ev.PasswordChanged(account="anna") in chat.wait(session, ask.Typed(text="mellon"))
    chat.ask(session, ask.Typed(text="/password"))
    assert [ev.PasswordTaken()] == chat.wait(session, ask.Typed(text=""))


def test_a_login_asks_for_the_password(chat: "Chat") -> None:
    """Who logs in is asked for the password, and takes the name."""
    session = chat.sit_down("anna")
    assert [ev.AskPassword(about="evan")] == chat.ask(session, ask.Typed(text="/login evan"))
    chat.wait(session, ask.Typed(text="sesame"))
    assert session.user is not None
    assert "evan" == session.user.nick


def test_a_password_with_a_space_before_the_command(chat: "Chat") -> None:
    """A password behind a space and a command is obeyed, not said; from a client program it is refused."""
    boris = chat.sit_down("boris")
    anna = chat.sit_down("anna")
    chat.wait(anna, ask.Typed(text="  /register sesame"))
    assert "anna" == anna.user.source.account if anna.user else None
    assert [] == [event for event in chat.others_heard(boris) if isinstance(event, ev.Said)]
    assert [Reason.PASSWORD_SAID] == reasons(chat.ask(anna, ask.Say(target="#lobby", text=" /login anna sesame")))
    assert [] == chat.others_heard(boris)
