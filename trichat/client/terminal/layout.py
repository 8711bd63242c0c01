"""What is drawn below the messages: the line that is typed, its menu, the toolbar; and erasing it after a resize."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Point
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.layout import (
    BufferControl,
    CompletionsMenu,
    ConditionalContainer,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.processors import AppendAutoSuggestion, BeforeInput, ConditionalProcessor
from prompt_toolkit.layout.screen import Screen
from prompt_toolkit.styles import Style
from prompt_toolkit.widgets import SearchToolbar

from trichat.client.display.themes import BOTH, PLAIN, Theme
from trichat.client.settings.keymap import Bindings, bindings
from trichat.client.terminal.editing import Hiding
from trichat.client.terminal.graphemes import SignProcessor, Signs
from trichat.words.record import Record

_MENU_LINES = 6
_INPUT_LINES = 8  # of a long paste that are seen at once
_STANDARD = bindings({})


class TerminalCallbacks(Record, kw_only=True):
    """What the terminal calls. The first three are called at each redraw.

    `new_lines` gives the lines that have come since it was asked last. It is asked once for each batch that is written,
    so that it can tell together what came together. `hide` gives what to draw instead of what is typed, as long as
    it is; a line of which something is hidden is not remembered. `question` is what to ask before a text is sent, or
    empty. `text_changed` is told what is in the line, `text_sent` that it was sent, `focus_changed` whether the person
    looks at the window.
    """

    prompt: Callable[[], str]
    toolbar: Callable[[], str]
    theme: Callable[[], Theme] = lambda: BOTH
    new_lines: Callable[[], Iterable[str]] = lambda: ()
    bindings: Callable[[], Bindings] = lambda: _STANDARD
    hide: Callable[[str], str] = lambda text: text
    question: Callable[[str], str] = lambda _text: ""
    text_changed: Callable[[str], None] = lambda _text: None
    text_sent: Callable[[], None] = lambda: None
    focus_changed: Callable[[bool], None] = lambda _looks: None


class Suggestions(AutoSuggestFromHistory):
    """What was typed before and begins like the line; one line of it, and no secrets: history has none."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Give the rest of the line."""
        return super().get_suggestion(buffer, document) if document.is_cursor_at_the_end else None


def layout(buffer: Buffer, callbacks: TerminalCallbacks, asked: Callable[[], str], signs: Signs) -> Layout:
    """Put the line, the search and the toolbar together; what is `asked` of the person takes the toolbar's place.

    Our own layout rather than a PromptSession: that hides its toolbar until the terminal has said where the cursor
    is, which would be after each message again, and never on terminals that do not say it.
    """
    search = SearchToolbar(ignore_case=True)
    grey = Condition(lambda: bool(callbacks.theme().suggestion))
    line = Window(
        BufferControl(
            buffer,
            input_processors=[
                Hiding(callbacks.hide),
                BeforeInput(callbacks.prompt, style="class:prompt"),
                ConditionalProcessor(AppendAutoSuggestion(style="class:suggestion"), grey),
                SignProcessor(signs),  # last: the others count the characters that were typed
            ],
            search_buffer_control=search.control,
            preview_search=True,
        ),
        height=lambda: _input_height(buffer),
        dont_extend_height=True,
        wrap_lines=True,
    )
    # Only the text of these two is drawn, no bar across the screen: when a terminal becomes narrower, it wraps what
    # reached over the whole line, and the wrapped rest would stay on the screen.
    asking = Condition(lambda: bool(asked()))
    question = ConditionalContainer(_one_line(lambda: signs.substitute(asked()), "class:question"), asking)
    toolbar = ConditionalContainer(_one_line(lambda: signs.substitute(callbacks.toolbar()), "class:toolbar"), ~asking)
    menu = Float(CompletionsMenu(max_height=_MENU_LINES), xcursor=True, ycursor=True, transparent=True)
    return Layout(FloatContainer(HSplit([line, search, question, toolbar]), [menu]), focused_element=line)


def _one_line(text: Callable[[], str], style: str) -> Window:
    return Window(FormattedTextControl(text), style=style, height=1, dont_extend_height=True, wrap_lines=False)


def _input_height(buffer: Buffer) -> Dimension:
    """Make room below for the menu while it is open."""
    if buffer.complete_state and not get_app().is_done:
        return Dimension(min=_MENU_LINES + 1)
    return Dimension(max=_INPUT_LINES)


def style(theme: Theme) -> Style:
    """Give the styles of a theme; the plain one has none at all."""
    if theme == PLAIN:
        return Style([])
    drawn = {"prompt": theme.prompt, "toolbar": theme.toolbar, "question": "bold", "suggestion": theme.suggestion}
    return Style.from_dict(drawn)


# What says that a terminal wraps anew what stands in it when it becomes narrower. Others (xterm, consoles) cut the
# lines: there the old top is right, and going up further would take messages away.
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


def erase_wrapped_rows(app: Any, environment: Mapping[str, str]) -> None:
    """Let an Application that is resized erase what it has drawn from the row on where that begins now.

    prompt_toolkit goes up by as many rows as it has drawn. Where the terminal has wrapped them, they are more now, and
    the upper ones would stay among the messages: an old copy of the line that is typed. prompt_toolkit has no way to
    say so, which costs two private names of it: `_on_resize`, and `_cursor_pos`, from which it goes up.
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

    app._on_resize = on_resize


def _length(drawn: Screen, row: int) -> int:
    """Give how many columns of a row are written."""
    cells = drawn.data_buffer[row]
    return max((column + max(cell.width, 1) for column, cell in cells.items() if cell.char.strip()), default=0)
