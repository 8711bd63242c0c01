"""IRC commands about messages: PRIVMSG and the like, CHATHISTORY, SEARCH, REDACT, MARKREAD."""

import re
from collections.abc import Callable

from trichat.errors import ProtocolError
from trichat.protocols.irc.commands import accounts
from trichat.protocols.irc.commands.base import (
    HISTORY_MOST,
    MOST_TARGETS,
    Builder,
    client_tags,
    each,
    optional,
    refuse,
    take,
)
from trichat.protocols.irc.wire.message import Message, parse_tags, read_time
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.names.identity import LAST_ID, first_id, from_text
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.requests import Request, Span
from trichat.words.text.search import Wanted, parse_search

# To look up a member of an enumeration takes a call in Python 3.11, and there are many messages.
_MESSAGE, _NOTICE = Kind.MESSAGE, Kind.NOTICE
_NAME_MOST = 64  # characters of an id that an answer repeats
_SEARCH_LIMIT = 50  # messages found, unless the client says how many
_QUOTED = re.compile(r"\x01([^\x01]*)\x01?\Z")


def _privmsg(message: Message) -> list[Request]:
    targets, text = _said(message)
    if accounts.is_nickserv(targets):
        return accounts.nickserv(text)
    return _say(message, targets, text, _MESSAGE)


def _notice(message: Message) -> list[Request]:
    targets, text = _said(message)
    if not text:
        return []  # RFC 2812, 3.3.2: a notice is never answered
    return _say(message, targets, text, _NOTICE)


def _said(message: Message) -> tuple[str, str]:
    """Give the targets and the text of a message; each is empty if it is not there."""
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
    return each(message, targets, MOST_TARGETS, lambda target: replace(said, target=target))


def _unquoted(kind: Kind, text: str) -> tuple[Kind, str]:
    """Give the kind and the text of what was said between the marks of CTCP (modern.ircdocs.horse/ctcp)."""
    if kind is _NOTICE:
        return Kind.CTCP_REPLY, text
    if text.startswith("ACTION "):
        return Kind.ACTION, text.removeprefix("ACTION ")
    return Kind.CTCP, text


def _tagmsg(message: Message) -> list[Request]:
    (targets,), tags = take(message, 1), client_tags(message)
    if not tags:
        return []
    return each(message, targets, MOST_TARGETS, lambda target: ask.Tag(target=target, tags=tags))


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
        return [_history(subcommand.upper(), params)]
    except WrongReference as exc:
        return [refuse(message, exc.reason, subcommand, exc.what)]


def _history(name: str, params: list[str]) -> Request:
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
        end_is_time = _is_time(last)
    else:
        target, first, limit = _exactly(3, params)
        bound, end, end_is_time = _bound(first, span), 0, False
    return ask.History(
        target=target,
        span=span,
        bound=bound,
        end=end,
        bound_is_time=_is_time(first),
        end_is_time=end_is_time,
        limit=_limit(limit),
    )


def _is_time(reference: str) -> bool:
    return reference.startswith("timestamp=")


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


def _referred(reference: str, at: Callable[[int], int], *, only_times: bool = False) -> int:
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


def _search(message: Message) -> list[Request]:
    """Search (codeberg.org/emersion/soju, doc/ext/search.md): the attributes are written like tags."""
    (attributes,) = take(message, 1)
    given = parse_tags(attributes)
    limit = given.get("limit", str(_SEARCH_LIMIT))
    times = {name: read_time(given[name]) for name in ("after", "before") if name in given}
    if None in times.values() or not (limit.isascii() and limit.isdecimal()):
        wrong = next((given[name] for name, time in times.items() if time is None), limit)
        return [refuse(message, Reason.SEARCH_ARGUMENTS, wrong)]
    wanted = Wanted(
        phrases=parse_search(given.get("text", "").replace(":", " ")).phrases,
        nick=given.get("from", ""),
        place=given.get("in", ""),
    )
    after, before = times.get("after"), times.get("before")
    return [
        ask.Search(
            wanted=wanted,
            after=first_id(after) - 1 if after else 0,
            before=min(first_id(before + 1), LAST_ID) if before is not None else LAST_ID,
            limit=min(int(limit[:6]), HISTORY_MOST),
        )
    ]


def _redact(message: Message) -> list[Request]:
    target, name = take(message, 2)
    return [ask.Redact(target=target, name=name[:_NAME_MOST], reason=optional(message, 2))]


def _markread(message: Message) -> list[Request]:
    """Tell or ask how far one has read (IRCv3 draft/read-marker)."""
    if not message.params or not message.params[0]:
        return [refuse(message, Reason.MARK_MISSING)]
    target, when = message.params[0], optional(message, 1)
    if not when:
        return [ask.MarkRead(target=target)]
    kind, _, value = when.partition("=")
    time = read_time(value) if kind == "timestamp" else None
    if time is None:
        return [refuse(message, Reason.MARK_TIME, when)]
    return [ask.MarkRead(target=target, time=time)]


BUILDERS: dict[str, Builder] = {
    "PRIVMSG": _privmsg,
    "NOTICE": _notice,
    "TAGMSG": _tagmsg,
    "CHATHISTORY": _chathistory,
    "SEARCH": _search,
    "REDACT": _redact,
    "MARKREAD": _markread,
}
