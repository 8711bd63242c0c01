"""The small chat of the tutorial does what its page says, and stays small."""

import ast
import importlib.util
import re
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import trio

if TYPE_CHECKING:
    from tests.conftest import Peer

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "docs" / "tutorial" / "small_chat.py"
PAGE = PROGRAM.with_name("small-chat.md")
TREE = ast.parse(PROGRAM.read_text(encoding="utf-8"))
MOST_LINES = 160
PROMPT = "Enter your name: "
LITTLE = 4096  # bytes: the smallest room for what a client does not read
ENOUGH = 10_000  # messages: more than the systems of both sides and the outbox hold for one who reads nothing

Connect = Callable[..., Awaitable["Peer"]]


def _load() -> Any:
    spec = importlib.util.spec_from_file_location("small_chat", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for it there
    spec.loader.exec_module(module)
    return module


small_chat = _load()


@pytest.fixture
async def connect(nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch, peer: "type[Peer]") -> AsyncIterator[Connect]:
    """Start a chat; give a function that connects to it and, with a name, comes in."""
    monkeypatch.setattr(small_chat, "PAUSE_SECONDS", 0)  # it gives way to the others all the same
    port = await nursery.start(small_chat.serve, 0)
    peers: list[Peer] = []

    async def connect(name: str = "", buffer: int = 0) -> "Peer":
        end = trio.socket.socket()
        if buffer:
            end.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_RCVBUF, buffer)
        await end.connect(("127.0.0.1", port))
        peers.append(peer(trio.SocketStream(end)))
        assert PROMPT == await peers[-1].until(PROMPT)
        if name:
            await peers[-1].write(f"{name}\n")
            await peers[-1].until(f"Welcome, {name}! Here are: ")
            await peers[-1].line()
        return peers[-1]

    yield connect
    for each in peers:
        await each.close()


async def test_arrivals_are_told(connect: Connect) -> None:
    """Whoever comes in is told who is there; the others are told who has come."""
    anna, boris = await connect("anna"), await connect()
    await boris.write("boris\n")
    assert "Welcome, boris! Here are: anna, boris" == await boris.line()
    assert "boris is now in the chat!" == await anna.line()


async def test_a_message_goes_to_all_but_its_sender(connect: Connect) -> None:
    """A terminal shows already what is typed in it; whoever has no name yet hears nothing."""
    anna, boris, carl, nobody = await connect("anna"), await connect("boris"), await connect("carl"), await connect()
    await anna.lines("carl is now")
    await boris.line()
    await anna.write("hello\n \n/who\n")
    assert ["anna: hello"] == [await boris.line()]
    assert ["anna: hello"] == [await carl.line()]
    assert "Here are: anna, boris, carl" == await anna.line()
    await nobody.write("dora\n")
    assert "Welcome, dora! Here are: anna, boris, carl, dora" == await nobody.line()
    assert "dora is now in the chat!" == await boris.line()


@pytest.mark.parametrize("name", ["", "a b", "/who", "n" * 21, "\N{ZERO WIDTH SPACE}"])
async def test_what_is_no_name_is_refused(connect: Connect, name: str) -> None:
    """What is no name is refused with a reason, and the name asked for again."""
    somebody = await connect()
    await somebody.write(f"{name}\n")
    assert (await somebody.line()).startswith("A name has 1 to 20 characters")
    await somebody.until(PROMPT)


async def test_names_are_unique(connect: Connect) -> None:
    """Capitals make no other name; a name is free when its owner has another, or has gone."""
    anna, boris = await connect("anna"), await connect()
    await boris.write("ANNA\n")
    assert "ANNA is taken." == await boris.line()
    await boris.until(PROMPT)
    await anna.write("/nick Anja\n")
    assert "You are now Anja." == await anna.line()
    await boris.write("Anna\n")
    assert "Welcome, Anna! Here are: Anja, Anna" == await boris.line()
    assert "Anna is now in the chat!" == await anna.line()


