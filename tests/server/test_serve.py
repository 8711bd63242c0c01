"""A server from start to stop, over real sockets of this machine."""

import contextlib
import logging
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio
from trio.testing import wait_all_tasks_blocked

from tests.browser import Browser
from tests.conftest import AGES, PATIENCE
from tests.storage.conftest import Make
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings, control_path
from trichat.errors import HistoryError, StartError
from trichat.server.admin.running import answers
from trichat.server.connection.connection import Connection
from trichat.server.listeners import Listener
from trichat.server.serve import open_history, serve
from trichat.storage import files
from trichat.storage.memory import MemoryHistory
from trichat.storage.sqlite import SqliteHistory

if TYPE_CHECKING:
    from tests.conftest import Start

HERE = ("127.0.0.1",)
PROMPT = "Enter your name: "


# Start


async def test_a_free_port_is_found_and_told(start: "Start") -> None:
    """Port 0 means any free one; the listeners are told as soon as anybody can connect."""
    house = await start(history=None)
    assert house.port > 0
    peer = await house.connect()
    await peer.join("anna")


async def test_a_port_in_use_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Who cannot listen is told what would help, and neither history nor another address stays open."""
    with socket.create_server(("127.0.0.2", 0)) as other:
        port = other.getsockname()[1]
        settings = ServerSettings(hosts=("127.0.0.3", "127.0.0.2"), port=port, history=tmp_path / "h.db")
        with pytest.raises(StartError) as caught:
            await serve(settings, trio.Event())
    expected = f"Port {port} on 127.0.0.2 is in use: stop what uses it, or choose another with --port."
    assert expected == str(caught.value)
    socket.create_server(("127.0.0.3", port)).close()
    SqliteHistory(tmp_path / "h.db").close()


async def test_history_is_opened_before_anybody_is_let_in(tmp_path: Path) -> None:
    """Whoever cannot keep history does not start, and frees the port it would have used."""
    (tmp_path / "h.db").mkdir()
    with pytest.raises(HistoryError):
        await serve(ServerSettings(hosts=HERE, port=0, history=tmp_path / "h.db"), trio.Event())


async def test_what_is_said_after_the_history_was_removed_is_refused(
    start: "Start", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody sees what nothing would be left of; when the same file is back, so is the chat. The log says it once."""
    monkeypatch.setattr(files, "LOOK_SECONDS", 0)
    house = await start()
    anna = await (await house.connect()).join("anna")
    boris = await (await house.connect()).join("boris")
    await anna.pong()
    (tmp_path / "history.db").rename(tmp_path / "away")
    for _ in range(3):
        await anna.send("PRIVMSG #lobby :lost")
        [line] = await anna.pong()
        assert line.startswith(":trichat.local FAIL PRIVMSG NOT_STORED ")
    assert [] == await boris.pong()
    (tmp_path / "away").rename(tmp_path / "history.db")
    await anna.send("PRIVMSG #lobby :kept")
    assert [] == await anna.pong()
    assert [line.partition(" ")[2] for line in await boris.pong()] == ["PRIVMSG #lobby :kept"]
    gone, back = caplog.messages
    assert "was removed or moved away" in gone
    assert "history can be written again" == back


