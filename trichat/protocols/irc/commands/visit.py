"""IRC commands about the visit and the server."""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.events import Pong
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, ServerTopic


def _ping(message: Message) -> list[Request]:
    (token,) = take(message, 1)
    if not token:
        return [refuse(message, Reason.MISSING_ARGUMENTS, "PING")]
    return [InTurn(event=Pong(token=token))]


def _quit(message: Message) -> list[Request]:
    return [ask.Quit(reason=optional(message, 0))]


def _about(topic: ServerTopic) -> Builder:
    return lambda message: [ask.AboutServer(topic=topic, server=optional(message, 0))]


def _links(message: Message) -> list[Request]:
    """Read `LINKS`, `LINKS mask` and `LINKS server mask`: this server answers with itself, where the mask fits."""
    return [ask.AboutServer(topic=ServerTopic.LINKS, server=message.params[-1] if message.params else "")]


def _stats(message: Message) -> list[Request]:
    (letter,) = take(message, 1)
    return [ask.Stats(letter=letter, server=optional(message, 1))]


def _lusers(message: Message) -> list[Request]:
    return [ask.Lusers(server=optional(message, 1))]  # the first is a mask of servers, of which there is one


def _help(message: Message) -> list[Request]:
    return [ask.Help(command=optional(message, 0))]


BUILDERS: dict[str, Builder] = {
    "ADMIN": _about(ServerTopic.ADMIN),
    "HELP": _help,
    "HELPOP": _help,
    "INFO": _about(ServerTopic.INFO),
    "ISUPPORT": _about(ServerTopic.ISUPPORT),
    "LINKS": _links,
    "LUSERS": _lusers,
    "MOTD": lambda message: [ask.Motd(server=optional(message, 0))],
    "PING": _ping,
    "PONG": lambda _: [],
    "QUIT": _quit,
    "STATS": _stats,
    "TIME": _about(ServerTopic.TIME),
    "VERSION": _about(ServerTopic.VERSION),
}
