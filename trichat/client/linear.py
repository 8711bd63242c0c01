"""A terminal without tricks, for screen readers and for whoever wants none: each line is written once, and stays."""

import math
import os
import signal
import termios
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import trio

from trichat.client.terminal import ASK_TWICE, BELL_PAUSE

_CHUNK = 65536


class LinearTerminal:
    """Reads whole lines, as the system lets people edit them, and writes whole lines: no prompt, no toolbar.

    It has what a `Terminal` has. What is shown there below the line is told here in lines of its own: `notices` gives
    those that are due.
    """

    text = ""  # what is typed is not known before Enter
    columns = 80

    def __init__(
        self,
        *,
        source: Callable[[], Iterable[str]],
        notices: Callable[[], Iterable[str]],
        hide: Callable[[str], str] = lambda text: text,
        keyboard: int = 0,
        screen: int = 1,
    ) -> None:
        """Prepare. `source` gives the lines that have come; while `hide` changes a text, no echo is shown."""
        self._send, self.lines = trio.open_memory_channel[str](math.inf)  # filled by one person's keys
        self._source = source
        self._notices = notices
        self._hide = hide
        self._keyboard = keyboard
        self._screen = screen
        self._asked = False
        self._rang_at = -math.inf
        self._hidden = False

    def print(self, text: str) -> None:
        """Show a line."""
        self._write([text])

    def more(self, *, ring: bool = False, beside: str = "") -> None:
        """Show what `source` has; with a sound, unless there has just been one. `beside` is for other terminals."""
        del beside
        if ring and trio.current_time() - self._rang_at >= BELL_PAUSE:
            self._rang_at = trio.current_time()
            self._write(["\a"], end="")
        self._write(self._source())

    def refresh(self) -> None:
        """Tell what has changed, and show or hide what is typed."""
        self._write(self._notices())
        self._echo(shown=self._hide("x") == "x")

    def redraw(self) -> None:
        """Do nothing: what was written stays."""

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Read until the person leaves (Ctrl-D, Ctrl-C twice) or we are cancelled."""
        try:
            async with trio.open_nursery() as nursery:
                with _interrupts() as interrupts:
                    nursery.start_soon(self._watch, interrupts, nursery.cancel_scope)
                    task_status.started()
                    await self._read()
                    nursery.cancel_scope.cancel()
        finally:
            self._echo(shown=True)
            self._send.close()
            self._write(self._source())

    async def _read(self) -> None:
        rest = b""
        while True:
            await trio.lowlevel.wait_readable(self._keyboard)
            data = os.read(self._keyboard, _CHUNK)
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._asked = False
                self._send.send_nowait(line.decode(errors="replace").rstrip("\r"))
            if not data:
                return

    async def _watch(self, interrupts: trio.MemoryReceiveChannel[None], scope: trio.CancelScope) -> None:
        """Ask once; the system itself has thrown away what was typed."""
        async for _ in interrupts:
            if self._asked:
                scope.cancel()
            self._asked = True
            self._write(["", ASK_TWICE])

    def _write(self, lines: Iterable[str], end: str = "\n") -> None:
        data = "".join(line + end for line in lines).encode(errors="replace")
        while data:
            data = data[os.write(self._screen, data) :]

    def _echo(self, *, shown: bool) -> None:
        """Let the system show what is typed, or not: a password."""
        if shown is not self._hidden or not os.isatty(self._keyboard):
            return
        self._hidden = not shown
        modes = termios.tcgetattr(self._keyboard)
        modes[3] = modes[3] | termios.ECHO if shown else modes[3] & ~termios.ECHO
        termios.tcsetattr(self._keyboard, termios.TCSADRAIN, modes)


@contextmanager
def _interrupts() -> Iterator[trio.MemoryReceiveChannel[None]]:
    """Take Ctrl-C as something that a person says, rather than as the end."""
    send, receive = trio.open_memory_channel[None](math.inf)
    token = trio.lowlevel.current_trio_token()
    before = signal.signal(signal.SIGINT, lambda *_: token.run_sync_soon(send.send_nowait, None))
    try:
        with send, receive:
            yield receive
    finally:
        signal.signal(signal.SIGINT, before)
