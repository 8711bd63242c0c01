"""The program itself, in a process of its own; and a client without a screen."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import trio

from tests.conftest import PATIENCE, Peer
from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.item import Item
from trichat.client.net.link import Link
from trichat.client.settings.table import Settings


class Client:
    """The client's link to a server. What there is to show goes to `take` instead of a screen."""

    def __init__(self, port: int, *rooms: str) -> None:
        self.talk = Conversation(Settings(nick="anna", rooms=rooms), username="a")
        self._port = port
        self._more = trio.Event()
        self.link = Link(
            self.talk,
            self.connect,
            handle_input=lambda text, now, name: handle_input(self.talk, text, now, default_name=name),
            changed=self._changed,
            chance=lambda: 0.0,
            wall_clock=lambda: 1_000,
        )

    async def connect(self) -> trio.abc.Stream:
        return await trio.open_tcp_stream("127.0.0.1", self._port)

    def take(self, items: list[Item]) -> None:
        """Take what there is to show."""
        raise NotImplementedError

    def _changed(self) -> None:
        items, self.talk.items = self.talk.items, []
        self.take(items)
        self._more.set()
        self._more = trio.Event()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        with trio.fail_after(PATIENCE):
            while not holds():
                await self._more.wait()


def environment(system: str) -> dict[str, str]:
    """Give the environment in which a program sees Python as it is on another system."""
    path = [str(Path(__file__).parents[1] / "checks" / "elsewhere"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "TRICHAT_ELSEWHERE": system, "PYTHONPATH": os.pathsep.join(filter(None, path))}


class Program:
    """`python -m trichat serve`, on a free port of 127.0.0.1."""

    def __init__(self, process: trio.Process, errors: Path, peer: type[Peer]) -> None:
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
        self.port = int(self.printed.split("127.0.0.1:")[1].split(".")[0].split(",")[0])

    async def connect(self) -> Peer:
        """Connect to it."""
        return self._peer(await trio.open_tcp_stream("127.0.0.1", self.port))

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End it as the system does, without a word."""
        self.process.kill()

    async def ended(self) -> int:
        """Wait for its end; give its exit status."""
        with trio.fail_after(PATIENCE):
            return await self.process.wait()

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        return self._errors.read_text()


Run = Callable[..., Awaitable[Program]]


@pytest.fixture
async def run(tmp_path: Path, peer: type[Peer]) -> AsyncIterator[Run]:
    """Give a function that starts the program; whatever still runs at the end of the test is killed."""
    programs: list[Program] = []

    async def run(*arguments: str, listens: bool = True, elsewhere: str = "") -> Program:
        errors = tmp_path / f"errors{len(programs)}"
        command = [sys.executable, "-m", "trichat", "serve", "--host", "127.0.0.1", "--port", "0", *arguments]
        with errors.open("wb") as file:
            process = await trio.lowlevel.open_process(
                command, stdout=subprocess.PIPE, stderr=file, env=environment(elsewhere) if elsewhere else None
            )
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
