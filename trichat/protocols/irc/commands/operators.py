"""IRC commands for operators of the server, and those that only networks of servers need."""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _oper(message: Message) -> list[Request]:
    name, password = take(message, 2)
    return [ask.BecomeOperator(name=name, password=password)]


def _kill(message: Message) -> list[Request]:
    (name,) = take(message, 1)
    return [ask.Kill(name=name, reason=optional(message, 1))]


def _wallops(message: Message) -> list[Request]:
    (text,) = take(message, 1)
    return [ask.Wallops(text=text)]


def _chghost(message: Message) -> list[Request]:
    """Read `CHGHOST name host`, or `CHGHOST name username host`."""
    name, first = take(message, 2)
    second = optional(message, 2)
    return [ask.SetHost(name=name, username=first if second else "", host=second or first)]


def _never(reason: Reason) -> Builder:
    return lambda message: [refuse(message, reason)]


BUILDERS: dict[str, Builder] = {
    "OPER": _oper,
    "KILL": _kill,
    "WALLOPS": _wallops,
    "CHGHOST": _chghost,
    "REHASH": lambda _: [ask.Rehash()],
    "SUMMON": _never(Reason.SUMMON),
    "USERS": _never(Reason.USERS),
    "CONNECT": _never(Reason.DISABLED),
    "SQUIT": _never(Reason.DISABLED),
    "TRACE": _never(Reason.DISABLED),
    "DIE": _never(Reason.DISABLED),
    "RESTART": _never(Reason.DISABLED),
}
