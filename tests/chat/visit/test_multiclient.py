"""Several connections of one account: the same somebody to all others."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import MakeAccount, kinds
from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

LOG_IN = ask.LogIn(name="anna", password="sesame")


@pytest.fixture
def anna(chat: "Chat") -> Session:
    return chat.registered("anna", "sesame", "#a")


@pytest.fixture
def boris(chat: "Chat") -> Session:
    return chat.enter("boris", "#a")


def another(chat: "Chat", name: str = "anna") -> Session:
    session = chat.arrive()
    chat.wait(session, LOG_IN, ask.Enter(name=name))
    return session


def test_another_connection(chat: "Chat", anna: Session, boris: Session) -> None:
    """Another connection of an account is told its rooms and what is to be known of each; others hear nothing of it."""
    phone = chat.arrive()
    chat.wait(phone, LOG_IN)
    heard = chat.ask(phone, ask.Enter(name="ANNA"))
    greeting = [ev.Welcome, ev.Counted, ev.MetadataShown, ev.MotdShown]
    assert [*greeting, ev.AlreadyIn, ev.ReadUpTo, ev.MembersListed, ev.Page] == kinds(heard)
    assert ev.Welcome(nick="anna") == heard[0]
    assert [] == chat.others_heard(boris)
    assert [] == chat.others_heard(anna)
    assert anna.user is phone.user


def test_the_name_need_not_be_that_of_the_account(chat: "Chat", anna: Session) -> None:
    """Whoever is logged in to an account shares the name that its owner has now."""
    chat.ask(anna, ask.Rename(name="ann"))
    assert another(chat, "ann").user is anna.user


def test_messages_go_to_all(chat: "Chat", anna: Session, boris: Session) -> None:
    """All connections get what others say, and what one says with another of them, in rooms and in private."""
    phone = another(chat)
    for target in ("#a", "anna"):
        chat.ask(boris, ask.Say(target=target, text="hi"))
        assert [ev.Said] == kinds(chat.others_heard(anna)) == kinds(chat.others_heard(phone))
    for target in ("#a", "boris"):
        chat.ask(phone, ask.Say(target=target, text="hi"))
        assert [ev.Said] == kinds(chat.others_heard(anna)) == kinds(chat.others_heard(boris))


def test_one_joins_for_all(chat: "Chat", anna: Session, boris: Session) -> None:
    """When one connection joins a room all are in it, and are told who is there; others see one join."""
    phone = another(chat)
    chat.ask(boris, ask.Join(room="#b"))
    chat.ask(phone, ask.Join(room="#b"))
    assert [ev.Joined, ev.ReadUpTo, ev.MembersListed, ev.Page] == kinds(chat.others_heard(anna))
    assert [ev.Joined] == kinds(chat.others_heard(boris))
    chat.ask(anna, ask.Leave(room="#b"))
    assert [ev.Left] == kinds(chat.others_heard(phone)) == kinds(chat.others_heard(boris))


def test_the_last_one_leaves(chat: "Chat", anna: Session, boris: Session) -> None:
    """Others hear when the last connection leaves; the other connections hear nothing when one of them does."""
    phone = another(chat)
    assert [ev.Farewell] == kinds(chat.ask(anna, ask.Quit(reason="bye")))
    assert [] == chat.others_heard(boris) == chat.others_heard(phone)
    chat.run([(phone, [ask.Gone(reason="lost")])])
    assert [ev.Departed] == kinds(chat.others_heard(boris))


def test_sharing_can_be_turned_off(chat: "Chat", anna: Session, boris: Session) -> None:
    """Then the next connection goes on alone: the one before may be dead. It is told; others see nothing."""
    assert [ev.NameShared(several=False)] == chat.ask(anna, ask.ShareName(several=False))
    user = anna.user
    phone = another(chat)
    assert (None, user) == (anna.user, phone.user)
    assert [ev.Farewell(reason="You go on over another connection.")] == chat.others_heard(anna)
    assert [] == chat.others_heard(boris)
    assert anna not in chat.hub.state.sessions
    assert [phone] == user.sessions if user else None
    chat.ask(phone, ask.ShareName(several=True))
    assert another(chat).user is phone.user


def test_a_login_after_coming_in(chat: "Chat", anna: Session, boris: Session) -> None:
    """A client without SASL gets its name from its other connection, which may be dead, with NickServ and NICK."""
    phone = chat.enter("anna_", "#a", "#b")
    chat.wait(phone, LOG_IN)
    heard = chat.ask(phone, ask.Rename(name="anna"))
    assert anna.user is phone.user
    (became,) = [event for event in heard if isinstance(event, ev.Became)]
    assert ("anna_", "anna", ("#b",)) == (became.before.nick, became.nick, became.left)
    assert [ev.AlreadyIn] == [each for each in kinds(heard) if each is ev.AlreadyIn]
    assert [ev.Departed] == kinds(chat.others_heard(boris)) == kinds(chat.others_heard(anna))


def test_only_an_account_is_shared(chat: "Chat") -> None:
    """Whoever is not logged in has no name to share."""
    refused = Refused(reason=Reason.NOT_LOGGED_IN, command="NICKSERV")
    assert [refused] == chat.ask(chat.enter("x"), ask.ShareName(several=True))


def test_another_account_while_there_are_several(chat: "Chat", anna: Session, make_account: MakeAccount) -> None:
    """One of several connections cannot log in to another account."""
    chat.hub.restore(make_account("clara"))
    phone = another(chat)
    refused = Refused(reason=Reason.SASL_ALREADY, about="anna", command="AUTHENTICATE")
    assert [refused] == chat.wait(phone, ask.LogIn(name="clara", password="sesame"))


def test_logging_out_logs_all_out(chat: "Chat", anna: Session) -> None:
    """Who logs out with one connection is logged out with all."""
    phone = another(chat)
    chat.ask(anna, ask.LogOut())
    assert ev.LoggedOut in kinds(chat.others_heard(phone))
    assert "" == phone.account


def test_a_person_becomes_who_is_here_already(chat: "Chat", anna: Session, boris: Session) -> None:
    """A person who logs in becomes the user who is here: the one they were leaves, and nobody comes."""
    session = chat.sit_down("visitor")
    heard = chat.wait(session, LOG_IN)
    assert session.user is anna.user
    assert [ev.LoggedIn, ev.Became] == kinds(heard)[:2]
    assert session.room is not None
    assert "#lobby" == session.room.key
    assert None is chat.hub.state.user("visitor")


def test_modes_are_told(make_chat: type["Chat"], make_account: MakeAccount, chat: "Chat") -> None:
    """A new connection is told the modes that it has, of an operator for example."""
    chat.hub.restore(make_account("anna", operator=True))
    another(chat)
    phone = chat.arrive()
    assert ev.UserModesChanged(change="+o") in chat.wait(phone, LOG_IN, ask.Enter(name="anna"))


def test_whoever_has_several_is_counted_once(chat: "Chat", anna: Session, boris: Session) -> None:
    """Whoever has several connections is one person of LUSERS."""

    def strangers() -> int:
        counted = next(event for event in chat.ask(boris, ask.Lusers()) if isinstance(event, ev.Counted))
        return counted.connections - counted.people

    chat.arrive()
    assert 1 == strangers()
    phone = another(chat)
    assert 1 == strangers()
    chat.ask(anna, ask.Quit())
    assert 1 == strangers()
    chat.ask(phone, ask.Quit())
    assert 1 == strangers()
