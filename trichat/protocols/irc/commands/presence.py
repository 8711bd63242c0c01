"""IRC commands for what one says of oneself, and for watching others come and go."""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request


def _away(message: Message) -> list[Request]:
    return [ask.Away(text=optional(message, 0))]


def _setname(message: Message) -> list[Request]:
    (realname,) = take(message, 1)
    return [ask.SetRealname(realname=realname)]


def _accept(message: Message) -> list[Request]:
    """Read a list of names, those to remove with a `-` before them; `*` or nothing asks for the list."""
    words = [word for word in optional(message, 0).split(",") if word not in ("", "*")]
    remove = tuple(word[1:] for word in words if word.startswith("-"))
    return [ask.Accept(names=tuple(word for word in words if not word.startswith("-")), remove=remove)]


def _monitor(message: Message) -> list[Request]:
    (subcommand,) = take(message, 1)
    match subcommand.upper():
        case "+" | "-":
            names = tuple(name for name in take(message, 2)[1].split(",") if name)
            return [ask.Watch(names=names) if subcommand == "+" else ask.Unwatch(names=names)]
        case "C":
            return [ask.Unwatch(names=None)]
        case "L":
            return [ask.Watched()]
        case "S":
            return [ask.Watched(status=True)]
    return [refuse(message, Reason.MONITOR_COMMAND, subcommand)]


BUILDERS: dict[str, Builder] = {
    "AWAY": _away,
    "SETNAME": _setname,
    "ACCEPT": _accept,
    "MONITOR": _monitor,
}
