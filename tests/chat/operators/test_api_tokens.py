"""Tokens of programs: made, listed and taken back by whoever runs the server."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount
from trichat.chat.core.outcome import Dropped, Kept, Told
from trichat.chat.core.people import Session
from trichat.chat.core.tokens import ApiToken
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

KEY = "0a1b2c3d" + "0" * 56


@pytest.fixture
def admin(chat: "Chat", make_account: MakeAccount) -> Session:
    chat.hub.restore(make_account("Anna"))
    session = Session("")
    session.admin = True
    return session


def kept(chat: "Chat") -> list[object]:
    return [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]


def test_a_token_from_beginning_to_end(chat: "Chat", admin: Session) -> None:
    """It is kept, listed by the beginning of its hash, and dropped; what was done is in the log."""
    add = ask.AddApiToken(name="anna", rooms=("#CI",), token=KEY)
    assert [ev.ApiTokenAdded(name="0a1b2c3d", account="Anna")] == chat.wait(admin, add)
    token = ApiToken(key=KEY, account="anna", rooms=("#CI",), created=chat.now)
    assert [token] == kept(chat)
    (listed,) = chat.wait(admin, ask.ListApiTokens())
    assert isinstance(listed, ev.ApiTokensListed)
    assert [("0a1b2c3d", "anna", ("#CI",))] == [(one.name, one.account, one.rooms) for one in listed.tokens]
    assert [ev.ApiTokenRemoved(name="0a1b2c3d")] == chat.wait(admin, ask.RemoveApiToken(token="0a1b2c3d"))
    assert [Dropped(kind=ApiToken.kind, key=KEY)] == kept(chat)
    assert ["revoke"] == [
        each.event.deed for each in chat.outcomes if isinstance(each, Told) and isinstance(each.event, ev.Act)
    ]
    assert [ev.ApiTokensListed(tokens=())] == chat.wait(admin, ask.ListApiTokens())


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (ask.AddApiToken(name="boris", rooms=("#ci",), token=KEY), Reason.NO_SUCH_ACCOUNT),
        (ask.AddApiToken(name="anna", rooms=("#c i",), token=KEY), Reason.ROOM_NAME),
        (ask.RemoveApiToken(token="0a1b2c3d"), Reason.NO_SUCH_TOKEN),
        (ask.RemoveApiToken(token=""), Reason.NO_SUCH_TOKEN),
    ],
)
def test_what_cannot_be_done(chat: "Chat", admin: Session, request_: Request, reason: Reason) -> None:
    """Accounts, rooms and tokens that are none are refused."""
    (refused,) = chat.wait(admin, request_)
    assert isinstance(refused, Refused)
    assert reason is refused.reason


def test_what_is_not_stored_is_as_it_was(chat: "Chat", admin: Session) -> None:
    """A token that was not kept is none, and one that was not dropped is one still."""
    chat.wait(admin, ask.AddApiToken(name="anna", rooms=("#ci",), token=KEY))
    (change,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Kept)]
    chat.hub.restore(change.before)
    assert not chat.hub.state.accounts.api_tokens
    assert isinstance(change.record, ApiToken)
    chat.hub.restore(change.record)
    assert [KEY] == list(chat.hub.state.accounts.api_tokens)
