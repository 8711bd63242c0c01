"""Pages of history, finds of a search, texts of many lines: put together (IRCv3 batch; soju.im/search). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from trichat.client.irc.fields import param
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Record
from trichat.words.text.clean import split_bytes

HISTORY = "chathistory"
SEARCH = "soju.im/search"
MULTILINE = "draft/multiline"
CONCAT = "draft/multiline-concat"  # a tag: this line goes on where the last one ended
_MOST_LINES = 1000  # of one message: a server that sends more has lost its mind, and we keep our memory


class PageRead(Record, kw_only=True):
    """A whole page of history."""

    target: str
    messages: tuple[Message, ...]


class FoundRead(Record, kw_only=True):
    """All that a search has found; `label` is that of the question, if the server repeats it there."""

    label: str
    messages: tuple[Message, ...]


@dataclass(slots=True)
class _Batch:
    kind: str
    opening: Message
    messages: list[Message] = field(default_factory=list)


class Batches:
    """Collects the messages of such batches; those of other batches are as good as outside of one."""

    def __init__(self) -> None:
        """Begin with none open."""
        self._open: dict[str, _Batch] = {}

    def take(self, message: Message) -> Message | PageRead | FoundRead | None:
        """Give the message back, or what it completes, or None if it was kept for that."""
        if message.command == "BATCH":
            return self._edge(param(message, 0), message)
        return self._collect(message)

    def _collect(self, message: Message) -> Message | None:
        batch = self._open.get(message.tags.get("batch", ""))
        if batch is None:
            return message
        if batch.kind != MULTILINE or len(batch.messages) < _MOST_LINES:
            batch.messages.append(message)
        return None

    def _edge(self, reference: str, message: Message) -> Message | PageRead | FoundRead | None:
        name = reference[1:]
        if reference.startswith("+") and param(message, 1) in (HISTORY, SEARCH, MULTILINE):
            self._open[name] = _Batch(param(message, 1), message)
        elif reference.startswith("-") and (batch := self._open.pop(name, None)):
            return self._whole(batch)
        return None

    def _whole(self, batch: _Batch) -> Message | PageRead | FoundRead | None:
        if batch.kind == HISTORY:
            return PageRead(target=param(batch.opening, 2), messages=tuple(batch.messages))
        if batch.kind == SEARCH:
            return FoundRead(label=batch.opening.tags.get("label", ""), messages=tuple(batch.messages))
        return self._collect(_joined(batch)) if batch.messages else None


def _joined(batch: _Batch) -> Message:
    """Make one message of the lines; whatever is said of it, is said of the batch."""
    first = batch.messages[0]
    text = param(first, 1)
    for message in batch.messages[1:]:
        text += ("" if CONCAT in message.tags else "\n") + param(message, 1)
    source = batch.opening.source or first.source
    return Message(command=first.command, params=(param(first, 0), text), source=source, tags=batch.opening.tags)


_MANY = 100_000  # lines, where the server sets no bound
_CHARACTER = 4  # bytes, at most
_references = count(1)


class Limits(Record, kw_only=True):
    """How much a server takes as one message: bytes of text, line breaks counted as one each, and lines."""

    size: int
    lines: int


def limits(value: str) -> Limits | None:
    """Read the value of the capability: `max-bytes=4096,max-lines=24`. None if it says no size."""
    said = dict(word.partition("=")[::2] for word in value.split(","))
    size, lines = said.get("max-bytes", ""), said.get("max-lines", "")
    if not size.isdecimal() or not int(size):
        return None
    return Limits(size=int(size), lines=int(lines) if lines.isdecimal() and int(lines) else _MANY)


def texts(text: str, space: int, most: Limits) -> list[str]:
    """Give the texts of as many messages as it takes, cut between lines if it takes more than one."""
    found: list[list[str]] = [[]]
    size = lines = 0
    for line in _fitting(text, space, most):
        wire, length = len(pieces(line, space)), len(line.encode()) + 1
        if found[-1] and (size + length > most.size + 1 or lines + wire > most.lines):
            found.append([])
            size = lines = 0
        found[-1].append(line)
        size, lines = size + length, lines + wire
    return [joined for part in found if (joined := "\n".join(part).strip("\n")).strip()]


def _fitting(text: str, space: int, most: Limits) -> Iterator[str]:
    """Give the lines; one that would not fit into a message of its own is cut."""
    shortest = min((space - 1) * 2 // 3, space - 1 - _CHARACTER)  # a piece: it is cut at a space, or at a character
    longest = max(min(most.size, shortest * most.lines), _CHARACTER)
    for line in text.strip("\n").split("\n"):
        yield from split_bytes(line, longest)


def pieces(line: str, space: int) -> list[str]:
    """Cut a line so that each piece fits, and that together they are the line: the space is at the end of a piece."""
    found, at = [], 0
    for piece in split_bytes(line, space - 1):
        at += len(piece)
        between = line[at : at + 1] if line[at : at + 1] == " " else ""
        at += len(between)
        found.append(piece + between)
    return found


def wire(message: Message, space: int, label: str) -> list[Message]:
    """Give what to send for a message of several lines. What is said of it stands at the beginning of the batch."""
    target, text = message.params
    reference = f"m{next(_references)}"
    tags = dict(message.tags) | ({"label": label} if label else {})
    lines = [Message(command="BATCH", params=(f"+{reference}", MULTILINE, target), tags=tags)]
    for line in text.split("\n"):
        for number, piece in enumerate(pieces(line, space)):
            tags = {"batch": reference} | ({CONCAT: ""} if number else {})
            lines.append(Message(command=message.command, params=(target, piece), tags=tags))
    return [*lines, Message(command="BATCH", params=(f"-{reference}",))]
