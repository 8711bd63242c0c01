"""IRC commands that read what was said before (IRCv3 draft/chathistory)."""

from datetime import UTC, datetime

from trichat.protocols.irc.commands.base import HISTORY_MOST, Builder, refuse, take
from trichat.protocols.irc.message import Message
from trichat.words import requests as ask
from trichat.words.identity import LAST_ID, first_id, from_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request, Span

_TIMESTAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


def _chathistory(message: Message) -> list[Request]:
    subcommand, target, reference, limit = take(message, 4)
    name = subcommand.upper()
    if name not in Span.__members__ or not limit.isdecimal():
        return [refuse(message, Reason.HISTORY_ARGUMENTS, subcommand)]
    span = Span[name]
    bound = _bound(reference, span)
    if bound is None:
        return [refuse(message, Reason.HISTORY_ARGUMENTS, subcommand, reference)]
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


BUILDERS: dict[str, Builder] = {
    "CHATHISTORY": _chathistory,
}
