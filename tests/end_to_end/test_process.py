"""The program as a process: what survives kill -9, what signals do, and what it says when it cannot start."""

import re
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio
import trustme

from tests.conftest import AGES
from trichat.server.admin.running import servers
from trichat.storage.base import Query
from trichat.storage.sqlite import SqliteHistory
from trichat.words.events import Said
from trichat.words.names.identity import LAST_ID

if TYPE_CHECKING:
    from tests.conftest import Peer
    from tests.end_to_end.conftest import Program, Run

SENDERS = 3


async def send_for_ever(peer: "Peer", name: str) -> None:
    number = 0
    while True:
        await peer.send(f"PRIVMSG #lobby :{name}.{number}")
        number += 1


async def shown_until_killed(program: "Program", enough: int) -> list[list[str]]:
    """Let several people talk; kill the server when one has seen enough; give what each of them ever saw, in order."""
    watcher = await (await program.connect()).join("watcher")
    person = await (await program.connect()).enter("person")
    senders = [await (await program.connect()).join(f"sender{n}", "echo-message") for n in range(SENDERS)]
    views: list[list[str]] = []

    async def watch(peer: "Peer", before: str, kills: bool) -> None:
        seen: list[str] = []
        views.append(seen)
        with suppress(EOFError, trio.BrokenResourceError):
            while True:
                await peer.until(before)
                seen.append(await peer.line())
                if kills and len(seen) == enough:
                    program.kill()

    async def talk(peer: "Peer", name: str) -> None:
        with suppress(trio.BrokenResourceError):
            await send_for_ever(peer, name)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(watch, watcher, "PRIVMSG #lobby :", True)
        nursery.start_soon(watch, person, ": ", False)
        for number, sender in enumerate(senders):
            nursery.start_soon(watch, sender, "PRIVMSG #lobby :", False)
            nursery.start_soon(talk, sender, f"{program.process.pid}.{number}")
    for peer in (watcher, person, *senders):
        await peer.close()
    assert await program.ended() != 0
    return views


def stored(path: Path) -> list[str]:
    with closing(SqliteHistory(path)) as history:
        page = history.page(Query(place="#lobby", after=0, before=LAST_ID, limit=1_000_000))
    return [event.text for event in page if isinstance(event, Said)]


async def test_what_was_shown_survives_kill_9(run: "Run", tmp_path: Path) -> None:
    """Whatever anyone was shown, at whichever door, is in history when the server starts again: in order, and once."""
    path = tmp_path / "history.db"
    for enough in (10, 300, 1000):
        program = await run("--history", str(path))
        views = await shown_until_killed(program, enough)
        where = {text: number for number, text in enumerate(stored(path))}
        assert len(where) == len(stored(path))
        assert [True] * (2 + SENDERS) == [len(view) > 0 for view in views]
        for view in views:
            places = [where[text] for text in view]
            assert sorted(set(places)) == places
        assert "Traceback" not in program.errors
    program = await run("--history", str(path))
    reader = await (await program.connect()).join("reader", "draft/chathistory batch")
    await reader.send("CHATHISTORY LATEST #lobby * 100")
    page = [line.split(" :")[-1] for line in (await reader.lines("BATCH -"))[1:-1]]
    assert stored_in_order(path)[-100:] == page
    await reader.close()


