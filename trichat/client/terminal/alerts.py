"""Alerts: the title of the window, notifications of the desktop, and whether anybody looks at all."""

import re
from collections.abc import Iterable, Mapping

from trichat.client.display.item import Item, ItemKind
from trichat.client.display.lines import cut, safe
from trichat.words.names.names import is_room

IDLE = 300_000  # milliseconds without a key: long enough that somebody has gone, where no terminal tells it
_TITLE_COLUMNS = 60
_BODY_COLUMNS = 160  # of a notification: what desktops show of one
_ST = "\x1b\\"  # ends an operating system command (ECMA-48, 8.3.143)

KEEP_TITLE = "\x1b[22;2t"  # the terminal remembers its title (xterm, "Window manipulation")
GIVE_TITLE_BACK = "\x1b[23;2t"
TELL_FOCUS = "\x1b[?1004h"  # the terminal says when its window is looked at, and when no longer (xterm, FocusIn)
TELL_FOCUS_NO_MORE = "\x1b[?1004l"

_NO_WINDOWS = ("linux", "dumb", "vt100", "vt220", "cons25")
_BY_PROGRAM = {"iTerm.app": "osc9", "WezTerm": "osc777", "ghostty": "osc777"}
_BY_TERM = {"xterm-kitty": "osc99", "foot": "osc777", "foot-extra": "osc777", "rxvt-unicode-256color": "osc777"}


def has_title(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is a window; a console would show the title as text."""
    return environment.get("TERM", "") not in _NO_WINDOWS


def title(active: str, missed: int) -> str:
    """Name the window after the room, with the number of calls that the person has not seen."""
    count = f"({missed}) " if missed else ""
    return f"\x1b]2;{count}{cut(safe(active), _TITLE_COLUMNS) or 'trichat'}{_ST}"


def notification_kind(wanted: str, environment: Mapping[str, str]) -> str:
    """Give the escape sequence for notifications that this terminal knows: osc9, osc777, osc99; or off."""
    if wanted != "auto":
        return wanted
    if environment.get("TMUX") or environment.get("STY"):
        return "off"  # tmux and screen pass none of them on
    by_program = _BY_PROGRAM.get(environment.get("TERM_PROGRAM", ""), "off")
    return _BY_TERM.get(environment.get("TERM", ""), by_program)


def notification(sort: str, item: Item) -> str:
    """Have the desktop say that somebody has called the person."""
    head = _field(item.nick + (f" in {item.place}" if is_room(item.place) else ""))
    body = cut(_field(f"* {item.nick} {item.text}" if item.kind is ItemKind.ACTION else item.text), _BODY_COLUMNS)
    match sort:
        case "osc9":  # iTerm2: one text
            return f"\x1b]9;{head}: {body}{_ST}"
        case "osc777":  # rxvt-unicode
            return f"\x1b]777;notify;{head};{body}{_ST}"
        case "osc99":  # kitty: a title, and then the rest of the same notification
            return f"\x1b]99;i=trichat:d=0;{head}{_ST}\x1b]99;i=trichat:d=1:p=body;{body}{_ST}"
    return ""


def through_tmux(sequence: str, environment: Mapping[str, str]) -> str:
    """Give a sequence as tmux lets it through to the terminal around it, if there is one (allow-passthrough)."""
    if not (sequence and environment.get("TMUX")):
        return sequence
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + _ST


def _field(text: str) -> str:
    """Give a text that ends no field, and that no terminal takes for a command: iTerm2 and ConEmu read `9;4;…`."""
    return re.sub(r"\s*;\s*", ", ", safe(text)).strip()


class Attention:
    """Whether somebody looks at the window: known from keys, and from terminals that tell it."""

    def __init__(self) -> None:
        self.missed = 0  # highlights, since the person looked last
        self._focused = True
        self._marked = False
        self._last_key = 0

    def key(self, now: int) -> None:
        """Note that a key was pressed."""
        self.missed = 0
        self._last_key = now
        self._focused = True
        self._marked = False

    def focus(self, now: int, *, focused: bool) -> None:
        """Note that the window has got or lost the focus."""
        if focused:
            self.key(now)
        self._focused = focused

    def away(self, now: int) -> bool:
        """Tell whether nobody looks, as far as one can know."""
        return not self._focused or bool(self._last_key and now - self._last_key > IDLE)

    def mark_unseen(self, items: Iterable[Item], now: int) -> list[Item]:
        """Give what is to be shown, with a mark before the first news that nobody sees."""
        away, shown = self.away(now), []
        for item in items:
            if away and item.news and not self._marked:
                self._marked = True
                shown.append(Item(kind=ItemKind.MARK, text="new since you looked", at=now))
            self.missed += away and item.alert and not item.elsewhere  # elsewhere they are counted by their window
            shown.append(item)
        return shown
