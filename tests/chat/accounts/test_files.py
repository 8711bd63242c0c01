"""Who may upload files, for how much there is room, and how long they are known."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import RULES, Chat
from trichat.chat.core.accounts import File
from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from trichat.words.requests import Request

MIB = 1024**2
WITH_FILES = replace(RULES, files=True, files_key=b"a key", files_bytes=3 * MIB, files_bytes_per_account=2 * MIB)


@pytest.fixture
def chat() -> Chat:
    """Give a chat with files."""
    return Chat(WITH_FILES)


def http(chat: Chat, *requests: "Request") -> ev.UploadGranted | Reason:
    """Ask as the HTTP door does."""
    session = Session(address="203.0.113.7")
    session.api = True
    answer = chat.wait(session, *requests)[-1]
    assert isinstance(answer, (ev.UploadGranted, ev.Refused))
    return answer if isinstance(answer, ev.UploadGranted) else answer.reason


def begin(token: str = "", password: str = "") -> ask.BeginUpload:
    return ask.BeginUpload(token=token, name="anna", password=password)


def end(number: int, size: int = 1, owner: str = "anna") -> ask.EndUpload:
    return ask.EndUpload(id=f"{number:032x}", owner=owner, size=size)


def token(chat: Chat, session: Session) -> str:
    (shown,) = chat.ask(session, ask.AskUpload())
    assert isinstance(shown, ev.UploadGranted)
    return shown.token


def test_a_token_is_good_once_and_for_a_minute(chat: Chat) -> None:
    """For whoever has an account; the hub tells whose it is, and it stands in no log."""
    anna = chat.registered("anna")
    first, second = token(chat, anna), token(chat, anna)
    assert first != second
    assert first not in repr(ev.UploadGranted(token=first))
    assert ev.UploadGranted(owner="anna") == http(chat, begin(first))
    assert Reason.UPLOAD_TOKEN is http(chat, begin(first))
    chat.now += 60_000
    assert Reason.UPLOAD_TOKEN is http(chat, begin(second))


def test_nobody_has_many_tokens(chat: Chat) -> None:
    """The first of too many is forgotten; those of others stay."""
    anna, boris = chat.registered("anna"), chat.registered("boris")
    kept = token(chat, boris)
    tokens = [token(chat, anna) for _ in range(21)]
    assert Reason.UPLOAD_TOKEN is http(chat, begin(tokens[0]))
    assert isinstance(http(chat, begin(tokens[1])), ev.UploadGranted)
    assert isinstance(http(chat, begin(kept)), ev.UploadGranted)


def test_guests_need_an_account_or_a_setting(chat: Chat) -> None:
    """What guests upload is nobody's."""
    boris = chat.enter("boris")
    (refused,) = chat.ask(boris, ask.AskUpload())
    assert isinstance(refused, ev.Refused)
    assert Reason.FILES_NEED_ACCOUNT is refused.reason
    chat.hub.state.rules = replace(WITH_FILES, guest_files=True)
    assert ev.UploadGranted(owner="") == http(chat, begin(token(chat, boris)))


def test_without_files_nobody_uploads() -> None:
    """Neither with a token nor with a password."""
    chat = Chat(RULES)
    anna = chat.registered("anna")
    (refused,) = chat.ask(anna, ask.AskUpload())
    assert isinstance(refused, ev.Refused)
    assert Reason.NO_FILES is refused.reason
    assert Reason.NO_FILES is http(chat, begin(password="sesame"))


def test_a_password_is_as_good_as_a_token(chat: Chat) -> None:
    """Wrong ones are counted by address, like those of all doors."""
    chat.registered("anna")
    chat.hub.state.rules = replace(WITH_FILES, wrong_passwords=1)
    assert ev.UploadGranted(owner="anna") == http(chat, begin(password="sesame"))
    assert Reason.WRONG_PASSWORD is http(chat, begin(password="wrong"))
    assert Reason.SHUT_OUT is http(chat, begin(password="sesame"))
    assert not chat.hub.state.pending


def test_there_is_room_for_so_much(chat: Chat) -> None:
    """For each account, and for all; a small file counts for more than it has."""
    chat.registered("anna")
    chat.registered("boris")
    assert isinstance(http(chat, end(1, 2 * MIB - 64 * 1024)), ev.UploadGranted)
    assert isinstance(http(chat, end(2)), ev.UploadGranted)
    assert Reason.OWN_FILES_FULL is http(chat, end(3))
    assert Reason.OWN_FILES_FULL is http(chat, begin(password="sesame"))
    assert Reason.ALL_FILES_FULL is http(chat, end(4, 2 * MIB, "boris"))
    assert isinstance(http(chat, end(5, MIB, "boris")), ev.UploadGranted)
    http(chat, ask.DropFiles(ids=(f"{1:032x}", "unknown")))
    assert isinstance(http(chat, end(6, MIB)), ev.UploadGranted)


def test_files_are_records(chat: Chat) -> None:
    """They survive a restart; one that could not be stored is forgotten, and one that could not be dropped is there."""
    chat.registered("anna")
    http(chat, end(1))
    (kept,) = [each for each in chat.outcomes if isinstance(each, Kept)]
    assert File(key=f"{1:032x}", owner="anna", size=1, made=chat.now) == kept.record
    chat.hub.restore(kept.before)
    assert not chat.hub.state.accounts.files
    assert Reason.NO_SUCH_ACCOUNT is http(chat, end(2, owner="nobody"))


def test_the_files_of_an_account_go_with_it(chat: Chat) -> None:
    """And those of others stay."""
    chat.registered("anna")
    chat.registered("boris")
    http(chat, end(1), end(2, owner="boris"))
    admin = Session()
    admin.admin = True
    chat.ask(admin, ask.RemoveAccount(name="anna"))
    assert Dropped(kind="file", key=f"{1:032x}") in [each.record for each in chat.outcomes if isinstance(each, Kept)]
    assert [f"{2:032x}"] == list(chat.hub.state.accounts.files)
