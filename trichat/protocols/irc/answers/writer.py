"""Writes the lines of answers: numerics, notices, batches, words packed into lines; and facts about the server."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from trichat.protocols.irc.numerics import Numeric
from trichat.words import events as ev
from trichat.words.record import Record, asdict
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
    most_monitored: int = 100
    icon: str = ""  # a URL
    file_host: str = ""  # the URL to which files are uploaded; empty: clients are told of none
    account_required: bool = False  # nobody comes in without one
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
        """Write a notice of the server."""
        return f":{self.facts.server} NOTICE {self.nick} :{text}"

    def nickserv_notice(self, text: str) -> str:
        """Write a notice from NickServ, where IRC users look for what concerns their account."""
        return f":NickServ!NickServ@{self.facts.server} NOTICE {self.nick} :{text}"

    def batch(self, reference: str, kind: str, lines: Iterable[str]) -> Iterator[str]:
        """Write lines as a batch. It is written in one piece, so the reference is free again at once."""
        yield f":{self.facts.server} BATCH +{reference} {kind}"
        for line in lines:
            yield f"@batch={reference} {line}"
        yield f":{self.facts.server} BATCH -{reference}"


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


AnswerWriter = Callable[[Any, Writer], Iterator[str]]
Writers = dict[type[ev.Event], AnswerWriter]  # how each kind of answer is written


def one_numeric(row: Numeric, *fields: str) -> AnswerWriter:
    """Make the writer of an answer that is one numeric: its parameters are fields of the event, its text knows all."""

    def write(event: ev.Event, to: Writer) -> Iterator[str]:
        values = asdict(event)
        yield to.numeric(row, *[values[field] for field in fields], **values)

    return write


def one_notice(text: str, write: Callable[[Writer, str], str] = Writer.notice) -> AnswerWriter:
    """Make the writer of an answer that is one notice, filled in with the fields of the event."""

    def write_notice(event: ev.Event, to: Writer) -> Iterator[str]:
        yield write(to, text.format(**asdict(event)))

    return write_notice
