"""The terminal: one prompt_toolkit Application for the life of the client; messages appear above its input line."""

import math
import os
from collections.abc import Callable, Iterable, Mapping

import trio
from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.completion import Completer
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import DynamicKeyBindings, KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.styles import DynamicStyle, Style

from trichat.client.display.themes import BOTH, Theme
from trichat.client.settings.keymap import Bindings, bindings
from trichat.client.terminal import alerts, guest, resize
from trichat.client.terminal.editing import EditingActions, Line, line_keys
from trichat.client.terminal.graphemes import Signs
from trichat.client.terminal.layout import Looks, Suggestions, layout, style
from trichat.client.terminal.tty import Suspender
from trichat.words.record import Record

FLUSH = 0.03  # seconds between two writes of messages: a screenful at once, and keys in between
BELL_PAUSE = 2.0  # seconds between two sounds: a reminder, not a siren
ASK_TWICE = "Press Ctrl-C again or Ctrl-D to leave."
_STANDARD = bindings({})


class TerminalCallbacks(Record, kw_only=True):
    """Whom the terminal asks and tells. The first three are asked at each redraw.

    `source` gives the lines that have come since it was asked last. It is asked once for each batch that is written,
    so that it can tell together what came together. `hide` gives what to draw instead of what is typed, as long as
    it is; a line of which something is hidden is not remembered. `question` is what to ask before a text is sent, or
    empty. `changed` is told what is in the line, `sent` that it was, `looked` whether the person looks at the screen.
    """

    prompt: Callable[[], str]
    toolbar: Callable[[], str]
    theme: Callable[[], Theme] = lambda: BOTH
    source: Callable[[], Iterable[str]] = lambda: ()
    bound: Callable[[], Bindings] = lambda: _STANDARD
    hide: Callable[[str], str] = lambda text: text
    question: Callable[[str], str] = lambda _text: ""
    changed: Callable[[str], None] = lambda _text: None
    sent: Callable[[], None] = lambda: None
    looked: Callable[[bool], None] = lambda _looks: None


