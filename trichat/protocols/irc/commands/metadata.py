"""The IRC command METADATA (ircv3.net/specs/extensions/metadata)."""

from trichat.protocols.irc.commands.base import Builder, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request

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


BUILDERS: dict[str, Builder] = {"METADATA": _metadata}
