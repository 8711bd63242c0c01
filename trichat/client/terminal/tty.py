"""Modes of the terminal (termios): how the system reads a line for us, and giving the terminal to a shell (Ctrl-Z)."""

import contextlib
import os
import signal
import termios
from collections.abc import Iterator
from typing import Any

from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.input import Input

_LOCAL, _CHARS = 3, 6  # places in what tcgetattr gives


class LineModes:
    """The modes of a keyboard; one that is no terminal has none. As a context: as they were, when it ends.

    Tab is made an end of line for the system (VEOL). So the client learns of it while the system edits the line, and
    what Tab finishes can be written in a new line: nothing that a screen reader has read out is drawn again.

    What asks for the modes raises OSError if the terminal is gone.
    """

    def __init__(self, keyboard: int) -> None:
        """Take the number of the file, and remember how it is."""
        self.tab_ends = False  # a tab comes when the key is pressed
        self._shown = True
        self._keyboard = keyboard
        self._before: list[Any] | None = termios.tcgetattr(keyboard) if os.isatty(keyboard) else None

    def __enter__(self) -> None:
        """Let Tab end a line for the system; the line comes to us with the tab in it."""
        if self._before is None:
            return
        self.tab_ends = True
        self.reapply()

    def __exit__(self, *_exc: object) -> None:
        """Restore the modes from before."""
        if self._before is not None:
            with contextlib.suppress(OSError):  # a terminal that is gone has none
                self._set(self._before)
        self.tab_ends = False

    @property
    def echo(self) -> bool:
        """Tell whether what is typed is shown."""
        return self._before is not None and bool(self._get()[_LOCAL] & termios.ECHO)

    def reapply(self) -> None:
        """Set the modes again: a shell that has suspended us gives the terminal back with modes of its own."""
        with contextlib.suppress(OSError):  # the shell is gone, and the terminal with it
            if self.tab_ends:
                modes = self._get()
                modes[_CHARS][termios.VEOL] = b"\t"
                self._set(modes)
            self.show(shown=self._shown)

    def show(self, *, shown: bool) -> None:
        """Let the system show what is typed, or not: a password."""
        self._shown = shown
        if self._before is None or self.echo is shown:
            return
        modes = self._get()
        modes[_LOCAL] = modes[_LOCAL] | termios.ECHO if shown else modes[_LOCAL] & ~termios.ECHO
        self._set(modes)

    def _get(self) -> list[Any]:
        with _os_errors():
            return termios.tcgetattr(self._keyboard)

    def _set(self, modes: list[Any]) -> None:
        with _os_errors():
            termios.tcsetattr(self._keyboard, termios.TCSADRAIN, modes)


@contextlib.contextmanager
def _os_errors() -> Iterator[None]:
    """Raise what termios raises as an OSError: it is one in all but its class."""
    try:
        yield
    except termios.error as exc:
        raise OSError(*exc.args) from exc


class Suspender:
    """Suspends the client. To be made before the terminal is changed: what it was then is given to the shell.

    prompt_toolkit's own way gives the shell a terminal that echoes and edits lines, but has forgotten the rest, such
    as Ctrl-S; a shell that does not set everything itself would go on like that.
    """

    def __init__(self, keyboard: Input) -> None:
        """Remember how the terminal is, if it is one."""
        self._keyboard = keyboard
        self._before = _modes(keyboard)

    def suspend(self) -> None:
        """Give the terminal away, and come back when the shell says so."""
        run_in_terminal(self._stop)

    def _stop(self) -> None:
        if self._before is not None:
            termios.tcsetattr(self._keyboard.fileno(), termios.TCSANOW, self._before)
        os.kill(0, signal.SIGTSTP)  # with all that runs for us, as a shell would


def _modes(keyboard: Input) -> list[Any] | None:
    try:
        return termios.tcgetattr(keyboard.fileno())
    except (termios.error, OSError, NotImplementedError):
        return None
