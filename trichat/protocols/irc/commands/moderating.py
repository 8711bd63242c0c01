"""IRC commands of our own, for what MODE cannot say: bans that end by themselves and have a reason, and more.

They are what `/ban` and the like of the client send, and can be typed in any client that sends lines as they are.
"""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words import times
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _ban(*, mute: bool) -> Builder:
    def build(message: Message) -> list[Request]:
        room, target = take(message, 2)
        seconds = times.seconds(optional(message, 2))
        reason = message.params[2 if seconds is None else 3 :]
        return [ask.Ban(room=room, target=target, mute=mute, seconds=seconds or 0, reason=" ".join(reason))]

    return build


def _unban(*, mute: bool) -> Builder:
    def build(message: Message) -> list[Request]:
        room, target = take(message, 2)
        return [ask.Unban(room=room, target=target, mute=mute)]

    return build


def _report(message: Message) -> list[Request]:
    name, *text = take(message, 2)[:1] + message.params[1:]
    return [ask.Report(name=name, text=" ".join(text))]


def _ignore(message: Message) -> list[Request]:
    return [ask.Ignore(name=optional(message, 0))]


def _unignore(message: Message) -> list[Request]:
    (name,) = take(message, 1)
    return [ask.Ignore(name=name, on=False)]


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
    "BAN": _ban(mute=False),
    "UNBAN": _unban(mute=False),
    "MUTE": _ban(mute=True),
    "UNMUTE": _unban(mute=True),
    "REPORT": _report,
    "IGNORE": _ignore,
    "UNIGNORE": _unignore,
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