def stored_in_order(path: Path) -> list[str]:
    """Read what was said while the server has the file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        rows = db.execute("select text from event where kind = 'message' order by id").fetchall()
    return [text for (text,) in rows]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_in_peace(run: "Run", tmp_path: Path, number: signal.Signals) -> None:
    """Everyone gets what was said and a goodbye; the exit status is 0; the log says why, and how many were here."""
    path = tmp_path / "history.db"
    program = await run("--history", str(path), "--lang", "ru")
    anna = await program.connect()
    await anna.write("Анна\n")
    await anna.lines("#lobby: Анна")
    boris = await (await program.connect()).join("boris")
    await anna.write("последнее слово\n")
    await boris.until(":последнее слово\r\n")
    program.send_signal(number)
    assert (await anna.end()).endswith("До свидания: Сервер останавливается.\n")
    assert await boris.end() == "ERROR :Closing link: The server stops.\r\n"
    await anna.close()
    await boris.close()
    assert await program.ended() == 0
    log = [line.split(": ", 1)[1] for line in program.errors.splitlines()]
    assert ["Анна (plain text, 127.0.0.1) came in", "boris (IRC, 127.0.0.1) came in"] == log[:2]
    assert [f"told to stop by {number.name}", "the server stops; people who were here: 2"] == log[2:4]
    assert {"Анна (plain text, 127.0.0.1) is gone", "boris (IRC, 127.0.0.1) is gone"} == set(log[4:])
    assert stored(path) == ["последнее слово"]
    assert not path.with_name("history.db-wal").exists()


async def test_it_says_what_is_spoken_where(run: "Run", tmp_path: Path) -> None:
    """An address that has two names is one; with a certificate there is TLS, and a port of its own for it."""
    certificate = tmp_path / "cert.pem"
    trustme.CA().issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(certificate)
    named = ("--host", "localhost", "--host", "127.0.0.1")
    program = await run("--no-history", *named, "--tls-cert", str(certificate), "--tls-port", "0")
    assert re.match(r"trichat listens on 127\.0\.0\.1:\d+, .*127\.0\.0\.1:\d+.*\.\n", program.printed)
    assert f"127.0.0.1:{program.port} speaks plain text, and TLS with those who begin with it.\n" in program.printed
    assert re.search(r"\n127\.0\.0\.1:\d+ speaks TLS\.\n", program.printed)
    peer = await program.connect()
    await peer.register("anna")
    await peer.close()


async def test_the_command_line_finds_it(run: "Run") -> None:
    """`trichat account` asks the server that runs, also one without history; and no more once it has stopped."""
    program = await run("--no-history")
    command = [sys.executable, "-m", "trichat", "account", "add", "anna", "--json"]
    done = await trio.run_process(command, stdin=b"sesame", capture_stdout=True)
    assert b'"account": "anna"' in done.stdout
    peer = await program.connect()
    await peer.send("PASS anna:sesame", "NICK anna", "USER a 0 * A")
    assert " 900 " in await peer.line()
    program.send_signal(signal.SIGTERM)
    await peer.end()
    await peer.close()
    assert await program.ended() == 0
    assert [] == servers()


async def test_the_second_signal_ends_it_at_once(run: "Run", tmp_path: Path) -> None:
    """A second signal ends a server that waits for a client that does not read."""
    settings = tmp_path / "trichat.toml"
    settings.write_text(f"[limits]\nstop_seconds = {AGES}\n")
    program = await run("--no-history", "--config", str(settings), "--log-level", "warning")
    end = trio.socket.socket()
    end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await end.connect(("127.0.0.1", program.port))
    stuck = trio.SocketStream(end)
    await stuck.send_all(b"NICK stuck\r\nUSER s 0 * :s\r\nJOIN #lobby\r\n")
    sender = await (await program.connect()).join("boris")
    for _ in range(200):
        await sender.write(f"PRIVMSG #lobby :{'x' * 400}\r\n" * 100)
    await sender.pong()
    program.send_signal(signal.SIGTERM)
    assert await sender.end() == "ERROR :Closing link: The server stops.\r\n"
    await sender.close()
    program.send_signal(signal.SIGTERM)
    assert await program.ended() == 0
    assert program.errors == ""
    await stuck.aclose()


# What it says when it cannot start


def not_writable(path: Path) -> str:
    path.parent.rmdir()
    path.parent.touch()
    return "cannot be written"


def newer(path: Path) -> str:
    SqliteHistory(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma user_version = 1000")
    return "was written by a newer trichat (format 1000"


def foreign(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table bookmarks (url text)")
    return "is a database of another program"


def no_database(path: Path) -> str:
    path.write_text("Dear diary, " * 100)
    return "file is not a database"


@pytest.mark.parametrize("spoil", [not_writable, newer, foreign, no_database], ids=lambda spoil: spoil.__name__)
async def test_a_history_that_cannot_be_used_is_one_sentence(
    run: "Run", tmp_path: Path, spoil: Callable[[Path], str]
) -> None:
    """A server that cannot use its history ends with 1, and says what is wrong and what would help."""
    path = tmp_path / "folder" / "history.db"
    path.parent.mkdir()
    expected = spoil(path)
    program = await run("--history", str(path), listens=False)
    assert await program.ended() == 1
    [line] = program.errors.splitlines()
    assert line.startswith("trichat: ")
    assert expected in line
    assert "--history PATH" in line
    assert str(path) in line


async def test_a_history_in_use_is_one_sentence(run: "Run", tmp_path: Path) -> None:
    """A second server on the same history says so, and does not disturb the first."""
    path = tmp_path / "history.db"
    first = await run("--history", str(path))
    second = await run("--history", str(path), listens=False)
    assert await second.ended() == 1
    [line] = second.errors.splitlines()
    assert "in use by another trichat server" in line
    peer = await (await first.connect()).join("anna")
    await peer.close()


async def test_a_port_in_use_is_one_sentence(run: "Run") -> None:
    """Who takes the port of another program says so, with status 1."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        program = await run("--no-history", "--port", port, listens=False)
        assert await program.ended() == 1
    expected = f"trichat: Port {port} on 127.0.0.1 is in use: stop what uses it, or choose another with --port.\n"
    assert expected == program.errors
