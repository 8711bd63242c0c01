"""The terminal: one prompt_toolkit Application for the life of the client; messages appear above its input line."""

import itertools
import math
from asyncio import Task
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import trio
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import CompleteEvent, Completer
from prompt_toolkit.filters import Condition, has_focus
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    CompletionsMenu,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.processors import BeforeInput
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style
from prompt_toolkit.widgets import SearchToolbar

from trichat.client import guest
from trichat.client.input_line import Hiding, Line

FLUSH = 0.03  # seconds between two writes of messages: a screenful at once, and keys in between
BELL_PAUSE = 2.0  # seconds between two sounds: a reminder, not a siren
_MENU_LINES = 6
_INPUT_LINES = 8  # of a long paste that are seen at once
ASK_TWICE = "Press Ctrl-C again or Ctrl-D to leave."
_STYLE = Style.from_dict({"toolbar": "#888888", "prompt": "bold"})
_NO_STYLE = Style([])


class Terminal:
    """An input line with a toolbar. `lines` gives what is typed; `print` and `more` show text above.

    `source` gives the lines that have come since it was asked last. It is asked once for each batch that is written,
    so that it can tell together what came together.

    Our own layout rather than a PromptSession: that hides its toolbar until the terminal has said where the cursor
    is, which would be after each message again, and never on terminals that do not say it.
    """

    def __init__(
        self,
        *,
        prompt: Callable[[], str],
        toolbar: Callable[[], str],
        source: Callable[[], Iterable[str]] = lambda: (),
        shortcuts: Mapping[tuple[str, ...], str] | None = None,
        completer: Completer | None = None,
        hide: Callable[[str], str] = lambda text: text,
        colour: bool = True,
        keyboard: Input | None = None,
        screen: Output | None = None,
    ) -> None:
        """Prepare, and touch the terminal only in `run`. `prompt` and `toolbar` are asked at each redraw.

        `shortcuts` are keys with what each types, without a change to the line that is being typed. `hide` gives what
        to draw instead of that line, as long as it is; a line of which something is hidden is not remembered.
        """
        # Without a bound, unlike all other channels: it is filled by one person's keys.
        self._send, self.lines = trio.open_memory_channel[str](math.inf)
        self._pending: list[str] = []
        self._dirty = trio.Event()
        self._asked = False
        self._ring = False
        self._rang_at = -math.inf
        self._source = source
        self._prompt = prompt
        self._toolbar = toolbar
        self._looks = ("", "")
        self._hide = hide
        self._buffer = Line(
            hide, completer=completer, history=InMemoryHistory(), multiline=False, accept_handler=self._accept
        )
        self._buffer.on_text_changed += self._forget_question
        self._search = SearchToolbar(ignore_case=True)
        self.app: Application[None] = Application(
            layout=self._layout(),
            key_bindings=self._keys(shortcuts or {}),
            style=_STYLE if colour else _NO_STYLE,
            erase_when_done=True,
            input=keyboard,
            output=screen,
        )

    @property
    def text(self) -> str:
        """What is typed and not sent yet."""
        return self._buffer.text

    @property
    def columns(self) -> int:
        """How wide the terminal is."""
        return self.app.output.get_size().columns

    def print(self, text: str) -> None:
        """Show a line above the input line. It is written to the terminal as it is, so it must be clean."""
        self._pending.append(text)
        self._dirty.set()

    def more(self, *, ring: bool = False) -> None:
        """Show what `source` has, before long; with a sound, unless there has just been one."""
        self._ring = self._ring or ring
        self._dirty.set()

    def refresh(self) -> None:
        """Draw the prompt and the toolbar anew if they have changed: in a flood of messages they mostly have not."""
        looks = (self._prompt(), self._toolbar())
        if looks != self._looks:
            self._looks = looks
            self.app.invalidate()

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Own the terminal until the person leaves (Ctrl-D, Ctrl-C twice) or we are cancelled."""
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._print_batches)
                await guest.aio(lambda: self._run_app(task_status))
                nursery.cancel_scope.cancel()
        finally:
            self._send.close()
            self._write()  # what is still pending

    async def _run_app(self, task_status: trio.TaskStatus[None]) -> None:
        try:
            await self.app.run_async(pre_run=task_status.started, set_exception_handler=False, handle_sigint=False)
        except EOFError:  # nobody at the other end of the terminal any more
            return

    # Messages.

    async def _print_batches(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty = trio.Event()
            self._write()
            await trio.sleep(FLUSH)

    def _write(self) -> None:
        """Write what is pending above the input line: erase the line, write, draw it again, all in one flush.

        While somebody else has the terminal (an editor), it waits; the end of that sets `_dirty` again.

        The terminal stays in raw mode: prompt_toolkit's own patch_stdout and run_in_terminal leave it while they
        print, and keys typed in that moment are echoed among the messages. It costs private names of
        prompt_toolkit (hence its upper bound in pyproject.toml): `_running_in_terminal` tells whether it is
        suspended (Ctrl-Z, an editor); `_redraw` draws now rather than in a later turn of the loop, after the flush.
        """
        app, output = self.app, self.app.output
        drawn = app.is_running and not app.is_done
        if drawn and app._running_in_terminal:
            return
        text = "".join(line + "\r\n" for line in (*self._pending, *self._source()))
        self._pending.clear()
        if not text:
            return
        flush = output.flush
        output.flush = lambda: None  # type: ignore[method-assign]
        try:
            if drawn:
                app.renderer.erase()
            output.enable_autowrap()
            output.write_raw(text)
            self._sound()
            if drawn:
                app.renderer.reset()
                app._redraw()
        finally:
            output.flush = flush  # type: ignore[method-assign]
            output.flush()

    def _sound(self) -> None:
        """Write BEL, in the flush of what it is about. Nothing else may: `print` is given clean text."""
        ring, self._ring = self._ring, False
        if ring and trio.current_time() - self._rang_at >= BELL_PAUSE:
            self._rang_at = trio.current_time()
            self.app.output.bell()

    # Keys.

    def _accept(self, buffer: Buffer) -> bool:
        return not self._type(buffer.text)

    def _type(self, text: str) -> bool:
        """Give a line to the reader of `lines`; tell whether there still is one."""
        try:
            self._send.send_nowait(text)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            return False  # we are leaving; the text stays until the line is erased
        return True

    def _keys(self, shortcuts: Mapping[tuple[str, ...], str]) -> KeyBindings:
        keys = KeyBindings()
        typing = has_focus(self._buffer)  # and not searching, where prompt_toolkit's own keys are right
        keys.add("enter", filter=typing)(lambda event: event.current_buffer.validate_and_handle())
        keys.add("c-j", filter=typing)(lambda event: event.current_buffer.validate_and_handle())
        keys.add("tab", filter=typing)(_complete)
        keys.add("s-tab", filter=typing)(lambda event: event.current_buffer.complete_previous())
        keys.add("c-c", filter=typing)(self._interrupt)
        empty = Condition(lambda: not self._buffer.text)
        keys.add("c-d", filter=typing & empty)(lambda event: event.app.exit())
        keys.add("c-z")(lambda event: event.app.suspend_to_background())
        keys.add("c-x", "c-e", filter=typing)(self._edit)
        keys.add("<sigint>")(self._interrupt)
        for press, text in shortcuts.items():
            keys.add(*press)(lambda _event, text=text: self._type(text) and None)
        return keys

    def _edit(self, event: KeyPressEvent) -> None:
        """Open the line in an editor; what is said meanwhile is shown when that ends."""

        def ended(_task: Task[Any]) -> None:
            self._dirty.set()

        event.current_buffer.open_in_editor().add_done_callback(ended)

    def _interrupt(self, event: KeyPressEvent) -> None:
        if self._buffer.text:
            self._buffer.reset()
        elif self._asked:
            event.app.exit()
        else:
            self._asked = True
            self.print(ASK_TWICE)

    def _forget_question(self, _buffer: Buffer) -> None:
        self._asked = False

    # Looks.

    def _layout(self) -> Layout:
        line = Window(
            BufferControl(
                self._buffer,
                input_processors=[Hiding(self._hide), BeforeInput(self._prompt, style="class:prompt")],
                search_buffer_control=self._search.control,
                preview_search=True,
            ),
            height=self._input_height,
            dont_extend_height=True,
            wrap_lines=True,
        )
        # Only its text is drawn, no bar across the screen: when a terminal becomes narrower, it wraps what reached
        # over the whole line, and the wrapped rest would stay on the screen.
        below = Window(
            FormattedTextControl(self._toolbar),
            style="class:toolbar",
            height=1,
            dont_extend_height=True,
            wrap_lines=False,
        )
        menu = Float(CompletionsMenu(max_height=_MENU_LINES), xcursor=True, ycursor=True, transparent=True)
        return Layout(FloatContainer(HSplit([line, self._search, below]), [menu]), focused_element=line)

    def _input_height(self) -> Dimension:
        """Make room below for the menu while it is open."""
        if self._buffer.complete_state and not get_app().is_done:
            return Dimension(min=_MENU_LINES + 1)
        return Dimension(max=_INPUT_LINES)


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
