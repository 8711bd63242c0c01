"""What is kept to be found again: the last messages with their numbers and reactions, mentions, web addresses."""

from collections import deque
from itertools import count

from trichat.client.display import mentions
from trichat.client.display.item import Item, ItemKind
from trichat.errors import UsageError
from trichat.words.names.names import fold
from trichat.words.record import Record, replace
from trichat.words.text.clean import clean, strip_formatting

KEPT = 500  # messages of all rooms together: what can still be on somebody's screen
LISTED = 10  # that are offered to be answered
MENTIONS = 50
ADDRESSES = 20
SAID = 500  # messages to be searched where the server cannot do it: some hundred kilobytes
_REACTIONS = 50  # different ones to one message: anybody can invent more


class RecentMessages:
    """Takes every item once, in order, and gives it back with what is known of the message that it is about."""

    def __init__(self) -> None:
        self._by_id: dict[str, Item] = {}  # oldest first
        self._reactions: dict[str, dict[str, set[str]]] = {}
        self._numbers = count(1)

    def add(self, item: Item) -> Item:
        """Keep what was said, and complete what is about something that was said."""
        original = self._by_id.get(item.reply_to) if item.reply_to else None
        if original:
            item = replace(item, quote=original.text, quoted=original.nick)
        if item.kind is ItemKind.REACTION:
            return replace(item, count=self._count_reaction(item))
        if item.kind is ItemKind.DELETED:
            self._forget(item.reply_to)
        elif item.spoken and item.msgid:
            return self._keep(item)
        return item

    def latest(self, place: str) -> list[Item]:
        """Give the last messages of a place, latest first."""
        return self._of_place(place)[:LISTED]

    def find(self, word: str, place: str) -> Item:
        """Give the message with this number, or the last one of a person. Raises UsageError."""
        if word.isdecimal():
            found = next((item for item in self._by_id.values() if item.number == int(word)), None)
            if found is None:
                raise UsageError(f"There is no message {word} any more: /reply shows the last ones.")
            return found
        nick = fold(word.removeprefix("@"))
        found = next((item for item in self._of_place(place) if fold(item.nick) == nick), None)
        if found is None:
            raise UsageError(f"{word} has said nothing here lately: /reply shows the last messages.")
        return found

    def _of_place(self, place: str) -> list[Item]:
        """Give what was said in a place, latest first, also where history has shown older words after newer ones."""
        here = [item for item in reversed(self._by_id.values()) if fold(item.place) == fold(place)]
        return sorted(here, key=lambda item: item.at, reverse=True)

    def rename(self, old: str, new: str) -> None:
        """Rename the room or person in the messages that were said there."""
        for item in [item for item in self._by_id.values() if fold(item.place) == fold(old)]:
            self._by_id[item.msgid] = replace(item, place=new)

    def _keep(self, item: Item) -> Item:
        known = self._by_id.get(item.msgid)
        if known:
            return replace(item, number=known.number)
        kept = replace(item, number=next(self._numbers))
        self._by_id[kept.msgid] = kept
        if len(self._by_id) > KEPT:
            self._forget(next(iter(self._by_id)))
        return kept

    def _count_reaction(self, item: Item) -> int:
        """Count who reacts like this to the same message; once each, and only to what is still known."""
        if item.taken_back:
            people = self._reactions.get(item.reply_to, {}).get(item.text, set())
            people.discard(fold(item.nick))
            return len(people)
        if item.reply_to not in self._by_id:
            return 1
        reactions = self._reactions.setdefault(item.reply_to, {})
        if item.text not in reactions and len(reactions) >= _REACTIONS:
            return 1
        people = reactions.setdefault(item.text, set())
        people.add(fold(item.nick))
        return len(people)

    def _forget(self, msgid: str) -> None:
        self._by_id.pop(msgid, None)
        self._reactions.pop(msgid, None)


class Address(Record, kw_only=True):
    """An address that somebody has said. Its number stays the same while it is kept."""

    number: int
    url: str
    nick: str
    place: str
    at: int


class Notes:
    """Takes every item once, and keeps the last ones that are worth it."""

    def __init__(self) -> None:
        self.mentions: deque[Item] = deque(maxlen=MENTIONS)
        self.addresses: deque[Address] = deque(maxlen=ADDRESSES)
        self.said: deque[Item] = deque(maxlen=SAID)
        self.recent = RecentMessages()
        self._numbers = count(1)

    def add(self, item: Item) -> Item:
        """Keep an item, and give it back completed: what it is about, the numbers of its addresses."""
        item = self.recent.add(item)
        if item.kind is ItemKind.DELETED and item.reply_to:  # it is found no more
            self.said = deque((said for said in self.said if said.msgid != item.reply_to), maxlen=SAID)
        if not item.spoken:
            return item
        self.said.append(item)
        if item.mention and item.news:
            self.mentions.append(item)
        found = [self._number(url, item) for url in mentions.find_urls(clean(strip_formatting(item.text)))]
        return replace(item, links=tuple(dict.fromkeys(found))) if found else item

    def _number(self, url: str, item: Item) -> int:
        """Give the number of an address; a new one if it is not known."""
        if known := next((address.number for address in self.addresses if address.url == url), 0):
            return known
        number = next(self._numbers)
        self.addresses.append(Address(number=number, url=url, nick=item.nick, place=item.place, at=item.at))
        return number

    def address(self, number: int) -> Address | None:
        """Give an address by its number; the latest for 0."""
        if not number:
            return self.addresses[-1] if self.addresses else None
        return next((address for address in self.addresses if address.number == number), None)
