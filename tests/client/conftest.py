"""Fixtures for the client: a conversation to talk to, a scripted server in memory, a screen and a keyboard."""

import functools
import inspect
from collections.abc import Callable, Iterator

import pyte
import pytest
import trio
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from trio.testing import MemoryReceiveStream, MemorySendStream, memory_stream_pair

from tests.conftest import PATIENCE
from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation
from trichat.client.settings.table import Settings
from trichat.client.terminal import guest
from trichat.protocols.irc.wire.message import parse

CAPABILITIES = "message-tags server-time batch echo-message labeled-response draft/chathistory=100 sasl"


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of tests that need prompt_toolkit."""
    config.addinivalue_line("markers", "guest: run trio as guest of an asyncio loop, for prompt_toolkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let our way to run go first: pytest-trio's own (trio_mode) would otherwise be nearer than a module's mark."""
    for item in items:
        if "guest" in item.keywords and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.trio(run=functools.partial(guest.run, signals=())), append=False)


class Talk(Conversation):
    """A conversation with a hand at each end."""

    def hear(self, *lines: str) -> None:
        """Let the server send lines."""
        for line in lines:
            self.receive(parse(line), 1_000)

    def type(self, text: str) -> None:
        """Let the person type."""
        handle_input(self, text, 1_000, default_name="login")

    def enter(self, capabilities: str = CAPABILITIES) -> None:
        """Come in, and stand in the room with its history seen."""
        self.connected(1_000)
        asked = " ".join(name.partition("=")[0] for name in capabilities.split() if name != "sasl")
        self.hear(f":irc.x CAP * LS :{capabilities}", f":irc.x CAP * ACK :{asked}", ":irc.x 001 anna :Welcome")
        self.hear(":anna!a@host JOIN #lobby")
        if "chathistory" in capabilities:
            self.page("#lobby")

    def page(self, target: str, *lines: str) -> None:
        """Let the server answer with a page of history."""
        self.hear(f":irc.x BATCH +ref chathistory {target}")
        self.hear(*(line.replace("@", "@batch=ref;", 1) for line in lines), ":irc.x BATCH -ref")

    def sent(self) -> list[str]:
        """Take away what has gone out, but the PINGs that measure the lag."""
        lines, self.lines = self.lines, []
        return [line for line in lines if line != "PING trichat-lag"]

    def shown(self) -> list[str]:
        """Take away what has been shown, `who: what` or only what."""
        items, self.items = self.items, []
        return [f"{item.nick}: {item.text}" if item.nick else item.text for item in items]


@pytest.fixture
def fresh() -> Talk:
    """Give a conversation that has not begun."""
    return Talk(Settings(nick="anna"), username="a")


@pytest.fixture
def talk(fresh: Talk) -> Talk:
    """Give a conversation that stands in #lobby, on a server that can do everything."""
    fresh.enter()
    fresh.sent()
    fresh.shown()
    return fresh


