"""Who may have which name."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount, reasons
from trichat.chat.core.outcome import Later, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
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


CYRILLIC = "аlice"  # looks like alice


@pytest.fixture
def mallory(chat: "Chat") -> Session:
    """Give somebody who is not alice, who has no account yet and is not here."""
    return chat.enter("mallory")


@pytest.fixture
def alice(chat: "Chat", make_account: MakeAccount) -> ask.LogIn:
    """Give what alice logs in with."""
    chat.hub.restore(make_account("alice"))
    return ask.LogIn(name="alice", password="sesame")


def register(name: str = "") -> ask.Register:
    return ask.Register(name=name, password="sesame")


@pytest.mark.parametrize("name", [CYRILLIC, "ALIСE", "ΝickServ", "sуstem", "trichat٠local"])
def test_lookalikes_cannot_be_registered(chat: "Chat", alice: ask.LogIn, name: str) -> None:
    """Under whatever name one is here, or before coming in: an account is a name that its owner can always have."""
    reason = Reason.ACCOUNT_LIKE_ANOTHER if name in (CYRILLIC, "ALIСE") else Reason.ACCOUNT_NAME
    mallory, client, bot = chat.enter("mallory"), chat.arrive(), chat.arrive()
    assert [reason] == reasons(chat.wait(mallory, register(name)))
    assert [reason] == reasons(chat.wait(client, register(name)))
    chat.ask(bot, ask.Enter(name="mallory"))
    assert [reason] == reasons(chat.wait(bot, register(name)))
    assert chat.hub.state.accounts.find(name) is None
    owner = chat.arrive()
    chat.wait(owner, alice, ask.Enter(name="alice"))
    assert "alice" == (owner.user.nick if owner.user else None)


def test_lookalikes_of_who_is_here_cannot_be_registered(chat: "Chat", mallory: Session) -> None:
    """Nor of somebody who is not logged in; of oneself they can."""
    alice = chat.enter("alice")
    assert [Reason.ACCOUNT_LIKE_ANOTHER] == reasons(chat.wait(mallory, register(CYRILLIC)))
    assert [Reason.ACCOUNT_EXISTS] == reasons(chat.wait(mallory, register("alice")))
    assert [] == reasons(chat.wait(alice, register(CYRILLIC)))


def test_a_lookalike_that_is_registered_in_the_meantime(chat: "Chat", mallory: Session) -> None:
    """The first whose password is hashed has the name; the other is told so."""
    alice = chat.enter("al")
    batch = [(alice, [register("alice")]), (mallory, [register(CYRILLIC)])]
    first, second = [outcome for outcome in chat.run(batch) if isinstance(outcome, Work)]
    assert [] == reasons(chat.ask(alice, ask.Worked(result=chat.do(first.task))))
    assert [Reason.ACCOUNT_LIKE_ANOTHER] == reasons(chat.ask(mallory, ask.Worked(result=chat.do(second.task))))


@pytest.mark.parametrize("name", [CYRILLIC, "ΝickServ", "alice"])
def test_no_account_is_made_of_a_lookalike(chat: "Chat", alice: ask.LogIn, name: str) -> None:
    """By those who run the server either: they name the account that there is, or take it away first."""
    admin = Session("")
    admin.admin = True
    found = {CYRILLIC: Reason.ACCOUNT_LIKE_ANOTHER, "alice": Reason.ACCOUNT_THERE}.get(name, Reason.ACCOUNT_NAME)
    assert [found] == reasons(chat.wait(admin, ask.AddAccount(name=name, password="sesame")))
    chat.ask(admin, ask.RemoveAccount(name="alice"))
    assert (name == "ΝickServ") == bool(reasons(chat.wait(admin, ask.AddAccount(name=name, password="sesame"))))


def test_who_looks_like_the_owner_makes_way(chat: "Chat") -> None:
    """Whoever was here under such a name before the account was made: at once when its owner comes in by it."""
    mallory = chat.enter(CYRILLIC)
    admin = Session("")
    admin.admin = True
    chat.wait(admin, ask.AddAccount(name="alice", password="sesame"))
    owner = chat.arrive()
    chat.wait(owner, ask.LogIn(name="alice", password="sesame"), ask.Enter(name="ALICE"))
    assert ("ALICE", "Guest1") == (owner.user.nick if owner.user else None, mallory.user.nick if mallory.user else None)


def test_who_looks_like_an_account_has_half_a_minute(chat: "Chat") -> None:
    """Like whoever has its very name; and then another name, that looks like nobody's."""
    mallory = chat.enter(CYRILLIC)
    chat.enter("Guеst1")  # with a Cyrillic letter
    admin = Session("")
    admin.admin = True
    chat.wait(admin, ask.AddAccount(name="alice", password="sesame"))
    assert [ev.ProofDemanded(name="alice", seconds=30.0)] == chat.others_heard(mallory)
    chat.ask(mallory, due(chat).request)
    assert "Guest2" == (mallory.user.nick if mallory.user else None)


def test_a_lookalike_of_ones_own_account_after_logging_out(chat: "Chat", alice: ask.LogIn) -> None:
    """Is that of anybody then."""
    client = chat.enter("x")
    chat.wait(client, alice, ask.Rename(name=CYRILLIC))
    assert ev.ProofDemanded(name=CYRILLIC, seconds=30.0) in chat.ask(client, ask.LogOut())
    chat.ask(client, due(chat).request)
    assert "Guest1" == (client.user.nick if client.user else None)


