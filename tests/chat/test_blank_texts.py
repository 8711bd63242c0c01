"""Texts in which there is nothing to see are none, whatever they are for."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import brief, mode
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.reasons import Reason
from trichat.words.requests import Request

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

BLANK = ["\u200d", "\ufe0f", "\u0301\u0301", "\x02\x0304\x0f", "\0", "\u200d \u3164\x1f\ufe0f", "\u200d\n\ufe0f"]


@pytest.mark.parametrize("text", BLANK)
@pytest.mark.parametrize(
    "make",
    [
        lambda text: ask.Say(target="#a", text=text),
        lambda text: ask.Say(target="bob", text=text, kind=Kind.ACTION),
        lambda text: ask.Topic(room="#a", text=text),
        lambda text: ask.Report(name="bob", text=text),
        lambda text: ask.Respond(target="#a", name="x", text=text),
        lambda text: ask.Respond(target="#a", name="x", sign=text),
        lambda text: ask.SayBack(text=text),
        lambda text: ask.Tag(target="#a", tags=((ev.REACT, text),)),
    ],
)
def test_there_is_nothing_to_send(chat: "Chat", make: Callable[[str], Request], text: str) -> None:
    """A message, a topic, a report, an answer or a reaction in which there is nothing to see is refused."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(bob, ask.Say(target="anna", text="hi"))
    chat.ask(anna, ask.Topic(room="#a", text="tea"))
    assert [Reason.NOTHING_TO_SEND] == brief(chat.ask(anna, make(text)))
    assert [] == chat.others_heard(bob)
    assert "tea" == chat.hub.state.rooms["#a"].record.topic


@pytest.mark.parametrize("text", BLANK)
def test_what_is_said_of_oneself(chat: "Chat", text: str) -> None:
    """A real name and metadata in which there is nothing to see are refused, and nobody is away for such a reason."""
    anna = chat.enter("anna", "#a")
    assert [Reason.REALNAME] == brief(chat.ask(anna, ask.SetRealname(realname=text)))
    assert [ev.AwayNoted(text="")] == chat.ask(anna, ask.Away(text=text))
    assert [Reason.METADATA_VALUE] == brief(chat.ask(anna, ask.SetMetadata(target="*", key="status", value=text)))
    assert {} == chat.hub.state.metadata
    session = chat.arrive()
    chat.ask(session, ask.Enter(name="carl", username="c", realname=text))
    assert session.user is not None
    assert "carl" == session.user.realname


@pytest.mark.parametrize("text", BLANK)
def test_reasons(chat: "Chat", text: str) -> None:
    """A reason in which there is nothing to see is none."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(anna, mode("#a", "+v", "bob"), ask.Kick(room="#a", name="bob", reason=text))
    kicked = chat.others_heard(bob)[-1]
    assert isinstance(kicked, ev.Kicked)
    assert "" == kicked.reason
    chat.ask(anna, ask.Leave(room="#a", reason=text))
    (farewell, *_) = chat.ask(bob, ask.Quit(reason=text))
    assert ev.Farewell(reason="", mask=f"bob!user@{bob.host}") == farewell


def test_what_is_joined_stays(chat: "Chat") -> None:
    """Emoji, Persian and Indic scripts need joiners and selectors: those that join something stay."""
    anna, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    for text in ("\u2764\ufe0f", "👩\u200d👩\u200d👧", "می\u200cخواهم", "क\u094d\u200dष"):
        chat.ask(anna, ask.Say(target="#a", text=text + "\u200d"))
        (said,) = chat.others_heard(bob)
        assert isinstance(said, ev.Said)
        assert text == said.text
