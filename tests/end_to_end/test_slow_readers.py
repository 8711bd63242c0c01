"""A reader that does not read delays nobody, loses nothing it is not told of, and is live again when it reads."""

import itertools
import re
from typing import TYPE_CHECKING

import pytest
import trio

from tests.conftest import PATIENCE
from trichat.config.limits import Limits

if TYPE_CHECKING:
    from tests.conftest import Peer, Start

COUNT = 20_000
CHUNK = 500  # messages that are under way at once
TEXT = "x" * 400  # 9 MB in all: more than the systems of both sides hold for a reader
NUMBERED = re.compile(rb"PRIVMSG #lobby :(\d{5}) ")


async def read_to(peer: "Peer", last: int) -> bytes:
    """Read up to this message; give all bytes."""
    end = b":%05d " % last
    data = bytearray()
    with trio.fail_after(PATIENCE):
        while end not in data[-66_000:] or not data.endswith(b"\n"):
            more = await peer.stream.receive_some(65_536)
            assert more
            data += more
    return bytes(data)


def numbers(data: bytes) -> list[int]:
    return [int(number) for number in NUMBERED.findall(data)]


@pytest.mark.parametrize("catch_up", [1000, 5], ids=["behind", "far behind"])
async def test_who_does_not_read_is_nobody_elses_problem(start: "Start", catch_up: int) -> None:
    """Thousands of messages flow past a reader that sleeps: the others get all of them meanwhile, in order.

    When it reads again, it gets what was queued for it, one line that says how much was skipped, the last of what it
    missed, and from there on everything.
    """
    house = await start(limits=Limits(catch_up_events=catch_up))
    sleeper = await (await house.connect(buffer=4096)).join("sleeper")
    readers = [await (await house.connect()).join(f"reader{number}") for number in range(3)]
    sender = await (await house.connect()).join("boris")
    found: list[list[int]] = [[], [], []]

    async def read(number: int, last: int) -> None:
        found[number] += numbers(await read_to(readers[number], last))

    for first in range(0, COUNT, CHUNK):
        chunk = [f"PRIVMSG #lobby :{number:05d} {TEXT}\r\n" for number in range(first, first + CHUNK)]
        async with trio.open_nursery() as nursery:
            nursery.start_soon(sender.write, "".join(chunk))
            for number in range(len(readers)):
                nursery.start_soon(read, number, first + CHUNK - 1)
    assert [list(range(COUNT))] * 3 == found

    # Only now the sleeper wakes up.
    text = await read_to(sleeper, COUNT - 1)
    late = numbers(text)
    [skipped] = [int(count) for count in re.findall(rb":(\d+) messages were skipped", text)]
    [gap] = [after - before - 1 for before, after in itertools.pairwise(late) if after != before + 1]
    assert skipped == gap
    assert (0, COUNT - 1) == (late[0], late[-1])
    assert catch_up == COUNT - next(after for before, after in itertools.pairwise(late) if after != before + 1)
    await sender.send("PRIVMSG #lobby :live again")
    await sleeper.until(":live again\r\n")
    assert await sleeper.pong() == []
