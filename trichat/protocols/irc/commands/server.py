"""IRC commands about the visit and the server."""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.message import Message
from trichat.words import requests as ask
from trichat.words.events import Pong
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request


def _ping(message: Message) -> list[Request]:
    (token,) = take(message, 1)
    if not token:
        return [refuse(message, Reason.MISSING_ARGUMENTS, "PING")]
    return [InTurn(event=Pong(token=token))]


def _quit(message: Message) -> list[Request]:
    return [ask.Quit(reason=optional(message, 0))]


BUILDERS: dict[str, Builder] = {
    "LUSERS": lambda _: [ask.Lusers()],
    "MOTD": lambda _: [ask.Motd()],
    "PING": _ping,
    "PONG": lambda _: [],
    "QUIT": _quit,
}
