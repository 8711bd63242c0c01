"""Secrets in the line that is typed, on a screen."""

from collections.abc import Callable
from typing import Protocol

import pytest
import trio
from prompt_toolkit.input import PipeInput
from prompt_toolkit.output.vt100 import Vt100_Output

from trichat.client.display import masking
from trichat.client.terminal.layout import TerminalCallbacks
from trichat.client.terminal.terminal import Terminal


class Screen(Protocol):
    """The screen of conftest.py."""

    output: Vt100_Output

    @property
    def everything(self) -> list[str]: ...
    async def until(self, holds: Callable[[list[str]], bool]) -> None: ...
    async def shows(self, part: str) -> None: ...


@pytest.mark.guest
async def test_a_password_is_neither_shown_nor_remembered(
    screen: Screen, keyboard: PipeInput, nursery: trio.Nursery
) -> None:
    """The reader gets it; only the line before it can be brought back."""
    callbacks = TerminalCallbacks(prompt=lambda: "> ", toolbar=lambda: "", hide=masking.mask_line)
    terminal = Terminal(callbacks, keyboard=keyboard, screen=screen.output)
    await nursery.start(terminal.run)
    keyboard.send_text("hello\r/login anna se cret")
    await screen.shows("> /login •••• •• ••••")
    keyboard.send_text("\r")
    assert "hello" == await terminal.lines.receive()
    assert "/login anna se cret" == await terminal.lines.receive()
    assert ["hello"] == terminal.app.current_buffer.history.get_strings()
    assert not any("cret" in line for line in screen.everything)
    nursery.cancel_scope.cancel()
