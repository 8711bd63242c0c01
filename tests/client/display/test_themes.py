"""Themes: can be read, and told apart, by all eyes."""

import itertools
import math
import re

import pytest
from msgspec.structs import astuple

from trichat.client.display.themes import BOTH, CONTRAST, DARK, LIGHT, PLAIN, Theme, theme

Colour = tuple[float, float, float]

# How people see who lack red, green or blue receptors: Machado, Oliveira and Fernandes (2009), severity 1.
EYES = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
BLACK, DARK_GREY, WHITE = 0.0, 0.0144, 1.0  # luminances; the second is that of #202020


def linear(code: str) -> Colour:
    """Give the light of one of the 256 colours (xterm), red, green, blue."""
    number = int(code.removeprefix("38;5;"))
    if number >= 232:
        levels = [8 + 10 * (number - 232)] * 3
    else:
        steps = (0, 95, 135, 175, 215, 255)
        levels = [steps[(number - 16) // size % 6] for size in (36, 6, 1)]
    red, green, blue = (
        (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in (n / 255 for n in levels)
    )
    return red, green, blue


def luminance(light: Colour) -> float:
    """Give it as WCAG 2 does."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(code: str, ground: float) -> float:
    """Give the contrast of a colour to a ground, from 1 to 21."""
    lighter, darker = sorted((luminance(linear(code)), ground), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(light: Colour, eyes: tuple[Colour, ...]) -> Colour:
    """Give where in CIE L*a*b* a colour is for these eyes."""
    r, g, b = (min(1.0, max(0.0, sum(m * c for m, c in zip(row, light, strict=True)))) for row in eyes)
    x, y, z = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        luminance((r, g, b)),
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("looks", "least"), [(DARK, 30), (LIGHT, 30), (BOTH, 18)])
def test_names_can_be_told_apart(looks: Theme, least: int, eyes: str) -> None:
    """Colours of names differ clearly (by 18 and more; 2 can just be seen), also for eyes that see fewer colours."""
    seen = [lab(linear(code), EYES[eyes]) for code in looks.nicks]
    assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) >= least


@pytest.mark.parametrize(
    ("looks", "grounds", "least"),
    [(DARK, (BLACK, DARK_GREY), 4.5), (LIGHT, (WHITE, 0.93), 4.5), (BOTH, (BLACK, WHITE), 3)],
)
def test_everything_can_be_read(looks: Theme, grounds: tuple[float, ...], least: float) -> None:
    """Everything has the contrast of WCAG 2 AA for text; on a ground that nobody knows, that of large text."""
    codes = [*looks.nicks, looks.time, looks.event, looks.mark, looks.quote, looks.error]
    for code, ground in itertools.product(codes, grounds):
        if code.startswith("38;5;"):
            assert contrast(code, ground) >= least, code


def test_no_colour_means_no_escape_sequences() -> None:
    """NO_COLOR (no-color.org) and the plain theme give no escape sequences."""
    assert theme("dark", colour=False) == PLAIN == theme("plain", colour=True)
    assert {"", ("",)} == set(astuple(PLAIN))


def test_high_contrast_takes_what_every_terminal_has() -> None:
    """High contrast is bold, underlined and reversed, and no colour that a ground could swallow."""
    codes = [*CONTRAST.nicks, CONTRAST.mark, CONTRAST.error, CONTRAST.room, CONTRAST.mention]
    assert all(re.fullmatch("[1478](;[1478])*", code) for code in codes)


@pytest.mark.parametrize(("ground", "looks"), [("15;0", DARK), ("0;15", LIGHT), ("0;default;7", LIGHT), ("", BOTH)])
def test_auto_goes_by_the_ground(ground: str, looks: Theme) -> None:
    """The theme auto goes by the ground, as far as the terminal tells it."""
    assert theme("auto", colour=True, ground=ground) == looks


def test_a_name_keeps_its_colour() -> None:
    """A name keeps its colour in all spellings, and in whatever room."""
    assert DARK.nick("Bob") == DARK.nick("bob") in DARK.nicks
