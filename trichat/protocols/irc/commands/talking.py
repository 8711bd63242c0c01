"""IRC commands for saying something."""

import re

from trichat.protocols.irc.commands import nickserv
from trichat.protocols.irc.commands.base import MOST_TARGETS, Builder, client_tags, each, optional, refuse, take
from trichat.protocols.irc.message import Message
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.reasons import Reason
from trichat.words.requests import Request

# To look up a member of an enumeration takes a call in Python 3.11, and there are many messages.
_MESSAGE, _NOTICE, _CTCP, _CTCP_REPLY = Kind.MESSAGE, Kind.NOTICE, Kind.CTCP, Kind.CTCP_REPLY
_QUOTED = re.compile(r"\x01([^\x01]*)\x01?\Z")


def _privmsg(message: Message) -> list[Request]:
    if nickserv.is_meant(message):
        return nickserv.told(optional(message, 1))
    return _say(message, _MESSAGE, _CTCP)


def _notice(message: Message) -> list[Request]:
    return _say(message, _NOTICE, _CTCP_REPLY)


def _say(message: Message, kind: Kind, ctcp: Kind) -> list[Request]:
    text = optional(message, 1)
    if not text and kind is _NOTICE:
        return []  # RFC 2812, 3.3.2: a notice is never answered
    if not optional(message, 0).strip(","):
        return [refuse(message, Reason.NO_RECIPIENT)]
    if not text:
        return [refuse(message, Reason.NOTHING_TO_SEND)]
    if text[0] == "\x01" and (quoted := _QUOTED.match(text)):
        text = quoted[1]
        kind = ctcp
        if ctcp is _CTCP and text.startswith("ACTION "):
            kind, text = Kind.ACTION, text.removeprefix("ACTION ")
    tags = client_tags(message) if message.tags else ()
    return each(message, MOST_TARGETS, lambda target: ask.Say(target=target, text=text, kind=kind, tags=tags))


def _tagmsg(message: Message) -> list[Request]:
    take(message, 1)
    tags = client_tags(message)
    if not tags:
        return []
    return each(message, MOST_TARGETS, lambda target: ask.Tag(target=target, tags=tags))


BUILDERS: dict[str, Builder] = {
    "PRIVMSG": _privmsg,
    "NOTICE": _notice,
    "TAGMSG": _tagmsg,
}
