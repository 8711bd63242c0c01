"""IRC commands for saying something."""

import re

from trichat.protocols.irc.commands import accounts
from trichat.protocols.irc.commands.base import MOST_TARGETS, Builder, client_tags, each, optional, refuse, take
from trichat.protocols.irc.wire.message import Message
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Request

# To look up a member of an enumeration takes a call in Python 3.11, and there are many messages.
_MESSAGE, _NOTICE = Kind.MESSAGE, Kind.NOTICE
_QUOTED = re.compile(r"\x01([^\x01]*)\x01?\Z")


def _privmsg(message: Message) -> list[Request]:
    targets, text = _said(message)
    if accounts.is_meant(targets):
        return accounts.told(text)
    return _say(message, targets, text, _MESSAGE)


def _notice(message: Message) -> list[Request]:
    targets, text = _said(message)
    if not text:
        return []  # RFC 2812, 3.3.2: a notice is never answered
    return _say(message, targets, text, _NOTICE)


def _said(message: Message) -> tuple[str, str]:
    """Give the list of targets, and the text; each is empty if it is not there."""
    params = message.params
    if len(params) > 1:
        return params[0], params[1]
    return optional(message, 0), ""


def _say(message: Message, targets: str, text: str, kind: Kind) -> list[Request]:
    if not targets.strip(","):
        return [refuse(message, Reason.NO_RECIPIENT)]
    if not text:
        return [refuse(message, Reason.NOTHING_TO_SEND)]
    if text[0] == "\x01" and (quoted := _QUOTED.match(text)):
        kind, text = _unquoted(kind, quoted[1])
    said = ask.Say(target=targets, text=text, kind=kind, tags=client_tags(message) if message.tags else ())
    if "," not in targets:  # as most
        return [said]
    return each(message, MOST_TARGETS, lambda target: replace(said, target=target))


def _unquoted(kind: Kind, text: str) -> tuple[Kind, str]:
    """Give the kind and the text of what was said between the marks of CTCP (modern.ircdocs.horse/ctcp)."""
    if kind is _NOTICE:
        return Kind.CTCP_REPLY, text
    if text.startswith("ACTION "):
        return Kind.ACTION, text.removeprefix("ACTION ")
    return Kind.CTCP, text


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
