"""The client put together: over a real socket, on a pyte screen; and its exit in a pseudo-terminal."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pexpect
import pytest
import trio
from prompt_toolkit.input import PipeInput

from tests.client.conftest import Screen
from tests.conftest import PATIENCE, exit_status, hang_up
from trichat.client import app
from trichat.client.background import chores
from trichat.client.net.connector import Connector
from trichat.client.settings.table import Settings
from trichat.client.terminal import guest
from trichat.errors import StartError, UsageError
from trichat.system.process import NETCAT


class IrcServer:
    """A server for one client at a time, as small as can be."""

    def __init__(self) -> None:
        """Listen on a free port of this machine."""
        self.heard: list[str] = []
        self.greeted = trio.Event()
        self._heard_more = trio.Event()
        self.connections = 0
        self._stream: trio.SocketStream | None = None

    async def run(self, task_status: trio.TaskStatus[int]) -> None:
        """Serve; tell the port."""
        (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
        task_status.started(listener.socket.getsockname()[1])
        await trio.serve_listeners(self._serve, [listener])

    async def _serve(self, stream: trio.SocketStream) -> None:
        self._stream = stream
        self.connections += 1
        with contextlib.suppress(trio.BrokenResourceError):  # the client does not close politely
            await self._hear(stream)

    async def _hear(self, stream: trio.SocketStream) -> None:
        rest = b""
        async for data in stream:
            *lines, rest = (rest + bytes(data)).split(b"\r\n")
            for line in lines:
                self.heard.append(line.decode())
                self.greeted.set()
                self._heard_more.set()
                await self._answer(line.decode().split())

    async def _answer(self, words: list[str]) -> None:
        match words:
            case ["USER", *_]:
                nick = next(line.split()[1] for line in reversed(self.heard) if line.startswith("NICK"))
                await self.say(f":irc.x 001 {nick} :Welcome")
            case ["JOIN", room]:
                await self.say(f":anna!a@h JOIN {room}")
            case ["QUIT", *_]:
                await self.hang_up()

    async def hears(self, line: str) -> None:
        """Wait until this line has come, last of all but PINGs."""
        with trio.fail_after(PATIENCE):
            while [other for other in self.heard if not other.startswith("PING")][-1:] != [line]:
                self._heard_more = trio.Event()
                await self._heard_more.wait()

    async def say(self, line: str) -> None:
        """Send a line."""
        assert self._stream is not None
        await self._stream.send_all(f"{line}\r\n".encode())

    async def hang_up(self) -> None:
        """Send no more: to the client the connection is closed."""
        assert self._stream is not None
        await self._stream.send_eof()


@pytest.fixture
def irc() -> IrcServer:
    """Give a server that does not run yet."""
    return IrcServer()


def options(port: int, nick: str = "anna") -> app.Options:
    """Give what a client is started with."""
    return app.Options(settings=Settings(host="127.0.0.1", port=port, nick=nick))


def chat(port: int, screen: Screen, keyboard: PipeInput, nick: str = "anna") -> Callable[[], Awaitable[None]]:
    """Give a client to start."""
    return lambda: app.chat(options(port, nick), keyboard=keyboard, screen=screen.output)


@pytest.mark.guest
async def test_a_chat(irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput) -> None:
    """One comes in, hears, says something and leaves."""
    port = await nursery.start(irc.run)
    ended = trio.Event()

    async def client() -> None:
        await app.chat(options(port), keyboard=keyboard, screen=screen.output)
        ended.set()

    nursery.start_soon(client)
    await screen.shows("You are in #lobby")
    await irc.say(":bob!b@h PRIVMSG #lobby :hello \x1b[2Janna")
    await screen.shows("hello anna")
    keyboard.send_text("hi bob\r")
    await screen.shows("anna: hi bob")
    await irc.hears("PRIVMSG #lobby :hi bob")
    keyboard.send_text("/quit so long\r")
    with trio.fail_after(PATIENCE):
        await ended.wait()
    await irc.hears("QUIT :so long")
    assert not any("#lobby  connected" in line for line in screen.text), "the toolbar is gone"
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_the_name_is_asked_for(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The login name is offered; meanwhile the server knows what sort of client has come."""
    monkeypatch.setattr("getpass.getuser", lambda: "login")
    port = await nursery.start(irc.run)
    nursery.start_soon(chat(port, screen, keyboard, nick=""))
    await screen.shows("Your name [login]:")
    with trio.fail_after(PATIENCE):
        await irc.greeted.wait()
    assert irc.heard == ["CAP LS 302"]
    keyboard.send_text("\r")
    await screen.shows("login  #lobby  connected")
    assert irc.heard[1:3] == ["NICK login", "USER login 0 * login"]
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_a_chat_of_lines(nursery: trio.Nursery, screen: Screen, keyboard: PipeInput) -> None:
    """The client chats with a server that asks for a name without a line end, and shows what was said to it."""
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")

    async def serve(stream: trio.SocketStream) -> None:
        await stream.send_all(b"Name: ")
        async for data in stream:
            await stream.send_all(b"<" + bytes(data).strip() + b">\n")

    nursery.start_soon(trio.serve_listeners, serve, listeners)
    settings = Settings(host="127.0.0.1", port=listeners[0].socket.getsockname()[1], nick="anna", plain=True)
    ended = trio.Event()

    async def client() -> None:
        await app.chat(app.Options(settings=settings), keyboard=keyboard, screen=screen.output)
        ended.set()

    nursery.start_soon(client)
    await screen.shows("<anna>")
    keyboard.send_text("/who is here\r")
    await screen.shows("> /who is here")
    await screen.shows("</who is here>")
    keyboard.send_text("/quit\r")
    with trio.fail_after(PATIENCE):
        await ended.wait()
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_what_was_noticed_while_connecting_is_shown(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput
) -> None:
    """Notes about a connection are shown the first time, and each time that it comes back."""
    port = await nursery.start(irc.run)

    class Noting(Connector):
        """Has something to say about each connection."""

        async def __call__(self) -> trio.abc.Stream:
            stream = await super().__call__()
            self.notes.append(f"connection {irc.connections}")
            return stream

    connector = Noting(options(port).settings)
    client = app.Chat(options(port), connector, keyboard=keyboard, screen=screen.output)
    nursery.start_soon(client.run, await connector())
    await screen.shows("— connection")
    await screen.shows("You are in #lobby")
    await irc.hang_up()
    await screen.shows("The connection is lost.")
    await screen.until(lambda lines: sum("— connection" in line for line in lines) == 2)
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_ctrl_d_says_goodbye_to_the_server(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput
) -> None:
    """Ctrl-D sends QUIT, so that others see a departure rather than a lost connection."""
    port = await nursery.start(irc.run)
    ended = trio.Event()

    async def client() -> None:
        await app.chat(options(port), keyboard=keyboard, screen=screen.output)
        ended.set()

    nursery.start_soon(client)
    await screen.shows("connected")
    keyboard.send_text("\x04")
    with trio.fail_after(PATIENCE):
        await ended.wait()
    await irc.hears("QUIT")
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_a_lost_connection_shows_in_the_toolbar(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The toolbar shows a lost connection and what waits to be sent; when it is back, that goes out."""
    monkeypatch.setattr("random.random", lambda: 0.5)
    port = await nursery.start(irc.run)
    nursery.start_soon(chat(port, screen, keyboard))
    await screen.shows("You are in #lobby")
    await irc.hang_up()
    await screen.shows("reconnecting in")
    keyboard.send_text("still there?\r")
    await screen.shows("1 message waits")
    await screen.shows("anna: still there?")
    await screen.until(lambda lines: "anna  #lobby  connected" in lines)
    await irc.hears("PRIVMSG #lobby :still there?")
    assert irc.connections == 2
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_two_rooms(irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput) -> None:
    """What is said elsewhere is counted below, and shown when one goes there."""
    port = await nursery.start(irc.run)
    nursery.start_soon(chat(port, screen, keyboard))
    await screen.shows("You are in #lobby")
    keyboard.send_text("/join dev\r")
    await screen.until(lambda lines: "#dev>" in lines and "anna  1:#lobby 2:#dev  connected" in lines)
    await irc.say(":bob!b@h PRIVMSG #lobby :hello")
    await screen.until(lambda lines: "anna  1:#lobby(1) 2:#dev  connected" in lines)
    await irc.say(":bob!b@h PRIVMSG #lobby :anna?")
    await screen.shows("#lobby bob: anna?")
    await screen.until(lambda lines: "anna  1:#lobby(2,1!) 2:#dev  connected" in lines)
    assert not any("hello" in line for line in screen.text)
    keyboard.send_text("half a line\x1ba")
    await screen.shows("bob: hello")
    await screen.until(
        lambda lines: "#lobby> half a line" in lines and any("1:#lobby 2:#dev  connected" in line for line in lines)
    )
    shown = screen.text
    assert shown.index("— new in #lobby —") < next(n for n, line in enumerate(shown) if "bob: hello" in line)
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_the_prompt_follows_what_is_typed(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput
) -> None:
    """The prompt says that a command goes to no room, and the toolbar how many messages a long text becomes."""
    port = await nursery.start(irc.run)
    nursery.start_soon(chat(port, screen, keyboard))
    await screen.shows("You are in #lobby")
    keyboard.send_text("/who")
    await screen.shows("/command> /who")
    keyboard.send_text("\x15" + "word " * 120)
    await screen.shows("2 messages")
    keyboard.send_text("\x15")
    await screen.until(lambda lines: "#lobby>" in lines and "anna  #lobby  connected" in lines)
    nursery.cancel_scope.cancel()


@pytest.mark.guest
async def test_an_address_is_opened_beside_the_terminal(
    irc: IrcServer, nursery: trio.Nursery, screen: Screen, keyboard: PipeInput, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/open says which address is opened; and why not, if it cannot be."""
    opened: list[str] = []

    async def open_url(url: str) -> None:
        if opened:
            raise UsageError("No browser.")
        opened.append(url)

    monkeypatch.setattr(chores, "open_url", open_url)
    port = await nursery.start(irc.run)
    nursery.start_soon(chat(port, screen, keyboard))
    await screen.shows("You are in #lobby")
    await irc.say(":bob!b@h PRIVMSG #lobby :see https://example.org/a.")
    await screen.shows("bob: see")
    keyboard.send_text("/open\r")
    await screen.shows("— Opening https://example.org/a")
    await screen.until(lambda _lines: opened == ["https://example.org/a"])
    keyboard.send_text("/open 1\r")
    await screen.shows("! No browser.")
    nursery.cancel_scope.cancel()


async def test_a_server_out_of_reach_is_one_sentence() -> None:
    """A server out of reach is told with the reason, without the addresses that were tried; here one can be started."""
    (listener,) = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listener.socket.getsockname()[1]
    await listener.aclose()
    with pytest.raises(StartError) as caught:
        await Connector(Settings(host="127.0.0.1", port=port))()
    expected = f"No chat server can be reached at 127.0.0.1 port {port}: connection refused."
    expected += f" Start one with: trichat serve --port {port}"
    assert str(caught.value) == expected


async def test_a_host_that_does_not_exist_is_one_sentence() -> None:
    """A host that does not exist, a mistyped name mostly, is told in one sentence."""
    with pytest.raises(StartError, match=r"^No chat server can be reached at nosuch\.invalid port 8080: [^\n]+\.$"):
        await Connector(Settings(host="nosuch.invalid"))()


def program(*lines: str) -> list[str]:
    """Give the command of a Python program."""
    imports = ("import sys", "from trichat.client import app", "from trichat.client.settings.table import Settings")
    return [sys.executable, "-c", "\n".join([*imports, *lines])]


def test_without_a_terminal_it_says_what_to_use(tmp_path: Path) -> None:
    """Without a terminal, in a pipe, the client says what to use instead, and ends with 2."""
    command = program("sys.exit(app.run(app.Options(settings=Settings(port=4))))")
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"trichat chat needs a terminal; without one, try --linear, or: {NETCAT} localhost 4\n"


@pytest.mark.posix
@pytest.mark.parametrize("linear", [True, False])
@pytest.mark.parametrize("closed", ["<&-", ">&-"])
def test_nobody_to_talk_to(tmp_path: Path, closed: str, linear: bool) -> None:
    """It says so, and does not take the next file that is opened for the keyboard."""
    command = program(f"sys.exit(app.run(app.Options(settings=Settings(port=4, linear={linear}))))")
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    expected = "trichat chat has nobody to talk to: its standard input or output is closed.\n"
    assert (done.returncode, done.stderr) == (2, expected)


# A client whose server is a socket that listens and says nothing. `after` is what the terminal is afterwards.
HANGUP, PIPE = 1, 13  # signals that Windows does not have
_SILENT_SERVER = (
    "import socket, termios",
    "server = socket.create_server(('127.0.0.1', 0))",
    "modes = termios.tcgetattr(0)",
    "options = app.Options(settings=Settings(host='127.0.0.1', port=server.getsockname()[1], nick='anna'))",
)
_END = (
    "status = app.run(options)",
    "print('RESTORED' if termios.tcgetattr(0) == modes else 'LEFT RAW', flush=True)",
    "sys.exit(status)",
)


def spawn(tmp_path: Path, *lines: str) -> "pexpect.spawn[str]":
    """Start a program in a pseudo-terminal."""
    command, *arguments = program(*lines)
    env = os.environ | {"TERM": "xterm-256color", "TMPDIR": str(tmp_path)}
    return pexpect.spawn(command, arguments, timeout=PATIENCE, env=env, encoding="utf-8")


def rest_of(child: "pexpect.spawn[str]") -> tuple[str, int]:
    """Give what it still wrote, and its exit status."""
    child.expect(pexpect.EOF)
    return str(child.before), exit_status(child)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, pytest.param(HANGUP, marks=pytest.mark.posix)])
