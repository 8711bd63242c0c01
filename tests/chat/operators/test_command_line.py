"""What those who run the server do to accounts."""

import re
from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount
from trichat.chat.core.outcome import Told, Work
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.operators.operators import ReadSettings, SettingsRead
from trichat.protocols.control import REQUESTS, told
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Refused
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


@pytest.fixture
def admin() -> Session:
    session = Session("")
    session.admin = True
    return session


def test_adding_an_account(chat: "Chat", admin: Session) -> None:
    """An account is added with any password that is not empty, and under names that people cannot register."""
    for name in ("Anna", "NickServ"):
        assert [ev.AccountAdded(account=name)] == chat.wait(admin, ask.AddAccount(name=name, password="x"))
    client = chat.arrive()
    assert [ev.LoggedIn(account="Anna", mask="*!*@localhost")] == chat.wait(
        client, ask.LogIn(name="anna", password="x")
    )


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ask.AddAccount(name="ANNA", password="sesame"), Reason.ACCOUNT_THERE),
        (ask.AddAccount(name="a b", password="sesame"), Reason.NAME_CHARACTER),
        (ask.AddAccount(name="boris", password=""), Reason.PASSWORD_TOO_SHORT),
        (ask.AddAccount(name="boris", password="x", email="y"), Reason.EMAIL),
        (ask.SetPassword(name="boris", password="sesame"), Reason.NO_SUCH_ACCOUNT),
        (ask.RemoveAccount(name="boris"), Reason.NO_SUCH_ACCOUNT),
        (ask.Appoint(name="boris"), Reason.NO_SUCH_ACCOUNT),
    ],
)
def test_what_cannot_be_done(
    chat: "Chat", admin: Session, make_account: MakeAccount, request_: Request, reason: Reason
) -> None:
    """Names that are taken or unknown are refused, and so are passwords and addresses that are none."""
    chat.hub.restore(make_account("anna"))
    (refused,) = chat.wait(admin, request_)
    assert isinstance(refused, Refused)
    assert reason is refused.reason


def test_another_password(chat: "Chat", admin: Session, make_account: MakeAccount) -> None:
    """Whoever runs the server sets the password of somebody who has forgotten theirs."""
    chat.hub.restore(make_account("anna"))
    assert [ev.PasswordSet(account="anna")] == chat.wait(admin, ask.SetPassword(name="ANNA", password="new"))
    client = chat.arrive()
    assert [ev.LoggedIn] == [type(event) for event in chat.wait(client, ask.LogIn(name="anna", password="new"))]


def test_appointing_an_operator(chat: "Chat", admin: Session) -> None:
    """Whoever is logged in to an appointed account is an operator at once, and no longer when it is not."""
    anna = chat.registered("anna")
    assert [ev.Appointed(account="anna", operator=True)] == chat.wait(admin, ask.Appoint(name="Anna"))
    assert [ev.UserModesChanged(change="+o")] == chat.others_heard(anna)
    assert [ev.Appointed(account="anna", operator=False)] == chat.wait(admin, ask.Appoint(name="Anna", operator=False))
    assert [ev.UserModesChanged(change="-o")] == chat.others_heard(anna)


def test_removing_an_account(chat: "Chat", admin: Session) -> None:
    """Who is logged in to a removed account is logged out; its name can be had, but not registered again."""
    anna = chat.registered("anna")
    assert [ev.AccountRemoved(account="anna")] == chat.wait(admin, ask.RemoveAccount(name="anna"))
    assert [ev.LoggedOut(mask="anna!user@localhost")] == chat.others_heard(anna)
    assert anna.user is not None
    assert "" == anna.user.source.account
    (refused,) = chat.wait(anna, ask.Register(password="sesame"))
    assert Refused(reason=Reason.ACCOUNT_EXISTS, about="anna", command="REGISTER") == refused
    assert [ev.AccountsListed(accounts=())] == chat.wait(admin, ask.ListAccounts())
    assert [ev.AccountAdded(account="anna")] == chat.wait(admin, ask.AddAccount(name="anna", password="x"))


def test_the_log(chat: "Chat", admin: Session) -> None:
    """The log is read up to this point in the order; what is done at the command line is in it too."""
    chat.wait(admin, ask.AddAccount(name="anna", password="x"))
    (act,) = [outcome.event for outcome in chat.outcomes if isinstance(outcome, Told)]
    assert isinstance(act, ev.Act)
    assert ("add", "anna") == (act.deed, act.about)
    (page,) = chat.wait(admin, ask.ShowLog(limit=5000))
    assert isinstance(page, ev.Page)
    assert ("!audit", 1000, act.id + 1) == (page.place, page.limit, page.before)


