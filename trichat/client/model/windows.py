"""Windows: the open rooms and private conversations, what is new in each, and up to when everything has been read."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from trichat.client.display import masking
from trichat.client.display.item import Item, ItemKind
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record, replace

KEPT = 200  # lines of a room one does not look at: as many as one reads on coming back; history has the others
_MOST_PRIVATE = 50  # private conversations: strangers can open them
_MOST_IDS = 50  # of messages of one and the same millisecond


@dataclass(slots=True)
class Window:
    """An open room or private conversation, and what has happened there since one last looked.

    `highlights` counts the news that are meant for the person: mentions, and whatever is private.
    """

    name: str
    unread: int = 0
    highlights: int = 0
    dropped: int = 0  # messages that were too many to keep
    held: deque[Item] = field(default_factory=deque)

    @property
    def private(self) -> bool:
        """Tell whether this is a conversation between two."""
        return not is_room(self.name)

    def hold(self, item: Item) -> None:
        """Keep an item until the person comes."""
        self.held.append(replace(item, typed=False))
        if len(self.held) > KEPT:
            self.dropped += self.held.popleft().spoken

    def delete(self, msgid: str) -> None:
        """Hide what a message said that was taken back before the person came."""
        for number, item in enumerate(self.held):
            if item.msgid == msgid and msgid:
                self.held[number] = replace(item, text="(deleted)")

    def mark_read(self) -> None:
        """Count nothing as new any more."""
        self.unread = self.highlights = 0

    def take_held(self, now: int) -> list[Item]:
        """Give what was kept, with a mark before what is new, and keep it no longer."""
        held, dropped = list(self.held), self.dropped
        self.held.clear()
        self.dropped = 0
        self.mark_read()
        first_new = next((number for number, item in enumerate(held) if not item.old), len(held))
        earlier = f"{dropped} earlier {'message' if dropped == 1 else 'messages'}: /history"
        marks = [Item(kind=ItemKind.MARK, text=earlier, at=now)] if dropped else []
        new = [Item(kind=ItemKind.MARK, text=f"new in {self.name}", at=now)] if first_new < len(held) else []
        return [*marks, *held[:first_new], *new, *held[first_new:]]


class Windows:
    """All that are open, in the order in which they were opened: their numbers follow it. Is given each item once."""

    def __init__(self) -> None:
        self._by_name: dict[str, Window] = {}
        self._active = ""  # the folded name of the one that is looked at

    @property
    def all(self) -> list[Window]:
        """Give all that are open, by their numbers."""
        return list(self._by_name.values())

    def get(self, name: str) -> Window | None:
        """Give the window of this name, or None."""
        return self._by_name.get(fold(name))

    def open(self, name: str) -> Window:
        """Give the window of this name; open it if it is not."""
        if fold(name) not in self._by_name:
            if not is_room(name):
                self._limit_private()
            self._by_name[fold(name)] = Window(name)
        return self._by_name[fold(name)]

    def close(self, name: str) -> None:
        """Close a window; what was kept for it is gone."""
        self._by_name.pop(fold(name), None)

    def keep_rooms(self, names: Iterable[str]) -> None:
        """Have exactly these rooms open; private conversations stay."""
        wanted = {fold(name): name for name in names}
        for key, window in list(self._by_name.items()):
            if not window.private and key not in wanted:
                del self._by_name[key]
        for name in wanted.values():
            self.open(name)

    def rename(self, old: str, new: str) -> None:
        """Call a room, or the other person of a private conversation, by the new name; its number stays."""
        window, other = self.get(old), self.get(new)
        if window is None or other not in (None, window):
            return
        window.name = new
        self._by_name = {fold(each.name): each for each in self._by_name.values()}
        self._active = fold(new) if self._active == fold(old) else self._active

    def add(self, item: Item, active: str) -> list[Item]:
        """Keep an item, or give it to be shown now, to somebody who looks at `active`.

        Of other places only what is meant for the person, or an answer, is shown at once. In a room it is kept as
        well: what was said around it is read together with it.
        """
        window = self._window_of(item)
        if window and item.kind is ItemKind.DELETED:
            window.delete(item.reply_to)
        if not item.place or fold(item.place) == fold(active):
            return [replace(item, alert=True)] if item.mention and item.news else [item]
        if window is None or item.kind in (ItemKind.INFO, ItemKind.ERROR):
            return [replace(item, elsewhere=True)]
        return self._add_elsewhere(window, item)

    def _window_of(self, item: Item) -> Window | None:
        talk = item.private and item.kind in (ItemKind.SAID, ItemKind.ACTION) and not item.old
        opens = talk and not (item.mine and masking.is_service(item.place))
        return self.open(item.place) if opens else self.get(item.place)

    def _add_elsewhere(self, window: Window, item: Item) -> list[Item]:
        notice = item.private and item.kind is ItemKind.NOTICE  # seen when it is shown: it waits for no answer
        if not notice:
            window.unread += item.news
            window.highlights += item.is_highlight
        at_once = item.is_highlight or (notice and item.news) or (item.mine and not item.old)
        if item.private and item.mine:
            window.mark_read()  # who answers has read
        if not (item.private and at_once):
            window.hold(item)
        return [replace(item, elsewhere=True, alert=item.is_highlight)] if at_once else []

    def switch_to(self, active: str, now: int) -> list[Item]:
        """Give what has happened in a window, if it is not the one that the person looked at last."""
        if fold(active) == self._active:
            return []
        self._active = fold(active)
        window = self.get(active)
        return window.take_held(now) if window else []

    def next_unread(self, active: str) -> Window | None:
        """Give the next one after `active` with something new; those with highlights go first."""
        keys = list(self._by_name)
        start = keys.index(fold(active)) + 1 if fold(active) in keys else 0
        others = [self._by_name[key] for key in keys[start:] + keys[:start] if key != fold(active)]
        news = [window for window in others if window.unread]
        return next((window for window in others if window.highlights), None) or (news[0] if news else None)

    def find(self, word: str) -> Window | None:
        """Give the one with this number or name; `#` and `@` may be left out, and the end if it is clear."""
        if word.isdecimal():
            return self.all[int(word) - 1] if 0 < int(word) <= len(self._by_name) else None
        bare = word.removeprefix("@")
        exact = self.get(bare) or (self.get("#" + bare) if bare == word else None)
        begins = [window for key, window in self._by_name.items() if key.removeprefix("#").startswith(fold(word))]
        return exact or (begins[0] if len(begins) == 1 else None)

    def _limit_private(self) -> None:
        """Close the private conversation that was opened first, if there are too many."""
        private = [key for key, window in self._by_name.items() if window.private and key != self._active]
        if len(private) >= _MOST_PRIVATE:
            del self._by_name[private[0]]


class Position(Record, kw_only=True):
    """A time of the server (Unix ms), and the ids of what was said to them at that very time and is known too."""

    at: int = 0
    ids: tuple[str, ...] = ()


class ReadPosition:
    """Up to when the person has read all that was said to them: now, and when they were last connected."""

    def __init__(self) -> None:
        self.server_time = 0  # the last one that the server has said (IRCv3 server-time)
        self.last_private = Position()  # the last that was said in private
        self.current = Position()
        self.at_disconnect = Position()  # when the connection was lost or, at the start, when the client last ran
        self.saved: dict[str, Position] = {}  # when the client last ran, by folded name or account
        self.asking_who_talked = False  # to the person, while they were away: the answer is still to come

    def heard(self, at: int) -> None:
        """Note a time that the server has said; 0 for none."""
        self.server_time = max(self.server_time, at)

    def shown(self, item: Item) -> None:
        """Note an item that is shown to the person."""
        last = self.last_private
        if item.private and item.msgid and item.at >= last.at:
            ids = (*last.ids, item.msgid) if item.at == last.at else (item.msgid,)
            self.last_private = Position(at=item.at, ids=ids[-_MOST_IDS:])

    def all_shown(self) -> None:
        """Note that all that was said to the person so far has been shown."""
        at = max(self.server_time, self.last_private.at)
        self.current = Position(at=at, ids=self.last_private.ids if self.last_private.at == at else ())

    def disconnected(self) -> None:
        """Note how far the person has read when the connection is lost."""
        self.at_disconnect = Position(at=self.server_time)
        self.asking_who_talked = False