def test_lookalikes_by_case_alone(chat: "Chat") -> None:
    """Another case of one's own name can look like another's: a Greek ν is no N, but its capital is."""
    chat.enter("nora")
    greek = chat.enter("νora")
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(chat.ask(greek, ask.Rename(name="Νora")))
    service = chat.enter("νickserv")
    assert [Reason.NAME_RESERVED] == reasons(chat.ask(service, ask.Rename(name="ΝICKSERV")))
    chat.wait(service, register())
    assert [Reason.NAME_RESERVED] == reasons(chat.ask(service, ask.Rename(name="ΝICKSERV")))
    chat.wait(greek, register())
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(chat.ask(greek, ask.Rename(name="Νora")))


def test_lookalike_accounts_from_before(make_chat: type["Chat"], make_account: MakeAccount) -> None:
    """They stay, and log in; the elder has its name, wherever the younger is; the younger has another."""
    records = [make_account(CYRILLIC, created=2), make_account("alice", created=1), make_account("ΝickServ")]
    chat = make_chat(Rules(), records)
    for name, reason in ((CYRILLIC, Reason.NAME_LIKE_ANOTHER), ("ΝickServ", Reason.NAME_RESERVED)):
        client = chat.arrive()
        heard = chat.wait(client, ask.LogIn(name=name, password="sesame"), ask.Enter(name=name))
        assert [reason] == reasons(heard)
        chat.ask(client, ask.Rename(name=f"x{name[-1]}"))
        assert name == (client.user.source.account if client.user else None)
    owner = chat.arrive()
    chat.wait(owner, ask.LogIn(name="alice", password="sesame"), ask.Enter(name="alice"))
    assert "alice" == (owner.user.nick if owner.user else None)
    admin = Session("")
    admin.admin = True
    chat.ask(admin, ask.RemoveAccount(name="alice"))
    younger = chat.arrive()
    chat.ask(owner, ask.Quit())
    chat.wait(younger, ask.LogIn(name=CYRILLIC, password="sesame"), ask.Enter(name=CYRILLIC))
    assert younger.user is not None


def test_a_login_at_the_plain_door_with_a_lookalike_from_before(
    make_chat: type["Chat"], make_account: MakeAccount
) -> None:
    """Its owner is asked for another name, and is logged in all the same."""
    chat = make_chat(Rules(), [make_account(CYRILLIC, created=2), make_account("alice", created=1)])
    session = chat.arrive(prompts=True)
    heard = chat.wait(session, ask.Typed(text=CYRILLIC), ask.Typed(text="sesame"))
    assert [Reason.NAME_LIKE_ANOTHER] == reasons(heard)
    assert ev.AskName() == heard[-1]
    chat.ask(session, ask.Typed(text="mallory"))
    assert CYRILLIC == (session.user.source.account if session.user else None)


@pytest.mark.parametrize("name", ["ΝickServ", "СhanServ", "N1CKSERV", "NlckServ", "аdmin", "sуstem", "trichat٠local"])
def test_lookalikes_of_names_for_the_server(chat: "Chat", name: str) -> None:
    """Are as bad as those names, in ASCII too."""
    session = chat.arrive()
    assert [Reason.NAME_RESERVED] == reasons(chat.ask(session, ask.Enter(name=name)))
    assert [Reason.NAME_RESERVED] == reasons(chat.ask(chat.enter("x"), ask.Rename(name=name)))


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
    asked = ev.AskPassword(about="evan")
    assert [ev.PasswordTaken(), Refused(reason=Reason.WRONG_PASSWORD, command="LOGIN"), asked] == heard
    assert [ev.PasswordTaken(), ev.AskName()] == chat.ask(session, ask.Typed(text=""))  # they think better of it
    chat.ask(session, ask.Typed(text="evan"))
    heard = chat.wait(session, ask.Typed(text="sesame"))
    assert [ev.PasswordTaken, ev.LoggedIn, ev.Welcome] == [type(event) for event in heard][:3]


def test_registering_asks_twice(chat: "Chat") -> None:
    """Who registers types the password twice: a slip would make one that nobody knows."""
    session = chat.sit_down("anna")
    assert [ev.AskPassword()] == chat.ask(session, ask.Typed(text="/register"))
    for again, reason in (("another", [Reason.PASSWORDS_DIFFER]), ("mellon", [])):
        assert [ev.PasswordTaken(), ev.AskPassword(again=True)] == chat.ask(session, ask.Typed(text="mellon"))
        assert reason == reasons(chat.wait(session, ask.Typed(text=again)))
    assert "anna" == session.user.source.account if session.user else None


def test_changing_the_password_asks_for_both(chat: "Chat") -> None:
    """Who changes the password gives the old one first, so that nobody chooses a new one in vain."""
    session = chat.sit_down("anna")
    chat.wait(session, ask.Typed(text="/register sesame"))
    assert [ev.AskPassword(about="anna")] == chat.ask(session, ask.Typed(text="/password"))
    assert [Reason.WRONG_PASSWORD] == reasons(chat.wait(session, ask.Typed(text="wrong!")))
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