class Terminal:
    """An input line with a toolbar. `lines` gives what is typed; `print` and `more` show text above."""

    echoes = False  # what is typed is gone from the screen when it is sent

    def __init__(
        self,
        owner: TerminalCallbacks,
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
        self._dirty = trio.Event()
        self._leaving = False  # asked whether to
        self._asks = ""
        self._ring = False
        self._beside = ""
        self._rang_at = -math.inf
        self._owner = owner
        self._environment = environment
        self._looks = ("", "")
        self._signs = Signs()
        self._bound: tuple[Bindings, KeyBindings] | None = None
        self._styled: tuple[Theme, Style] | None = None
        self._buffer = self._line(completer)
        self.app: Application[None] = self._application(keyboard, screen)
        self._suspender = Suspender(self.app.input)

    def _line(self, completer: Completer | None) -> Line:
        line = Line(
            self._owner.hide,
            completer=completer,
            history=InMemoryHistory(),
            auto_suggest=Suggestions(),
            multiline=False,
            accept_handler=self._accept,
        )
        line.on_text_changed += self._changed
        return line

    def _application(self, keyboard: Input | None, screen: Output | None) -> Application[None]:
        owner = self._owner
        looks = Looks(
            prompt=owner.prompt,
            toolbar=owner.toolbar,
            hide=owner.hide,
            theme=owner.theme,
            asks=lambda: self._asks,
        )
        app: Application[None] = Application(
            layout=layout(self._buffer, looks, self._signs),
            key_bindings=DynamicKeyBindings(self._keys),
            style=DynamicStyle(self._style),
            erase_when_done=True,
            input=keyboard,
            output=screen,
        )
        _prepare(app.output, self._signs)
        resize.follow(app, self._environment)
        return app

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

    def more(self, *, ring: bool = False, beside: str = "") -> None:
        """Show what `source` has, before long; with a sound, unless there has just been one.

        `beside` is for the terminal itself: a title, a notification.
        """
        self._ring = self._ring or ring
        self._beside += beside
        self._dirty.set()

    def refresh(self) -> None:
        """Draw the prompt and the toolbar anew if they have changed: in a flood of messages they mostly have not."""
        looks = (self._owner.prompt(), self._owner.toolbar())
        if looks != self._looks:
            self._looks = looks
            self.app.invalidate()

    def redraw(self) -> None:
        """Draw all anew before long: it has other looks now."""
        self.app.invalidate()

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Own the terminal until the person leaves (Ctrl-D, Ctrl-C twice) or we are cancelled."""
        self.app.output.write_raw(alerts.KEEP_TITLE)
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._print_batches)
                await guest.aio(lambda: self._run_app(task_status))
                nursery.cancel_scope.cancel()
        finally:
            self._send.close()
            self._beside += alerts.GIVE_TITLE_BACK
            self._dirty.set()
            while self._dirty.is_set():  # with what is still pending, which may come in parts
                self._dirty = trio.Event()
                self._write()

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
        text = "".join(line + "\r\n" for line in (*self._pending, *self._owner.source()))
        self._pending.clear()
        if not (text or self._beside):
            return
        flush = output.flush
        output.flush = lambda: None  # type: ignore[method-assign]
        try:
            if drawn:
                app.renderer.erase()
            output.enable_autowrap()
            output.write_raw(text + self._beside)
            self._beside = ""
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
        question = "" if self._asks else self._owner.question(buffer.text)
        self._asks = question
        if question or not self._type(buffer.text):
            return True  # the text stays
        self._owner.sent()
        return False

    def _type(self, text: str) -> bool:
        """Give a line to the reader of `lines`; tell whether there still is one."""
        try:
            self._send.send_nowait(text)
        except (trio.BrokenResourceError, trio.ClosedResourceError):
            return False  # we are leaving; the text stays until the line is erased
        return True

    def _keys(self) -> KeyBindings:
        """Give the keys that hold now."""
        wanted = self._owner.bound()
        if self._bound is None or self._bound[0] is not wanted:
            hands = EditingActions(
                types=self._type,
                interrupt=self._interrupt,
                edited=self._edited,
                suspend=self._suspender.suspend,
                looked=self._owner.looked,
            )
            self._bound = (wanted, line_keys(self._buffer, hands, wanted))
        return self._bound[1]

    def _edited(self) -> None:
        self._dirty.set()

    def _style(self) -> Style:
        theme = self._owner.theme()
        if self._styled is None or self._styled[0] is not theme:
            self._styled = (theme, style(theme))
        return self._styled[1]

    def _interrupt(self, event: KeyPressEvent) -> None:
        if self._buffer.text:
            self._buffer.reset()
            self._changed(self._buffer)  # prompt_toolkit tells it of edits only
        elif self._leaving:
            event.app.exit()
        else:
            self._leaving = True
            self.print(ASK_TWICE)

    def _changed(self, buffer: Buffer) -> None:
        self._leaving = False
        self._asks = ""
        self._owner.changed(buffer.text)


def _prepare(output: Output, signs: Signs) -> None:
    """Let signs be put in their places, and the terminal tell about focus exactly while the line is on the screen.

    That is so while pastes are bracketed: not while the client is suspended, or an editor has the terminal.
    """
    write, raw = output.write, output.write_raw
    on, off = output.enable_bracketed_paste, output.disable_bracketed_paste
    output.write = lambda data: signs.write(data, write, raw)  # type: ignore[method-assign]
    output.enable_bracketed_paste = lambda: (on(), raw(alerts.TELL_FOCUS))[0]  # type: ignore[method-assign]
    output.disable_bracketed_paste = lambda: (off(), raw(alerts.TELL_FOCUS_NO_MORE))[0]  # type: ignore[method-assign]
