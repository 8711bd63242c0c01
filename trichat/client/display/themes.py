"""Themes: which colours the lines above the prompt, the prompt and the toolbar have."""

import zlib

from trichat.words.names.names import fold
from trichat.words.record import Record

_LIGHT_GROUNDS = ("7", "15")  # white and bright white, in COLORFGBG


class Theme(Record, kw_only=True):
    """Codes of SGR (ECMA-48, 8.3.117) for what is written, styles of prompt_toolkit for what is drawn.

    An empty code leaves the text as it is. `nicks` are apart from each other for people who see all colours, and
    for those who see no red, no green or no blue.
    """

    nicks: tuple[str, ...] = ("",)
    time: str = ""
    event: str = ""
    mark: str = ""
    quote: str = ""
    error: str = ""
    room: str = ""
    mention: str = ""
    prompt: str = ""
    toolbar: str = ""
    suggestion: str = ""  # empty: none are shown, because nobody could tell them from what is typed

    def nick(self, name: str) -> str:
        """Give the code for a name: always the same one, and the same in all spellings."""
        return self.nicks[zlib.crc32(fold(name).encode(errors="replace")) % len(self.nicks)]


def _colours(*numbers: int) -> tuple[str, ...]:
    return tuple(f"38;5;{number}" for number in numbers)


PLAIN = Theme()
# For a ground that nobody knows: each can be read on black and on white.
BOTH = Theme(
    nicks=_colours(130, 33, 139, 197, 104, 29),
    time="2",
    event="2",
    mark="2",
    quote="2",
    error="31",
    room="1",
    mention="1;35",
    prompt="bold",
    toolbar="#808080",
    suggestion="#808080",
)
DARK = Theme(
    nicks=_colours(168, 154, 135, 222, 87, 34),
    time="38;5;245",
    event="38;5;245",
    mark="38;5;250",
    quote="38;5;248",
    error="38;5;210",
    room="1",
    mention="1;38;5;16;48;5;222",
    prompt="bold",
    toolbar="#a8a8a8",
    suggestion="#8a8a8a",
)
LIGHT = Theme(
    nicks=_colours(25, 160, 93, 52, 17, 125),
    time="38;5;242",
    event="38;5;242",
    mark="38;5;238",
    quote="38;5;240",
    error="38;5;124",
    room="1",
    mention="1;38;5;16;48;5;222",
    prompt="bold",
    toolbar="#5f5f5f",
    suggestion="#767676",
)
# Nothing but what every terminal has, on whatever ground: bold, underlined, reversed.
CONTRAST = Theme(
    nicks=("1",),
    mark="1",
    error="1;7",
    room="1;4",
    mention="1;7",
    prompt="bold",
    toolbar="",
)
_NAMED = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "plain": PLAIN}


def theme(name: str, *, colour: bool, ground: str = "") -> Theme:
    """Give the theme of this name; `auto` goes by the ground, as COLORFGBG has it (`15;0`)."""
    if not colour:
        return PLAIN
    if name in _NAMED:
        return _NAMED[name]
    _, said, number = ground.rpartition(";")
    if not said:
        return BOTH
    return LIGHT if number in _LIGHT_GROUNDS else DARK