async def test_new_names_are_told(connect: Connect) -> None:
    """/nick tells the others of a new name; one's own in other letters is free; a refused one changes nothing."""
    anna, boris = await connect("anna"), await connect("boris")
    await anna.line()
    await anna.write("/nick Anna\n/nick boris\n/nick\n/nick dora\n")
    assert "You are now Anna." == await anna.line()
    assert "boris is taken." == await anna.line()
    assert (await anna.line()).startswith("A name has")
    assert "You are now dora." == await anna.line()
    assert ["anna is now Anna.", "Anna is now dora."] == [await boris.line(), await boris.line()]
    await boris.write("/who\n")
    assert "Here are: boris, dora" == await boris.line()


async def test_departures_are_told(connect: Connect) -> None:
    """A departure is told, whether by /quit, by the end of the input, or by being gone."""
    anna, boris, carl, dora = [await connect(name) for name in ("anna", "boris", "carl", "dora")]
    await anna.lines("dora is now")
    await boris.write("/quit\nnobody hears this\n")
    assert (await boris.end()).endswith("Goodbye!\n")
    assert "boris has left the chat." == await anna.line()
    await carl.write("last words")
    await carl.stream.send_eof()
    await carl.end()
    assert ["carl: last words", "carl has left the chat."] == [await anna.line(), await anna.line()]
    dora.stream.setsockopt(trio.socket.SOL_SOCKET, trio.socket.SO_LINGER, struct.pack("ii", 1, 0))  # reset, not closed
    await dora.close()
    assert "dora has left the chat." == await anna.line()


async def test_who_has_no_name_is_not_told_of(connect: Connect) -> None:
    """A visit without a name comes and goes unnoticed, and can leave with /quit."""
    anna, nobody = await connect("anna"), await connect()
    await nobody.write("/quit\n")
    assert "Goodbye!\n" == await nobody.end()
    await anna.write("/who\n")
    assert "Here are: anna" == await anna.line()


async def test_a_command_that_is_none_is_said_to_nobody(connect: Connect) -> None:
    """A command that is none is answered with those that there are, and said to nobody."""
    anna, boris = await connect("anna"), await connect("boris")
    await boris.write("/wave\nhi\n")
    assert "The commands are /nick NAME, /who and /quit." == await boris.line()
    assert ["boris is now in the chat!", "boris: hi"] == [await anna.line(), await anna.line()]


async def test_one_who_reads_nothing_delays_nobody(connect: Connect) -> None:
    """Each message is with the others before the next is sent, until the stalled reader is disconnected; and after."""
    anna, bob, carl = await connect("anna"), await connect("bob", LITTLE), await connect("carl")
    heard: list[str] = []
    sent = 0
    while "bob has left the chat." not in heard:
        assert sent < ENOUGH
        await anna.write(f"{sent} {'x' * 2000}\n")
        heard = await carl.lines(f"anna: {sent} ")
        sent += 1
    assert sent > small_chat.OUTBOX_TEXTS
    await carl.write("still here\n/who\n")
    assert "Here are: anna, carl" == await carl.line()
    assert "carl: still here" == (await anna.lines("carl: "))[-1]
    assert (await bob.end()).count("anna: ") < sent