async def test_what_the_look_at_the_start_finds_is_logged(
    start: "Start", tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Two hundred bytes among what was said are enough: not only whoever scrolls back to them finds out."""
    path = tmp_path / "history.db"
    with contextlib.closing(SqliteHistory(path)) as history:
        history.commit([Make.said(number, "some words") for number in range(1, 500)], [])
    data = path.read_bytes()
    page = max(range(0, len(data), 4096), key=lambda begin: data[begin : begin + 4096].count(b"some words"))
    path.write_bytes(data[:page] + b"\xa5" * 200 + data[page + 200 :])
    house = await start()
    with trio.fail_after(PATIENCE):
        while not [message for message in caplog.messages if message.startswith("history cannot be read")]:
            await wait_all_tasks_blocked()
    message = caplog.messages[-1]
    assert "is damaged" in message
    assert "trichat history repair" in message
    house.stop.set()
    await house.stopped.wait()


@pytest.mark.posix
async def test_the_control_socket_of_a_second_server_stays(start: "Start", tmp_path: Path) -> None:
    """One that has taken the path, because the files of the first were removed."""
    first = await start()
    control = control_path(ServerSettings(history=tmp_path / "history.db"))
    assert control is not None
    for each in sorted(tmp_path.glob("history.db*")):  # noqa: ASYNC240 (files of a test)
        each.unlink()
    second = await start()
    first.stop.set()
    await first.stopped.wait()
    assert await trio.to_thread.run_sync(answers, control)
    second.stop.set()
    await second.stopped.wait()
    assert not control.exists()


def test_history_is_on_disk_or_in_memory(tmp_path: Path) -> None:
    """`history` names a file; without one, nothing is kept."""
    with open_history(ServerSettings(history=tmp_path / "h.db")) as disk:
        assert isinstance(disk, SqliteHistory)
    with open_history(ServerSettings(history=None)) as memory:
        assert isinstance(memory, MemoryHistory)


# What this port is


async def test_a_browser_is_shown_the_page(start: "Start") -> None:
    """Whoever opens the port in a browser is in the chat: page and WebSocket are at the same path."""
    house = await start(history=None)
    peer = await house.connect()
    await peer.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert (await peer.until("</html>")).startswith("HTTP/1.1 200 OK\r\n")
    await (await Browser(await house.connect()).connect()).register("anna")


async def test_what_a_page_elsewhere_has_a_browser_send_is_not_obeyed(start: "Start") -> None:
    """A form that is sent here from any page is a request of HTTP with a body, never lines of IRC."""
    house = await start(history=None)
    other = await (await house.connect()).join("boris")
    peer = await house.connect()
    evil = "NICK evil\r\nUSER evil 0 * :x\r\nJOIN #lobby\r\n"
    await peer.write("POST / HTTP/1.1\r\nHost: x\r\n\r\n" + evil)
    text = await peer.end()
    assert text.startswith("HTTP/1.1 405 Method Not Allowed\r\n")
    assert "\nHTTP/1.1 400 Bad Request\r\n" in text
    assert await other.pong() == []


async def test_whether_history_is_written_can_be_asked(start: "Start") -> None:
    """A supervisor is told by any name that it calls us."""
    peer = await (await start()).connect()
    await peer.write("GET /healthz HTTP/1.1\r\nHost: chat.default.svc\r\n\r\n")
    assert (await peer.until("\r\n\r\nok\n")).startswith("HTTP/1.1 200 OK\r\n")


async def test_a_browser_that_waits_does_not_keep_the_server(start: "Start") -> None:
    """Its connection, over which it may ask for more, is closed when the server stops."""
    house = await start(Limits(stop_seconds=AGES), history=None)
    peer = await house.connect()
    await peer.write("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    await peer.until("\r\n\r\n")
    house.stop.set()
    with trio.fail_after(PATIENCE):
        await house.stopped.wait()
    assert "" == await peer.end()


async def test_a_tls_client_gets_an_alert(start: "Start") -> None:
    """Without a certificate, a TLS hello is answered so that the client says what is wrong, and closed."""
    house = await start(limits=Limits(knock_seconds=AGES), history=None)
    peer = await house.connect()
    await peer.write(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    with trio.fail_after(PATIENCE):
        assert await peer.stream.receive_some() == b"\x15\x03\x03\x00\x02\x02\x28"
        assert await peer.stream.receive_some() == b""


# Who may come


async def test_too_many_connections_are_turned_away(start: "Start", caplog: pytest.LogCaptureFixture) -> None:
    """Who comes beyond the limit is told so and turned away; whoever leaves makes room."""
    house = await start(limits=Limits(connections=1), history=None)
    first = await (await house.connect()).join("anna")
    assert "Too many connections" in await (await house.connect()).end()
    assert "too many" in caplog.text
    await first.send("QUIT")
    await first.end()
    await first.close()
    answer = "Too many"
    while "Too many" in answer:  # until the first is counted no more; each try is answered
        second = await house.connect()
        with contextlib.suppress(trio.BrokenResourceError):
            await second.send("NICK boris", "USER boris 0 * :B")
            answer = await second.until("\n")
    assert " 001 boris " in answer


async def test_one_address_has_so_many_connections_and_no_more(start: "Start") -> None:
    """One connection too many of an address is turned away, whatever the others are about."""
    house = await start(limits=Limits(connections_per_address=3), exempt=())
    begun = [await house.connect() for _ in range(3)]
    await begun[0].send("NICK anna", "USER anna 0 * :Anna")
    await begun[0].until(" 001 ")
    refused = await house.connect()
    assert "ERROR :Too many connections. Try again later.\r\n" == await refused.end()
    await begun[1].close()
    with trio.fail_after(PATIENCE):
        while True:
            peer = await house.connect()
            await peer.send("NICK boris", "USER boris 0 * :Boris")
            if " 001 boris " in await peer.line():
                break


async def test_whoever_is_gone_before_we_look_is_nobody(start: "Start", caplog: pytest.LogCaptureFixture) -> None:
    """A connection that was reset before it was accepted is not served, not counted and not logged."""
    house = await start(history=None)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", house.port)) as end:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    await (await house.connect()).join("anna")
    assert caplog.records == []


async def test_a_bug_in_one_visit_does_not_end_the_server(
    start: "Start", caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug is logged with its traceback and ends one visit, which the others see end."""
    house = await start(history=None)
    anna = await (await house.connect()).join("anna")
    boris = await (await house.connect()).join("boris")
    await anna.pong()
    monkeypatch.setattr(Connection, "_take", broken)
    await boris.send("LUSERS")
    await boris.end()
    assert "QUIT :Connection lost" in await anna.line()
    monkeypatch.undo()
    assert await anna.pong() == []
    [record] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert "a bug of ours" in caplog.text


async def broken(_connection: Connection, _data: bytes) -> None:
    raise ZeroDivisionError("a bug of ours")


async def test_connections_leave_some_descriptors(
    start: "Start", caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system has no more descriptors but those kept for the disk, who comes is told so; it is logged once."""
    house = await start(history=None)
    anna = await (await house.connect()).join("anna")
    monkeypatch.setattr("trichat.server.serve.descriptors_for_connections", lambda: 3)
    small = await start(history=None)
    for _ in range(3):
        assert "Too many connections" in await (await small.connect()).line()
    assert 1 == sum("no more connections" in message for message in caplog.messages)
    assert await anna.pong() == []


# Stop


async def test_stopping_says_goodbye_and_closes(start: "Start", monkeypatch: pytest.MonkeyPatch) -> None:
    """Everyone is told, behind everything that was said before, then the server ends and frees its port."""
    monkeypatch.setattr("trichat.server.connection.connection._LINGER_SECONDS", AGES)
    house = await start(limits=Limits(stop_seconds=AGES))
    irc = await (await house.connect()).join("anna")
    plain = await (await house.connect()).enter("boris")
    await irc.pong()
    nameless = await house.connect()
    await nameless.write("@\n")
    await nameless.lines("begin")
    await plain.write("last words\n")
    await irc.until("PRIVMSG #lobby :last words\r\n")
    house.stop.set()
    assert await irc.end() == "ERROR :Closing link: The server stops.\r\n"
    assert await plain.end() == "Goodbye: The server stops.\n"
    assert (await nameless.end()).endswith("Goodbye: The server stops.\n")
    for peer in (irc, plain, nameless):
        await peer.close()
    with trio.fail_after(PATIENCE):  # nobody lingers for those who have gone
        await house.stopped.wait()
    socket.create_server(("127.0.0.1", house.port)).close()


async def test_nothing_that_was_asked_before_is_lost(start: "Start") -> None:
    """What was sent before the stop is stored and shown before the goodbye."""
    house = await start()
    anna = await (await house.connect()).join("anna", "echo-message")
    await anna.send(*[f"PRIVMSG #lobby :{number}" for number in range(500)], "PING :done")
    await anna.until("PRIVMSG #lobby :0\r\n")
    house.stop.set()
    text = await anna.end()
    await anna.close()
    with trio.fail_after(PATIENCE):
        await house.stopped.wait()
    shown = text.count("PRIVMSG #lobby")
    again = await start()
    reader = await (await again.connect()).join("boris", "draft/chathistory batch")
    await reader.send(f"CHATHISTORY AFTER #lobby timestamp=1970-01-01T00:00:00.000Z {shown + 1}")
    assert min(shown + 1, 100) == (await reader.until("BATCH -history")).count("PRIVMSG")


async def test_whoever_comes_while_it_stops_is_told(start: "Start") -> None:
    """A connection that had not said who it is when the server stopped gets its goodbye too."""
    house = await start(limits=Limits(knock_seconds=0.2), history=None)
    peer = await house.connect()
    await wait_all_tasks_blocked()
    house.stop.set()
    assert await peer.end() == "Goodbye: The server stops.\n"


async def test_stopping_does_not_wait_for_who_does_not_read(start: "Start") -> None:
    """A server that stops waits for its last bytes for so many seconds, and ends without them."""
    house = await start(limits=Limits(stop_seconds=0.3, outbox_bytes=10_000_000), history=None)
    stuck = await house.connect()
    stuck.stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await stuck.join("anna")
    sender = await (await house.connect()).join("boris")
    for _ in range(200):
        await sender.write(f"PRIVMSG #lobby :{'x' * 400}\r\n" * 100)
    await sender.pong()
    start_time = trio.current_time()
    house.stop.set()
    with trio.fail_after(PATIENCE):
        await house.stopped.wait()
    assert trio.current_time() - start_time >= 0.3


async def test_cancelling_ends_at_once(nursery: trio.Nursery) -> None:
    """A server that is cancelled waits for no goodbyes, however busy it is."""
    async with trio.open_nursery() as inner:
        settings = ServerSettings(hosts=HERE, port=0, limits=Limits(requests=1, stop_seconds=PATIENCE))

        async def run(task_status: trio.TaskStatus[list[Listener]]) -> None:
            await serve(settings, trio.Event(), task_status=task_status)

        [listener] = await inner.start(run)
        port = listener.address[1]
        streams = [await trio.open_tcp_stream("127.0.0.1", port) for _ in range(10)]
        for number, stream in enumerate(streams):
            await stream.send_all(f"NICK n{number}\r\nUSER u 0 * :u\r\nJOIN #lobby\r\n".encode())
        await streams[0].receive_some()
        start_time = trio.current_time()
        inner.cancel_scope.cancel()
    assert trio.current_time() - start_time < PATIENCE
    for stream in streams:
        await stream.aclose()
