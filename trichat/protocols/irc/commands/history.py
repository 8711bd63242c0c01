"""IRC commands that read what was said before (IRCv3 draft/chathistory)."""

from collections.abc import Callable

from trichat.errors import ProtocolError
from trichat.protocols.irc.commands.base import HISTORY_MOST, Builder, refuse, take
from trichat.protocols.irc.message import Message
from trichat.protocols.irc.timestamps import read_time
from trichat.words import requests as ask
from trichat.words.identity import LAST_ID, first_id, from_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request, Span

_Bound = Callable[[int], int]


class WrongReference(ProtocolError):
    """A parameter that means nothing, and why."""

    def __init__(self, *what: str, reason: Reason = Reason.HISTORY_ARGUMENTS) -> None:
        super().__init__(*what)
        self.what = " ".join(what)
        self.reason = reason


def _chathistory(message: Message) -> list[Request]:
    take(message, 1)
    subcommand, *params = message.params
    try:
        return [_ask(subcommand.upper(), params)]
    except WrongReference as exc:
        return [refuse(message, exc.reason, subcommand, exc.what)]


def _ask(name: str, params: list[str]) -> Request:
    if name == "TARGETS":
        first, last, limit = _exactly(3, params)
        bound, end = _between(first, last, only_times=True)
        return ask.Targets(bound=bound, end=end, limit=_limit(limit))
    if name not in Span.__members__:
        raise WrongReference
    span = Span[name]
    if span is Span.BETWEEN:
        target, first, last, limit = _exactly(4, params)
        bound, end = _between(first, last)
    else:
        target, first, limit = _exactly(3, params)
        bound, end = _bound(first, span), 0
    return ask.History(target=target, span=span, bound=bound, end=end, limit=_limit(limit))


def _exactly(count: int, params: list[str]) -> list[str]:
    if len(params) != count:
        raise WrongReference(*params[count:])
    return params


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise WrongReference(text)
    return min(int(text[:6]), HISTORY_MOST)


def _bound(reference: str, span: Span) -> int:
    """Give the bound that a message reference means."""
    if reference == "*" and span is Span.LATEST:
        return 0
    if span in (Span.BEFORE, Span.AROUND):  # of what was said in this millisecond, the first
        return _referred(reference, first_id)
    return _referred(reference, _last_id)


def _between(first: str, last: str, *, only_times: bool = False) -> tuple[int, int]:
    """Give two bounds so that what was said in the milliseconds that they name is not between them."""
    start, end = (_referred(each, first_id, only_times=only_times) for each in (first, last))
    if start < end:
        start = _referred(first, _last_id)
    elif start > end:
        end = _referred(last, _last_id)
    return start, end


def _last_id(time_ms: int) -> int:
    """Give the greatest id that an event at `time_ms` can have."""
    return first_id(time_ms + 1) - 1


def _referred(reference: str, at: _Bound, *, only_times: bool = False) -> int:
    """Give the id that a reference to a message or to a time means."""
    kind, equals, value = reference.partition("=")
    if kind == "msgid" and not only_times:
        found = from_text(value)
    elif kind == "timestamp":
        time_ms = read_time(value)
        found = None if time_ms is None else at(time_ms)
    elif equals and kind.isalpha():
        raise WrongReference(kind, reason=Reason.HISTORY_REFERENCE)
    else:
        raise WrongReference(reference)
    if found is None:
        raise WrongReference(reference)
    return min(found, LAST_ID)


BUILDERS: dict[str, Builder] = {
    "CHATHISTORY": _chathistory,
}
