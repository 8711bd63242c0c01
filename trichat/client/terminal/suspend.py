"""Ctrl-Z: the shell gets the terminal exactly as it was before the client came."""

import os
import signal
import termios
from typing import Any

from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.input import Input


class Suspender:
    """Suspends the client. To be made before the terminal is changed.

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
