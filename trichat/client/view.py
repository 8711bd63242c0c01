"""Items as lines for a terminal: cleaned, with a time, coloured. Pure."""

import time
import zlib

from trichat.client.items import Item, Look
from trichat.words.names import fold
from trichat.words.text import clean, strip_formatting

# Of the 256 colours those that can be read on a light and on a dark ground, far apart from each other.
_NICK_COLOURS = (166, 32, 98, 29, 162, 130, 67, 133, 64, 37, 161, 62)
_DIM = "2"
_RED = "31"
_BOLD = "1"


class View:
    """Draws items. Without `colour` (see no-color.org) the lines hold no escape sequences at all."""

    def __init__(self, *, colour: bool) -> None:
        """Choose whether to colour."""
        self._colour = colour

    def line(self, item: Item, active: str) -> str:
        """Draw an item, for somebody who stands in `active`."""
        parts = [self._paint(_clock(item.at), _DIM), self._where(item, active), self._what(item)]
        return " ".join(part for part in parts if part)

    def _where(self, item: Item, active: str) -> str:
        """Name the place if it is not the one that the person looks at."""
        if item.private:
            return self._conversation(item)
        return self._paint(safe(item.place), _BOLD) if item.place and fold(item.place) != fold(active) else ""

    def _conversation(self, item: Item) -> str:
        other = self._nick(item.place)
        return f"[you → {other}]" if item.mine else f"[{other} → you]"

    def _what(self, item: Item) -> str:
        text = safe(item.text)
        match item.look:
            case Look.SAID:
                return text if item.private else f"{self._nick(item.nick)}: {text}"
            case Look.ACTION:
                return f"* {self._nick(item.nick)} {text}"
            case Look.NOTICE:
                return f"-{self._nick(item.nick)}- {text}"
            case Look.EVENT:
                return self._paint(f"— {safe(item.nick)} {text}", _DIM)
            case Look.ERROR:
                return self._paint(f"! {text}", _RED)
        return f"— {text}"

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


def toolbar(*, nick: str, room: str, state: str, waiting: int, columns: int) -> str:
    """Write the line below the input: who and where one is, whether connected, what waits to be sent."""
    unsent = f"{waiting} {'message waits' if waiting == 1 else 'messages wait'}" if waiting else ""
    return "  ".join(part for part in (safe(nick), safe(room) or "in no room", state, unsent) if part)[: columns - 1]


def state_text(*, online: bool, entering: bool, retry_in: float, lag: float) -> str:
    """Say how the connection is."""
    if online:
        return f"connected, {lag:.1f} s behind" if lag >= 1 else "connected"
    if entering:
        return "entering"
    return f"reconnecting in {retry_in:.0f} s" if retry_in > 0 else "reconnecting"
