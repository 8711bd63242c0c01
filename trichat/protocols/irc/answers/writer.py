"""What answers are written with: numerics, words packed into lines, facts about the server."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from trichat.protocols.irc.numerics import Numeric
from trichat.words import events as ev
from trichat.words.record import Record
from trichat.words.text.clean import truncate

LINE_BYTES = 510


_PARAM_BYTES = 200  # of what somebody sent us and an answer repeats


class ServerFacts(Record, kw_only=True):
    """What the server tells about itself; `started` is a time in words."""

    server: str
    network: str
    version: str
    started: str
    topic_bytes: int
    most_rooms: int
    description: str = "a trichat server"
    away_bytes: int = 200
    realname_bytes: int = 150
    most_watched: int = 100
    capability_values: tuple[tuple[str, str], ...] = ()  # those that depend on the settings


class Writer:
    """Writes the lines of one answer."""

    def __init__(self, nick: str, facts: ServerFacts, enabled: frozenset[str]) -> None:
        self.nick = nick
        self.facts = facts
        self.enabled = enabled

    def numeric(self, numeric: Numeric, *params: str, **values: object) -> str:
        """Write one numeric: the nick, `params`, and its text filled in with `values`."""
        line = f":{self.facts.server} {numeric.number} {self.nick}"
        for param in params:
            line += " " + param
        return f"{line} :{numeric.text.format(**values)}" if numeric.text else line

    def notice(self, text: str) -> str:
        """Write a line from NickServ, where IRC users look for what concerns their account."""
        return f":NickServ!NickServ@{self.facts.server} NOTICE {self.nick} :{text}"


def param(text: str) -> str:
    """Give what somebody sent us as one parameter, which need not be the last."""
    return truncate(text.replace(" ", "_").lstrip(":"), _PARAM_BYTES) or "*"


def packed(words: Iterable[str], most: int) -> list[str]:
    """Put words, without spaces in them, into as few lines as they need, of at most `most` bytes; at least one line.

    It is cut from one piece: in a large room, whoever comes in is told thousands of names.
    """
    text = " ".join(words).encode()
    lines: list[str] = []
    start = 0
    while len(text) - start > most:
        end = text.rfind(b" ", start, start + most + 1)
        if end < 0:  # a word that is longer than a line
            end = text.find(b" ", start)
        if end < 0:
            break
        lines.append(text[start:end].decode())
        start = end + 1
    return [*lines, text[start:].decode()]


Writers = dict[type[ev.Event], Callable[[Any, Writer], Iterator[str]]]  # how each kind of answer is written
