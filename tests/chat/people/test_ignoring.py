"""Whom somebody does not want to hear."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import brief, mode, say
from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Dropped, Kept
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.protocols.scram import Keys
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request
from trichat.words.text.search import parse_search

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


def test_ignoring(chat: "Chat") -> None:
    """What an ignored person says in rooms and in private is not heard, nor where they invite; others hear it."""
    anna, bob, carl = chat.enter("anna", "#a"), chat.enter("bob", "#a"), chat.enter("carl", "#a")
    assert [ev.IgnoresShown(names=("bob",), name="bob")] == chat.ask(anna, ask.Ignore(name="BOB"))
    assert [ev.IgnoresShown(names=("bob",))] == chat.ask(anna, ask.Ignore())
    for request in (say("#a"), say("anna"), ask.Tag(target="#a", tags=(("+x", ""),))):
        assert 1 == len(chat.ask(bob, request))
        assert [] == chat.others_heard(anna)
    chat.ask(bob, say("#a"))
    assert [ev.Said] == brief(chat.others_heard(carl))
    chat.ask(bob, ask.Join(room="#b"), ask.Invite(name="anna", room="#b"))
    assert [] == chat.others_heard(anna)
    assert [ev.IgnoresShown(names=(), name="bob", on=False)] == chat.ask(anna, ask.Ignore(name="bob", on=False))
    chat.ask(bob, say("#a"))
    assert [ev.Said] == brief(chat.others_heard(anna))
    assert ({}, {}) == (chat.hub.state.ignored, chat.hub.state.ignorers)


def test_another_name_does_not_help(chat: "Chat") -> None:
    """Who is ignored stays ignored under another name: for ever with an account, else as long as they are here."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, ask.Ignore(name="bob"))
    chat.ask(bob, ask.Rename(name="rob"))
    chat.ask(bob, say("#a"))
    assert [] == chat.others_heard(anna)
    chat.ask(anna, ask.Ignore(name="bob", on=False))  # as they were called then
    chat.ask(bob, say("#a"))
    assert [ev.Said] == brief(chat.others_heard(anna))


def test_what_is_not_ignored(chat: "Chat") -> None:
    """Nobody can ignore themselves or somebody unknown; what an op of the room does is seen."""
    anna, bob = chat.enter("anna"), chat.enter("bob", "#a")
    chat.ask(anna, ask.Join(room="#a"))
    assert [Reason.IGNORES_SELF] == brief(chat.ask(anna, ask.Ignore(name="anna")))
    assert [Reason.NO_SUCH_NAME] == brief(chat.ask(anna, ask.Ignore(name="nobody")))
    assert [Reason.NOT_IGNORED] == brief(chat.ask(anna, ask.Ignore(name="bob", on=False)))
    chat.ask(anna, ask.Ignore(name="bob"))
    chat.ask(bob, mode("#a", "+m"))
    assert ["+m"] == brief(chat.others_heard(anna))


def test_what_was_said_before_is_not_shown(chat: "Chat") -> None:
    """Words of the ignored are left out of history, searches, what is shown on coming in, and what waits."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, ask.Ignore(name="bob"))
    assert bob.user is not None
    requests: list[Request] = [
        ask.Join(room="#b"),
        ask.History(target="#a", limit=5),
        ask.Search(wanted=parse_search("tea"), limit=5),
        ask.Targets(bound=0, end=9, limit=5),
    ]
    for session, unheard in ((anna, frozenset({bob.user.identity})), (bob, frozenset())):
        pages = [event for request in requests for event in chat.ask(session, request)]
        told = [page.without for page in pages if isinstance(page, (ev.Page, ev.SearchPage, ev.TargetsPage))]
        assert [unheard] * len(requests) == told


def test_the_most(chat: "Chat", monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many to ignore is refused."""
    monkeypatch.setattr("trichat.chat.people.ignoring.MOST", 1)
    anna, _, _ = chat.enter("anna"), chat.enter("bob"), chat.enter("carl")
    chat.ask(anna, ask.Ignore(name="bob"))
    assert [Reason.IGNORES_FULL] == brief(chat.ask(anna, ask.Ignore(name="carl")))


def test_it_ends_with_the_visit(chat: "Chat") -> None:
    """What a visitor without an account ignores ends with the visit, and nothing of it is left."""
    anna, _ = chat.enter("anna"), chat.enter("bob")
    chat.ask(anna, ask.Ignore(name="bob"))
    chat.ask(anna, ask.Quit())
    assert ({}, {}) == (chat.hub.state.ignored, chat.hub.state.ignorers)


def with_accounts(make_chat: type["Chat"], *more: IgnoreRecord) -> tuple["Chat", Session]:
    keys = Keys(salt=b"", iterations=1, stored_key=b"", server_key=b"")
    accounts = [Account(key=name, name=name, created=0, verifier="", scram=keys) for name in ("anna", "bob")]
    chat = make_chat(Rules(), [*accounts, *more])
    anna = chat.arrive()
    anna.account = "anna"
    chat.ask(anna, ask.Enter(name="anna", username="u"))
    return chat, anna


def test_it_is_kept_for_accounts(make_chat: type["Chat"]) -> None:
    """An account keeps which accounts it ignores, also while they are away; guests are forgotten."""
    chat, anna = with_accounts(make_chat)
    chat.enter("carl")
    told = chat.ask(anna, ask.Ignore(name="bob"), ask.Ignore(name="carl"))
    assert ev.IgnoresShown(names=("bob", "carl"), name="carl") == told[-1]
    (kept,) = [each.record for each in chat.outcomes if isinstance(each, Kept)]
    assert isinstance(kept, IgnoreRecord)
    assert ["bob"] == [name for _, name in kept.who]
    again, anna = with_accounts(make_chat, kept)
    assert [ev.IgnoresShown(names=("bob",))] == again.ask(anna, ask.Ignore())
    again.ask(anna, ask.Ignore(name="bob", on=False))
    assert [Dropped(kind="ignored", key=kept.key)] == [each.record for each in again.outcomes if isinstance(each, Kept)]
    again.hub.restore(kept)
    assert [ev.IgnoresShown(names=("bob",))] == again.ask(anna, ask.Ignore())
