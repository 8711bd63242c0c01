"""What is kept to be found again: the last mentions, the last addresses of the web. Pure."""

from collections import deque
from itertools import count

from trichat.client import urls
from trichat.client.items import Item
from trichat.words.record import record
from trichat.words.text import clean, strip_formatting

MENTIONS = 50
ADDRESSES = 20


@record
class Address:
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
        self._numbers = count(1)

    def take(self, item: Item) -> None:
        """Look through an item."""
        if not item.spoken:
            return
        if item.mention and item.news:
            self.mentions.append(item)
        for url in urls.find(clean(strip_formatting(item.text))):
            if all(url != address.url for address in self.addresses):
                self._add(url, item)

    def _add(self, url: str, item: Item) -> None:
        number = next(self._numbers)
        self.addresses.append(Address(number=number, url=url, nick=item.nick, place=item.place, at=item.at))

    def address(self, number: int) -> Address | None:
        """Give an address by its number; the latest for 0."""
        if not number:
            return self.addresses[-1] if self.addresses else None
        return next((address for address in self.addresses if address.number == number), None)
