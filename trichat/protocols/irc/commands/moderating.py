"""IRC commands that moderate rooms and people, and those of operators of the server.

BAN, MUTE, IGNORE and REPORT are our own: MODE cannot say that a ban has a reason and ends by itself. They are what
`/ban` and the like of the client send, and can be typed in any client that sends lines as they are.
"""

from trichat.protocols.irc.commands.base import Builder, filled, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words import times
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _ban(*, mute: bool) -> Builder:
    def build(message: Message) -> list[Request]:
        room, target = take(message, 2)
        try:
            seconds, reason = times.split_length(" ".join(message.params[2:]))
        except times.NoLength as exc:
            return [refuse(message, Reason.LENGTH, exc.what)]
        return [ask.Ban(room=room, target=target, mute=mute, seconds=seconds, reason=reason)]

    return build


def _report(message: Message) -> list[Request]:
    name, *text = take(message, 2)[:1] + message.params[1:]
    return [ask.Report(name=name, text=" ".join(text))]


def _ignore(message: Message) -> list[Request]:
    """Take a name and nothing else: whoever gives a time must not believe that it ends."""
    if len(message.params) > 1:
        return [refuse(message, Reason.USAGE, message.command, f"{message.command} [name]")]
    return [ask.Ignore(name=optional(message, 0))]


def _chghost(message: Message) -> list[Request]:
    """Read `CHGHOST name host`, or `CHGHOST name username host`."""
    name, first = take(message, 2)
    second = optional(message, 2)
    return [ask.SetHost(name=name, username=first if second else "", host=second or first)]


def _never(reason: Reason) -> Builder:
    return lambda message: [refuse(message, reason)]


BUILDERS: dict[str, Builder] = {
    "BAN": _ban(mute=False),
    "UNBAN": filled(ask.Unban, "room", "target"),
    "MUTE": _ban(mute=True),
    "UNMUTE": filled(ask.Unban, "room", "target", mute=True),
    "REPORT": _report,
    "IGNORE": _ignore,
    "UNIGNORE": filled(ask.Ignore, "name", on=False),
    "OPER": filled(ask.BecomeOperator, "name", "password"),
    "KILL": filled(ask.Kill, "name", "reason", needs=1),
    "WALLOPS": filled(ask.Wallops, "text"),
    "CHGHOST": _chghost,
    "REHASH": filled(ask.Rehash),
    "CLOCK": lambda message: [ask.ShowClock(right=optional(message, 0).upper() == "RIGHT")],
    "SUMMON": _never(Reason.SUMMON),
    "USERS": _never(Reason.USERS),
    **dict.fromkeys(("CONNECT", "DIE", "RESTART", "SQUIT", "TRACE"), _never(Reason.DISABLED)),
}
