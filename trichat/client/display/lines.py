"""Items as lines for a terminal: comings and goings in one line, then cleaned, with a time, coloured."""

import time
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby

from wcwidth import iter_graphemes, wcswidth

from trichat.client.display.item import Change, Item, ItemKind
from trichat.client.display.mentions import spans
from trichat.client.display.themes import Theme
from trichat.words.names.names import fold
from trichat.words.record import Record, replace
from trichat.words.text.clean import clean, strip_formatting

_QUOTED = 40  # columns of a message that are quoted
_INDENT = "      "  # before the further lines of a text that has several
_NAMED = 10  # of those who came or went; the others are counted


def safe(text: str) -> str:
    """Give text from the net with nothing in it that a terminal would obey."""
    return clean(strip_formatting(text))


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
        shown = fold_runs(items) if self.style.fold else items
        return [line for item in shown for line in (*self._new_day(item), *self.draw(item, *names))]

    def draw(self, item: Item, *names: str) -> list[str]:
        """Draw an item: one line, or as many as somebody has written."""
        if item.kind is ItemKind.MARK:
            return [self._mark(item.text)]
        first, *more = item.text.split("\n") if item.spoken else [item.text]
        parts = [self._time(item), self._where(item), self._what(item, self._highlighted(safe(first), item, names))]
        further = [_INDENT + self._highlighted(safe(line), item, names) for line in more]
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
        """Name the room or conversation if it is not the one that the person looks at."""
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
                return self._paint(f"— {safe(item.nick)} has deleted {_deleted(item)}{text}", theme.event)
            case ItemKind.LINE:
                return text
            case ItemKind.ERROR:
                return self._paint(f"! {text}", theme.error)
        return f"— {text}"

    def _answered(self, item: Item) -> str:
        """Say which message is answered."""
        return self._paint(f" ↳ {_quote(item)}", self.style.theme.quote) if item.reply_to else ""

    def _reaction(self, item: Item, text: str) -> str:
        """Write a reaction, and how many there are of its sort, together with what it is about."""
        names = ", ".join(self._nick(nick) for nick in item.nick.split(" "))
        about = self._paint(f"to {_quote(item)}", self.style.theme.quote)
        if item.taken_back:
            return f"{names} took back {text} {about}"
        times = f" ×{item.count}" if item.count > 1 else ""
        return f"{text}{times} from {names} {about}"

    def _highlighted(self, text: str, item: Item, names: Iterable[str]) -> str:
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


def _day(at: int) -> str:
    when = time.localtime(at / 1000)
    return time.strftime("%A, ", when) + str(when.tm_mday) + time.strftime(" %B %Y", when)


def _quote(item: Item) -> str:
    return f"{safe(item.quoted)} “{cut(safe(item.quote), _QUOTED)}”" if item.quoted else "an earlier message"


def _deleted(item: Item) -> str:
    if not item.quoted:
        return "a message"
    whose = "" if fold(item.quoted) == fold(item.nick) else f"{safe(item.quoted)}'s "
    return f"{whose}“{cut(safe(item.quote), _QUOTED)}”"


@dataclass(slots=True)
class _Person:
    """One who came, went or took another name, from before the first such event to after the last."""

    first: str
    name: str
    was_here: bool
    is_here: bool
    moved: bool = False

    @property
    def outcome(self) -> str:
        """Say what the events come to; nothing of one who has only taken another name."""
        if self.was_here != self.is_here:
            return "joined" if self.is_here else "left"
        return "came and went" if not self.is_here else "left and came back" if self.moved else ""


def fold_runs(items: Iterable[Item]) -> list[Item]:
    """Make one item out of each run of comings and goings in the same room, or of the same reaction to a message.

    “anna, bob joined; carl left; dave is now dora”.
    """
    folded: list[Item] = []
    for run_of, group in groupby(items, key=_run):
        run = list(group)
        folded += [_merged(run)] if run_of and len(run) > 1 else run
    return folded


def _run(item: Item) -> Hashable:
    """Give what the items of a run have in common; None if an item is not to be folded."""
    if item.kind is ItemKind.REACTION:
        return (fold(item.place), item.elsewhere, item.reply_to, item.text, item.taken_back)
    return None if item.change is Change.NONE else (fold(item.place), item.elsewhere)


def _merged(run: list[Item]) -> Item:
    if run[0].kind is ItemKind.REACTION:
        return replace(run[-1], nick=" ".join(dict.fromkeys(item.nick for item in run)))
    return replace(run[-1], nick="", change=Change.NONE, text=_sentence(list(_people(run).values())))


def _people(run: list[Item]) -> dict[str, _Person]:
    people: dict[str, _Person] = {}
    for item in run:
        was_here = item.change is not Change.JOINED
        person = people.pop(fold(item.nick), None) or _Person(item.nick, item.nick, was_here, was_here)
        if item.change is Change.RENAMED:
            person.name = item.new_nick
        else:
            person.is_here = not was_here
            person.moved = True
        people[fold(person.name)] = person
    return people


def _sentence(people: list[_Person]) -> str:
    told = []
    for outcome in ("joined", "left", "came and went", "left and came back"):
        names = [one.first if outcome == "left" else one.name for one in people if one.outcome == outcome]
        told += [f"{_listed(names)} {outcome}"] if names else []
    told += [f"{one.first} is now {one.name}" for one in people if not one.outcome and one.first != one.name]
    return "; ".join(told) or "nothing has changed"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:_NAMED])} and {more} more"