async def test_one_who_leaves_and_reads_nothing_is_not_waited_for(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last texts have some seconds to go out; then the connection is closed."""
    monkeypatch.setattr(small_chat, "LAST_SECONDS", 0)
    anna, bob = await connect("anna"), await connect("bob", LITTLE)
    many = small_chat.OUTBOX_TEXTS // 2
    await anna.write("".join(f"{number} {'x' * 4000}\n" for number in range(many)) + "/who\n")
    await anna.lines("Here are: anna, bob")
    await bob.stream.send_eof()
    await anna.lines("bob has left the chat.")
    assert (await bob.end()).count("anna: ") < many


async def test_everybody_sees_the_same_order(connect: Connect) -> None:
    """What several say at once comes to all in one order."""
    boris, carl = await connect("boris"), await connect("carl")
    await boris.line()
    speakers = [await connect(name) for name in ("s1", "s2", "s3")]
    async with trio.open_nursery() as nursery:
        for speaker in speakers:
            nursery.start_soon(speaker.write, "".join(f"{number}\n" for number in range(100)))
    heard: list[list[str]] = []
    for listener in (boris, carl):
        lines: list[str] = []
        while sum(": " in line for line in lines) < 300:
            lines.append(await listener.line())
        heard.append(lines)
    assert heard[0] == heard[1]
    assert [f"s1: {number}" for number in range(100)] == [line for line in heard[0] if line.startswith("s1: ")]


async def test_lines_are_bounded_and_cleaned(connect: Connect) -> None:
    """Too long a line is cut, wherever its bytes are; what would move a cursor harms no terminal."""
    anna, boris = await connect("anna"), await connect("boris")
    await boris.write(b"a" * 300_000)
    await boris.write(b"\n\xff\x1b[2J\x07 \xd0\xb4\xd0\xb0\r\n")
    await anna.line()
    assert f"boris: {'a' * small_chat.LINE_BYTES}" == await anna.line()
    assert "boris: �[2J да" == await anna.line()


async def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    """What is read beyond the bound is thrown away at once."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 65_536

    heard: list[str] = []
    hub = SimpleNamespace(hear=lambda _, line: heard.append(line))
    tracemalloc.start()
    try:
        await small_chat.read(endless(), None, hub)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert heard == ["x" * small_chat.LINE_BYTES]


async def test_the_program_starts(peer: "type[Peer]") -> None:
    """The program as a script says where it listens, and asks whoever goes there for a name."""
    command = [sys.executable, str(PROGRAM), "--port", "0"]
    async with trio.open_nursery() as nursery:
        process: trio.Process = await nursery.start(lambda **started: _run(command, **started))
        assert process.stdout is not None
        told = await peer(process.stdout).line()  # type: ignore[arg-type]
        port = int(re.fullmatch(r"Join with  nc localhost (\d+)", told)[1])  # type: ignore[index]
        client = peer(await trio.open_tcp_stream("127.0.0.1", port))
        await client.until(PROMPT)
        await client.close()
        process.send_signal(2)


async def _run(command: list[str], task_status: trio.TaskStatus[trio.Process]) -> None:
    await trio.run_process(command, stdout=subprocess.PIPE, task_status=task_status)


def test_the_program_is_small() -> None:
    """The program is so small that it can be read in an evening."""
    assert len(PROGRAM.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_the_program_needs_trio_alone() -> None:
    """The program needs nothing of trichat, and nothing that has to be installed but trio."""
    names = [alias.name for node in ast.walk(TREE) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(TREE) if isinstance(node, ast.ImportFrom)]
    assert {"trio"} == {name.partition(".")[0] for name in names} - sys.stdlib_module_names


def test_decisions_never_wait() -> None:
    """No method of the hub, nor what it calls, has an await in it, so that the order is one for all."""
    deciding = [node for node in TREE.body if isinstance(node, ast.ClassDef)]
    assert ["Session", "Hub"] == [node.name for node in deciding]
    assert not [
        node for each in deciding for node in ast.walk(each) if isinstance(node, (ast.AsyncFunctionDef, ast.Await))
    ]


def test_the_page_shows_all_of_the_program() -> None:
    """Every class and function of the program is taken into the page from the file itself."""
    shown = set(re.findall(r"^:pyobject: (\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    parts = {node.name for node in TREE.body if isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef))}
    assert parts | {"Session"} <= shown
    hub = next(node for node in TREE.body if isinstance(node, ast.ClassDef) and node.name == "Hub")
    methods = {f"Hub.{node.name}" for node in hub.body if isinstance(node, ast.FunctionDef)}
    assert methods <= shown
