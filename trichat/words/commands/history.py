"""Slash commands that read what was said before."""

import re

from trichat.words import requests as ask
from trichat.words.commands.base import Command
from trichat.words.identity import LAST_ID, from_text
from trichat.words.requests import Request

HISTORY_LINES = 20


HISTORY_MOST = 100


_HISTORY = re.compile(r"(?P<count>[0-9]{1,4})?\s*(?:before\s+(?P<id>\S+))?", re.IGNORECASE)


def _history(text: str) -> Request:
    found = _HISTORY.fullmatch(text)
    limit = int(found["count"] or HISTORY_LINES) if found else 0
    if found is None or not 1 <= limit <= HISTORY_MOST:
        raise ValueError(text)
    if found["id"] is None:
        return ask.History(limit=limit)
    bound = from_text(found["id"].lower())
    if bound is None:
        raise ValueError(text)
    return ask.History(span=ask.Span.BEFORE, bound=min(bound, LAST_ID), limit=limit)


ROWS: tuple[Command, ...] = (
    Command(
        name="history",
        usage="/history [COUNT] [before ID]",
        help=f"Show again what was said here: {HISTORY_LINES} lines, or up to {HISTORY_MOST}.",
        build=_history,
    ),
)
