"""Builds requests from the parameters of IRC commands: fields, lists of targets, refusals."""

import re
from collections.abc import Callable

from trichat.protocols.irc.wire.message import Message
from trichat.words.events import Refused, Tags
from trichat.words.reasons import Reason
from trichat.words.requests import InTurn, Request

Builder = Callable[[Message], list[Request]]

_CLIENT_TAG = re.compile(r"\+(?:[A-Za-z0-9.-]+/)?[A-Za-z0-9-]+")  # IRCv3 message-tags, "Format"
MOST_TARGETS = 4  # of one PRIVMSG, NOTICE or TAGMSG: ISUPPORT TARGMAX
MOST_ROOMS = 10  # of one JOIN, PART or NAMES, likewise
HISTORY_MOST = 100  # ISUPPORT CHATHISTORY


class TooFewParameters(Exception):
    """A command came with fewer parameters than it needs (461)."""


def take(message: Message, count: int) -> tuple[str, ...]:
    """Give the first `count` parameters. Raises TooFewParameters."""
    if len(message.params) < count:
        raise TooFewParameters
    return message.params[:count]


def optional(message: Message, index: int) -> str:
    """Give a parameter, or an empty string if there is none."""
    return message.params[index] if len(message.params) > index else ""


def filled(request: type[Request], *fields: str, needs: int | None = None, **more: object) -> Builder:
    """Make the builder of a command whose parameters are `fields` of one request, in this order.

    It `needs` the first of them, all unless told otherwise; those that are missing are as the request has them.
    """
    least = len(fields) if needs is None else needs
    assert {*fields, *more} <= {*request.__struct_fields__}, request

    def build(message: Message) -> list[Request]:
        take(message, least)
        return [request(**dict(zip(fields, message.params, strict=False)), **more)]

    return build


def refuse(message: Message, reason: Reason, about: str = "", detail: str = "") -> Request:
    """Refuse a command at its place in the order."""
    return InTurn(event=Refused(reason=reason, about=about, detail=detail, command=message.command))


def client_tags(message: Message) -> Tags:
    """Give the tags that go to other clients: those whose names begin with `+`, and are names."""
    if not message.tags:
        return ()
    return tuple((name, value) for name, value in message.tags.items() if _CLIENT_TAG.fullmatch(name))


def each(message: Message, names: str, most: int, build: Callable[[str], Request]) -> list[Request]:
    """Make a request of each of some targets, a list with commas.

    None of an empty one: irssi sends `JOIN :` when it connects, and shows whatever comes back.
    """
    targets = [target for target in names.split(",") if target]
    if len(targets) > most:
        return [refuse(message, Reason.TOO_MANY_TARGETS, targets[most], str(most))]
    return [build(target) for target in targets]
