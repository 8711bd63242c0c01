"""Names that are somebody's: registering them, logging in, passwords."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.accounts import Account, CheckPassword, HashPassword
from trichat.chat.core.outcome import Dropped, Kept, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.people.attendance import RoomsSeen
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MakeAccount = Callable[..., Account]
WRONG = [Refused(reason=Reason.WRONG_PASSWORD, command="LOGIN")]


def kinds(heard: list[ev.Event]) -> list[type[ev.Event]]:
    return [type(event) for event in heard]


def reasons(heard: list[ev.Event]) -> list[Reason]:
    return [event.reason for event in heard if isinstance(event, Refused)]


def account_of(session: Session) -> str:
    return session.user.source.account if session.user else session.account


def test_registering(chat: "Chat") -> None:
    """The name one has becomes one's own once the password is hashed, and one is logged in."""
    anna = chat.enter("Anna")
    assert [] == chat.ask(anna, ask.Register(password="sesame", email="a@b.c"))
    work = Work(task=HashPassword(forms=("sesame",)), session=anna)
    assert [work] == chat.outcomes
    assert [ev.Registered, ev.LoggedIn] == kinds(chat.ask(anna, ask.Worked(result=chat.do(work.task))))


def test_what_follows_from_registering(chat: "Chat") -> None:
    """An account has the name as it is written and what proves who one is, and nothing of the password itself."""
    anna, boris = chat.enter("Anna", "#a"), chat.enter("boris", "#a")
    heard = chat.wait(anna, ask.Register(password="sesame", email="a@b.c"))
    assert [ev.Registered(account="Anna"), ev.LoggedIn(account="Anna", mask="Anna!user@localhost")] == heard
    assert [ev.AccountChanged] == kinds(chat.others_heard(boris))
    kept, seen = [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]
    assert isinstance(kept.record, Account)
    assert RoomsSeen(key="anna", rooms=(("#a", 0),)) == seen.record
    assert ("anna", "Anna", "a@b.c", chat.now) == (
        kept.record.key,
        kept.record.name,
        kept.record.email,
        kept.record.created,
    )
    assert Dropped(kind="account", key="anna") == kept.before
    assert "sesame" not in repr(kept)
    assert "Anna" == account_of(anna)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ask.Register(password="short"), Reason.PASSWORD_TOO_SHORT),
        (ask.Register(password="sesame", email="nowhere"), Reason.EMAIL),
        (ask.Register(name="#room", password="sesame"), Reason.ACCOUNT_NAME),
        (ask.Register(name="NickServ", password="sesame"), Reason.ACCOUNT_NAME),
        (ask.Register(name="BORIS", password="sesame"), Reason.ACCOUNT_EXISTS),  # who has no account, and is here
        (ask.Register(name="Clara", password="sesame"), Reason.ACCOUNT_EXISTS),  # who has one, and is not
        (ask.Register(), Reason.MISSING_ARGUMENTS),
    ],
)
def test_what_cannot_be_registered(
    chat: "Chat", make_account: MakeAccount, request_: ask.Register, reason: Reason
) -> None:
    """Names that nobody can have or that are another's are refused, and passwords and addresses that are none."""
    chat.hub.restore(make_account("clara"))
    chat.enter("boris")
    assert [reason] == reasons(chat.wait(chat.enter("anna"), request_))


def test_another_name_can_be_registered(chat: "Chat") -> None:
    """An account need not be called as one is called now."""
    anna = chat.enter("anna")
    assert [ev.Registered(account="ann")] == chat.wait(anna, ask.Register(name="ann", password="sesame"))[:1]
    assert "ann" == account_of(anna)


def test_who_is_logged_in_registers_nothing(chat: "Chat") -> None:
    """Who is logged in cannot register another account."""
    anna = chat.registered("anna")
    assert [Reason.ALREADY_LOGGED_IN] == reasons(chat.wait(anna, ask.Register(name="ann", password="sesame")))


def test_registering_before_coming_in(chat: "Chat") -> None:
    """An IRC client may register before it comes in (draft/account-registration, before-connect)."""
    anna = chat.arrive()
    assert [Reason.ACCOUNT_NEEDS_NAME] == reasons(chat.wait(anna, ask.Register(password="sesame")))
    heard = chat.wait(anna, ask.Register(name="anna", password="sesame"), ask.Enter(name="anna"))
    assert [ev.Registered, ev.LoggedIn, ev.Welcome] == kinds(heard)[:3]
    assert "anna" == account_of(anna)


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        (Rules(may_register=False), Reason.NO_REGISTRATION),
        (Rules(register_before_entering=False), Reason.REGISTER_LATER),
        (Rules(email_required=True), Reason.EMAIL),
    ],
)
def test_rules_of_registration(make_chat: type["Chat"], rules: Rules, reason: Reason) -> None:
    """The settings say who may make accounts, when, and whether with an address."""
    chat = make_chat(rules)
    assert [reason] == reasons(chat.wait(chat.arrive(), ask.Register(name="anna", password="sesame")))


