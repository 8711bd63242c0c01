"""The client line by line (--linear), for screen readers: each line is written once, and nothing is drawn again."""

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import trio

from trichat.client.terminal.terminal import ASK_TWICE, BELL_PAUSE
from trichat.client.ui.completion import Candidate, complete_line
from trichat.system import process, terminal

_CHUNK = 65536
_PASTED = 0.03  # seconds: what follows a tab so soon was not typed by hand, nor was the tab


class LinearTerminal:
    """Reads whole lines, as the system lets people edit them, and writes whole lines: no prompt, no toolbar.

    It has what a `Terminal` has. What is shown there below the line is told here in lines of its own: `notices` gives
    those that are due. The system shows what is typed, so one's own words need not be shown again: `echoes`.

    Tab ends the line for the system, not for us: what it finishes is written anew in the next line, and what is typed
    then goes on from there. So nothing that has been read out changes.
    """

    text = ""  # what is typed is not known before Enter
    columns = 80

    def __init__(
        self,
        *,
        new_lines: Callable[[], Iterable[str]],
        notices: Callable[[], Iterable[str]],
        hide: Callable[[str], str] = lambda text: text,
        complete: Callable[[str], Sequence[Candidate]] = lambda _before: (),
        keyboard: int = 0,
        screen: int = 1,
    ) -> None:
        """Prepare. `new_lines` gives those that have come; while `hide` changes a text, no echo is shown.

        `complete` gives what the last word of a text may become.
        """
        self._send, self.lines = trio.open_memory_channel[str](math.inf)  # filled by one person's keys
        self._new_lines = new_lines
        self._notices = notices
        self._hide = hide
        self._complete = complete
        self._keyboard = keyboard
        self._screen = screen
        self._modes = terminal.LineModes(keyboard)
        self._begun = b""  # the beginning of a line: what Tab has finished
        self._asked_to_leave = False
        self._requested = self._writing = False
        self._rang_at = -math.inf

    @property
    def echoes(self) -> bool:
        """Tell whether what is typed stands where we write."""
        return self._modes.echo and os.isatty(self._screen)

    def request_write(self, *, ring: bool = False, control: str = "") -> None:
        """Show what `new_lines` has; with a sound, unless there has just been one. `control` is for other terminals."""
        del control
        if ring and trio.current_time() - self._rang_at >= BELL_PAUSE:
            self._rang_at = trio.current_time()
            self._write(["\a"], end="")
        self._requested = True
        if not self._writing:
            self._write_all()

    def _write_all(self) -> None:
        """Write what there is; `new_lines` gives much of it in parts, and requests the next while it gives one."""
        self._writing = True
        while self._requested:
            self._requested = False
            self._write(self._new_lines())
        self._writing = False

    def refresh(self) -> None:
        """Tell what has changed, and show or hide what is typed."""
        self._write(self._notices())
        self._modes.show(shown=self._hide("x") == "x")

    def redraw(self) -> None:
        """Do nothing: what was written stays."""

    async def run(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Read until the person leaves (Ctrl-D, Ctrl-C twice) or we are cancelled."""
        try:
            async with trio.open_nursery() as nursery:
                continued = process.heard_by_trio(process.CONTINUED, self._modes.reapply)
                with _interrupts() as interrupts, self._modes, continued:
                    nursery.start_soon(self._on_interrupts, interrupts, nursery.cancel_scope)
                    task_status.started()
                    await self._read()
                    nursery.cancel_scope.cancel()
        finally:
            self._send.close()
            self.request_write()

    async def _read(self) -> None:
        while True:
            data = await terminal.typed(self._keyboard, _CHUNK)
            *lines, self._begun = (self._begun + data).split(b"\n")
            for line in lines:
                self._asked_to_leave = False
                self._send.send_nowait(line.decode(errors="replace").rstrip("\r"))
            if not data:
                return
            if self._modes.tab_ends and self._begun.endswith(b"\t") and not await self._pasted():
                self._finish(self._begun[:-1].decode(errors="replace"))

    async def _pasted(self) -> bool:
        """Tell whether more has come together with a tab: it is part of a text that was pasted."""
        with trio.move_on_after(_PASTED) as patience:
            await trio.lowlevel.wait_readable(self._keyboard)
        return not patience.cancelled_caught

    def _finish(self, before: str) -> None:
        """Finish the word, or list what it may become, and write how the line begins now."""
        text, told = complete_line(before, self._complete(before) if self.echoes else ())
        self._begun = text.encode()
        if told or text != before:
            self._write(["", *told])
            self._write([text], end="")
        else:
            self._write(["\a"], end="")

    async def _on_interrupts(self, interrupts: trio.MemoryReceiveChannel[None], scope: trio.CancelScope) -> None:
        """Ask at the first Ctrl-C, leave at the second; the system itself has thrown away what was typed."""
        async for _ in interrupts:
            if self._asked_to_leave:
                scope.cancel()
            self._begun = b""
            self._asked_to_leave = True
            self._write(["", ASK_TWICE])

    def _write(self, lines: Iterable[str], end: str = "\n") -> None:
        data = "".join(line + end for line in lines).encode(errors="replace")
        while data:
            data = data[terminal.write(self._screen, data) :]


@contextmanager
def _interrupts() -> Iterator[trio.MemoryReceiveChannel[None]]:
    """Receive Ctrl-C as an event, rather than as the end."""
    send, receive = trio.open_memory_channel[None](math.inf)
    with send, receive, process.heard_by_trio(process.INTERRUPT, lambda: send.send_nowait(None)):
        yield receive
