"""Reading again what was said, page by page."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Peer, Start

CAPABILITIES = "message-tags server-time batch draft/chathistory"
COUNT = 250


async def page(peer: "Peer", query: str) -> list[tuple[str, str]]:
    """Ask for a page; give what was said, as pairs of id and text."""
    await peer.send(f"CHATHISTORY {query}")
    lines = await peer.lines("BATCH -")
    assert re.search(r"BATCH \+\S+ chathistory #lobby$", lines[0])
    found = [re.search(r"msgid=([0-9a-f]{16}).* PRIVMSG #lobby :(.*)", line) for line in lines[1:-1]]
    return [(match[1], match[2]) for match in found if match]


@pytest.fixture
async def reader(start: "Start") -> "Peer":
    """Give a client in a room where much was said, on a server that was started again since."""
    house = await start()
    speaker = await (await house.connect()).join("boris")
    for number in range(COUNT):
        await speaker.send(f"PRIVMSG #lobby :{number}")
    await speaker.pong()
    house.stop.set()
    await speaker.end()
    await speaker.close()
    await house.stopped.wait()
    again = await start()
    return await (await again.connect()).join("anna", CAPABILITIES)


async def test_backwards_to_the_beginning(reader: "Peer") -> None:
    """LATEST and then BEFORE, as a client scrolls back, give everything once, in order, and then nothing."""
    found = await page(reader, "LATEST #lobby * 100")
    while older := await page(reader, f"BEFORE #lobby msgid={found[0][0]} 100"):
        assert len(older) <= 100
        found = older + found
    assert [str(number) for number in range(COUNT)] == [text for _, text in found]
    assert sorted(found) == sorted(found, key=lambda pair: int(pair[0], 16))


async def test_forwards_to_the_end(reader: "Peer") -> None:
    """AFTER fills the gap since a client was last here."""
    found = await page(reader, "AFTER #lobby timestamp=1970-01-01T00:00:00.000Z 100")
    while newer := await page(reader, f"AFTER #lobby msgid={found[-1][0]} 100"):
        found += newer
    assert [str(number) for number in range(COUNT)] == [text for _, text in found]


async def test_latest_stops_at_what_is_known(reader: "Peer") -> None:
    """LATEST with a reference gives only what is newer, and of that the last."""
    last = await page(reader, "LATEST #lobby * 10")
    assert last[-3:] == await page(reader, f"LATEST #lobby msgid={last[-4][0]} 10")
    assert last[-2:] == await page(reader, f"LATEST #lobby msgid={last[0][0]} 2")


async def test_a_person_reads_history_too(start: "Start") -> None:
    """Whoever joins at the plain door is shown the last lines with their times; /history shows more."""
    house = await start()
    speaker = await (await house.connect()).join("boris")
    for number in range(40):
        await speaker.send(f"PRIVMSG #lobby :{number}")
    await speaker.pong()
    peer = await house.connect()
    await peer.write("anna\n")
    await peer.lines("What is said here is kept")
    shown = await peer.here()
    assert [f"boris: {number}" for number in range(20, 40)] == [line.split("] ")[1] for line in shown]
    assert all(re.match(r"\[\d\d:\d\d\] ", line) for line in shown)
    await peer.write("/history 30\n")
    hint, *lines = await peer.here()
    assert [f"boris: {number}" for number in range(10, 40)] == [line.split("] ")[1] for line in lines]
    await peer.write(hint.partition(" shows")[0] + "\n")
    assert [f"boris: {number}" for number in range(10)] == [line.split("] ")[1] for line in await peer.here()]


async def test_who_comes_back_is_shown_what_they_missed(start: "Start") -> None:
    """At either door: what came while they were away, in order and once; and how much more there was."""
    house = await start()
    speaker = await (await house.connect()).join("boris")

    async def speak(first: int, end: int) -> None:
        for number in range(first, end):
            await speaker.send(f"PRIVMSG #lobby :{number}")
        await speaker.pong()

    async def come_back(capabilities: str) -> list[str]:
        peer = await house.connect()
        await peer.register("anna", capabilities)
        await peer.send("JOIN #lobby")
        shown = [line for line in await peer.pong() if "PRIVMSG #lobby" in line or "NOTICE #lobby" in line]
        await peer.send("QUIT")
        await peer.end()
        return shown

    await come_back("server-time")
    await speak(0, 30)
    assert [f"PRIVMSG #lobby :{number}" for number in range(30)] == [
        line.split(" ", 2)[2] for line in await come_back("server-time")
    ]
    assert [] == await come_back("server-time")
    await speak(30, 140)
    notice, *shown = await come_back("")
    assert "You missed 10 more messages here." in notice
    assert [f"<boris> {number}" for number in range(40, 140)] == [line.split("] ")[1] for line in shown]

    await (await (await house.connect()).enter("carl")).close()
    await speaker.until("QUIT")
    await speak(140, 143)
    peer = await house.connect()
    await peer.write("carl\n")
    await peer.lines("What is said here is kept")
    assert ["boris: 140", "boris: 141", "boris: 142"] == [line.split("] ")[1] for line in await peer.here()]
