"""Ctrl-Z, and what the shell finds. The whole of it is in tests/end_to_end/test_client_in_a_terminal.py."""

import os
import pty
import signal
import sys
import termios
from collections.abc import Callable

import pytest
from prompt_toolkit.input import DummyInput, PipeInput

from trichat.client.terminal import tty
from trichat.client.terminal.tty import Suspender

assert sys.platform != "win32"  # see collect_ignore in tests/conftest.py


class Keyboard(DummyInput):
    """A keyboard that is a terminal."""

    def __init__(self, number: int) -> None:
        self._number = number

    def fileno(self) -> int:
        return self._number


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Give the signals that are sent; none really is, and the terminal is given away at once."""
    found: list[tuple[int, int]] = []

    def run(function: Callable[[], None]) -> None:
        function()

    monkeypatch.setattr(os, "kill", lambda *what: found.append(what))
    monkeypatch.setattr(tty, "run_in_terminal", run)
    return found


@pytest.mark.posix
def test_the_terminal_is_as_it_was(killed: list[tuple[int, int]]) -> None:
    """After Ctrl-Z the terminal has all flags that it had, whatever has been changed since."""
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    with os.fdopen(theirs, "r+b", buffering=0) as raw, os.fdopen(ours, "r+b", buffering=0):
        suspender = Suspender(Keyboard(raw.fileno()))
        changed = termios.tcgetattr(raw)
        changed[0] &= ~termios.IXON
        changed[3] &= ~termios.ECHO
        termios.tcsetattr(raw, termios.TCSANOW, changed)
        suspender.suspend()
        assert before == termios.tcgetattr(raw)
    assert [(0, signal.SIGTSTP)] == killed


@pytest.mark.posix
def test_without_a_terminal_there_is_nothing_to_restore(keyboard: PipeInput, killed: list[tuple[int, int]]) -> None:
    """With a pipe, which has no modes, nothing is restored."""
    Suspender(keyboard).suspend()
    assert [(0, signal.SIGTSTP)] == killed
