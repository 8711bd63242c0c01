"""Signs of several characters in the typed line, like families and flags: drawn as wide as they are, moved over whole.

prompt_toolkit adds up the widths of the characters: a family would be six columns wide, a flag four, and the cursor
would stand beside the place where one types. So each such sign is drawn as one character that is two columns wide
and means nothing, and at the last moment, on its way to the terminal, the sign is put in its place.
"""

from collections.abc import Callable

from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from wcwidth import grapheme_boundary_before, iter_graphemes, wcswidth, wcwidth

_STAND_INS = range(0x3A000, 0x3F000)  # of plane 3: assigned to nothing, and two columns wide by Unicode's rules
_COLUMNS = 2
# Terminals do not agree on the width of such signs. So: remember the place, write, go back to it, go two columns on.
_AROUND = ("\x1b7", f"\x1b8\x1b[{_COLUMNS}C")


class Signs:
    """The signs that have been typed, each with the character that stands in for it."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._stand_ins: dict[str, str] = {}

    def stand_in(self, sign: str) -> str:
        """Give what to draw instead of a sign; most are drawn as they are."""
        if len(sign) == 1 or wcswidth(sign) != _COLUMNS or sum(map(wcwidth, sign)) == _COLUMNS:
            return sign
        if sign not in self._stand_ins and len(self._signs) < len(_STAND_INS):
            stand_in = chr(_STAND_INS[len(self._signs)])
            self._stand_ins[sign] = stand_in
            self._signs[stand_in] = sign
        return self._stand_ins.get(sign, sign)

    def substitute(self, text: str) -> str:
        """Give a text with its signs replaced."""
        return text if text.isascii() else "".join(map(self.stand_in, iter_graphemes(text)))

    def write(self, text: str, write: Callable[[str], None], write_raw: Callable[[str], None]) -> None:
        """Pass a text on to the terminal, with the signs in their places."""
        if text.isascii():
            write(text)
            return
        for char in text:
            if char in self._signs:
                write_raw(self._signs[char].join(_AROUND))
            else:
                write(char)


class SignProcessor(Processor):
    """Draws the input line with its signs replaced; the cursor goes where it is in what is drawn."""

    def __init__(self, signs: Signs) -> None:
        """Take the signs, which are shared with the output."""
        self._signs = signs

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Replace the signs of one line."""
        fragments = transformation_input.fragments
        if fragment_list_to_text(fragments).isascii():
            return Transformation(fragments)
        drawn: StyleAndTextTuples = []
        places: list[int] = []  # where in what is drawn each character is, and the end
        for style, text, *_ in fragments:
            for sign in iter_graphemes(text):
                stand_in = self._signs.stand_in(sign)
                whole = stand_in != sign
                places += [len(drawn)] * len(sign) if whole else range(len(drawn), len(drawn) + len(sign))
                drawn += [(style, stand_in)] if whole else [(style, char) for char in sign]
        places.append(len(drawn))
        return Transformation(drawn, lambda at: places[min(at, len(places) - 1)], _back(places))


def _back(places: list[int]) -> Callable[[int], int]:
    def source(at: int) -> int:
        return next((number for number, place in enumerate(places) if place >= at), len(places) - 1)

    return source


def length_before(text: str, at: int) -> int:
    """Give how many characters the sign before a place has."""
    return at - grapheme_boundary_before(text, at) if at else 0


def length_after(text: str, at: int) -> int:
    """Give how many characters the sign behind a place has."""
    return len(next(iter_graphemes(text[at:]), ""))
