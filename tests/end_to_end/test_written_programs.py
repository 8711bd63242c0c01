"""Programs that the documentation prints do what is said there, as they are: only the port is another."""

import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import trio

from tests.conftest import PATIENCE, Start

DOCS = Path(__file__).parents[2] / "docs"

Copy = Callable[[str, int], Awaitable[trio.Process]]


def _printed(page: str, after: str) -> str:
    """Give the first Python program that a page prints behind a heading."""
    _, heading, rest = (DOCS / page).read_text(encoding="utf-8").partition(f"## {after}\n")
    assert heading
    found = re.search(r"^```python\n(.*?)^```$", rest, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
async def copy() -> AsyncIterator[Copy]:
    """Give a function that runs a copied program against a port; it is ended with the test."""
    processes: list[trio.Process] = []

    async def copy(program: str, port: int) -> trio.Process:
        assert program.count('"localhost", 8080') == 1
        text = program.replace('"localhost", 8080', f'"127.0.0.1", {port}')
        process = await trio.lowlevel.open_process(
            [sys.executable, "-c", text], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        processes.append(process)
        return process

    yield copy
    for process in processes:
        if process.returncode is None:
            process.kill()
        with trio.CancelScope(shield=True):
            await process.wait()


async def test_the_bot_answers_where_it_was_asked(start: Start, copy: Copy) -> None:
    """The documented bot answers the room in the room, one person alone, and nothing else."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    await anna.write("!echo from before it came\n")
    bob = await (await house.connect()).enter("bob")
    await copy(_printed("how-to/bots-and-ci.md", "A bot that answers"), house.port)
    await anna.until("echobot is now in the chat!\n")
    await bob.until("echobot is now in the chat!\n")
    await anna.write("/me says: !echo no\n!echo /quit\n")
    await anna.until("echobot: anna, you said: /quit\n")
    await anna.write("/msg echobot !echo a secret\n")
    await anna.until("(private) echobot: you said: a secret\n")
    await anna.write("!echo the end\n")
    seen = await bob.until("you said: the end\n")
    assert re.findall("you said: .*", seen) == ["you said: /quit", "you said: the end"]


async def test_the_bot_ends_when_its_name_is_taken(start: Start, copy: Copy) -> None:
    """It does not go on as somebody who was not let in."""
    house = await start()
    await (await house.connect()).enter("echobot")
    process = await copy(_printed("how-to/bots-and-ci.md", "A bot that answers"), house.port)
    assert process.stderr is not None
    with trio.fail_after(PATIENCE):
        said = b"".join([part async for part in process.stderr])
        assert await process.wait() == 1
    assert b"echobot is taken" in said


async def test_the_script_says_what_it_has_to_say_and_ends(start: Start, copy: Copy) -> None:
    """When its loop has ended, its message was shown to the others."""
    house = await start()
    anna = await (await house.connect()).enter("anna")
    process = await copy(_printed("how-to/netcat-and-scripts.md", "A script"), house.port)
    with trio.fail_after(PATIENCE):
        assert await process.wait() == 0
    assert "reporter: it is 21 °C\n" in await anna.until("reporter has left the chat.\n")