def test_a_signal_leaves_the_terminal_as_it_was(tmp_path: Path, number: int) -> None:
    """A signal ends the client with the terminal as it was; the exit status tells which signal."""
    child = spawn(tmp_path, *_SILENT_SERVER, *_END)
    child.expect("entering")
    child.kill(number)
    text, status = rest_of(child)
    assert status == 128 + number
    assert "RESTORED" in text
    assert "Traceback" not in text


def test_nobody_is_asked_where_the_cursor_is(tmp_path: Path) -> None:
    """No terminal is asked where the cursor is (CPR): a late answer would show as text."""
    child = spawn(tmp_path, *_SILENT_SERVER, *_END)
    child.expect("entering")
    start = str(child.before)
    child.send("\x04")
    text, status = rest_of(child)
    assert "\x1b[6n" not in start + text
    assert status == 0


def test_a_mistake_of_ours_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    """A mistake of ours is one sentence on the screen; the traceback is in a file that it names."""
    broken = (
        "from trichat.client.terminal import editing",
        "editing._complete.__code__ = (lambda event: 1 / 0).__code__",
    )
    child = spawn(tmp_path, *_SILENT_SERVER, *broken, *_END)
    child.expect("entering")
    child.send("\t")
    text, status = rest_of(child)
    assert status == app.OWN_ERROR
    assert "RESTORED" in text
    assert "Traceback" not in text
    (kept,) = tmp_path.glob("trichat-*.txt")
    assert "ZeroDivisionError" in kept.read_text()
    assert kept.name in text.replace("\r\n", "")


