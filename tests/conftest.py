"""What tests of several packages need: the client's end of a connection, and a server to connect to."""

import inspect
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest
import trio
from hypothesis import HealthCheck, settings
from trio.testing import MockClock

from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.protocols.control import Told
from trichat.server.admin.client import ask_server
from trichat.server.listeners import Listener
from trichat.server.serve import serve
from trichat.words import requests as ask

# No clock, on which a busy machine fails (`too_slow` is one as well), and the same examples every time.
settings.register_profile("trichat", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.load_profile("trichat")

ELSEWHERE = os.environ.get("TRICHAT_ELSEWHERE", sys.platform)  # see tests/checks/elsewhere
# What drives a terminal of POSIX, in modules that Windows does not have.
collect_ignore = (
    ["client/terminal/test_tty.py", "client/ui/test_linear.py", "end_to_end/test_client_in_a_terminal.py"]
    if sys.platform == "win32"
    else []
)
# Seconds until a test that fails gives up; virtual ones under a clock that jumps. A test waits for what it wants to
# see, never for a time: no good run takes nearly so long, on a machine that is busy with other things neither.
PATIENCE = 120.0
AGES = 10 * PATIENCE  # seconds: of a limit of the server of which no test sees the end


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests in which no time passes."""
    config.addinivalue_line("markers", "virtual_time: run trio with a clock that jumps when nothing else is to do")
    config.addinivalue_line("markers", "posix: needs what Windows does not have; skipped there, and where it is hidden")


@pytest.fixture(scope="session", autouse=True)
def _own_state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Servers of the tests leave no notes for whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let such tests run under a clock of their own; pytest-trio's fixture would have to be an argument of each."""
    for item in items:
        if ELSEWHERE == "win32" and "posix" in item.keywords:
            item.add_marker(pytest.mark.skip("Windows has nothing of the kind"))
        if "virtual_time" in item.keywords and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.trio(run=_run_in_virtual_time), append=False)


def _run_in_virtual_time(*args: Any, **options: Any) -> Any:
    return trio.run(*args, **options | {"clock": MockClock(autojump_threshold=0)})


