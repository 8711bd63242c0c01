"""IRC commands about the visit and the server."""

from trichat.protocols.irc.commands.base import Builder, filled, optional, refuse, take
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


def _links(message: Message) -> list[Request]:
    """Read `LINKS`, `LINKS mask` and `LINKS server mask`: this server answers with itself, where the mask fits."""
    return [ask.AboutServer(topic=ServerTopic.LINKS, server=message.params[-1] if message.params else "")]


def _lusers(message: Message) -> list[Request]:
    return [ask.Lusers(server=optional(message, 1))]  # the first is a mask of servers, of which there is one


BUILDERS: dict[str, Builder] = {
    "ADMIN": filled(ask.AboutServer, "server", needs=0, topic=ServerTopic.ADMIN),
    "HELP": filled(ask.Help, "command", needs=0),
    "HELPOP": filled(ask.Help, "command", needs=0),
    "INFO": filled(ask.AboutServer, "server", needs=0, topic=ServerTopic.INFO),
    "ISUPPORT": filled(ask.AboutServer, "server", needs=0, topic=ServerTopic.ISUPPORT),
    "LINKS": _links,
    "LUSERS": _lusers,
    "MOTD": filled(ask.Motd, "server", needs=0),
    "PING": _ping,
    "PONG": lambda _: [ask.Alive()],
    "QUIT": filled(ask.Quit, "reason", needs=0),
    "STARTTLS": lambda message: [refuse(message, Reason.STARTTLS)],
    "STATS": filled(ask.Stats, "letter", "server", needs=1),
    "TIME": filled(ask.AboutServer, "server", needs=0, topic=ServerTopic.TIME),
    "VERSION": filled(ask.AboutServer, "server", needs=0, topic=ServerTopic.VERSION),
}
