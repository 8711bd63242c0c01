"""A text of many lines as one message (IRCv3 draft/multiline): what fits into one, and how it is sent. Pure."""

from collections.abc import Iterator
from itertools import count

from trichat.client.irc.batches import CONCAT, MULTILINE
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Record
from trichat.words.text.clean import split_bytes

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
