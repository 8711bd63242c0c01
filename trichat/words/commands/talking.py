"""Slash commands about messages: sending, answering, history, searching, taking back."""

import re

from trichat.words import requests as ask
from trichat.words.commands.base import Command, Unfit, filled, words
from trichat.words.events import Kind
from trichat.words.names.identity import LAST_ID, from_text
from trichat.words.reasons import Reason
from trichat.words.requests import Request
from trichat.words.text.search import parse_search

_me = filled(ask.Say, "text", kind=Kind.ACTION)
_msg = filled(ask.Say, "target", "text")
_reply = filled(ask.SayBack, "text")

HISTORY_LINES = 20  # shown unless somebody says how many
HISTORY_MOST = 100
_HISTORY = re.compile(r"(?P<count>[0-9]+)?\s*(?:before\s+(?P<id>\S+)|since\s+(?P<since>\S.*))?", re.IGNORECASE)


def _history(text: str) -> Request:
    found = _HISTORY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    usual = HISTORY_MOST if found["since"] else HISTORY_LINES
    limit = min(int(found["count"][:6]), HISTORY_MOST) if found["count"] else usual  # who wants more goes on
    if not limit:
        raise ValueError(text)
    if found["since"] is not None:
        return ask.History(span=ask.Span.AFTER, since=found["since"], limit=limit)
    if found["id"] is None:
        return ask.History(limit=limit)
    bound = from_text(found["id"].lower())
    if bound is None:
        raise Unfit(Reason.NO_SUCH_MESSAGE, detail=found["id"])
    return ask.History(span=ask.Span.BEFORE, bound=min(bound, LAST_ID), limit=limit)


def _search(text: str) -> Request:
    wanted = parse_search(text)
    if not wanted:
        raise ValueError(text)
    return ask.Search(wanted=wanted)


def _re(text: str) -> Request:
    name, what = words(text, 2, 2)
    return ask.Respond(name=name.lower(), text=what)


def _react(text: str) -> Request:
    name, sign = words(text, 2, 2)
    return ask.Respond(name=name.lower(), sign=sign)


def _unreact(text: str) -> Request:
    name, sign = words(text, 2, 2)
    return ask.Respond(name=name.lower(), sign=sign, back=True)


def _delete(text: str) -> Request:
    name, reason = words(text, 1, 2)
    return ask.Redact(name=name.lower(), reason=reason)


ROWS: tuple[Command, ...] = (
    Command(name="me", usage="/me ACTION", help="Say what you are doing: “* anna waves”.", build=_me),
    Command(
        name="msg",
        usage="/msg NAME TEXT",
        help="Say something to one person, or in another room.",
        build=_msg,
        aliases=("query",),
    ),
    Command(
        name="reply",
        usage="/reply TEXT",
        help="Answer the last person who wrote to you in private.",
        build=_reply,
        plain_only=True,
        aliases=("r",),
    ),
    Command(
        name="history",
        usage="/history [COUNT] [since TIME | before ID]",
        help=f"Show again what was said here: {HISTORY_LINES} lines, or up to {HISTORY_MOST}; since a time, "
        "or before a message.",
        build=_history,
    ),
    Command(
        name="search",
        usage="/search WORDS",
        help="Search messages: words, “phrases”, begin*, from:NAME in:ROOM before:TIME after:TIME.",
        build=_search,
        aliases=("find",),
    ),
    Command(
        name="re",
        usage="/re ID TEXT",
        help="Answer a message; /history shows the ID of each.",
        build=_re,
        plain_only=True,
    ),
    Command(
        name="react",
        usage="/react ID SIGN",
        help="React to a message, for example with 👍.",
        build=_react,
        plain_only=True,
    ),
    Command(
        name="unreact",
        usage="/unreact ID SIGN",
        help="Take back your reaction to a message.",
        build=_unreact,
        plain_only=True,
    ),
    Command(
        name="delete",
        usage="/delete ID [reason]",
        help="Take back a message: your own or, as an op, anybody's.",
        build=_delete,
        plain_only=True,
        aliases=("redact",),
    ),
)
