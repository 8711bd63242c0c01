"""Items as lines for a terminal: cleaned, with a time, coloured. Pure."""

import time
from collections.abc import Iterable

from wcwidth import iter_graphemes, wcswidth

from trichat.client.display.folding import folded
from trichat.client.display.item import Item, ItemKind
from trichat.client.display.mentions import spans
from trichat.client.display.themes import Theme
from trichat.words.names.names import fold
from trichat.words.record import Record
from trichat.words.text.clean import clean, strip_formatting


def width(text: str) -> int:
    """Give the columns that a clean text takes."""
    return max(wcswidth(text), 0)


def cut(text: str, columns: int) -> str:
    """Give a text that fits; an ellipsis says that there was more. What is one sign to the eye stays whole."""
    if len(text) * 2 <= columns or width(text) <= columns:
        return text
    kept, used = [], 1
    for sign in iter_graphemes(text):
        used += width(sign)
        if used > columns:
            break
        kept.append(sign)
    return "".join(kept) + "…"


_QUOTED = 40  # columns of a message that are quoted
_INDENT = "      "  # before the further lines of a text that has several


class LineStyle(Record, kw_only=True):
    """How lines are drawn: colours, the time as strftime writes it, and whether comings and goings are folded."""

    theme: Theme
    timestamps: str = "%H:%M"
    fold: bool = True


class View:
    """Draws items. With the plain theme (see no-color.org) the lines hold no escape sequences at all.

    It remembers the day of the last line: a line that says the day stands wherever that changes.
    """

    def __init__(self, style: LineStyle) -> None:
        """Choose the style; it may be changed at any time."""
        self.style = style
        self._day = ""

    def lines(self, items: Iterable[Item], *names: str) -> list[str]:
        """Draw items for somebody who is called by these names, with the days between them."""
        told = folded(items) if self.style.fold else items
        return [line for item in told for line in (*self._new_day(item), *self.item(item, *names))]

    def item(self, item: Item, *names: str) -> list[str]:
        """Draw an item: one line, or as many as somebody has written."""
        if item.kind is ItemKind.MARK:
            return [self._mark(item.text)]
        first, *more = item.text.split("\n") if item.spoken else [item.text]
        parts = [self._time(item), self._where(item), self._what(item, self._named(safe(first), item, names))]
        further = [_INDENT + self._named(safe(line), item, names) for line in more]
        return self._numbered([" ".join(part for part in parts if part), *further], item)

    def _numbered(self, lines: list[str], item: Item) -> list[str]:
        """Write the numbers for /open, and for /reply, behind the text, where they are in nobody's way."""
        links = f" [{', '.join(str(number) for number in item.links)}]" if item.links else ""
        number = f" ({item.number})" if item.requested and item.number else ""
        lines[-1] += self._paint(links + number, self.style.theme.quote)
        return lines

    def _new_day(self, item: Item) -> list[str]:
        """Give the line before an item of another day than the last; the first day needs none."""
        before = self._day
        if item.kind is not ItemKind.MARK:
            self._day = _day(item.at)
        return [self._mark(self._day)] if before not in ("", self._day) else []

    def _mark(self, text: str) -> str:
        return self._paint(f"— {safe(text)} —", self.style.theme.mark)

    def _time(self, item: Item) -> str:
        written = time.strftime(self.style.timestamps, time.localtime(item.at / 1000))
        return self._paint(safe(written), self.style.theme.time)

    def _where(self, item: Item) -> str:
        """Name the place if it is not the one that the person looks at."""
        if not item.elsewhere or not item.place or (item.private and item.kind is ItemKind.NOTICE):
            return ""
        if item.private:
            return f"[{self._conversation(item)}]"
        return self._paint(safe(item.place), self.style.theme.room)

    def _conversation(self, item: Item) -> str:
        other = self._nick(item.place)
        return f"you → {other}" if item.mine else f"{other} → you"

    def _what(self, item: Item, text: str) -> str:
        theme = self.style.theme
        match item.kind:
            case ItemKind.SAID:
                who = f"{self._nick(item.nick)}{self._answered(item)}"
                return text if item.private and item.elsewhere and not item.reply_to else f"{who}: {text}"
            case ItemKind.ACTION:
                return f"* {self._nick(item.nick)}{self._answered(item)} {text}"
            case ItemKind.NOTICE:
                who = self._conversation(item) if item.private and item.elsewhere else self._nick(item.nick)
                return f"-{who}- {text}"
            case ItemKind.EVENT:
                return self._paint(" ".join(word for word in ("—", safe(item.nick), text) if word), theme.event)
            case ItemKind.REACTION:
                return self._reaction(item, text)
            case ItemKind.DELETED:
                return self._paint(f"— {safe(item.nick)} has deleted {self._deleted(item)}{text}", theme.event)
            case ItemKind.LINE:
                return text
            case ItemKind.ERROR:
                return self._paint(f"! {text}", theme.error)
        return f"— {text}"

    def _deleted(self, item: Item) -> str:
        if not item.quoted:
            return "a message"
        whose = "" if fold(item.quoted) == fold(item.nick) else f"{safe(item.quoted)}'s "
        return f"{whose}“{cut(safe(item.quote), _QUOTED)}”"

    def _answered(self, item: Item) -> str:
        """Say which message is answered."""
        if not item.reply_to:
            return ""
        return self._paint(f" ↳ {self._quote(item, 'an earlier message')}", self.style.theme.quote)

    def _reaction(self, item: Item, text: str) -> str:
        """Write a reaction, and how many there are of its sort, together with what it is about."""
        times = f" ×{item.count}" if item.count > 1 else ""
        about = self._paint(f"to {self._quote(item, 'an earlier message')}", self.style.theme.quote)
        return f"{text}{times} from {self._names(item.nick)} {about}"

    def _names(self, nicks: str) -> str:
        return ", ".join(self._nick(nick) for nick in nicks.split(" "))

    def _quote(self, item: Item, unknown: str) -> str:
        if not item.quoted:
            return unknown
        return f"{safe(item.quoted)} “{cut(safe(item.quote), _QUOTED)}”"

    def _named(self, text: str, item: Item, names: Iterable[str]) -> str:
        """Paint what calls the person in a text that is clean already."""
        if not item.mention:
            return text
        parts, end = [], 0
        for begin, after in sorted(span for name in names for span in spans(text, name)):
            if begin >= end:
                parts += [text[end:begin], self._paint(text[begin:after], self.style.theme.mention)]
                end = after
        return "".join([*parts, text[end:]])

    def _nick(self, nick: str) -> str:
        return self._paint(safe(nick), self.style.theme.nick(nick))

    def _paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def safe(text: str) -> str:
    """Give text from the net with nothing in it that a terminal would obey."""
    return clean(strip_formatting(text))


def _day(at: int) -> str:
    when = time.localtime(at / 1000)
    return time.strftime("%A, ", when) + str(when.tm_mday) + time.strftime(" %B %Y", when)
