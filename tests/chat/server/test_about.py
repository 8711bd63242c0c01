"""Questions about the server itself."""

from typing import TYPE_CHECKING

import pytest

from tests.chat.conftest import START
from trichat.chat.core.rules import Rules
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Refused, Who
from trichat.words.reasons import Reason
from trichat.words.requests import Request, ServerTopic

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

RULES = Rules(server="irc.x", started=START - 90_000, admin=("Anna",), motd=("hi",))


@pytest.mark.parametrize("server", ["", "irc.x", "IRC.*", "anna"])
def test_about_the_server(make_chat: "type[Chat]", server: str) -> None:
    """The server is meant by its name, a mask of it, or somebody on it; who runs it, only ADMIN tells."""
    anna = make_chat(RULES)
    session = anna.enter("anna")
    time = ask.AboutServer(topic=ServerTopic.TIME, server=server)
    admin = ask.AboutServer(topic=ServerTopic.ADMIN, server=server)
    assert [ev.ServerShown(topic="TIME", now=START)] == anna.ask(session, time)
    assert [ev.ServerShown(topic="ADMIN", now=START, admin=("Anna",))] == anna.ask(session, admin)


@pytest.mark.parametrize(
    "request_",
    [
        ask.AboutServer(topic=ServerTopic.INFO, server="irc.y"),
        ask.Stats(letter="u", server="irc.y"),
        ask.Motd(server="irc.y"),
        ask.Lusers(server="irc.y"),
    ],
)
def test_there_is_no_other(make_chat: "type[Chat]", request_: Request) -> None:
    """Whoever asks for another server is told that there is none (402)."""
    chat = make_chat(RULES)
    (refused,) = chat.ask(chat.enter("anna"), request_)
    assert isinstance(refused, Refused)
    assert (Reason.NO_SUCH_SERVER, "irc.y") == (refused.reason, refused.about)


def test_stats(make_chat: "type[Chat]") -> None:
    """STATS tells since when the server runs, and to operators who its operators are; nothing else."""
    chat = make_chat(RULES)
    anna = chat.enter("anna")
    assert anna.user is not None
    assert [ev.StatsShown(letter="u", uptime=90)] == chat.ask(anna, ask.Stats(letter="u"))
    assert [ev.StatsShown(letter="o")] == chat.ask(anna, ask.Stats(letter="o"))
    assert [ev.StatsShown(letter="x")] == chat.ask(anna, ask.Stats(letter="xy"))
    chat.make_operator(anna)
    assert [ev.StatsShown(letter="o", operators=(anna.user.source,))] == chat.ask(anna, ask.Stats(letter="o"))


def test_how_many(chat: "Chat") -> None:
    """LUSERS counts people with a name, the most there ever were, connections, and rooms with somebody in them."""
    anna, bob = chat.enter("anna", "#a", "#b"), chat.enter("bob", "#kept")
    chat.arrive()
    chat.ask(bob, ask.Topic(text="x"), ask.Quit())
    assert [ev.Counted(people=1, most=2, connections=2, rooms=2)] == chat.ask(anna, ask.Lusers())


def test_the_message_of_the_day(chat: "Chat", make_chat: type["Chat"]) -> None:
    """The message of the day is that of the rules, if there is one."""
    assert [ev.MotdShown(lines=("hello",), asked=True)] == chat.ask(chat.enter("anna"), ask.Motd())
    other = make_chat(Rules())
    assert [ev.MotdShown(lines=(), asked=True)] == other.ask(other.enter("anna"), ask.Motd())


def test_help(chat: "Chat") -> None:
    """A question for help is cleaned, and answered by the dialect, which is told whom the answer is for."""
    anna = chat.enter("anna")
    guest = (Who.ANYBODY, Who.NAMED, Who.NEWCOMER, Who.GUEST)
    assert [ev.HelpShown(command="nick", who=guest)] == chat.ask(anna, ask.Help(command="ni\x1b[1mck"))
    chat.ask(anna, ask.Join(room="#a"))
    assert [ev.HelpShown(command="", who=(*guest, Who.OP))] == chat.ask(anna, ask.Help())
    boris = chat.registered("boris")
    chat.make_operator(boris)
    everything = (Who.ANYBODY, Who.NAMED, Who.ACCOUNT, Who.OP, Who.OPERATOR)
    assert [ev.HelpShown(command="", who=everything)] == chat.ask(boris, ask.Help())