@pytest.mark.parametrize(
    ("request_", "deed"),
    [
        (ask.AddAccount(name="boris", password="x"), "add"),
        (ask.SetPassword(name="anna", password="new"), "passwd"),
        (ask.RemoveAccount(name="anna"), "remove"),
        (ask.Appoint(name="anna"), "op"),
        (ask.AddApiToken(name="anna", rooms=("#ci",), token="0a1b"), "token"),
        (ask.Appoint(name="anna", operator=False), "deop"),
        (ask.AdministerClock(right=True), "clock"),
        (ask.RereadSettings(), "rehash"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_that_is_done_is_in_the_log(
    chat: "Chat", admin: Session, make_account: MakeAccount, request_: Request, deed: str
) -> None:
    """Whatever the command line does to somebody is in the log; and what it is told speaks of them, not to them."""
    chat.hub.restore(make_account("anna"))
    answers = chat.ask(admin, request_)
    for work in [outcome.task for outcome in chat.outcomes if isinstance(outcome, Work)]:
        result = SettingsRead() if isinstance(work, ReadSettings) else chat.do(work) if deed != "clock" else None
        answers += chat.ask(admin, ask.Worked(result=result))
    acts = [each.event for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Act)]
    assert [deed] == [act.deed for act in acts]
    assert [] == [line for event in answers for line in told(event).lines if re.search(r"\b[Yy]ou", line)]


def test_every_request_is_looked_at() -> None:
    """Whoever adds something that the command line does says whether it is in the log."""
    logged = {"AddAccount", "SetPassword", "RemoveAccount", "Appoint", "AdministerClock", "RereadSettings"}
    assert logged | {"AddApiToken", "RemoveApiToken"} == {*REQUESTS} - {"ListAccounts", "ListApiTokens", "ShowLog"}


def test_listing_accounts(chat: "Chat", admin: Session, make_account: MakeAccount) -> None:
    """Accounts are listed by name, without anything secret."""
    chat.hub.restore(make_account("boris", operator=True))
    chat.hub.restore(make_account("Anna", email="a@b.c"))
    (listed,) = chat.wait(admin, ask.ListAccounts())
    assert isinstance(listed, ev.AccountsListed)
    assert [("Anna", "a@b.c", False), ("boris", "", True)] == [
        (line.name, line.email, line.operator) for line in listed.accounts
    ]


def test_reading_the_settings_again(chat: "Chat", admin: Session) -> None:
    """What the settings say now counts at once, as when an operator asks for it."""
    assert [] == chat.ask(admin, ask.RereadSettings())
    assert [ReadSettings()] == [outcome.task for outcome in chat.outcomes if isinstance(outcome, Work)]
    assert [ev.Rehashed()] == chat.ask(admin, ask.Worked(result=SettingsRead(rules=Rules(motd=("after",)))))
    assert ("after",) == chat.hub.state.rules.motd


ADMIN_REQUESTS: tuple[Request, ...] = (
    ask.AddAccount(name="x", password="x"),
    ask.SetPassword(name="anna", password="x"),
    ask.RemoveAccount(name="anna"),
    ask.ListAccounts(),
    ask.Appoint(name="anna"),
    ask.ShowLog(),
    ask.RereadSettings(),
    ask.AdministerClock(right=True),
    ask.AddApiToken(name="anna", rooms=("#ci",), token="0a1b"),
    ask.RemoveApiToken(token="0a1b"),
    ask.ListApiTokens(),
)


@pytest.mark.parametrize("request_", ADMIN_REQUESTS, ids=lambda request: type(request).__name__)
def test_nobody_else_can_do_this(chat: "Chat", request_: Request) -> None:
    """A visit cannot ask what the command line asks, whatever a door might make of what somebody sends."""
    before = chat.registered("anna").user
    refused: list[Event] = [Refused(reason=Reason.ADMIN_ONLY)]
    assert refused == chat.wait(chat.enter("boris"), request_)
    assert [Refused(reason=Reason.NOT_ENTERED)] == chat.wait(chat.arrive(), request_)
    assert before is not None
    assert ("anna", frozenset()) == (before.source.account, before.modes)
    assert ["anna"] == [account.name for account in chat.hub.state.accounts]


def test_every_such_request_has_a_test() -> None:
    """Every request of the command line is in the tests above."""
    assert set(REQUESTS.values()) == {type(request) for request in ADMIN_REQUESTS}


def test_the_command_line_is_no_visit(chat: "Chat", admin: Session) -> None:
    """The command line can ask nothing else, and is counted nowhere."""
    assert [] == chat.wait(admin, ask.Motd())
    assert [ev.Counted(people=1, most=1, connections=1, rooms=0)] == chat.ask(chat.enter("anna"), ask.Lusers())
