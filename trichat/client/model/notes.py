"""What is kept to be found again: the last messages, mentions and addresses of the web. Pure."""

from collections import deque
from itertools import count

from trichat.client.display import urls
from trichat.client.display.item import Item, Look
from trichat.client.model.recent import Recent
from trichat.words.record import Record, replace
from trichat.words.text.clean import clean, strip_formatting

MENTIONS = 50
ADDRESSES = 20
SAID = 500  # messages to be searched where the server cannot do it: some hundred kilobytes


class Address(Record, kw_only=True):
    """An address that somebody has said. Its number stays the same while it is kept."""

    number: int
    url: str
    nick: str
    place: str
    at: int


class Noted:
    """Takes every item once, and keeps the last ones that are worth it."""

    def __init__(self) -> None:
        """Begin empty."""
        self.mentions: deque[Item] = deque(maxlen=MENTIONS)
        self.addresses: deque[Address] = deque(maxlen=ADDRESSES)
        self.said: deque[Item] = deque(maxlen=SAID)
        self.recent = Recent()
        self._numbers = count(1)

    def take(self, item: Item) -> Item:
        """Look through an item, and give it back completed: what it is about, the numbers of its addresses."""
        item = self.recent.take(item)
        if item.look is Look.DELETED:
            self._delete(item.reply_to)
        if not item.spoken:
            return item
        self.said.append(item)
        if item.mention and item.news:
            self.mentions.append(item)
        found = [self._number(url, item) for url in urls.find(clean(strip_formatting(item.text)))]
        return replace(item, links=tuple(dict.fromkeys(found))) if found else item

    def _delete(self, msgid: str) -> None:
        """Find what was taken back no more."""
        left = [item for item in self.said if item.msgid != msgid or not msgid]
        self.said = deque(left, maxlen=SAID)

    def _number(self, url: str, item: Item) -> int:
        """Give the number of an address; a new one if it is not known."""
        known = next((address.number for address in self.addresses if address.url == url), 0)
        if known:
            return known
        number = next(self._numbers)
        self.addresses.append(Address(number=number, url=url, nick=item.nick, place=item.place, at=item.at))
        return number

    def address(self, number: int) -> Address | None:
        """Give an address by its number; the latest for 0."""
        if not number:
            return self.addresses[-1] if self.addresses else None
        return next((address for address in self.addresses if address.number == number), None)