@pytest.fixture(autouse=True)
def _no_settings_of_mine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Whoever runs the tests may have settings; the client under test, and the programs it starts, see none.

    Control sockets are in the folder of the state: their paths must be short, and those of pytest can be long.
    """
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    with tempfile.TemporaryDirectory(prefix="t", ignore_cleanup_errors=True) as state:
        monkeypatch.setenv("XDG_STATE_HOME", state)
        yield


def exit_status(child: "pexpect.spawn[Any]") -> int:
    """Wait for the end of a program in a pseudo-terminal; give its exit status, or minus the signal.

    pexpect itself gives a program a tenth of a second to end, and then sends it signals.
    """
    give_up = time.monotonic() + PATIENCE
    while child.isalive():
        assert time.monotonic() < give_up, "the program goes on"
        time.sleep(0.005)
    child.close()
    return -child.signalstatus if child.signalstatus else child.exitstatus or 0


def hang_up(child: "pexpect.spawn[Any]") -> int:
    """Take the terminal away from a program, as somebody does who closes its window; give its exit status."""
    terminal = child.ptyproc  # type: ignore[attr-defined]
    terminal.fileobj.close()
    child.closed = terminal.closed = True
    return exit_status(child)


class Peer:
    """The client's end of one connection. Waits for bytes, never for time."""

    def __init__(self, stream: trio.SocketStream) -> None:
        self.stream = stream
        self._rest = b""
        self._count = 0

    async def write(self, data: str | bytes) -> None:
        """Send bytes as they are."""
        await self.stream.send_all(data.encode() if isinstance(data, str) else data)

    async def send(self, *lines: str) -> None:
        """Send lines, each with its end."""
        await self.write("".join(line + "\r\n" for line in lines))

    async def until(self, text: str) -> str:
        """Read until this has come; give everything up to its end."""
        wanted = text.encode()
        with trio.fail_after(PATIENCE):
            while wanted not in self._rest:
                if not await self._more():
                    raise EOFError(f"{text!r} did not come, but {self._rest!r} and the end")
        before, _, self._rest = self._rest.partition(wanted)
        return (before + wanted).decode()

    async def take(self, size: int) -> str:
        """Read so many bytes of text."""
        return (await self.take_bytes(size)).decode()

    async def take_bytes(self, size: int) -> bytes:
        """Read so many bytes."""
        with trio.fail_after(PATIENCE):
            while len(self._rest) < size:
                if not await self._more():
                    raise EOFError
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    async def line(self) -> str:
        """Give the next line, without its end."""
        return (await self.until("\n")).rstrip("\r\n")

    async def lines(self, text: str) -> list[str]:
        """Give the next lines, up to and with the first that holds `text`."""
        found = [await self.line()]
        while text not in found[-1]:
            found.append(await self.line())
        return found

    async def end(self) -> str:
        """Read until the other side sends no more; give everything."""
        with trio.fail_after(PATIENCE):
            while await self._more():
                pass
        rest, self._rest = self._rest, b""
        return rest.decode()

    async def pong(self) -> list[str]:
        """Ask an IRC door for a PONG; give the lines that came before it: all that happened before is among them."""
        self._count += 1
        await self.send(f"PING :mark{self._count}")
        return (await self.lines(f"PONG trichat.local :mark{self._count}"))[:-1]

    async def here(self) -> list[str]:
        """Do the same at a plain door, where a question that makes no sense is answered in its turn."""
        self._count += 1
        await self.write(f"/help mark{self._count}\n")
        return (await self.lines(f"/mark{self._count}"))[:-1]

    async def register(self, nick: str, capabilities: str = "") -> "Peer":
        """Come in at the IRC door."""
        if capabilities:
            await self.send("CAP LS 302", f"CAP REQ :{capabilities}")
        await self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}", *(["CAP END"] if capabilities else []))
        await self.pong()
        return self

    async def join(self, nick: str, capabilities: str = "", room: str = "#lobby") -> "Peer":
        """Come in at the IRC door and go into a room."""
        await self.register(nick, capabilities)
        await self.send(f"JOIN {room}")
        await self.pong()
        return self

    async def enter(self, name: str) -> "Peer":
        """Come in at the plain door, speaking English."""
        await self.write(name + "\n")
        await self.until("You are in #lobby")
        await self.here()
        return self

    async def close(self) -> None:
        """Go without a word."""
        await self.stream.aclose()

    async def _more(self) -> bytes:
        data = bytes(await self.stream.receive_some())
        self._rest += data
        return data


class House:
    """A running server; `stop` stops it, `stopped` is set when it has."""

    def __init__(self, listeners: list[Listener], stop: trio.Event, stopped: trio.Event) -> None:
        self.port = listeners[0].address[1]
        self.listeners = listeners
        self.stop = stop
        self.stopped = stopped
        self.peers: list[Peer] = []

    async def connect(self, *, buffer: int = 0, number: int = 0) -> Peer:
        """Connect, to the listener with this number.

        `buffer` is what this machine holds of what the client does not read, in bytes.
        """
        end = trio.socket.socket()
        if buffer:
            end.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_RCVBUF, buffer)
        await end.connect(self.listeners[number].address)
        self.peers.append(Peer(trio.SocketStream(end)))
        return self.peers[-1]


Start = Callable[..., Awaitable[House]]


@pytest.fixture
async def start(nursery: trio.Nursery, tmp_path: Path) -> AsyncIterator[Start]:
    """Give a function that starts a server in this test, with history on disk unless told otherwise."""
    houses: list[House] = []

    async def start(limits: Limits | None = None, **settings: object) -> House:
        stop, stopped = trio.Event(), trio.Event()
        chosen: dict[str, object] = {"hosts": ("127.0.0.1",), "port": 0, "history": tmp_path / "history.db"}

        async def run(task_status: trio.TaskStatus[list[Listener]]) -> None:
            try:
                given = ServerSettings(**{**chosen, "limits": limits or Limits(), **settings})  # type: ignore[arg-type]
                await serve(given, stop, task_status=task_status)
            finally:
                stopped.set()

        houses.append(House(await nursery.start(run), stop, stopped))
        return houses[-1]

    yield start
    for house in houses:
        for peer in house.peers:
            await peer.close()


async def asked(settings: ServerSettings, request: ask.AdminRequest) -> Told:
    """Ask a server as its command line does, or its history where none runs."""
    return await trio.to_thread.run_sync(ask_server, settings, request)


@pytest.fixture
def peer() -> type[Peer]:
    """Give the class of the client's ends."""
    return Peer
