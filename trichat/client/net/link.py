"""The link: carries a conversation over connections that come and go."""

import math
import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

import trio

from trichat.client.conversation.state import State
from trichat.errors import StartError

LONGEST_DELAY = 30.0  # seconds between two attempts: as long as somebody still waits
TICK = 15.0  # seconds between two looks at whether the server is still there
SILENT_TICKS = 3  # without a byte, though we asked: the connection is dead
GOODBYE = 2.0  # seconds that the server has to answer a QUIT
QUIET = 0.3  # seconds without a byte that end a line which has no end: what people are asked often has none
PULSE = 1.0  # seconds between two looks at what has to be seen growing: what waits, and for how long
_LAST_WRITE = 0.1  # seconds for the last line to one who will not say goodbye
_CHUNK = 16384  # bytes read at once: in a flood, a key waits no longer than these take

Connect = Callable[[], Awaitable[trio.abc.Stream]]


def delay(attempt: int, chance: float) -> float:
    """Give the seconds before an attempt: a part, by `chance`, of a time that doubles ("full jitter").

    Everybody loses a server at the same moment; so they do not all come back at the same moment.
    """
    return chance * min(LONGEST_DELAY, 2.0 ** min(attempt, 10))


class LinkedConversation(Protocol):
    """What a link carries: somebody's side of a conversation, in whatever protocol. Times are Unix ms."""

    state: State
    leaving: bool
    lines: list[str]
    nonce: str
    line_end: str

    @property
    def unfinished(self) -> bool:
        """Tell whether a line has begun that may never get an end."""

    @property
    def answers(self) -> bool:
        """Tell whether the server says something when it is asked by `tick`."""

    @property
    def urgent(self) -> bool:
        """Tell whether something is under way whose seconds should be seen."""

    def connected(self, now: int) -> None:
        """Begin on a new connection."""

    def lost(self, now: int) -> None:
        """Be without one."""

    def take(self, data: bytes, now: int) -> None:
        """Take what has come."""

    def quiet(self, now: int) -> None:
        """Know that nothing has come for a while."""

    def tick(self, now: int) -> None:
        """Do what is done from time to time."""

    def pulse(self, now: int) -> None:
        """Know what time it is."""

    def complain(self, text: str) -> None:
        """Show what went wrong."""


class Link:
    """Keeps a conversation connected until the person leaves.

    After everything that happens, `changed` is called: it takes away what the conversation wants to show.
    """

    def __init__(
        self,
        talk: LinkedConversation,
        connect: Connect,
        *,
        typed: Callable[[str, int, str], None],
        changed: Callable[[], None],
        chance: Callable[[], float],
        wall_clock: Callable[[], int],
    ) -> None:
        """Take the conversation, a way to connect, a source of chances from 0 to 1, and the Unix time in ms.

        `typed` gives the conversation what a person typed, with the time and a name for one who has none.
        """
        self.talk = talk
        self.retry_at = -math.inf  # in trio's time
        self._connect = connect
        self._typed = typed
        self._changed = changed
        self._chance = chance
        self._now = wall_clock
        self._wake = trio.Event()
        self._leaving = trio.Event()
        self._attempt = 0
        self._trouble = ""  # why the last attempt to connect has failed
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
        self._typed(text, self._now(), default_name)
        self._pump()

    def wake(self) -> None:
        """Pass on what somebody else has put into the conversation."""
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
        scope.deadline = trio.current_time() + (GOODBYE if self.talk.answers else _LAST_WRITE)

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
        self._heard = True
        self.talk.nonce = secrets.token_urlsafe()
        self.talk.connected(self._now())
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write, stream, nursery.cancel_scope)
                nursery.start_soon(self._watch, nursery.cancel_scope)
                nursery.start_soon(self._pulse)
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
        while True:
            data: bytes | bytearray | None = None
            try:
                with trio.move_on_after(QUIET if self.talk.unfinished else math.inf):
                    data = await stream.receive_some(_CHUNK)
            except trio.BrokenResourceError:
                return
            if data is None:
                self.talk.quiet(self._now())
            elif data:
                self._take(bytes(data))
            else:
                return
            self._pump()

    def _take(self, data: bytes) -> None:
        self._heard = True
        self.talk.take(data, self._now())
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
                    await stream.send_all("".join(line + self.talk.line_end for line in lines).encode(errors="replace"))
            except trio.BrokenResourceError:
                scope.cancel()

    async def _watch(self, scope: trio.CancelScope) -> None:
        """Notice a dead connection. Ticks are counted, not seconds: a suspended client misses no ticks."""
        silent = 0
        while silent < SILENT_TICKS:
            await trio.sleep(TICK)
            silent = 0 if self._heard or not self.talk.answers else silent + 1
            self._heard = False
            self.talk.tick(self._now())
            self._pump()
        scope.cancel()

    async def _pulse(self) -> None:
        """Let it be seen that something takes long."""
        while True:
            await trio.sleep(PULSE)
            self.talk.pulse(self._now())
            if self.talk.urgent:
                self._changed()
