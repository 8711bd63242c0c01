"""Windows that become narrower."""

import pytest
from prompt_toolkit.application import Application
from prompt_toolkit.data_structures import Point, Size
from prompt_toolkit.input import DummyInput
from prompt_toolkit.layout.screen import Char, Screen
from prompt_toolkit.output import DummyOutput

from trichat.client.terminal.layout import erase_wrapped_rows, rows_above, wraps_anew


@pytest.mark.parametrize(
    ("environment", "wraps"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({}, False),
        ({"TMUX": "x,1,0"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "foot-extra"}, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True),
    ],
)
def test_which_terminals_wrap_anew(environment: dict[str, str], wraps: bool) -> None:
    """Terminals that say who they are wrap anew; of others nothing is supposed."""
    assert wraps == wraps_anew(environment)


@pytest.mark.parametrize(
    ("lengths", "cursor", "columns", "rows"),
    [
        ([20, 10], Point(x=5, y=0), 80, 0),
        ([80, 10, 30], Point(x=10, y=1), 40, 2),
        ([80, 10, 30], Point(x=10, y=1), 30, 3),
        ([60], Point(x=59, y=0), 40, 1),
        ([0, 5], Point(x=0, y=1), 40, 1),
    ],
)
def test_how_far_up_the_top_is(lengths: list[int], cursor: Point, columns: int, rows: int) -> None:
    """Each row takes as many as it is long, an empty one too; the cursor stands in one of its own."""
    assert rows == rows_above(lengths, cursor, columns)


class Narrow(DummyOutput):
    """An output of a window that has become narrow; it remembers how far up it went."""

    def __init__(self) -> None:
        self.went_up: list[int] = []

    def get_size(self) -> Size:
        return Size(rows=24, columns=10)

    def cursor_up(self, amount: int) -> None:
        self.went_up.append(amount)


@pytest.mark.parametrize(("environment", "rows"), [({"TMUX": "x"}, 4), ({}, 1)])
def test_what_was_drawn_is_erased_from_its_top_on(environment: dict[str, str], rows: int) -> None:
    """A narrower window is erased from where the top of what was drawn is now."""
    output = Narrow()
    app: Application[None] = Application(input=DummyInput(), output=output)
    erase_wrapped_rows(app, environment)
    drawn = Screen(initial_height=2)
    for column in range(25):
        drawn.data_buffer[0][column] = Char("x")
    drawn.data_buffer[1][26] = Char(" ")
    app.renderer._last_screen, app.renderer._cursor_pos = drawn, Point(x=12, y=1)
    app._on_resize()
    assert [rows] == output.went_up[:1]


def test_before_anything_is_drawn() -> None:
    """A window that changes before anything is drawn has nothing to erase."""
    output = Narrow()
    app: Application[None] = Application(input=DummyInput(), output=output)
    erase_wrapped_rows(app, {"TMUX": "x"})
    app._on_resize()
    assert [0] == output.went_up[:1]
