"""A terminal for a program, and a drawing of what it shows."""

import contextlib
import re
import time
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

import pexpect
import pyte
from wcwidth import wcswidth

CHAR, LINE, EDGE, BAR = 8.4, 18, 12, 26  # pixels: a character, a line, the margin, the title bar
PATIENCE = 15.0  # seconds


class Ground(NamedTuple):
    """The colours of a terminal: of its ground, its title bar, its text, and of what is dim."""

    ground: str
    title: str
    text: str
    dim: str


# The first stands out a little on a white page and on a black one.
SLATE = Ground("#2b303b", "#3b4252", "#d8dee9", "#8a93a5")
BLACK = Ground("#16181d", "#2a2d35", "#e6e6e6", "#8a93a5")
PAPER = Ground("#fcfcf7", "#e4e4dc", "#24292f", "#6e7781")


class Pane:
    """A program in a terminal of its own, and what that terminal shows."""

    def __init__(
        self,
        title: str,
        command: Sequence[str],
        environment: dict[str, str],
        size: tuple[int, int] = (64, 12),
        ground: Ground = SLATE,
    ) -> None:
        """Start it; `size` is in columns and lines."""
        self.title = title
        self.columns, self.rows = size
        self.ground = ground
        self.screen = pyte.Screen(self.columns, self.rows)
        self._stream = pyte.Stream(self.screen)
        program, *arguments = command
        self._child = pexpect.spawn(
            program,
            arguments,
            env=environment,
            dimensions=(self.rows, self.columns),
            encoding="utf-8",
            timeout=PATIENCE,
        )

    @property
    def text(self) -> str:
        """What is on the screen."""
        rows = (self.screen.buffer[row] for row in range(self.rows))
        return "\n".join("".join(row[column].data for column in range(self.columns)) for row in rows)

    def until(self, text: str) -> None:
        """Read until the screen shows this."""
        end = time.monotonic() + PATIENCE
        while text not in self.text:
            if time.monotonic() > end:
                raise SystemExit(f"{self.title} does not show {text!r} but:\n{self.text}")
            with contextlib.suppress(pexpect.TIMEOUT):
                self._stream.feed(self._child.read_nonblocking(4096, timeout=0.1))

    def type(self, text: str) -> None:
        """Type, without Enter."""
        self._child.send(text)

    def say(self, text: str) -> None:
        """Type a line."""
        self._child.send(text + "\r")

    def close(self) -> None:
        """End the program."""
        self._child.close(force=True)

    @property
    def width(self) -> float:
        """How wide its drawing is, in pixels."""
        return self.columns * CHAR + 2 * EDGE

    @property
    def height(self) -> float:
        """How high it is."""
        return BAR + self.rows * LINE + EDGE


def draw(panes: Sequence[Pane], title: str) -> str:
    """Draw the screens, one above the other."""
    width = max(pane.width for pane in panes)
    tops = [sum(pane.height + EDGE for pane in panes[:number]) for number in range(len(panes))]
    whole = tops[-1] + panes[-1].height
    parts = [_pane(pane, top) for pane, top in zip(panes, tops, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {whole:g}" width="{width:g}" '
        f'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" role="img">\n'
        f"<title>{escape(title)}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _pane(pane: Pane, top: float) -> str:
    ground = pane.ground
    lines = [
        f'<g transform="translate(0 {top:g})">',
        f'<rect width="{pane.width:g}" height="{pane.height:g}" rx="8" fill="{ground.ground}"/>',
        f'<rect width="{pane.width:g}" height="{BAR}" rx="8" fill="{ground.title}"/>',
        f'<text x="{EDGE}" y="{BAR - 8}" fill="{ground.dim}">$ {escape(pane.title)}</text>',
    ]
    for row in range(pane.rows):
        lines += _row(pane, pane.screen.buffer[row], BAR + EDGE / 2 + (row + 0.75) * LINE)
    return "\n".join([*lines, "</g>"])


def _row(pane: Pane, row: dict[int, pyte.screens.Char], y: float) -> Iterator[str]:
    """Draw one line, a piece for each stretch of one look."""
    start = 0
    while start < pane.columns:
        look = _look(row[start], pane.ground)
        end = start
        while end < pane.columns and (not row[end].data or _look(row[end], pane.ground) == look):
            end += 1
        text = "".join(row[column].data for column in range(start, end))
        yield from _piece(text, start, y, look)
        start = end


class _Look(NamedTuple):
    colour: str
    ground: str
    bold: bool


def _piece(text: str, start: int, y: float, look: _Look) -> Iterator[str]:
    x = EDGE + start * CHAR
    if look.ground:
        yield (
            f'<rect x="{x:g}" y="{y - 0.75 * LINE:g}" width="{wcswidth(text) * CHAR:g}" height="{LINE}" '
            f'fill="{look.ground}"/>'
        )
    if text := text.rstrip():
        weight = ' font-weight="bold"' if look.bold else ""
        yield (
            f'<text x="{x:g}" y="{y:g}" textLength="{wcswidth(text) * CHAR:g}" fill="{look.colour}"{weight} '
            f'xml:space="preserve">{escape(text)}</text>'
        )


def _look(char: pyte.screens.Char, ground: Ground) -> _Look:
    colour, behind = _colour(char.fg, ground, ground.text), _colour(char.bg, ground, "")
    if char.reverse:
        colour, behind = behind or ground.ground, colour
    return _Look(colour, behind, char.bold)


def _colour(name: str, ground: Ground, default: str) -> str:
    named = {"red": "#d0737c", "magenta": "#c678b5", "black": ground.dim, "brightblack": ground.dim}
    return named.get(name) or (f"#{name}" if re.fullmatch("[0-9a-f]{6}", name) else default)