_LINEAR = (
    "options = app.replace(options, settings=app.replace(options.settings, linear=True))",
    "from trichat.system.terminal import LineModes",
    "enter = LineModes.__enter__",
    "LineModes.__enter__ = lambda self: (enter(self), print('entering', flush=True))[0]",
)


@pytest.mark.parametrize("linear", [(), _LINEAR])
def test_a_closed_terminal_ends_it(tmp_path: Path, linear: tuple[str, ...]) -> None:
    """No process stays behind when the window is closed, and no report of a mistake."""
    child = spawn(tmp_path, *_SILENT_SERVER, *linear, *_END)
    child.expect("entering")
    hang_up(child)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("number", "status"), [(errno.EIO, 128 + HANGUP), (errno.EPIPE, 128 + PIPE)])
@pytest.mark.parametrize("others", [[], [ZeroDivisionError()]])
def test_a_screen_that_is_gone_is_no_mistake(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, status: int, others: list[Exception]
) -> None:
    """A screen that is gone is no mistake of ours; what else has happened is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail(*_args: object, **_more: object) -> None:
        gone = [OSError(number, os.strerror(number)), *others]
        raise ExceptionGroup("", [ExceptionGroup("", gone), OSError(number, os.strerror(number))])

    monkeypatch.setattr(guest, "run", fail)
    ended = app.run(app.Options(settings=Settings(linear=True)))
    assert ended == (app.OWN_ERROR if others else status)
    assert len(list(tmp_path.iterdir())) == len(others)
