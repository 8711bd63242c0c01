"""IRC commands that ask about people."""

import re

from trichat.protocols.irc.commands.base import MOST_TARGETS, Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request

_WHOX_TOKEN = re.compile(r"[0-9]{1,3}")  # ircv3.net/specs/extensions/whox
MOST_NAMES = 10  # of one ISON or USERHOST: at most 5 are foreseen by RFC 2812, 4.8
_ISON_NAMES = 50


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
    wanted = [name for name in names.split(",") if name]
    if len(wanted) > MOST_TARGETS:
        return [refuse(message, Reason.TOO_MANY_TARGETS, wanted[MOST_TARGETS], str(MOST_TARGETS))]
    return [ask.Whois(name=name, server=server) for name in wanted]


def _whowas(message: Message) -> list[Request]:
    names = [name for name in optional(message, 0).split(",") if name]
    if not names:
        return [refuse(message, Reason.NAME_EMPTY)]
    if len(names) > MOST_TARGETS:
        return [refuse(message, Reason.TOO_MANY_TARGETS, names[MOST_TARGETS], str(MOST_TARGETS))]
    given = optional(message, 1)
    count = int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0
    return [ask.Whowas(name=name, count=count, server=optional(message, 2)) for name in names]


def _ison(message: Message) -> list[Request]:
    take(message, 1)
    names = [name for words in message.params for name in words.split()]
    return [ask.AreHere(names=tuple(names[:_ISON_NAMES]))]


def _userhost(message: Message) -> list[Request]:
    take(message, 1)
    names = [name for words in message.params for name in words.split()]
    return [ask.UserHosts(names=tuple(names[:MOST_NAMES]))]


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


_KEYS = 13  # in one message: 15 parameters at most, less target and subcommand


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
    "ISON": _ison,
    "USERHOST": _userhost,
    "AWAY": _away,
    "SETNAME": _setname,
    "ACCEPT": _accept,
    "MONITOR": _monitor,
    "METADATA": _metadata,
}
