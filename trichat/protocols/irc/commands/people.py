"""IRC commands about people: WHO and the like, AWAY, ACCEPT, MONITOR, METADATA."""

import re
from collections.abc import Callable

from trichat.protocols.irc.commands.base import MOST_TARGETS, Builder, each, filled, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request

_WHOX_TOKEN = re.compile(r"[0-9]{1,3}")  # ircv3.net/specs/extensions/whox
_USERHOST_NAMES = 10  # RFC 2812, 4.8, foresees 5
_ISON_NAMES = 50
_KEYS = 13  # of metadata in one message: 15 parameters at most, less target and subcommand


def _who(message: Message) -> list[Request]:
    words, _, token = optional(message, 1).partition(",")
    among, _, fields = words.partition("%")
    token = token if _WHOX_TOKEN.fullmatch(token) else ""
    mask = optional(message, 0) or "*"
    return [ask.Who(mask=mask, fields=fields, token=token, among=among, operators="o" in among)]


def _whois(message: Message) -> list[Request]:
    if not message.params or not message.params[-1]:
        return [refuse(message, Reason.NAME_EMPTY)]
    server, names = ("", message.params[0]) if len(message.params) == 1 else message.params[:2]
    return each(message, names, MOST_TARGETS, lambda name: ask.Whois(name=name, server=server))


def _whowas(message: Message) -> list[Request]:
    names, given, server = optional(message, 0), optional(message, 1), optional(message, 2)
    if not names.strip(","):
        return [refuse(message, Reason.NAME_EMPTY)]
    count = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
    return each(message, names, MOST_TARGETS, lambda name: ask.Whowas(name=name, count=count, server=server))


def _listed(request: Callable[..., Request], most: int) -> Builder:
    """Make the builder of a command that takes names, in one parameter or in several."""

    def build(message: Message) -> list[Request]:
        take(message, 1)
        names = " ".join(message.params).split()
        return [request(names=tuple(names[:most]))]

    return build


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
            return [ask.Monitor(names=names) if subcommand == "+" else ask.Unmonitor(names=names)]
        case "C":
            return [ask.Unmonitor(names=None)]
        case "L":
            return [ask.ShowMonitored()]
        case "S":
            return [ask.ShowMonitored(status=True)]
    return [refuse(message, Reason.MONITOR_COMMAND, subcommand)]


def _metadata(message: Message) -> list[Request]:
    target, subcommand = take(message, 2)
    keys = message.params[2 : 2 + _KEYS]
    match subcommand.upper():
        case "GET":
            take(message, 3)
            return [ask.GetMetadata(target=target, keys=keys)]
        case "LIST":
            return [ask.GetMetadata(target=target)]
        case "SET":
            key = take(message, 3)[2]
            return [ask.SetMetadata(target=target, key=key, value=optional(message, 3))]
        case "CLEAR":
            return [ask.ClearMetadata(target=target)]
        case "SUB" | "UNSUB" as change:
            take(message, 3)
            return [ask.SubscribeMetadata(keys=keys, on=change == "SUB")]
        case "SUBS":
            return [ask.ShowSubscriptions()]
        case "SYNC":
            return [ask.SyncMetadata(target=target)]
    return [refuse(message, Reason.METADATA_COMMAND, subcommand)]


BUILDERS: dict[str, Builder] = {
    "WHO": _who,
    "WHOIS": _whois,
    "WHOWAS": _whowas,
    "ISON": _listed(ask.AreHere, _ISON_NAMES),
    "USERHOST": _listed(ask.UserHosts, _USERHOST_NAMES),
    "AWAY": filled(ask.Away, "text", needs=0),
    "SETNAME": filled(ask.SetRealname, "realname"),
    "ACCEPT": _accept,
    "MONITOR": _monitor,
    "METADATA": _metadata,
}
