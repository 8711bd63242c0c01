"""Ctrl-Z: the client is suspended, and the shell gets the terminal as it was."""

import contextlib
from collections.abc import Callable

from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.input import Input

from trichat.system import process, terminal


class Suspender:
    """Suspends the client. To be made before the terminal is changed: what it was then is given to the shell.

    prompt_toolkit's own way gives the shell a terminal that echoes and edits lines, but has forgotten the rest, such
    as Ctrl-S; a shell that does not set everything itself would go on like that.
    """

    def __init__(self, keyboard: Input) -> None:
        """Remember how the terminal is, if it is one."""
        self._restore: Callable[[], None] = lambda: None
        with contextlib.suppress(OSError, NotImplementedError):  # no file is behind it
            self._restore = terminal.restorer(keyboard.fileno())

    def suspend(self) -> bool:
        """Give the terminal away, and come back when the shell says so; tell whether there is such a shell here."""
        if process.CAN_SUSPEND:
            run_in_terminal(self._stop)
        return process.CAN_SUSPEND

    def _stop(self) -> None:
        self._restore()
        process.suspend()