def test_two_who_register_a_name_at_once(chat: "Chat") -> None:
    """Of two who register a name the first whose password is hashed has it; the other is told so."""
    anna, boris = chat.enter("anna"), chat.enter("boris")
    chat.run(
        [(anna, [ask.Register(name="x", password="sesame")]), (boris, [ask.Register(name="x", password="sesame")])]
    )
    works = [outcome for outcome in chat.outcomes if isinstance(outcome, Work)]
    assert [anna, boris] == [work.session for work in works]
    first = chat.ask(anna, ask.Worked(result=chat.do(works[0].task)))
    second = chat.ask(boris, ask.Worked(result=chat.do(works[1].task)))
    assert [ev.Registered, ev.LoggedIn] == kinds(first)
    assert [Reason.ACCOUNT_EXISTS] == reasons(second)


def test_logging_in(chat: "Chat", make_account: MakeAccount) -> None:
    """The right password logs in; those who share a room see the account from then on."""
    chat.hub.restore(make_account("ann"))
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    heard = chat.wait(anna, ask.LogIn(name="ANN", password="sesame"))
    assert [ev.LoggedIn(account="ann", mask="anna!user@localhost")] == heard
    (changed,) = chat.others_heard(boris)
    assert isinstance(changed, ev.AccountChanged)
    assert "ann" == changed.source.account
    chat.ask(anna, ask.Say(target="#a", text="hi"))
    (said,) = chat.others_heard(boris)
    assert isinstance(said, ev.Said)
    assert "ann" == said.source.account


@pytest.mark.parametrize(("name", "password"), [("ann", "wrong!"), ("nobody", "sesame"), ("ann", "x" * 601), ("", "x")])
def test_a_wrong_password_or_name(chat: "Chat", make_account: MakeAccount, name: str, password: str) -> None:
    """A wrong password and a wrong name are answered alike, with as much work: nothing tells which are registered."""
    chat.hub.restore(make_account("ann"))
    anna = chat.enter("anna")
    chat.ask(anna, ask.LogIn(name=name, password=password))
    assert [CheckPassword] == [type(outcome.task) for outcome in chat.outcomes if isinstance(outcome, Work)]
    assert WRONG == chat.ask(anna, ask.Worked(result=False))
    assert "" == account_of(anna)


def test_five_wrong_passwords_in_a_minute(chat: "Chat") -> None:
    """Five wrong passwords in a minute close the connection, and others see one leave."""
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    for _ in range(4):
        assert WRONG == chat.wait(anna, ask.LogIn(password="wrong!"))
    heard = chat.wait(anna, ask.LogIn(password="wrong!"))
    assert WRONG == heard[:1]
    assert [ev.Farewell] == kinds(heard[1:])
    assert [ev.Departed] == kinds(chat.others_heard(boris))


def test_four_a_minute_for_ever(chat: "Chat") -> None:
    """A password that was wrong more than a minute ago is forgotten."""
    anna = chat.enter("anna")
    for _ in range(12):
        chat.now += 15_000
        assert WRONG == chat.wait(anna, ask.LogIn(password="wrong!"))


def test_a_login_needs_a_name_and_a_password(chat: "Chat") -> None:
    """A client program that gives no name or password is told so: there is nobody to ask."""
    assert [Reason.MISSING_ARGUMENTS] == reasons(chat.wait(chat.arrive(), ask.LogIn(password="sesame")))
    assert [Reason.MISSING_ARGUMENTS] == reasons(chat.wait(chat.enter("anna"), ask.LogIn()))


def test_logging_out(chat: "Chat") -> None:
    """Who logs out is nobody's account any more, and others see that."""
    anna, boris = chat.registered("anna", "sesame", "#a"), chat.enter("boris", "#a")
    assert anna.user is not None
    identity = anna.user.identity
    assert ev.LoggedOut(mask="anna!user@localhost") == chat.ask(anna, ask.LogOut())[0]
    assert [ev.AccountChanged] == kinds(chat.others_heard(boris))
    assert "" == account_of(anna)
    assert identity != anna.user.identity  # the private conversations stay with the account
    assert [Reason.NOT_LOGGED_IN] == reasons(chat.ask(anna, ask.LogOut()))


