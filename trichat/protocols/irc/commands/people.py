"""IRC commands that ask about people."""

import re

from trichat.protocols.irc.commands.base import Builder, optional, refuse
from trichat.protocols.irc.message import Message
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.requests import Request

_WHOX_TOKEN = re.compile(r"[0-9]{1,3}")  # ircv3.net/specs/extensions/whox


def _who(message: Message) -> list[Request]:
    fields, _, token = optional(message, 1).partition(",")
    fields = fields[fields.index("%") + 1 :] if "%" in fields else ""
    token = token if _WHOX_TOKEN.fullmatch(token) else ""
    return [ask.Who(mask=optional(message, 0) or "*", fields=fields, token=token)]


def _whois(message: Message) -> list[Request]:
    if not message.params:
        return [refuse(message, Reason.NAME_EMPTY)]
    return [ask.Whois(name=message.params[1] if len(message.params) > 1 else message.params[0])]


BUILDERS: dict[str, Builder] = {
    "WHO": _who,
    "WHOIS": _whois,
}
