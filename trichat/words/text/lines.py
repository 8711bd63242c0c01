"""Texts of several lines, as one message can have: cleaned, cut, and taken apart.

A line feed is between two lines. A carriage return marks where the sender's client cut a line that was too long for
it (IRCv3 draft/multiline-concat): what reads the text as a whole takes it out, what shows it to other clients cuts
there again. Nothing else that is said holds either.
"""

import re

from trichat.words.text.clean import blank, clean, plainly_clean, truncate

BREAK = "\n"
CUT = "\r"
_SPLIT = re.compile(r"([\n\r])")


def is_one(text: str) -> bool:
    """Tell whether a text is a single piece."""
    return BREAK not in text and CUT not in text


def clean_lines(text: str) -> str:
    """Make each piece of an untrusted text safe to show, and keep them apart."""
    if plainly_clean(text):  # as most: so it is a single piece
        return text
    return "".join([part if part in (BREAK, CUT) else clean(part) for part in _SPLIT.split(text)])


def whole(text: str) -> str:
    """Give a text as it is read: its lines, without the marks of cuts."""
    return text.replace(CUT, "")


def lines(text: str) -> list[str]:
    """Give the lines that there is something in."""
    return [line for line in whole(text).split(BREAK) if not blank(line)]


def pieces(text: str) -> list[tuple[str, bool]]:
    """Give the pieces of a text, each with whether it goes on the line of the one before."""
    found = _SPLIT.split(text)
    return list(zip(found[::2], [mark == CUT for mark in (BREAK, *found[1::2])], strict=True))


def cut(text: str, limit: int) -> list[str]:
    """Cut a text at a byte limit, on a character edge; joined, the pieces are the text. `limit` is at least 4."""
    found = []
    while len(text.encode()) > limit:
        piece = truncate(text, limit)
        found.append(piece)
        text = text[len(piece) :]
    return [*found, text]
