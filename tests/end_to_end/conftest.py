"""The program itself, in a process of its own."""

import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio

if TYPE_CHECKING:
    from tests.conftest import Peer

PATIENCE = 20.0


class Program:
    """`python -m trichat serve`, on a free port of 127.0.0.1."""

    def __init__(self, process: trio.Process, errors: Path, peer: "type[Peer]") -> None:
        self.process = process
        self._errors = errors
        self._peer = peer
        self.port = 0
        self.printed = ""

    async def listens(self) -> None:
        """Wait for the words that say where it listens."""
        assert self.process.stdout is not None
        with trio.fail_after(PATIENCE):
            while "Ctrl-C" not in self.printed:
                data = await self.process.stdout.receive_some()
                assert data, f"it ended: {self.errors}"
                self.printed += data.decode()
        self.port = int(self.printed.split("127.0.0.1:")[1].split(".")[0])

    async def connect(self) -> "Peer":
        """Connect to it."""
        return self._peer(await trio.open_tcp_stream("127.0.0.1", self.port))

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def ended(self, within: float = PATIENCE) -> int:
        """Wait for its end; give its exit status."""
        with trio.fail_after(within):
            return await self.process.wait()

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        return self._errors.read_text()


Run = Callable[..., Awaitable[Program]]


@pytest.fixture
async def run(tmp_path: Path, peer: "type[Peer]") -> AsyncIterator[Run]:
    """Give a function that starts the program; whatever still runs at the end of the test is killed."""
    programs: list[Program] = []

    async def run(*arguments: str, listens: bool = True) -> Program:
        errors = tmp_path / f"errors{len(programs)}"
        command = [sys.executable, "-m", "trichat", "serve", "--host", "127.0.0.1", "--port", "0", *arguments]
        with errors.open("wb") as file:
            process = await trio.lowlevel.open_process(command, stdout=subprocess.PIPE, stderr=file)
        programs.append(Program(process, errors, peer))
        if listens:
            await programs[-1].listens()
        return programs[-1]

    yield run
    for program in programs:
        if program.process.returncode is None:
            program.process.kill()
        with trio.CancelScope(shield=True):
            await program.process.wait()
        assert program.process.stdout is not None
        await program.process.stdout.aclose()
