"""The commands of IRC, one small function each: a message becomes requests."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from trichat.protocols.irc.message import Message
from trichat.words import requests as ask
from trichat.words.events import Kind, Pong, Refused, Tags
from trichat.words.identity import LAST_ID, first_id, from_text
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request, Span

MOST_TARGETS = 4  # of one PRIVMSG, NOTICE or TAGMSG: ISUPPORT TARGMAX
MOST_ROOMS = 10  # of one JOIN, PART or NAMES, likewise
HISTORY_MOST = 100  # ISUPPORT CHATHISTORY
_WHOX_TOKEN = re.compile(r"[0-9]{1,3}")  # ircv3.net/specs/extensions/whox
_CTCP = re.compile(r"\x01([^\x01]*)\x01?\Z")


class TooFewParameters(Exception):
    """A command came with fewer parameters than it needs (461)."""


def take(message: Message, count: int) -> tuple[str, ...]:
    """Give the first `count` parameters. Raises TooFewParameters."""
    if len(message.params) < count:
        raise TooFewParameters
    return message.params[:count]


def _optional(message: Message, index: int) -> str:
    return message.params[index] if len(message.params) > index else ""


def requests(message: Message) -> list[Request]:
    """Give the requests that a message makes. Raises TooFewParameters."""
    build = _BUILDERS.get(message.command)
    if build is None:
        return [_refuse(message, Reason.UNKNOWN_COMMAND, message.command)]
    return build(message)


def _refuse(message: Message, reason: Reason, about: str = "", detail: str = "") -> Request:
    return InTurn(event=Refused(reason=reason, about=about, detail=detail, command=message.command))


def _client_tags(message: Message) -> Tags:
    """Give the tags that go to other clients: those whose names begin with `+`."""
    if not message.tags:
        return ()
    return tuple((name, value) for name, value in message.tags.items() if name.startswith("+"))


# Talking


def _privmsg(message: Message) -> list[Request]:
    return _say(message, Kind.MESSAGE, Kind.CTCP)


def _notice(message: Message) -> list[Request]:
    return _say(message, Kind.NOTICE, Kind.CTCP_REPLY)


def _say(message: Message, kind: Kind, ctcp: Kind) -> list[Request]:
    text = _optional(message, 1)
    if not text and kind is Kind.NOTICE:
        return []  # RFC 2812, 3.3.2: a notice is never answered
    if not message.params:
        return [_refuse(message, Reason.NO_RECIPIENT)]
    if not text:
        return [_refuse(message, Reason.NOTHING_TO_SEND)]
    if text[0] == "\x01" and (quoted := _CTCP.match(text)):
        text = quoted[1]
        kind = ctcp
        if ctcp is Kind.CTCP and text.startswith("ACTION "):
            kind, text = Kind.ACTION, text.removeprefix("ACTION ")
    tags = _client_tags(message)
    return _each(message, MOST_TARGETS, lambda target: ask.Say(target=target, text=text, kind=kind, tags=tags))


def _tagmsg(message: Message) -> list[Request]:
    take(message, 1)
    tags = _client_tags(message)
    if not tags:
        return []
    return _each(message, MOST_TARGETS, lambda target: ask.Tag(target=target, tags=tags))


def _each(message: Message, most: int, build: Callable[[str], Request]) -> list[Request]:
    """Make a request of each target in the first parameter, a list with commas."""
    first = message.params[0]
    if "," not in first:
        return [build(first)] if first else []
    targets = first.split(",")
    if len(targets) > most:
        return [_refuse(message, Reason.TOO_MANY_TARGETS, targets[most], str(most))]
    return [build(target) for target in targets if target]


# Rooms


def _join(message: Message) -> list[Request]:
    (names,) = take(message, 1)
    if names == "0":  # RFC 2812, 3.2.1: leave all; no longer wanted, and easily typed by mistake
        return [_refuse(message, Reason.ROOM_NAME, names)]
    keys = iter(_optional(message, 1).split(","))
    return _each(message, MOST_ROOMS, lambda name: ask.Join(room=name, key=next(keys, "")))


def _part(message: Message) -> list[Request]:
    take(message, 1)
    reason = _optional(message, 1)
    return _each(message, MOST_ROOMS, lambda name: ask.Leave(room=name, reason=reason))


def _names(message: Message) -> list[Request]:
    if not message.params:
        return [ask.Names()]
    return _each(message, MOST_ROOMS, lambda name: ask.Names(room=name))


def _topic(message: Message) -> list[Request]:
    (room,) = take(message, 1)
    return [ask.Topic(room=room, text=message.params[1] if len(message.params) > 1 else None)]


def _list(message: Message) -> list[Request]:
    return [ask.Rooms(only=tuple(name for name in _optional(message, 0).split(",") if name))]


def _mode(message: Message) -> list[Request]:
    (target,) = take(message, 1)
    change = _optional(message, 1)
    if not target.startswith("#"):
        return [ask.UserModes(name=target, change=change)]
    letter = change.lstrip("+")
    if len(letter) == 1 and len(message.params) == 2 and letter in "beI":
        return [ask.RoomModes(room=target, letter=letter)]
    return [ask.RoomModes(room=target, change=change)]


# People


def _who(message: Message) -> list[Request]:
    fields, _, token = _optional(message, 1).partition(",")
    fields = fields[fields.index("%") + 1 :] if "%" in fields else ""
    token = token if _WHOX_TOKEN.fullmatch(token) else ""
    return [ask.Who(mask=_optional(message, 0) or "*", fields=fields, token=token)]


def _whois(message: Message) -> list[Request]:
    if not message.params:
        return [_refuse(message, Reason.NAME_EMPTY)]
    return [ask.Whois(name=message.params[1] if len(message.params) > 1 else message.params[0])]


# The server


def _ping(message: Message) -> list[Request]:
    (token,) = take(message, 1)
    if not token:
        return [_refuse(message, Reason.MISSING_ARGUMENTS, "PING")]
    return [InTurn(event=Pong(token=token))]


def _quit(message: Message) -> list[Request]:
    return [ask.Quit(reason=_optional(message, 0))]


# History (IRCv3 draft/chathistory)

_TIMESTAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


def _chathistory(message: Message) -> list[Request]:
    subcommand, target, reference, limit = take(message, 4)
    name = subcommand.upper()
    if name not in Span.__members__ or not limit.isdecimal():
        return [_refuse(message, Reason.HISTORY_ARGUMENTS, subcommand)]
    span = Span[name]
    bound = _bound(reference, span)
    if bound is None:
        return [_refuse(message, Reason.HISTORY_ARGUMENTS, subcommand, reference)]
    count = min(int(limit[:6]), HISTORY_MOST)
    return [ask.History(target=target, span=span, bound=bound, limit=count)]


def _bound(reference: str, span: Span) -> int | None:
    """Give the exclusive bound that a message reference means; None if it means nothing."""
    if reference == "*":
        return 0 if span is Span.LATEST else None
    kind, _, value = reference.partition("=")
    if kind == "msgid":
        event_id = from_text(value)
        return None if event_id is None else min(event_id, LAST_ID)
    if kind != "timestamp":
        return None
    try:
        moment = datetime.strptime(value, _TIMESTAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    time_ms = max(0, round(moment.timestamp() * 1000))
    return min(first_id(time_ms) if span is Span.BEFORE else first_id(time_ms + 1) - 1, LAST_ID)


_BUILDERS: dict[str, Callable[[Message], list[Request]]] = {
    "PRIVMSG": _privmsg,
    "NOTICE": _notice,
    "TAGMSG": _tagmsg,
    "JOIN": _join,
    "PART": _part,
    "NAMES": _names,
    "TOPIC": _topic,
    "LIST": _list,
    "MODE": _mode,
    "WHO": _who,
    "WHOIS": _whois,
    "LUSERS": lambda _: [ask.Lusers()],
    "MOTD": lambda _: [ask.Motd()],
    "PING": _ping,
    "PONG": lambda _: [],
    "QUIT": _quit,
    "CHATHISTORY": _chathistory,
}
