"""A window that becomes narrower: where our lines begin, if the terminal wraps anew what stands in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.data_structures import Point
from prompt_toolkit.layout.screen import Screen

# What says that it is one of them. Others (xterm, consoles) cut the lines: there the old top is right, and going up
# further would take messages away.
_VARIABLES = ("TMUX", "VTE_VERSION", "KITTY_WINDOW_ID", "WEZTERM_PANE", "KONSOLE_VERSION", "ALACRITTY_WINDOW_ID")
_TERMS = ("foot", "alacritty", "xterm-kitty", "xterm-ghostty", "wezterm")
_PROGRAMS = ("iTerm.app", "Apple_Terminal", "ghostty", "WezTerm", "vscode")


def wraps_anew(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is one that does so, as far as it says."""
    by_name = environment.get("TERM", "").startswith(_TERMS) or environment.get("TERM_PROGRAM", "") in _PROGRAMS
    return by_name or any(environment.get(name) for name in _VARIABLES)


def rows_above(lengths: Sequence[int], cursor: Point, columns: int) -> int:
    """Give how many rows are above the cursor after rows of these lengths were wrapped into so many columns."""
    above = sum(max(1, -(-length // columns)) for length in lengths[: cursor.y])
    return above + cursor.x // columns


def follow(app: Application[None], environment: Mapping[str, str]) -> None:
    """Let the application erase what it has drawn from the right row on.

    It costs private names of prompt_toolkit, as terminal.py does: where the cursor is, and what a resize does.
    """
    if not wraps_anew(environment):
        return
    resized, renderer = app._on_resize, app.renderer

    def on_resize() -> None:
        drawn, cursor = renderer.last_rendered_screen, renderer._cursor_pos
        if drawn is not None:
            columns = app.output.get_size().columns
            top = rows_above([_length(drawn, row) for row in range(drawn.height)], cursor, columns)
            renderer._cursor_pos = Point(x=cursor.x, y=top)
        resized()

    _replace(app, on_resize)


def _replace(app: Any, on_resize: Any) -> None:
    app._on_resize = on_resize


def _length(drawn: Screen, row: int) -> int:
    """Give how many columns of a row are written."""
    cells = drawn.data_buffer[row]
    return max((column + max(cell.width, 1) for column, cell in cells.items() if cell.char.strip()), default=0)
