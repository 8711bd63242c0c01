"""IRC messages as lines: parsed, written, labelled (modern.ircdocs.horse, "Message Format"; IRCv3 message-tags)."""

import functools
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from trichat.errors import ProtocolError
from trichat.words.record import Record

# IRCv3 message-tags, "Escaping Values".
_ESCAPE = str.maketrans({";": r"\:", " ": r"\s", "\\": r"\\", "\r": r"\r", "\n": r"\n"})
_UNESCAPE = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_LEADING = frozenset(" @:")  # what a line begins with if it does not begin with the command
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"  # IRCv3 server-time
_BATCH = "answer"  # an answer is written in one piece, so the reference is free again at once
NO_TAGS: Mapping[str, str] = MappingProxyType({})


class Message(Record, kw_only=True):
    """One message. Tags without a value have an empty one; the command is in capitals."""

    command: str
    params: tuple[str, ...] = ()
    source: str = ""
    tags: Mapping[str, str] = NO_TAGS


def parse(line: str) -> Message:
    """Read a line without its line end. Raises ProtocolError if it is not a message."""
    tags = NO_TAGS
    source = ""
    if line[:1] in _LEADING:
        tags, source, line = _prefix(line.lstrip(" "))
    middle, colon, trailing = line.partition(" :")
    words = middle.split(" ")
    if "" in words:  # more than one space between two words
        words = [word for word in words if word] or [""]
    command = words.pop(0)
    if not command.isascii() or not (command.isalnum() or command.replace("_", "").isalnum()):
        raise ProtocolError("A message has a command, of letters or of digits, for example PRIVMSG #lobby :hello.")
    if colon:
        words.append(trailing)
    return Message(command=command.upper(), params=tuple(words), source=source, tags=tags)


def _prefix(line: str) -> tuple[Mapping[str, str], str, str]:
    """Read tags and source, and give them with the rest of the line."""
    tags = NO_TAGS
    source = ""
    if line.startswith("@"):
        section, _, line = line[1:].partition(" ")
        tags = parse_tags(section)
        line = line.lstrip(" ")
    if line.startswith(":"):
        source, _, line = line[1:].partition(" ")
        line = line.lstrip(" ")
    return tags, source, line


def parse_tags(section: str) -> dict[str, str]:
    """Read the tags of a message, without the `@`. Of a tag given twice the last counts."""
    tags: dict[str, str] = {}
    for item in section.split(";"):
        name, _, value = item.partition("=")
        if name:
            tags[name] = _unescape(value) if "\\" in value else value
    return tags


def _unescape(value: str) -> str:
    out: list[str] = []
    chars = iter(value)
    for char in chars:
        if char != "\\":
            out.append(char)
            continue
        escaped = next(chars, "")
        out.append(_UNESCAPE.get(escaped, escaped))
    return "".join(out)


def format_tags(tags: Mapping[str, str]) -> str:
    """Write tags, without the `@` and the space after them."""
    return ";".join([f"{name}={value.translate(_ESCAPE)}" if value else name for name, value in tags.items()])


def format_message(message: Message) -> str:
    """Write a message as a line without a line end.

    Raises ProtocolError if only the last parameter may be empty, hold a space or begin with a colon and another does.
    """
    parts: list[str] = []
    if message.tags:
        parts.append("@" + format_tags(message.tags))
    if message.source:
        parts.append(":" + message.source)
    parts.append(message.command)
    *middle, last = message.params or ("",)
    for param in middle:
        if not param or " " in param or param.startswith(":"):
            raise ProtocolError(
                f"Only the last parameter may be empty, hold a space or begin with a colon, not {param!r}."
            )
        parts.append(param)
    if message.params:
        parts.append(":" + last if not last or " " in last or last.startswith(":") else last)
    return " ".join(parts)


def read_time(text: str) -> int | None:
    """Give the time in Unix milliseconds; None if `text` is none."""
    try:
        moment = datetime.strptime(text, _TIME_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return max(0, round(moment.timestamp() * 1000))


def write_time(time_ms: int) -> str:
    """Write a time, given in Unix milliseconds."""
    return f"{_second(time_ms // 1000)}.{time_ms % 1000:03d}Z"


@functools.lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"


def label(label_: str, lines: bytes, server: str) -> bytes:
    """Mark whole lines as the answer to what was labelled.

    No line becomes an ACK, one line is tagged, one batch is tagged at its beginning; other lines become a batch.
    """
    tag = format_tags({"label": label_}).encode()
    source = b":" + server.encode()
    if not lines:
        return b"@%b %b ACK\r\n" % (tag, source)
    parts = lines.split(b"\r\n")[:-1]
    if len(parts) == 1 or _is_one_batch(parts):
        parts[0] = _tagged(parts[0], tag)
    else:
        inner = b"batch=" + _BATCH.encode()
        start = b"@%b %b BATCH +%b labeled-response" % (tag, source, _BATCH.encode())
        parts = [start, *[_in_batch(part, inner) for part in parts], b"%b BATCH -%b" % (source, _BATCH.encode())]
    return b"\r\n".join(parts) + b"\r\n"


def _tagged(line: bytes, tag: bytes) -> bytes:
    return b"@%b;%b" % (tag, line[1:]) if line.startswith(b"@") else b"@%b %b" % (tag, line)


def _in_batch(line: bytes, tag: bytes) -> bytes:
    """Put a line into the batch, unless it is in an inner one already."""
    return line if line.startswith(b"@batch=") else _tagged(line, tag)


def _is_one_batch(parts: list[bytes]) -> bool:
    """Tell whether the first line begins a batch that the last one ends."""
    first, last = _words(parts[0]), _words(parts[-1])
    return first[1:2] == last[1:2] == [b"BATCH"] and first[2] == b"+" + last[2][1:]


def _words(line: bytes) -> list[bytes]:
    """Split a line into words, the tags left out."""
    words = line.split(b" ")
    return words[1:] if line.startswith(b"@") else words
