"""Batches (IRCv3 batch): pages of history, results of a search and texts of several lines, put together; and made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from trichat.client.irc.fields import param
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Record
from trichat.words.text.clean import split_bytes

HISTORY = "chathistory"
SEARCH = "soju.im/search"  # codeberg.org/emersion/soju, doc/ext/search.md
MULTILINE = "draft/multiline"
CONCAT = "draft/multiline-concat"  # a tag: this line goes on where the last one ended
_MOST_LINES = 1000  # of one message: a server that sends more has lost its mind, and we keep our memory
_NO_BOUND = 100_000  # lines, where the server sets no bound
_CHARACTER = 4  # bytes, at most
_references = count(1)


class HistoryPage(Record, kw_only=True):
    """A page of history, complete."""

    target: str
    messages: tuple[Message, ...]


class SearchResult(Record, kw_only=True):
    """All that a search has found; `label` is that of the request, if the server repeats it there."""

    label: str
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Batch:
    kind: str
    opening: Message
    messages: list[Message] = field(default_factory=list)


class Batches:
    """Collects the messages of these batches; those of other batches are passed on as if they stood outside of one."""

    def __init__(self) -> None:
        self._open: dict[str, _Batch] = {}

    def add(self, message: Message) -> Message | HistoryPage | SearchResult | None:
        """Give the message back, or what it completes, or None if it was kept for that."""
        if message.command == "BATCH":
            return self._open_or_close(param(message, 0), message)
        return self._collect(message)

    def _collect(self, message: Message) -> Message | None:
        batch = self._open.get(message.tags.get("batch", ""))
        if batch is None:
            return message
        if batch.kind != MULTILINE or len(batch.messages) < _MOST_LINES:
            batch.messages.append(message)
        return None

    def _open_or_close(self, reference: str, message: Message) -> Message | HistoryPage | SearchResult | None:
        name = reference[1:]
        if reference.startswith("+") and param(message, 1) in (HISTORY, SEARCH, MULTILINE):
            self._open[name] = _Batch(param(message, 1), message)
        elif reference.startswith("-") and (batch := self._open.pop(name, None)):
            return self._complete(batch)
        return None

    def _complete(self, batch: _Batch) -> Message | HistoryPage | SearchResult | None:
        if batch.kind == HISTORY:
            return HistoryPage(target=param(batch.opening, 2), messages=tuple(batch.messages))
        if batch.kind == SEARCH:
            return SearchResult(label=batch.opening.tags.get("label", ""), messages=tuple(batch.messages))
        return self._collect(_joined(batch)) if batch.messages else None


def _joined(batch: _Batch) -> Message:
    """Make one message of the lines; whatever is said of it, is said of the batch."""
    first = batch.messages[0]
    text = param(first, 1)
    for message in batch.messages[1:]:
        text += ("" if CONCAT in message.tags else "\n") + param(message, 1)
    source = batch.opening.source or first.source
    return Message(command=first.command, params=(param(first, 0), text), source=source, tags=batch.opening.tags)


class Limits(Record, kw_only=True):
    """How much a server takes as one message: bytes of text, line breaks counted as one each, and lines."""

    size: int
    lines: int


def read_limits(value: str) -> Limits | None:
    """Read the value of the capability: `max-bytes=4096,max-lines=24`. None if it says no size."""
    said = dict(word.partition("=")[::2] for word in value.split(","))
    size, lines = said.get("max-bytes", ""), said.get("max-lines", "")
    if not size.isdecimal() or not int(size):
        return None
    return Limits(size=int(size), lines=int(lines) if lines.isdecimal() and int(lines) else _NO_BOUND)


def split_text(text: str, space: int, limits: Limits) -> list[str]:
    """Give the texts of as many messages as it takes, cut between lines if it takes more than one."""
    found: list[list[str]] = [[]]
    size = lines = 0
    for line in _fitting(text, space, limits):
        pieces, length = len(split_line(line, space)), len(line.encode()) + 1
        if found[-1] and (size + length > limits.size + 1 or lines + pieces > limits.lines):
            found.append([])
            size = lines = 0
        found[-1].append(line)
        size, lines = size + length, lines + pieces
    return [joined for part in found if (joined := "\n".join(part).strip("\n")).strip()]


def _fitting(text: str, space: int, limits: Limits) -> Iterator[str]:
    """Give the lines; one that would not fit into a message of its own is cut."""
    shortest = min((space - 1) * 2 // 3, space - 1 - _CHARACTER)  # a piece: it is cut at a space, or at a character
    longest = max(min(limits.size, shortest * limits.lines), _CHARACTER)
    for line in text.strip("\n").split("\n"):
        yield from split_bytes(line, longest)


def split_line(line: str, space: int) -> list[str]:
    """Cut a line so that each piece fits, and that together they are the line: the space is at the end of a piece."""
    found, at = [], 0
    for piece in split_bytes(line, space - 1):
        at += len(piece)
        between = line[at : at + 1] if line[at : at + 1] == " " else ""
        at += len(between)
        found.append(piece + between)
    return found


def multiline(message: Message, space: int, label: str) -> list[Message]:
    """Give what to send for a message of several lines. What is said of it stands at the beginning of the batch."""
    target, text = message.params
    reference = f"m{next(_references)}"
    tags = dict(message.tags) | ({"label": label} if label else {})
    lines = [Message(command="BATCH", params=(f"+{reference}", MULTILINE, target), tags=tags)]
    for line in text.split("\n"):
        for number, piece in enumerate(split_line(line, space)):
            tags = {"batch": reference} | ({CONCAT: ""} if number else {})
            lines.append(Message(command=message.command, params=(target, piece), tags=tags))
    return [*lines, Message(command="BATCH", params=(f"-{reference}",))]
