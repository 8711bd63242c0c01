"""The line that is typed: what the keys do in it, and that passwords in it are neither drawn nor remembered."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.formatted_text import fragment_list_to_text
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from trichat.client.display import emoji
from trichat.client.settings.keymap import Bindings
from trichat.client.terminal import graphemes
from trichat.words.record import Record

HELP = "/help keys"
# What a terminal sends when its window comes to the front, and when it is left. prompt_toolkit has no keys for that;
# these two are on no keyboard.
_FOCUS_IN, _FOCUS_OUT = Keys.ControlF23, Keys.ControlF24
ANSI_SEQUENCES["\x1b[I"], ANSI_SEQUENCES["\x1b[O"] = _FOCUS_IN, _FOCUS_OUT


class EditingActions(Record, kw_only=True):
    """What the terminal does when a key asks for it. `submit` takes a line as if it were typed."""

    submit: Callable[[str], object]
    interrupt: Callable[[KeyPressEvent], None]
    edited: Callable[[], None]  # the editor has ended: what was said meanwhile can be shown
    suspend: Callable[[], None]
    focus_changed: Callable[[bool], None]  # whether the window is looked at


def line_keys(buffer: Buffer, actions: EditingActions, bound: Bindings) -> KeyBindings:
    """Give all keys of ours; those of readline are prompt_toolkit's own.

    The order counts: of several that fit, prompt_toolkit takes the one that was added last.
    """
    keys = KeyBindings()
    typing = has_focus(buffer)  # and not searching, where prompt_toolkit's own keys are right
    empty = Condition(lambda: not buffer.text)
    keys.add("enter", filter=typing)(lambda event: event.current_buffer.validate_and_handle())
    keys.add("c-j", filter=typing)(lambda event: event.current_buffer.validate_and_handle())
    keys.add("s-tab", filter=typing)(lambda event: event.current_buffer.complete_previous())
    keys.add("c-c", filter=typing)(actions.interrupt)
    keys.add("<sigint>")(actions.interrupt)
    keys.add("c-d", filter=typing & empty)(lambda event: event.app.exit())
    keys.add(_FOCUS_IN)(lambda _event: actions.focus_changed(True))
    keys.add(_FOCUS_OUT)(lambda _event: actions.focus_changed(False))
    _add_sign_keys(keys, buffer)
    suggested = Condition(lambda: buffer.document.is_cursor_at_the_end and buffer.suggestion is not None)
    for key in ("right", "end", "c-e"):
        keys.add(key, filter=typing & suggested)(_take_suggestion)
    keys.add(":", filter=typing)(_colon)
    help_key = _HelpKey(actions)
    buffer.on_text_changed += help_key.forget
    keys.add("?", filter=typing & empty)(help_key)
    handlers: dict[str, Callable[[KeyPressEvent], Any]] = {
        "complete": _complete,
        "newline": lambda event: event.current_buffer.insert_text("\n"),
        "suspend": lambda _event: actions.suspend(),
        "edit": lambda event: event.current_buffer.open_in_editor().add_done_callback(lambda _task: actions.edited()),
    }
    for press, action in bound.does.items():
        keys.add(*press, filter=typing)(handlers[action])
    for press, text in bound.types.items():
        keys.add(*press)(lambda _event, text=text: actions.submit(text) and None)
    return keys


def _add_sign_keys(keys: KeyBindings, buffer: Buffer) -> None:
    """Move over, and take away, what is one sign to the eye: prompt_toolkit takes one character at a time."""
    at_sign = Condition(lambda: not buffer.document.is_cursor_at_the_end) & has_focus(buffer)
    for key in ("left", "c-b"):
        keys.add(key, filter=has_focus(buffer))(_cursor_left)
    for key in ("right", "c-f"):
        keys.add(key, filter=at_sign)(_cursor_right)
    keys.add("c-h", filter=has_focus(buffer))(_backspace)
    for key in ("delete", "c-d"):
        keys.add(key, filter=at_sign)(_delete)


def _cursor_left(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.cursor_position -= graphemes.length_before(buffer.text, buffer.cursor_position)


def _cursor_right(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.cursor_position += graphemes.length_after(buffer.text, buffer.cursor_position)


def _backspace(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.delete_before_cursor(graphemes.length_before(buffer.text, buffer.cursor_position))


def _delete(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.delete(graphemes.length_after(buffer.text, buffer.cursor_position))


def _take_suggestion(event: KeyPressEvent) -> None:
    buffer = event.current_buffer
    buffer.insert_text(buffer.suggestion.text if buffer.suggestion else "")


def _colon(event: KeyPressEvent) -> None:
    """Type a colon; if it ends the name of an emoji, the emoji takes the place of the name."""
    buffer = event.current_buffer
    buffer.insert_text(":")
    length, found = emoji.name_at_end(buffer.document.text_before_cursor)
    if found:
        buffer.delete_before_cursor(length)
        buffer.insert_text(found)


class _HelpKey:
    """`?` on an empty line shows the keys; pressed again, it is typed."""

    def __init__(self, actions: EditingActions) -> None:
        self._actions = actions
        self._helped = False

    def __call__(self, event: KeyPressEvent) -> None:
        if self._helped:
            event.current_buffer.insert_text("?")
            return
        self._helped = True
        self._actions.submit(HELP)

    def forget(self, _buffer: Buffer) -> None:
        """Show the keys again the next time."""
        self._helped = False


def _complete(event: KeyPressEvent) -> None:
    """Finish the word; with several ways to do so, open the menu, and go through it."""
    buffer = event.current_buffer
    if buffer.complete_state:
        buffer.complete_next()
        return
    asked = CompleteEvent(completion_requested=True)
    found = list(itertools.islice(buffer.completer.get_completions(buffer.document, asked), 2))
    if len(found) == 1:
        buffer.apply_completion(found[0])
    else:
        buffer.start_completion(select_first=True)


class Line(Buffer):
    """The line that is typed; an editor may leave it in any encoding, or not at all."""

    def __init__(self, hide: Callable[[str], str], **options: Any) -> None:
        """Take the function that hides what is secret in a line."""
        super().__init__(**options)
        self._hide = hide

    def append_to_history(self) -> None:
        """Remember the line, unless there is a secret in it."""
        if self._hide(self.text) == self.text:
            super().append_to_history()

    def _open_file_in_editor(self, filename: str) -> bool:
        """Make UTF-8 of what the editor has left.

        prompt_toolkit reads nothing else, and what it raises in a task of its own would end the client. This private
        method of it is the only place between the editor and that reading.
        """
        done = super()._open_file_in_editor(filename)
        file = Path(filename)
        try:
            file.write_text(file.read_text(encoding="utf-8", errors="replace"), encoding="utf-8")
        except OSError:
            file.touch()  # it will be removed
            return False
        return done


class Hiding(Processor):
    """Draws dots where a password is being typed."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        self._hide = hide

    def apply_transformation(self, given: TransformationInput) -> Transformation:
        """Draw another text, as long as the line."""
        if given.lineno:
            return Transformation(given.fragments)
        text = fragment_list_to_text(given.fragments)
        hidden = self._hide(text)
        return Transformation(given.fragments if hidden == text else [("", hidden)])
