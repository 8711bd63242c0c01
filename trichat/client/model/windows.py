"""The rooms and private conversations that are open: what is new in each, and what is shown at once. Pure."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from trichat.client.display import masking
from trichat.client.display.item import Item, ItemKind
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

KEPT = 200  # lines of a room one does not look at: as many as one reads on coming back; history has the others
_MOST_TALKS = 50  # private conversations: strangers can open them


@dataclass(slots=True)
class Window:
    """An open room or private conversation, and what has happened there since one last looked.

    `calls` counts the news that are meant for the person: mentions, and whatever is private.
    """

    name: str
    unread: int = 0
    calls: int = 0
    gone: int = 0  # messages that were too many to keep
    held: deque[Item] = field(default_factory=deque)

    @property
    def private(self) -> bool:
        """Tell whether this is a conversation between two."""
        return not is_room(self.name)

    def hold(self, item: Item) -> None:
        """Keep an item until the person comes."""
        self.held.append(replace(item, typed=False))
        if len(self.held) > KEPT:
            self.gone += self.held.popleft().spoken

    def delete(self, msgid: str) -> None:
        """Keep nothing of what a message said that was taken back before the person came."""
        for number, item in enumerate(self.held):
            if item.msgid == msgid and msgid:
                self.held[number] = replace(item, text="(deleted)")

    def count(self, item: Item) -> None:
        """Count an item, if it is news."""
        self.unread += item.news
        self.calls += item.calls

    def seen(self) -> None:
        """Count nothing as new any more."""
        self.unread = self.calls = 0


class Windows:
    """All that are open, in the order in which they were opened: their numbers follow it. Takes each item once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._entries: dict[str, Window] = {}
        self._at = ""  # the key of the one that is looked at

    @property
    def entries(self) -> list[Window]:
        """Give all that are open, by their numbers."""
        return list(self._entries.values())

    def get(self, name: str) -> Window | None:
        """Give the one of this name, or None."""
        return self._entries.get(fold(name))

    def open(self, name: str) -> Window:
        """Give the one of this name; it need not have been open."""
        if fold(name) not in self._entries:
            if not is_room(name):
                self._make_way()
            self._entries[fold(name)] = Window(name)
        return self._entries[fold(name)]

    def close(self, name: str) -> None:
        """Keep nothing of it."""
        self._entries.pop(fold(name), None)

    def follow(self, names: Iterable[str]) -> None:
        """Have exactly these rooms open; private conversations stay."""
        wanted = {fold(name): name for name in names}
        for key, entry in list(self._entries.items()):
            if not entry.private and key not in wanted:
                del self._entries[key]
        for name in wanted.values():
            self.open(name)

    def rename(self, old: str, new: str) -> None:
        """Call a room, or the other person of a private conversation, by the new name; its number stays."""
        entry, other = self.get(old), self.get(new)
        if entry is None or other not in (None, entry):
            return
        entry.name = new
        self._entries = {fold(entry.name): entry for entry in self._entries.values()}
        self._at = fold(new) if self._at == fold(old) else self._at

    # What comes.

    def take(self, item: Item, active: str) -> list[Item]:
        """Keep an item, or give it to be shown now, to somebody who stands in `active`.

        Of other places only what is meant for the person, or an answer, is shown at once. In a room it is kept as
        well: what was said around it is read together with it.
        """
        entry = self._entry(item)
        if entry and item.kind is ItemKind.DELETED:
            entry.delete(item.reply_to)
        if not item.place or fold(item.place) == fold(active):
            return [replace(item, alert=True)] if item.mention and item.news else [item]
        if entry is None or item.kind in (ItemKind.INFO, ItemKind.ERROR):
            return [replace(item, aside=True)]
        return self._elsewhere(entry, item)

    def _entry(self, item: Item) -> Window | None:
        talk = item.private and item.kind in (ItemKind.SAID, ItemKind.ACTION) and not item.old
        opens = talk and not (item.mine and masking.is_service(item.place))
        return self.open(item.place) if opens else self.get(item.place)

    def _elsewhere(self, entry: Window, item: Item) -> list[Item]:
        notice = item.private and item.kind is ItemKind.NOTICE  # seen when it is shown: it waits for no answer
        if not notice:
            entry.count(item)
        at_once = item.calls or (notice and item.news) or (item.mine and not item.old)
        if item.private and item.mine:
            entry.seen()  # who answers has read
        if not (item.private and at_once):
            entry.hold(item)
        return [replace(item, aside=True, alert=item.calls)] if at_once else []

    # Going from one to another.

    def look(self, active: str, now: int) -> list[Item]:
        """Give what has happened there if it is not where the person looked last."""
        key = fold(active)
        if key == self._at:
            return []
        self._at = key
        entry = self._entries.get(key)
        return _meanwhile(entry, now) if entry else []

    def next(self, active: str) -> Window | None:
        """Give the next one after `active` with something new; those that call the person go first."""
        keys = list(self._entries)
        start = keys.index(fold(active)) + 1 if fold(active) in keys else 0
        others = [self._entries[key] for key in keys[start:] + keys[:start] if key != fold(active)]
        return next((entry for entry in others if entry.calls), None) or next(
            (entry for entry in others if entry.unread), None
        )

    def find(self, word: str) -> Window | None:
        """Give the one with this number or name; `#` and `@` may be left out, and the end if it is clear."""
        if word.isdecimal():
            return self.entries[int(word) - 1] if 0 < int(word) <= len(self._entries) else None
        bare = word.removeprefix("@")
        exact = self.get(bare) or (self.get("#" + bare) if bare == word else None)
        begins = [entry for key, entry in self._entries.items() if key.removeprefix("#").startswith(fold(word))]
        return exact or (begins[0] if len(begins) == 1 else None)

    def _make_way(self) -> None:
        """Close the private conversation that was opened first, if there are too many."""
        talks = [key for key, entry in self._entries.items() if entry.private and key != self._at]
        if len(talks) >= _MOST_TALKS:
            del self._entries[talks[0]]


def _meanwhile(entry: Window, now: int) -> list[Item]:
    """Give what was kept, with a mark before what is new, and keep it no longer."""
    held, gone = list(entry.held), entry.gone
    entry.held.clear()
    entry.gone = 0
    entry.seen()
    first_new = next((number for number, item in enumerate(held) if not item.old), len(held))
    marks = [_mark(f"{gone} earlier {'message' if gone == 1 else 'messages'}: /history", now)] if gone else []
    new = [_mark(f"new in {entry.name}", now)] if first_new < len(held) else []
    return [*marks, *held[:first_new], *new, *held[first_new:]]


def _mark(text: str, now: int) -> Item:
    return Item(kind=ItemKind.MARK, text=text, at=now)
