"""What is said in private to somebody who is not here."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat.accounts import logging_in
from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.rules import Rules
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.chat.talking.offline_messages import Waiting
from trichat.chat.talking.replies import Found
from trichat.protocols.scram import Keys
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event, Kind
from trichat.words.names.identity import to_text
from trichat.words.reasons import Reason

if TYPE_CHECKING:
    from tests.chat.conftest import Chat
    from trichat.chat.core.people import Session

OLGA = Account(
    key="olga",
    name="Olga",
    created=1,
    verifier="x",
    scram=Keys(salt=b"s", iterations=4096, stored_key=b"a", server_key=b"b"),
)


@pytest.fixture
def chat(make_chat: "type[Chat]") -> "Chat":
    """Give a chat in which Olga has an account."""
    return make_chat(Rules(), [OLGA])


def log_in(chat: "Chat", session: "Session") -> list[Event]:
    """Let a session be logged in as Olga, whatever proved it."""
    state = chat.hub.state
    state.outcomes = chat.outcomes = []
    logging_in.become(state, session, OLGA)
    return chat.heard(chat.outcomes, session)


def kept(chat: "Chat") -> list[object]:
    return [outcome.record for outcome in chat.outcomes if isinstance(outcome, Kept)]


def test_it_waits_and_is_shown_at_the_next_login(chat: "Chat") -> None:
    """A message to somebody away waits, which is told and kept once, until it is shown at their login."""
    anna = chat.enter("anna")
    said, told = chat.ask(anna, ask.Say(target="olga", text="hi"))
    assert isinstance(said, ev.Said)
    assert anna.user is not None
    assert ("Olga", " ".join(sorted((anna.user.identity, "olga")))) == (said.target, said.place)
    assert told == ev.LeftWaiting(nick="Olga")
    assert [Waiting(key="olga", after=said.id - 1)] == kept(chat)
    chat.ask(anna, ask.Say(target="Olga", text="there?", kind=Kind.NOTICE))
    assert [] == kept(chat)
    olga = chat.enter("guest")
    page = log_in(chat, olga)[-1]
    assert page == ev.OfflineMessagesPage(
        identity="olga", after=said.id - 1, before=chat.hub.state.last_id + 1, now=chat.now
    )
    assert Dropped(kind="waiting", key="olga") in kept(chat)
    chat.ask(olga, ask.Quit())
    assert [] == [event for event in log_in(chat, chat.enter("guest")) if isinstance(event, ev.OfflineMessagesPage)]


def test_it_waits_across_a_restart(make_chat: "type[Chat]") -> None:
    """That something waits is known after a restart, and after a commit that failed."""
    chat = make_chat(Rules(), [OLGA, Waiting(key="olga", after=5)])
    chat.hub.restore(Dropped(kind="waiting", key="olga"))
    assert {} == chat.hub.state.undelivered
    chat.hub.restore(Waiting(key="olga", after=7))
    assert any(
        isinstance(event, ev.OfflineMessagesPage) and event.after == 7 for event in log_in(chat, chat.enter("guest"))
    )


def test_who_is_here_under_another_name_hears_it_at_once(chat: "Chat") -> None:
    """A message to an account that is here under another name is heard at once."""
    anna, olga = chat.enter("anna"), chat.enter("guest")
    log_in(chat, olga)
    (said,) = chat.ask(anna, ask.Say(target="olga", text="hi"))
    assert [said] == chat.others_heard(olga)
    assert {} == chat.hub.state.undelivered


@pytest.mark.parametrize(("target", "kind"), [("nobody", Kind.MESSAGE), ("olga", Kind.CTCP)])
def test_what_cannot_wait(chat: "Chat", target: str, kind: Kind) -> None:
    """Nothing waits for a name that is unknown, nor what is for a program that is there now."""
    refused = ev.Refused(reason=Reason.NO_SUCH_NAME, about=target, command="PRIVMSG")
    assert [refused] == chat.ask(chat.enter("anna"), ask.Say(target=target, text="x", kind=kind))
    assert {} == chat.hub.state.undelivered


def test_what_waits_can_be_read_and_taken_back(chat: "Chat") -> None:
    """What waits for an account can be read and taken back, whether its owner is here or not."""
    anna = chat.enter("anna")
    said, _ = chat.ask(anna, ask.Say(target="olga", text="hi"))
    assert isinstance(said, ev.Said)
    (page,) = chat.ask(anna, ask.History(target="olga"))
    assert isinstance(page, ev.Page)
    assert said.place == page.place
    chat.ask(anna, ask.Redact(target="olga", name=to_text(said.id)))
    (redacted,) = chat.ask(anna, ask.Worked(result=Found(event=said)))
    assert isinstance(redacted, ev.Redacted)
    assert (said.id, "Olga") == (redacted.redacted, redacted.target)


def test_what_somebody_said_who_is_ignored_is_not_shown(chat: "Chat") -> None:
    """Who is ignored can leave a message, which is not shown."""
    chat.hub.restore(OLGA)
    chat.hub.restore(IgnoreRecord(key="olga", who=(("boris", "boris"),)))
    chat.ask(chat.enter("anna"), ask.Say(target="olga", text="hi"))
    page = log_in(chat, chat.enter("guest"))[-1]
    assert isinstance(page, ev.OfflineMessagesPage)
    assert frozenset({"boris"}) == page.without
