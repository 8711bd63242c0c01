"""What is drawn below the messages: the line that is typed, the menu, the toolbar."""

from collections.abc import Callable

from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory, Suggestion
from prompt_toolkit.buffer import Buffer
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
from prompt_toolkit.styles import Style
from prompt_toolkit.widgets import SearchToolbar

from trichat.client.display.themes import PLAIN, Theme
from trichat.client.terminal.editing import Hiding
from trichat.client.terminal.graphemes import SignProcessor, Signs
from trichat.words.record import Record

_MENU_LINES = 6
_INPUT_LINES = 8  # of a long paste that are seen at once


class Looks(Record, kw_only=True):
    """What is asked for at each redraw. `toolbar` is a text, or a question if `asks`."""

    prompt: Callable[[], str]
    toolbar: Callable[[], str]
    hide: Callable[[str], str]
    theme: Callable[[], Theme]
    asks: Callable[[], str]


class Suggestions(AutoSuggestFromHistory):
    """What was typed before and begins like the line; one line of it, and no secrets: history has none."""

    def get_suggestion(self, buffer: Buffer, document: Document) -> Suggestion | None:
        """Give the rest of the line."""
        return super().get_suggestion(buffer, document) if document.is_cursor_at_the_end else None


def layout(buffer: Buffer, looks: Looks, signs: Signs) -> Layout:
    """Put the line, the search and the toolbar together.

    Our own layout rather than a PromptSession: that hides its toolbar until the terminal has said where the cursor
    is, which would be after each message again, and never on terminals that do not say it.
    """
    search = SearchToolbar(ignore_case=True)
    grey = Condition(lambda: bool(looks.theme().suggestion))
    line = Window(
        BufferControl(
            buffer,
            input_processors=[
                Hiding(looks.hide),
                BeforeInput(looks.prompt, style="class:prompt"),
                ConditionalProcessor(AppendAutoSuggestion(style="class:suggestion"), grey),
                SignProcessor(signs),
            ],
            search_buffer_control=search.control,
            preview_search=True,
        ),
        height=lambda: _input_height(buffer),
        dont_extend_height=True,
        wrap_lines=True,
    )
    menu = Float(CompletionsMenu(max_height=_MENU_LINES), xcursor=True, ycursor=True, transparent=True)
    below = HSplit([line, search, _below(looks, signs)])
    return Layout(FloatContainer(below, [menu]), focused_element=line)


def _below(looks: Looks, signs: Signs) -> HSplit:
    """Give the toolbar, or the question that stands in its place.

    Only its text is drawn, no bar across the screen: when a terminal becomes narrower, it wraps what reached over the
    whole line, and the wrapped rest would stay on the screen.
    """
    asking = Condition(lambda: bool(looks.asks()))
    return HSplit(
        [
            ConditionalContainer(_one_line(lambda: signs.drawn(looks.asks()), "class:question"), asking),
            ConditionalContainer(_one_line(lambda: signs.drawn(looks.toolbar()), "class:toolbar"), ~asking),
        ]
    )


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
    return Style.from_dict(
        {
            "prompt": theme.prompt,
            "toolbar": theme.toolbar,
            "question": "bold",
            "suggestion": theme.suggestion,
        }
    )
