"""The link, with a scripted server in memory and a clock that jumps."""

from collections.abc import AsyncIterator, Callable

import pytest
import trio
from trio.testing import MockClock, lockstep_stream_pair, wait_all_tasks_blocked

from tests.client.conftest import Server
from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation, State
from trichat.client.irc.fields import decode
from trichat.client.net.link import GOODBYE, LONGEST_DELAY, SILENT_TICKS, TICK, Link, delay
from trichat.client.settings.table import Settings

pytestmark = pytest.mark.virtual_time


class Seen:
    """What the person has seen, and a way to wait for more."""

    def __init__(self, talk: Conversation) -> None:
        """Watch a conversation."""
        self.talk = talk
        self.texts: list[str] = []
        self._more = trio.Event()

    def changed(self) -> None:
        """Take the items away, as the app does."""
        self.texts += [item.text for item in self.talk.items]
        self.talk.items.clear()
        self._more.set()
        self._more = trio.Event()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        with trio.fail_after(300):
            while not holds():
                await self._more.wait()

    async def text(self, text: str) -> None:
        """Wait until this has been shown."""
        await self.until(lambda: text in self.texts)


class Run:
    """A link at work."""

    def __init__(self, server: Server) -> None:
        """Make one; its chance is always one half."""
        self.talk = Conversation(Settings(nick="anna"), username="a")
        self.seen = Seen(self.talk)
        self.link = Link(
            self.talk,
            server.connect,
            handle_input=lambda text, now, name: handle_input(self.talk, text, now, default_name=name),
            changed=self.seen.changed,
            chance=lambda: 0.5,
            wall_clock=lambda: 1_000 + round(trio.current_time() * 1000),
        )
        self.ended = trio.Event()

    async def __call__(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        """Run it to its end."""
        task_status.started()
        await self.link.run()
        self.ended.set()


@pytest.fixture
async def run(server: Server, nursery: trio.Nursery) -> AsyncIterator[Run]:
    """Give a link that is running."""
    run = Run(server)
    await nursery.start(run)
    yield run
    nursery.cancel_scope.cancel()


def test_delays_grow_to_a_bound_and_are_jittered() -> None:
    """Delays between attempts grow to a bound, each anything from nothing to the whole (full jitter)."""
    assert [delay(attempt, 1.0) for attempt in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert delay(10_000, 1.0) == LONGEST_DELAY
    assert (delay(5, 0.0), delay(5, 0.5)) == (0.0, 15.0)


def test_bytes_are_read_as_utf_8_or_as_latin() -> None:
    """Bytes that are no UTF-8 are read as Latin-1: any bytes are some text."""
    assert [decode("я".encode()), decode(b"caf\xe9"), decode(b"\x81\xff")] == ["я", "café", "\ufffdÿ"]


async def test_from_hello_to_goodbye(server: Server, run: Run) -> None:
    """The link ends when the server closes after a QUIT."""
    peer = await server.accept()
    await peer.let_in()
    await peer.until("CHATHISTORY LATEST #lobby * 50")
    await peer.page("@msgid=1 :bob!b@h PRIVMSG #lobby :hello")
    await run.seen.text("hello")
    run.link.typed("hi")
    assert (await peer.until("PRIVMSG")).endswith(" PRIVMSG #lobby hi")
    run.link.typed("/quit bye all")
    assert await peer.line() == "QUIT :bye all"
    await peer.hang_up()
    await run.ended.wait()


async def test_lines_are_put_together(server: Server, run: Run) -> None:
    """Lines are put together wherever the network cuts them."""
    peer = await server.accept()
    for byte in ":irc.x 001 anna :Welcome\r\n:irc.x NOTICE anna :дa\r\n".encode():
        await peer.stream.send_all(bytes([byte]))
    await run.seen.text("дa")


@pytest.mark.parametrize("junk", [b"\r\n\r\n", b":\r\n", b"@;;= :\r\n", b"\xff\xfe\x00\r\n", b"x" * 20_000 + b"\r\n"])
async def test_junk_is_passed_over(server: Server, run: Run, junk: bytes) -> None:
    """A line that cannot be read is passed over."""
    peer = await server.accept()
    await peer.stream.send_all(junk + b":irc.x NOTICE anna :after\r\n")
    await run.seen.text("after")


async def test_a_lost_connection_is_made_again(server: Server, run: Run) -> None:
    """A lost connection is made again with growing delays; what was missed is shown once, in order."""
    peer = await server.accept()
    await peer.let_in()
    await peer.until("CHATHISTORY")
    await peer.page("@msgid=1 :bob!b@h PRIVMSG #lobby :one")
    await run.seen.text("one")
    server.down, start = True, trio.current_time()
    await peer.hang_up()
    await run.seen.until(lambda: len(server.attempts) == 7)
    assert [round(at - start, 2) for at in server.attempts[1:]] == [0.5, 1.5, 3.5, 7.5, 15.5, 30.5]
    server.down = False
    peer = await server.accept()
    await peer.let_in()
    assert await peer.line() == "CHATHISTORY AFTER #lobby msgid=1 100"
    await peer.say("@msgid=4 :bob!b@h PRIVMSG #lobby :four")
    await peer.page("@msgid=2 :bob!b@h PRIVMSG #lobby :two", "@msgid=3 :bob!b@h PRIVMSG #lobby :three")
    assert await peer.line() == "CHATHISTORY AFTER #lobby msgid=3 100"
    await peer.page("@msgid=4 :bob!b@h PRIVMSG #lobby :four")
    await run.seen.text("four")
    said = [text for text in run.seen.texts if text in ("one", "two", "three", "four")]
    assert said == ["one", "two", "three", "four"]


async def test_after_a_success_the_delays_begin_anew(server: Server, run: Run) -> None:
    """After a success the delays begin anew: a server that restarts every day is not punished."""
    for _ in range(3):
        peer = await server.accept()
        await peer.let_in()
        await run.seen.until(lambda: run.talk.state is State.ONLINE)
        start = trio.current_time()
        await peer.hang_up()
        await run.seen.until(lambda: run.talk.state is State.OFFLINE)
    await server.accept()
    assert round(server.attempts[-1] - start, 2) == 0.5


async def test_a_server_that_drops_us_at_the_door_is_not_hammered(server: Server, run: Run) -> None:
    """Only the welcome is a success; a server that drops us before it is tried with growing delays."""
    for _ in range(5):
        peer = await server.accept()
        await peer.say("ERROR :Too many connections")
        await peer.hang_up()
    await run.seen.until(lambda: len(server.attempts) == 6)
    assert round(server.attempts[-1] - server.attempts[-2], 2) == 15.0


async def test_what_was_said_in_doubt_is_not_said_twice(server: Server, run: Run) -> None:
    """Of messages that were sent, lost, or typed offline all are there once, in order."""
    peer = await server.accept()
    await peer.let_in()
    await peer.until("CHATHISTORY")
    await peer.page("@msgid=1 :bob!b@h PRIVMSG #lobby :one")
    await run.seen.text("one")
    run.link.typed("first\nsecond\nthird")
    await peer.until("PRIVMSG")
    await peer.hang_up()
    await run.seen.until(lambda: run.talk.state is State.OFFLINE)
    run.link.typed("fourth")
    peer = await server.accept()
    await peer.let_in()
    await peer.until("CHATHISTORY AFTER #lobby msgid=1")
    await peer.page("@msgid=2 :anna!a@host PRIVMSG #lobby :first")
    await peer.until("CHATHISTORY AFTER #lobby msgid=2")
    await peer.page()
    assert [(await peer.line()).split()[-1] for _ in range(3)] == ["second", "third", "fourth"]
    assert run.seen.texts.count("first") == 1


async def test_a_server_that_wants_tls_is_told_once(server: Server, run: Run) -> None:
    """That a server wants TLS is told once, and not at each attempt; whoever was let in is told nothing of it."""
    for _ in range(3):
        peer = await server.accept()
        await peer.stream.send_all(b"\x15\x03\x03\x00\x02\x02\x0a")
        await peer.hang_up()
    peer = await server.accept()
    await peer.let_in()
    await run.seen.until(lambda: run.talk.state is State.ONLINE)
    await peer.hang_up()
    await server.accept()
    assert 1 == run.seen.texts.count("localhost port 8080 speaks TLS and nothing else: start the client with --tls.")
    assert not any("without a word" in text for text in run.seen.texts)


async def test_a_silent_server_is_noticed(server: Server, run: Run) -> None:
    """A silent server, as when a cable was pulled out, is noticed."""
    peer = await server.accept()
    await peer.let_in()
    await run.seen.until(lambda: run.talk.state is State.ONLINE)
    start = trio.current_time()
    await run.seen.until(lambda: run.talk.state is State.OFFLINE)
    assert trio.current_time() - start == TICK * (SILENT_TICKS + 1)
    assert "PING trichat-lag" in [await peer.line() for _ in range(2)]


async def test_a_server_that_answers_stays(server: Server, run: Run) -> None:
    """A server that answers stays; the time that its answer takes is the lag."""
    peer = await server.accept()
    await peer.let_in()
    for _ in range(10):
        await peer.until("PING")
        await trio.sleep(0.5)
        await peer.say(":irc.x PONG irc.x trichat-lag")
        await run.seen.until(lambda: not run.talk.pinged_at)
        assert run.talk.lag == pytest.approx(0.5)
    assert len(server.attempts) == 1


async def test_a_suspended_client_does_not_take_the_server_for_dead(server: Server, run: Run) -> None:
    """An hour in the background is one tick late, not an hour of silence."""
    peer = await server.accept()
    await peer.let_in()
    await peer.until("PING")
    clock = trio.lowlevel.current_clock()
    assert isinstance(clock, MockClock)
    clock.jump(3600)
    await peer.say(":irc.x PONG irc.x trichat-lag")
    await peer.until("PING")
    assert len(server.attempts) == 1


async def test_a_server_that_ignores_a_farewell_does_not_keep_us(server: Server, run: Run) -> None:
    """A server that ignores a QUIT is waited for two seconds."""
    peer = await server.accept()
    await peer.let_in()
    await run.seen.until(lambda: run.talk.state is State.ONLINE)
    start = trio.current_time()
    run.link.typed("/quit")
    await run.ended.wait()
    assert trio.current_time() - start == GOODBYE


async def test_leaving_while_offline_is_immediate(server: Server, run: Run) -> None:
    """Leaving while offline waits for nobody."""
    peer = await server.accept()
    server.down = True
    await peer.hang_up()
    await run.seen.until(lambda: len(server.attempts) == 4)
    start = trio.current_time()
    run.link.typed("/quit")
    await run.ended.wait()
    assert trio.current_time() == start


async def test_the_seconds_to_the_next_attempt_can_be_seen(server: Server, run: Run) -> None:
    """`changed` is called each second before the next attempt, so that the toolbar counts down."""
    peer = await server.accept()
    server.down = True
    await peer.hang_up()
    await run.seen.until(lambda: len(server.attempts) == 6)
    left: list[int] = []

    def look() -> bool:
        left.append(round(run.link.retry_at - trio.current_time()))
        return len(left) > 4

    await run.seen.until(look)
    assert left[1:] == sorted(left[1:], reverse=True)
    assert len(set(left)) > 3


async def test_a_server_that_does_not_read_is_left(server: Server, nursery: trio.Nursery) -> None:
    """A server that does not read keeps nobody from noticing, or from leaving."""
    ours, theirs = lockstep_stream_pair()
    run = Run(server)

    async def connect() -> None:
        await run.link.run(theirs)
        run.ended.set()

    nursery.start_soon(connect)
    await ours.receive_some(1)
    await wait_all_tasks_blocked()
    run.link.typed("/quit")
    await run.ended.wait()
