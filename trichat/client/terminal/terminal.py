"""The terminal: one prompt_toolkit Application for the life of the client; messages appear above its input line."""

import math
import os
from collections.abc import Mapping

import trio
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import Completer
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import DynamicKeyBindings, KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.styles import DynamicStyle, Style

from trichat.client.display.themes import Theme
from trichat.client.settings.keymap import Bindings
from trichat.client.terminal import alerts, guest
from trichat.client.terminal.editing import EditingActions, Line, line_keys
from trichat.client.terminal.graphemes import Signs
from trichat.client.terminal.layout import Suggestions, TerminalCallbacks, erase_wrapped_rows, layout, style
from trichat.client.terminal.tty import Suspender

FLUSH = 0.03  # seconds between two writes of messages: a screenful at once, and keys in between
BELL_PAUSE = 2.0  # seconds between two sounds: a reminder, not a siren
ASK_TWICE = "Press Ctrl-C again or Ctrl-D to leave."
NO_SUSPENDING = "This system suspends no programs: use another window."


class Terminal:
    """An input line with a toolbar. `lines` gives what is typed; `print` and `request_write` show text above."""

    echoes = False  # what is typed is gone from the screen when it is sent

    def __init__(
        self,
        callbacks: TerminalCallbacks,
        *,
        completer: Completer | None = None,
        keyboard: Input | None = None,
        screen: Output | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Prepare, and touch the terminal only in `run`. `environment` says which terminal it is."""
        # Without a bound, unlike all other channels: it is filled by one person's keys.
        self._send, self.lines = trio.open_memory_channel[str](math.inf)
        self._pending: list[str] = []
        self._to_write = trio.Event()
        self._asked_to_leave = False
        self._question = ""  # that the next Enter answers
        self._ring = False
        self._control = ""  # sequences for the terminal itself, not written yet
        self._rang_at = -math.inf
        self._callbacks = callbacks
        self._drawn = ("", "")  # prompt and toolbar
        self._signs = Signs()
        self._keys_of: tuple[Bindings, KeyBindings] | None = None
        self._style_of: tuple[Theme, Style] | None = None
        self._buffer = self._line(completer)
        self.app: Application[None] = Application(
            layout=layout(self._buffer, callbacks, lambda: self._question, self._signs),
            key_bindings=DynamicKeyBindings(self._keys),
            style=DynamicStyle(self._style),
            erase_when_done=True,
            input=keyboard,
            output=screen,
        )
        _extend_output(self.app.output, self._signs)
        erase_wrapped_rows(self.app, environment)
        self._suspender = Suspender(self.app.input)

    def _line(self, completer: Completer | None) -> Line:
        line = Line(
            self._callbacks.hide,
            completer=completer,
            history=InMemoryHistory(),
            auto_suggest=Suggestions(),
            multiline=False,
            accept_handler=self._accept,
        )
        line.on_text_changed += self._changed
        return line

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
        self._to_write.set()

    def request_write(self, *, ring: bool = False, control: str = "") -> None:
        """Write what `new_lines` has, before long; with a sound, unless there has just been one.

        `control` is a sequence for the terminal itself: a title, a notification.
        """
        self._ring = self._ring or ring
        self._control += control
        self._to_write.set()

    def refresh(self) -> None:
        """Draw the prompt and the toolbar anew if they have changed: in a flood of messages they mostly have not."""
        drawn = (self._callbacks.prompt(), self._callbacks.toolbar())
        if drawn != self._drawn:
            self._drawn = drawn
            self.app.invalidate()

    def redraw(self) -> None:
        """Draw all anew before long: the theme or the keys are others now."""
        self.app.invalidate()

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Own the terminal until the person leaves (Ctrl-D, Ctrl-C twice) or we are cancelled."""
        self.app.output.write_raw(alerts.KEEP_TITLE)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write_batches)
                await guest.aio(lambda: self._run_app(task_status))
                nursery.cancel_scope.cancel()
        finally:
            self._send.close()
            self._control += alerts.GIVE_TITLE_BACK
            self._to_write.set()
            while self._to_write.is_set():  # with what is still pending, which may come in parts
                self._to_write = trio.Event()
                self._write()

    async def _run_app(self, task_status: trio.TaskStatus[None]) -> None:
        # Exceptions and signals are for guest.py, which lets all of the client clean up. prompt_toolkit's own handler
        # would show an exception and wait for Enter.
        try:
            await self.app.run_async(pre_run=task_status.started, set_exception_handler=False, handle_sigint=False)
        except EOFError:  # nobody at the other end of the terminal any more
            return

    # Messages.

    async def _write_batches(self) -> None:
        while True:
            await self._to_write.wait()
            self._to_write = trio.Event()
            self._write()
            await trio.sleep(FLUSH)

    def _write(self) -> None:
        """Write what is pending above the input line: erase the line, write, draw it again, all in one flush.

        prompt_toolkit has patch_stdout and run_in_terminal for that. Both leave raw mode while they print, and keys
        typed in that moment are echoed among the messages. Both flush after each step, so that the line flickers.
        And patch_stdout writes from a thread of its own, with a fifth of a second between two writes.

        While somebody else has the terminal (Ctrl-Z, an editor), everything waits; the end of that sets `_to_write`
        again. That is known from a private name of prompt_toolkit, `_running_in_terminal`. Another, `_redraw`, draws
        now: `invalidate` would do so in a later turn of the loop, and until then, after the flush, there would be no
        line to type in. Such names may change with any release, hence the upper bound in pyproject.toml.
        """
        app, output = self.app, self.app.output
        drawn = app.is_running and not app.is_done
        if drawn and app._running_in_terminal:
            return
        text = "".join(line + "\r\n" for line in (*self._pending, *self._callbacks.new_lines()))
        self._pending.clear()
        if not (text or self._control):
            return
        flush = output.flush
        output.flush = lambda: None  # type: ignore[method-assign] # the renderer flushes at the end of each step
        try:
            if drawn:
                app.renderer.erase()
            output.enable_autowrap()  # the renderer draws without: lines longer than the screen would be cut
            output.write_raw(text + self._control)
            self._control = ""
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
        """Send the text, unless there is a question first: the next Enter answers it."""
        self._question = "" if self._question else self._callbacks.question(buffer.text)
        if self._question or not self._submit(buffer.text):
            return True  # the text stays
        self._callbacks.text_sent()
        return False

    def _submit(self, text: str) -> bool:
        """Give a line to the reader of `lines`; tell whether there still is one."""
        try:
            self._send.send_nowait(text)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            return False  # we are leaving; the text stays until the line is erased
        return True

    def _keys(self) -> KeyBindings:
        """Give the keys that hold now. prompt_toolkit asks at each key, and makes its own tables anew for new ones."""
        wanted = self._callbacks.bindings()
        if self._keys_of is None or self._keys_of[0] is not wanted:
            actions = EditingActions(
                submit=self._submit,
                interrupt=self._interrupt,
                edited=self._edited,
                suspend=self._suspend,
                focus_changed=self._callbacks.focus_changed,
            )
            self._keys_of = (wanted, line_keys(self._buffer, actions, wanted))
        return self._keys_of[1]

    def _suspend(self) -> None:
        if not self._suspender.suspend():
            self.print(NO_SUSPENDING)

    def _edited(self) -> None:
        self._to_write.set()

    def _style(self) -> Style:
        theme = self._callbacks.theme()
        if self._style_of is None or self._style_of[0] is not theme:
            self._style_of = (theme, style(theme))
        return self._style_of[1]

    def _interrupt(self, event: KeyPressEvent) -> None:
        if self._buffer.text:
            self._buffer.reset()
            self._changed(self._buffer)  # prompt_toolkit tells it of edits only
        elif self._asked_to_leave:
            event.app.exit()
        else:
            self._asked_to_leave = True
            self.print(ASK_TWICE)

    def _changed(self, buffer: Buffer) -> None:
        self._asked_to_leave = False
        self._question = ""
        self._callbacks.text_changed(buffer.text)


def _extend_output(output: Output, signs: Signs) -> None:
    """Let signs be put in their places, and the terminal tell about focus exactly while the line is on the screen.

    That is so while pastes are bracketed: not while the client is suspended, or an editor has the terminal. The object
    is changed, and not a class, so that it holds for whichever Output somebody brings.
    """
    write, raw = output.write, output.write_raw
    on, off = output.enable_bracketed_paste, output.disable_bracketed_paste
    output.write = lambda data: signs.write(data, write, raw)  # type: ignore[method-assign]
    output.enable_bracketed_paste = lambda: (on(), raw(alerts.TELL_FOCUS))[0]  # type: ignore[method-assign]
    output.disable_bracketed_paste = lambda: (off(), raw(alerts.TELL_FOCUS_NO_MORE))[0]  # type: ignore[method-assign]