class Peer:
    """The server's end of one connection."""

    def __init__(self, stream: trio.StapledStream[MemorySendStream, MemoryReceiveStream]):
        """Take the end of the stream."""
        self.stream = stream
        self._lines: list[str] = []
        self._rest = b""

    async def line(self) -> str:
        """Give the next line that the client sent."""
        with trio.fail_after(PATIENCE):
            while not self._lines:
                data = await self.stream.receive_some()
                if not data:
                    raise EOFError
                *whole, self._rest = (self._rest + bytes(data)).split(b"\r\n")
                self._lines += [line.decode() for line in whole]
        return self._lines.pop(0)

    async def until(self, beginning: str) -> str:
        """Read on to a line that begins, after its tags, like this."""
        while True:
            line = await self.line()
            if line.startswith(beginning) or (line.startswith("@") and line.partition(" ")[2].startswith(beginning)):
                return line

    async def say(self, *lines: str) -> None:
        """Send lines."""
        await self.stream.send_all("".join(line + "\r\n" for line in lines).encode())

    async def let_in(self, nick: str = "anna", capabilities: str = CAPABILITIES) -> None:
        """Register the client and let it join its room."""
        await self.until("USER")
        await self.say(f":irc.x CAP * LS :{capabilities}")
        asked = (await self.until("CAP REQ")).partition(":")[2]
        await self.say(f":irc.x CAP * ACK :{asked}")
        await self.until("CAP END")
        await self.say(f":irc.x 001 {nick} :Welcome")
        room = (await self.until("JOIN")).split()[1]
        await self.say(f":{nick}!a@host JOIN {room}")

    async def page(self, *lines: str, room: str = "#lobby") -> None:
        """Answer with a page of history."""
        await self.say(f":irc.x BATCH +r chathistory {room}")
        await self.say(*(line.replace("@", "@batch=r;", 1) for line in lines), ":irc.x BATCH -r")

    async def hang_up(self) -> None:
        """Close the connection."""
        await self.stream.aclose()


class Server:
    """A server in memory: `connect` is for the client, `accept` gives the other end. Refuses while `down`."""

    def __init__(self) -> None:
        """Listen."""
        self._send, self._receive = trio.open_memory_channel[Peer](10)
        self.down = False
        self.attempts: list[float] = []

    async def connect(self) -> trio.abc.Stream:
        """Make a connection."""
        self.attempts.append(trio.current_time())
        if self.down:
            raise OSError("refused")
        ours, theirs = memory_stream_pair()
        self._send.send_nowait(Peer(ours))
        return theirs

    async def accept(self) -> Peer:
        """Give our end of the next connection."""
        with trio.fail_after(PATIENCE):
            return await self._receive.receive()


@pytest.fixture
def server() -> Server:
    """Give a server in memory."""
    return Server()


class Screen:
    """A pyte screen behind prompt_toolkit's own output."""

    encoding = "utf-8"

    def __init__(self, columns: int = 60, lines: int = 12) -> None:
        """Begin empty."""
        self.screen = pyte.HistoryScreen(columns, lines, history=5000)
        self._stream = pyte.Stream(self.screen)
        self.written: list[str] = []
        self.output = Vt100_Output(self, self._size, term="xterm-256color", enable_cpr=False)  # type: ignore[arg-type]

    def _size(self) -> Size:
        return Size(rows=self.screen.lines, columns=self.screen.columns)

    def write(self, text: str) -> int:
        """Draw, as a terminal does."""
        self.written.append(text)
        self._stream.feed(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing: everything is drawn at once."""

    def isatty(self) -> bool:
        """Pretend."""
        return True

    def fileno(self) -> int:
        """Have none."""
        raise OSError

    @property
    def text(self) -> list[str]:
        """What is on the screen. (pyte's own `display` fails where half of a wide character was written over.)"""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return ["".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows]

    @property
    def everything(self) -> list[str]:
        """What has scrolled away, and what is on the screen."""
        top = ["".join(line[x].data for x in range(self.screen.columns)).rstrip() for line in self.screen.history.top]
        return top + self.text

    async def until(self, holds: Callable[[list[str]], bool]) -> None:
        """Wait until the screen is like that."""
        with trio.fail_after(PATIENCE):
            while not holds(self.text):  # noqa: ASYNC110 - asyncio's side draws, and sets no event of trio's
                await trio.sleep(0.005)

    async def shows(self, part: str) -> None:
        """Wait until this can be read somewhere."""
        try:
            await self.until(lambda lines: any(part in line for line in lines))
        except trio.TooSlowError:
            raise AssertionError(f"{part!r} not in\n" + "\n".join(self.text)) from None


@pytest.fixture
def screen() -> Screen:
    """Give a screen of 60 × 12."""
    return Screen()


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    """Give a keyboard."""
    with create_pipe_input() as pipe:
        yield pipe
