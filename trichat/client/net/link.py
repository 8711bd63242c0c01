"""The link: carries a conversation over connections that come and go, and reconnects."""

import math
import secrets
from collections.abc import Awaitable, Callable

import trio

from trichat.client.conversation.state import ConversationState, State
from trichat.client.net.connector import wants_tls_itself
from trichat.errors import StartError

LONGEST_DELAY = 30.0  # seconds between two attempts: as long as somebody still waits
TICK = 15.0  # seconds between two looks at whether the server is still there
SILENT_TICKS = 3  # without a byte, though we asked: the connection is dead
GOODBYE = 2.0  # seconds that the server has to answer a QUIT
QUIET = 0.3  # seconds without a byte that end a line which has no end: what people are asked often has none
PULSE = 1.0  # seconds between two looks at what has to be seen growing: what waits, and for how long
_LAST_WRITE = 0.1  # seconds for the last line to one who will not say goodbye
_BEGINNING = 200  # bytes in which a server says that it wants TLS
_CHUNK = 16384  # bytes read at once: in a flood, a key waits no longer than these take

Connect = Callable[[], Awaitable[trio.abc.Stream]]


def delay(attempt: int, chance: float) -> float:
    """Give the seconds before an attempt: a part, by `chance`, of a time that doubles ("full jitter").

    Everybody loses a server at the same moment; so they do not all come back at the same moment.
    """
    return chance * min(LONGEST_DELAY, 2.0 ** min(attempt, 10))


class Link:
    """Keeps a conversation connected until the person leaves.

    The conversation does no input or output: it is told what has happened, and leaves lines to send in `lines`. After
    everything that happens, `changed` is called: it takes away what the conversation wants to show.
    """

    def __init__(
        self,
        talk: ConversationState,
        connect: Connect,
        *,
        handle_input: Callable[[str, int, str], None],
        changed: Callable[[], None],
        chance: Callable[[], float],
        wall_clock: Callable[[], int],
    ) -> None:
        """Take the conversation, a way to connect, a source of chances from 0 to 1, and the Unix time in ms.

        `handle_input` gives the conversation what a person typed, with the time and a name for one who has none.
        """
        self.talk = talk
        self.retry_at = -math.inf  # in trio's time
        self._connect = connect
        self._handle_input = handle_input
        self._changed = changed
        self._chance = chance
        self._now = wall_clock
        self._to_write = trio.Event()
        self._leaving = trio.Event()
        self._attempt = 0
        self._last_error = ""  # why the last attempt to connect has failed
        self._heard = True
        self._let_in = False  # once, at least: whoever was knows that they are right here
        self._beginning = b""  # of what has come over this connection

    async def run(self, stream: trio.abc.Stream | None = None) -> None:
        """Carry the conversation until the person leaves; `stream` is a first connection, already made."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._leave_in_time, nursery.cancel_scope)
            while True:
                if stream is not None:
                    await self._use(stream)
                if self.talk.leaving:
                    break
                await self._pause()
                stream = await self._try_connect()
            nursery.cancel_scope.cancel()

    def typed(self, text: str, default_name: str = "") -> None:
        """Pass on what the person typed."""
        self.talk.nonce = secrets.token_urlsafe()
        self._handle_input(text, self._now(), default_name)
        self.flush()

    def flush(self) -> None:
        """Pass on what the conversation has to send and to show."""
        self._to_write.set()
        if self.talk.leaving:
            self._leaving.set()
        self._changed()

    async def _leave_in_time(self, scope: trio.CancelScope) -> None:
        """End the link when the person leaves: at once, or when the server has had its time to answer the QUIT."""
        await self._leaving.wait()
        if self.talk.state is State.OFFLINE:
            scope.cancel()
        scope.deadline = trio.current_time() + (GOODBYE if self.talk.answers_pings else _LAST_WRITE)

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
            self._show_once(str(exc))
            return None

    async def _use(self, stream: trio.abc.Stream) -> None:
        """Carry the conversation over one connection, until that ends.

        The order matters. The conversation begins before anything is read, and is told that the connection is lost
        only when no task reads or writes any more: nothing of one connection reaches it during another. Lines that
        were not written yet are dropped then. What was said in them is not lost: the conversation keeps that in its
        outbox until the server shows it, and after the next connection history tells what had arrived.
        """
        self._heard = True
        self._beginning = b""
        self.talk.nonce = secrets.token_urlsafe()
        self.talk.connected(self._now())
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write, stream, nursery.cancel_scope)
                nursery.start_soon(self._check_alive, nursery.cancel_scope)
                nursery.start_soon(self._pulse)
                self.flush()
                await self._read(stream)
                nursery.cancel_scope.cancel()
        finally:
            self.talk.lost(self._now())
            await trio.aclose_forcefully(stream)
        if not self.talk.leaving:
            hint = "" if self._let_in else wants_tls_itself(self.talk.settings, self._beginning)
            if hint:
                self._show_once(hint)
            else:
                self.talk.show_error("The connection is lost. What you type is kept until it is back.")
        self.flush()

    def _show_once(self, error: str) -> None:
        """Show what goes wrong again and again once, and not at every attempt."""
        if error != self._last_error:
            self._last_error = error
            self.talk.show_error(error)

    async def _read(self, stream: trio.abc.Stream) -> None:
        """Give the conversation what comes, until the connection ends. The only task that reads from the stream."""
        while True:
            data: bytes | bytearray | None = None
            try:
                with trio.move_on_after(QUIET if self.talk.has_partial_line else math.inf):
                    data = await stream.receive_some(_CHUNK)
            except trio.BrokenResourceError:
                return
            if data is None:
                self.talk.idle(self._now())
            elif data:
                self._received(bytes(data))
            else:
                return
            self.flush()

    def _received(self, data: bytes) -> None:
        self._heard = True
        self._beginning = (self._beginning + data[:_BEGINNING])[:_BEGINNING]
        self.talk.receive_data(data, self._now())
        # Not when the connection is made: a server that takes it and then refuses us is asked more and more seldom.
        if self.talk.state is State.ONLINE:
            self._let_in = True
            self._attempt = 0
            self._last_error = ""

    async def _write(self, stream: trio.abc.Stream, scope: trio.CancelScope) -> None:
        """Send the lines of the conversation. The only task that writes to the stream, so they stay in order."""
        while True:
            await self._to_write.wait()
            self._to_write = trio.Event()
            lines, self.talk.lines = self.talk.lines, []
            try:
                if lines:
                    await stream.send_all("".join(line + self.talk.line_end for line in lines).encode(errors="replace"))
            except trio.BrokenResourceError:
                scope.cancel()

    async def _check_alive(self, scope: trio.CancelScope) -> None:
        """End a dead connection. Ticks are counted, not seconds: a suspended client misses no ticks.

        TCP alone would notice it only when something is sent, and then after minutes; and not at all while nobody says
        anything. At each tick the conversation asks the server something, so whoever is there has said a byte.
        """
        silent = 0
        while silent < SILENT_TICKS:
            await trio.sleep(TICK)
            silent = 0 if self._heard or not self.talk.answers_pings else silent + 1
            self._heard = False
            self.talk.tick(self._now())
            self.flush()
        scope.cancel()

    async def _pulse(self) -> None:
        """Update what is seen of the lag, each second."""
        while True:
            await trio.sleep(PULSE)
            self.talk.update_lag(self._now())
            if self.talk.awaits_answer:
                self._changed()
