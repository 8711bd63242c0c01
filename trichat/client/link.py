"""The link: carries a conversation over connections that come and go."""

import math
import secrets
from collections.abc import Awaitable, Callable

import trio

from trichat.client.conversation import Conversation, State
from trichat.client.reading import param
from trichat.client.speaking import typed
from trichat.errors import ProtocolError, StartError
from trichat.protocols.irc.message import Message, parse
from trichat.protocols.lines import LineSplitter, TooLong

LINE_LIMIT = 8191 + 512  # bytes: the longest tags (IRCv3 message-tags, "Size limit") and the longest message
LONGEST_DELAY = 30.0  # seconds between two attempts: as long as somebody still waits
TICK = 15.0  # seconds between two looks at whether the server is still there
SILENT_TICKS = 3  # without a byte, though we asked: the connection is dead
GOODBYE = 2.0  # seconds that the server has to answer a QUIT
_CHUNK = 65536
_LAG = "trichat-lag"  # what our own PINGs say

Connect = Callable[[], Awaitable[trio.abc.Stream]]


def delay(attempt: int, chance: float) -> float:
    """Give the seconds before an attempt: a part, by `chance`, of a time that doubles ("full jitter").

    Everybody loses a server at the same moment; so they do not all come back at the same moment.
    """
    return chance * min(LONGEST_DELAY, 2.0 ** min(attempt, 10))


class Link:
    """Keeps a conversation connected until the person leaves.

    After everything that happens, `changed` is called: it takes away what the conversation wants to show.
    """

    def __init__(
        self,
        talk: Conversation,
        connect: Connect,
        *,
        changed: Callable[[], None],
        chance: Callable[[], float],
        wall_clock: Callable[[], int],
    ) -> None:
        """Take the conversation, a way to connect, a source of chances from 0 to 1, and the Unix time in ms."""
        self.talk = talk
        self.lag = 0.0  # seconds that the last answer took
        self.retry_at = -math.inf  # in trio's time
        self._connect = connect
        self._changed = changed
        self._chance = chance
        self._now = wall_clock
        self._wake = trio.Event()
        self._leaving = trio.Event()
        self._attempt = 0
        self._trouble = ""  # why the last attempt to connect has failed
        self._asked_at = -math.inf  # when the PING went out that has no answer yet
        self._heard = True

    async def run(self, stream: trio.abc.Stream | None = None) -> None:
        """Carry the conversation until the person leaves; `stream` is a first connection, already made."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._leave_in_time, nursery.cancel_scope)
            while True:
                if stream is not None:
                    await self._carry(stream)
                if self.talk.leaving:
                    break
                await self._pause()
                stream = await self._try_connect()
            nursery.cancel_scope.cancel()

    def typed(self, text: str, default_name: str = "") -> None:
        """Take what the person typed."""
        self.talk.nonce = secrets.token_urlsafe()
        typed(self.talk, text, self._now(), default_name=default_name)
        self._pump()

    def _pump(self) -> None:
        """Pass on what the conversation has to send and to show."""
        self._wake.set()
        if self.talk.leaving:
            self._leaving.set()
        self._changed()

    async def _leave_in_time(self, scope: trio.CancelScope) -> None:
        await self._leaving.wait()
        if self.talk.state is State.OFFLINE:
            scope.cancel()
        scope.deadline = trio.current_time() + GOODBYE

    async def _pause(self) -> None:
        """Wait before the next attempt, and let the seconds be seen."""
        self.retry_at = trio.current_time() + delay(self._attempt, self._chance())
        self._attempt += 1
        while (left := self.retry_at - trio.current_time()) > 0:
            self._changed()
            await trio.sleep(min(1.0, left))

    async def _try_connect(self) -> trio.abc.Stream | None:
        try:
            return await self._connect()
        except (StartError, OSError) as exc:
            if str(exc) != self._trouble:  # said once, not at every attempt
                self._trouble = str(exc)
                self.talk.complain(self._trouble)
            return None

    async def _carry(self, stream: trio.abc.Stream) -> None:
        """Carry the conversation over one connection, until that ends."""
        self._asked_at, self._heard, self.lag = -math.inf, True, 0.0
        self.talk.nonce = secrets.token_urlsafe()
        self.talk.connected(self._now())
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write, stream, nursery.cancel_scope)
                nursery.start_soon(self._watch, nursery.cancel_scope)
                self._pump()
                await self._read(stream)
                nursery.cancel_scope.cancel()
        finally:
            self.talk.lost(self._now())
            await trio.aclose_forcefully(stream)
        if not self.talk.leaving:
            self.talk.complain("The connection is lost. What you type is kept until it is back.")
        self._pump()

    async def _read(self, stream: trio.abc.Stream) -> None:
        splitter = LineSplitter(LINE_LIMIT)
        while True:
            try:
                data = await stream.receive_some(_CHUNK)
            except trio.BrokenResourceError:
                return
            if not data:
                return
            self._heard = True
            for line in splitter.feed(bytes(data)):
                self._take(line)
            self._pump()

    def _take(self, line: bytes | TooLong) -> None:
        if isinstance(line, TooLong) or not line:
            return
        try:
            message = parse(decode(line))
        except ProtocolError:
            return  # whatever it was, there is nothing in it for a person
        if message.command == "PONG" and param(message, -1) == _LAG:
            self.lag = trio.current_time() - self._asked_at
            self._asked_at = -math.inf
            return
        self.talk.receive(message, self._now())
        if self.talk.state is State.ONLINE:
            self._attempt = 0
            self._trouble = ""

    async def _write(self, stream: trio.abc.Stream, scope: trio.CancelScope) -> None:
        """Send the lines of the conversation. The only task that writes to the stream."""
        while True:
            await self._wake.wait()
            self._wake = trio.Event()
            lines, self.talk.lines = self.talk.lines, []
            try:
                if lines:
                    await stream.send_all("".join(line + "\r\n" for line in lines).encode(errors="replace"))
            except trio.BrokenResourceError:
                scope.cancel()

    async def _watch(self, scope: trio.CancelScope) -> None:
        """Notice a dead connection. Ticks are counted, not seconds: a suspended client misses no ticks."""
        silent = 0
        while silent < SILENT_TICKS:
            await trio.sleep(TICK)
            silent = 0 if self._heard else silent + 1
            self._heard = False
            if self._asked_at == -math.inf and self.talk.state is State.ONLINE:
                self._asked_at = trio.current_time()
                self.talk.send(Message(command="PING", params=(_LAG,)))
            self.talk.tick(self._now())
            self._pump()
        scope.cancel()


def decode(line: bytes) -> str:
    """Read a line as UTF-8 or, from the clients of another age, as Latin."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
