"""Answers that carry the label of their question (IRCv3 labeled-response)."""

from trichat.protocols.irc.wire.message import format_tags

_BATCH = "answer"  # an answer is written in one piece, so the reference is free again at once


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
