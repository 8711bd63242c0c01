"""Programs speak and read for an account that need not be here."""

import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount
from trichat.chat.core.outcome import OnFailure, Told
from trichat.chat.core.people import Session
from trichat.chat.core.tokens import ApiToken, hashed
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind, Refused
from trichat.words.modes import read
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

TOKEN = hashed("a token")


@pytest.fixture
def program(chat: "Chat", make_account: MakeAccount) -> Session:
    """Give what asks for a program that has a token of anna's, for two rooms."""
    chat.hub.restore(make_account("anna"))
    chat.hub.restore(ApiToken(key=TOKEN, account="anna", rooms=("#CI", "#lobby"), created=1))
    session = Session()
    session.api = True
    return session


def say(text: str = "green", room: str = "#ci", token: str = TOKEN, kind: Kind = Kind.MESSAGE) -> ask.Post:
    return ask.Post(token=token, room=room, text=text, kind=kind)


def test_a_program_speaks(chat: "Chat", program: Session) -> None:
    """It is heard under the name of the account, as a bot, and nobody comes or goes; it gets its own message back."""
    boris = chat.enter("boris", "#ci")
    (said,) = chat.ask(program, say("green\nin 3 minutes"))
    assert isinstance(said, ev.Said)
    assert ("anna!bot@bot", "anna", True, "#ci", "green\nin 3 minutes") == (
        said.source.mask,
        said.source.account,
        said.source.bot,
        said.target,
        said.text,
    )
    assert said.kept
    assert [said] == chat.others_heard(boris)
    assert ["boris"] == list(chat.hub.state.users)


def test_what_has_a_key_is_said_once(chat: "Chat", program: Session) -> None:
    """However often it is sent, to a room that is there or not; if the disk fails, it may be said again."""
    keyed = ask.Post(token=TOKEN, room="#ci", text="green", key="build-7")
    (said,) = chat.ask(program, keyed)
    assert isinstance(said, ev.Said)
    (failure,) = [outcome for outcome in chat.outcomes if isinstance(outcome, OnFailure)]
    assert [ev.SaidAlready(said=said)] == chat.ask(program, keyed)
    chat.hub.restore(failure.before)
    (again,) = chat.ask(program, keyed)
    assert isinstance(again, ev.Said)


def test_the_first_room_is_meant_if_none_is(chat: "Chat", program: Session) -> None:
    """A service that can name no room speaks where its token was made for."""
    (said,) = chat.ask(program, say(room=""))
    assert isinstance(said, ev.Said)
    assert "#CI" == said.target


def test_a_room_need_not_be_there(chat: "Chat", program: Session) -> None:
    """What is said to nobody is kept, and the room is not begun by that: whoever comes first is its op."""
    (said,) = chat.ask(program, say())
    assert isinstance(said, ev.Said)
    assert ("#ci", True) == (said.place, said.kept)
    assert not chat.hub.state.rooms


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (say(token=hashed("another")), Reason.NO_SUCH_TOKEN),
        (say(room="#secret"), Reason.TOKEN_ROOM),
        (say(" \n"), Reason.NOTHING_TO_SEND),
        (say(" /login anna sesame"), Reason.PASSWORD_SAID),
        (ask.ReadRoom(token=TOKEN, room="#secret"), Reason.TOKEN_ROOM),
        (ask.ReadRoom(token="", room="#ci"), Reason.NO_SUCH_TOKEN),
    ],
)
def test_what_a_program_may_not(chat: "Chat", program: Session, request_: ask.ApiRequest, reason: Reason) -> None:
    """It speaks and reads in its rooms only, and says nothing that a person could not."""
    chat.enter("boris", "#ci", "#secret")
    (refused,) = chat.ask(program, request_)
    assert isinstance(refused, Refused)
    assert reason is refused.reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [(["+m"], Reason.MODERATED), (["+b", "*!bot@*"], Reason.MUTED), (["+W", "1h"], Reason.SLOW)],
)
def test_what_holds_for_members_holds_for_programs(
    chat: "Chat", program: Session, changes: list[str], reason: Reason
) -> None:
    """A moderated or slow room, and bans and mutes of the account; a role that is kept for it lets it speak."""
    boris = chat.enter("boris", "#ci")
    chat.ask(boris, ask.RoomModes(room="#ci", changes=read(changes)))
    chat.ask(program, say())
    (refused,) = chat.ask(program, say())
    assert isinstance(refused, Refused)
    assert reason is refused.reason
    room = chat.hub.state.rooms["#ci"]
    chat.hub.state.change_room(room, replace(room.record, roles=(("anna", "v"),)))
    assert [ev.Said] == [type(event) for event in chat.ask(program, say())]


def test_a_program_reads(chat: "Chat", program: Session) -> None:
    """What was said after an event, up to this point; or the last, without one."""
    chat.enter("boris", "#ci")
    (page,) = chat.ask(program, ask.ReadRoom(token=TOKEN, room="#ci", after=7, limit=5))
    assert isinstance(page, ev.Page)
    assert ("#ci", 7, True, 5) == (page.place, page.after, page.forward, page.limit)
    (page,) = chat.ask(program, ask.ReadRoom(token=TOKEN, room="#ci"))
    assert isinstance(page, ev.Page)
    assert not page.forward


def test_a_program_is_no_visit(chat: "Chat", program: Session) -> None:
    """It can ask nothing else; and a visit cannot ask what it can."""
    assert [] == chat.ask(program, ask.Motd())
    assert [Refused(reason=Reason.NOT_ENTERED)] == chat.ask(chat.arrive(), say())


def test_what_is_gone_speaks_no_longer(chat: "Chat", program: Session) -> None:
    """A token is worth nothing when its account is removed."""
    admin = Session("")
    admin.admin = True
    chat.wait(admin, ask.RemoveAccount(name="anna"))
    (refused,) = chat.ask(program, say())
    assert isinstance(refused, Refused)
    assert Reason.NO_SUCH_TOKEN is refused.reason


def test_whoever_ignores_the_account_does_not_hear_it(chat: "Chat", program: Session) -> None:
    """As they would not hear a person."""
    boris = chat.registered("boris")
    chat.ask(boris, ask.Join(room="#ci"))
    account = chat.hub.state.accounts.find("anna")
    assert account is not None
    chat.hub.state.set_ignored(boris.named_user.identity, {account.identity: "anna"})
    chat.ask(program, say())
    (told,) = [outcome for outcome in chat.outcomes if isinstance(outcome, Told)]
    assert boris not in told.audience


def test_what_is_kept_of_a_token_is_its_hash() -> None:
    """Whoever reads the history can use none."""
    assert hashlib.sha256(b"a token").hexdigest() == TOKEN
