"""IRC commands of our own, for what MODE cannot say: bans that end by themselves and have a reason, and more.

They are what `/ban` and the like of the client send, and can be typed in any client that sends lines as they are.
"""

from trichat.protocols.irc.commands.base import Builder, optional, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words import times
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


BUILDERS: dict[str, Builder] = {
    "BAN": _ban(mute=False),
    "UNBAN": _unban(mute=False),
    "MUTE": _ban(mute=True),
    "UNMUTE": _unban(mute=True),
    "REPORT": _report,
    "IGNORE": _ignore,
    "UNIGNORE": _unignore,
}