def test_logging_out_before_coming_in(chat: "Chat", make_account: MakeAccount) -> None:
    """Nobody sees who logs out before coming in."""
    chat.hub.restore(make_account("ann"))
    anna = chat.arrive()
    chat.wait(anna, ask.LogIn(name="ann", password="sesame"))
    assert "ann" == account_of(anna)
    assert [ev.LoggedOut(mask="*!*@localhost")] == chat.ask(anna, ask.LogOut())
    assert "" == account_of(anna)


def test_changing_the_password(chat: "Chat") -> None:
    """Changing the password needs the old one; from then on the new one is the right one."""
    anna = chat.registered("anna")
    wrong = [Refused(reason=Reason.WRONG_PASSWORD, command="PASSWORD")]
    assert wrong == chat.wait(anna, ask.ChangePassword(old="wrong!", new="new one"))
    assert [ev.PasswordChanged(account="anna")] == chat.wait(anna, ask.ChangePassword(old="sesame", new="new one"))
    other = chat.enter("other")
    assert WRONG == chat.wait(other, ask.LogIn(name="anna", password="sesame"))
    assert [ev.LoggedIn] == kinds(chat.wait(other, ask.LogIn(name="anna", password="new one")))


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ask.ChangePassword(old="sesame", new="short"), Reason.PASSWORD_TOO_SHORT),
        (ask.ChangePassword(), Reason.MISSING_ARGUMENTS),
    ],
)
def test_what_changes_no_password(chat: "Chat", request_: ask.ChangePassword, reason: Reason) -> None:
    """A new password that can be none, or none at all, changes nothing."""
    anna = chat.registered("anna")
    assert [reason] == reasons(chat.wait(anna, request_))


def test_whoever_is_not_logged_in_has_no_password(chat: "Chat") -> None:
    """Who is not logged in has no password to change."""
    anna = chat.enter("anna")
    assert [Reason.NOT_LOGGED_IN] == reasons(chat.wait(anna, ask.ChangePassword(old="sesame", new="new one")))


def test_an_account_that_is_gone_while_its_password_is_hashed(chat: "Chat") -> None:
    """Nothing is kept of an account that is gone while its password is hashed."""
    anna = chat.registered("anna")
    chat.ask(anna, ask.ChangePassword(old="sesame", new="new one"))
    chat.ask(anna, ask.Worked(result=True))
    (work,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Work)]
    assert HashPassword(forms=("new one",)) == work.task
    chat.hub.restore(Dropped(kind="account", key="anna"))
    assert [Reason.NOT_LOGGED_IN] == reasons(chat.ask(anna, ask.Worked(result=chat.do(work.task))))


def test_an_account_that_could_not_be_kept(chat: "Chat") -> None:
    """An account that could not be kept is none, and nobody is logged in to it."""
    anna = chat.registered("anna")
    chat.run([])
    chat.hub.restore(Dropped(kind="account", key="anna"))
    assert "" == account_of(anna)
    assert WRONG == chat.wait(anna, ask.LogIn(name="anna", password="sesame"))


def test_a_name_like_that_of_an_account_that_could_not_be_kept(chat: "Chat") -> None:
    """A name like that of an account that could not be kept is free again."""
    chat.ask(chat.registered("evan"), ask.Quit())
    alike = "\u0435van"  # with a Cyrillic letter
    (refused,) = chat.ask(chat.arrive(), ask.Enter(name=alike))
    assert isinstance(refused, ev.Refused)
    assert Reason.NAME_LIKE_ANOTHER is refused.reason
    chat.hub.restore(Dropped(kind="account", key="evan"))
    assert chat.enter(alike).user is not None


def test_accounts_survive_a_restart(make_chat: type["Chat"], make_account: MakeAccount) -> None:
    """A hub that begins with records knows the accounts."""
    chat = make_chat(Rules(), [make_account("Anna", operator=True)])
    anna = chat.arrive()
    chat.wait(anna, ask.LogIn(name="anna", password="sesame"))
    heard = chat.ask(anna, ask.Enter(name="anna"))
    assert ev.UserModesChanged(change="+o") in heard


def test_an_operator_logs_in_and_out(chat: "Chat", make_account: MakeAccount) -> None:
    """An operator's account makes one an operator as long as one is logged in."""
    chat.hub.restore(make_account("ann", operator=True))
    anna = chat.enter("anna")
    assert ev.UserModesChanged(change="+o") in chat.wait(anna, ask.LogIn(name="ann", password="sesame"))
    assert ev.UserModesChanged(change="-o") in chat.ask(anna, ask.LogOut())
