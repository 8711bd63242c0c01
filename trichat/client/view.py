"""Items as lines for a terminal: cleaned, with a time, coloured. Pure."""

import time
import zlib
from collections.abc import Iterable

from trichat.client.folding import folded
from trichat.client.items import Item, Look
from trichat.client.mentions import spans
from trichat.words.names import fold
from trichat.words.text import clean, strip_formatting

# Of the 256 colours those that can be read on a light and on a dark ground, far apart from each other.
_NICK_COLOURS = (166, 32, 98, 29, 162, 130, 67, 133, 64, 37, 161, 62)
_DIM = "2"
_RED = "31"
_BOLD = "1"
_NAMED = "1;35"  # the person's own name


class View:
    """Draws items. Without `colour` (see no-color.org) the lines hold no escape sequences at all.

    It remembers the day of the last line: a line that says the day stands wherever that changes.
    """

    def __init__(self, *, colour: bool) -> None:
        """Choose whether to colour."""
        self._colour = colour
        self._day = ""

    def lines(self, items: Iterable[Item], nick: str = "") -> list[str]:
        """Draw items for somebody of this name, with the days between them."""
        return [line for item in folded(items) for line in (*self._new_day(item), self.line(item, nick))]

    def line(self, item: Item, nick: str = "") -> str:
        """Draw an item."""
        if item.look is Look.MARK:
            return self._mark(item.text)
        parts = [self._paint(_clock(item.at), _DIM), self._where(item), self._what(item, nick)]
        return " ".join(part for part in parts if part)

    def _new_day(self, item: Item) -> list[str]:
        """Give the line before an item of another day than the last; the first day needs none."""
        before = self._day
        if item.look is not Look.MARK:
            self._day = _day(item.at)
        return [self._mark(self._day)] if before not in ("", self._day) else []

    def _mark(self, text: str) -> str:
        return self._paint(f"— {safe(text)} —", _DIM)

    def _where(self, item: Item) -> str:
        """Name the place if it is not the one that the person looks at."""
        if not item.aside or not item.place:
            return ""
        return self._conversation(item) if item.private else self._paint(safe(item.place), _BOLD)

    def _conversation(self, item: Item) -> str:
        other = self._nick(item.place)
        return f"[you → {other}]" if item.mine else f"[{other} → you]"

    def _what(self, item: Item, nick: str) -> str:
        text = self._marked(safe(item.text), nick) if item.mention else safe(item.text)
        match item.look:
            case Look.SAID:
                return text if item.private and item.aside else f"{self._nick(item.nick)}: {text}"
            case Look.ACTION:
                return f"* {self._nick(item.nick)} {text}"
            case Look.NOTICE:
                return f"-{self._nick(item.nick)}- {text}"
            case Look.EVENT:
                return self._paint(" ".join(word for word in ("—", safe(item.nick), text) if word), _DIM)
            case Look.ERROR:
                return self._paint(f"! {text}", _RED)
        return f"— {text}"

    def _marked(self, text: str, nick: str) -> str:
        """Paint the person's own name in a text that is clean already."""
        parts, end = [], 0
        for begin, after in spans(text, nick):
            if begin >= end:
                parts += [text[end:begin], self._paint(text[begin:after], _NAMED)]
                end = after
        return "".join([*parts, text[end:]])

    def _nick(self, nick: str) -> str:
        colour = _NICK_COLOURS[zlib.crc32(fold(nick).encode(errors="replace")) % len(_NICK_COLOURS)]
        return self._paint(safe(nick), f"38;5;{colour}")

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text


def safe(text: str) -> str:
    """Give text from the net with nothing in it that a terminal would obey."""
    return clean(strip_formatting(text))


def _clock(at: int) -> str:
    return time.strftime("%H:%M", time.localtime(at / 1000))


def _day(at: int) -> str:
    when = time.localtime(at / 1000)
    return time.strftime("%A, ", when) + str(when.tm_mday) + time.strftime(" %B %Y", when)
