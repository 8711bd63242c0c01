"""Whether the person looks at the screen: what came meanwhile is marked, and counted in the title. Pure."""

from collections.abc import Iterable

from trichat.client.display.item import Item, Look

IDLE = 300_000  # milliseconds without a key: long enough that somebody has gone, where no terminal tells it


class Attention:
    """Knows from keys, and from terminals that tell it, whether somebody looks."""

    def __init__(self) -> None:
        """Begin with somebody who looks."""
        self.missed = 0  # calls, since the person looked last
        self._focused = True
        self._marked = False
        self._last_key = 0

    def key(self, now: int) -> None:
        """Take that a key was pressed."""
        self.missed = 0
        self._last_key = now
        self._focused = True
        self._marked = False

    def focus(self, now: int, *, focused: bool) -> None:
        """Take that the window has come to the front, or is there no longer."""
        if focused:
            self.key(now)
        self._focused = focused

    def away(self, now: int) -> bool:
        """Tell whether nobody looks, as far as one can know."""
        return not self._focused or bool(self._last_key and now - self._last_key > IDLE)

    def seen(self, items: Iterable[Item], now: int) -> list[Item]:
        """Give what is to be shown, with a mark before the first news that nobody sees."""
        away, shown = self.away(now), []
        for item in items:
            if away and item.news and not self._marked:
                self._marked = True
                shown.append(Item(look=Look.MARK, text="new since you looked", at=now))
            self.missed += away and item.alert and not item.aside  # elsewhere they are counted by their room
            shown.append(item)
        return shown
