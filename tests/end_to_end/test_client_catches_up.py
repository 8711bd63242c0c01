"""The client's link and a real server: nothing is missed and nothing comes twice, wherever the connection breaks."""

import contextlib
import os
import random
import socket
from collections.abc import AsyncIterator

import pytest
import trio

from tests.conftest import House, Peer, Start
from tests.end_to_end.conftest import Client
from trichat.client.display.item import Item, ItemKind


class Broken(Client):
    """A client whose connection can be cut, and kept from coming back."""

    def __init__(self, port: int) -> None:
        super().__init__(port, "#a", "#b")
        self.allowed = trio.Event()
        self.allowed.set()
        self.seen: dict[str, list[str]] = {"#a": [], "#b": [], "bob": []}
        self.marks = 0
        self._stream: trio.SocketStream | None = None

    async def connect(self) -> trio.abc.Stream:
        await self.allowed.wait()
        self._stream = await trio.open_tcp_stream("127.0.0.1", self._port)
        return self._stream

    def take(self, items: list[Item]) -> None:
        """Take what is shown, and what would be in the rooms that are not looked at."""
        for entry in self.talk.windows.all:
            items += entry.held
            entry.held.clear()
        for item in items:
            self.marks += item.kind is ItemKind.MARK
            if item.spoken and item.place in self.seen:
                self.seen[item.place].append(item.text)

    def cut(self) -> None:
        """Break the connection, whatever is under way."""
        if self._stream is not None:
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(self._stream.socket.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)  # behind the back of trio

    def inside(self) -> bool:
        """Tell whether it is in both rooms, and has caught up with them."""
        rooms = [self.talk.model.room(name) for name in ("#a", "#b")]
        return all(room and room.inside and not self.talk.history.is_held(room.name) for room in rooms)


@pytest.fixture
async def house(start: Start) -> House:
    return await start()


@pytest.fixture
async def bob(house: House) -> Peer:
    bob = await house.connect()
    await bob.join("bob", "server-time echo-message", "#a,#b")
    return bob


@pytest.fixture
async def client(house: House, bob: Peer, nursery: trio.Nursery) -> AsyncIterator[Broken]:
    client = Broken(house.port)
    nursery.start_soon(client.link.run)
    await client.until(client.inside)
    yield client
    nursery.cancel_scope.cancel()


async def say(bob: Peer, room: str, texts: list[str]) -> None:
    """Say all of it, and know that it has been said."""
    await bob.send(*(f"PRIVMSG {room} :{text}" for text in texts))
    await bob.pong()


async def test_several_pages_in_several_rooms(client: Broken, bob: Peer) -> None:
    """A client that missed more than a page in each room shows all, and then what came live meanwhile."""
    client.allowed = trio.Event()
    client.cut()
    missed = {"#a": [f"a{number}" for number in range(350)], "#b": [f"b{number}" for number in range(230)]}
    for room, texts in missed.items():
        await say(bob, room, texts)
    client.allowed.set()
    await say(bob, "#a", ["live a"])
    await say(bob, "#b", ["live b"])
    await client.until(lambda: all("live " + room[1] in client.seen[room] for room in missed))
    await client.until(client.inside)
    assert {room: [*texts, f"live {room[1]}"] for room, texts in missed.items()} == {
        room: client.seen[room] for room in missed
    }


@pytest.mark.parametrize("seed", range(3))
async def test_a_connection_that_breaks_all_the_time(client: Broken, bob: Peer, seed: int) -> None:
    """On a connection that breaks all the time all is seen and sent once and in order."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    said: dict[str, list[str]] = {"#a": [], "#b": []}
    mine: list[str] = []
    for number in range(60):
        room = chance.choice(("#a", "#b"))
        said[room] += (texts := [f"{number}.{part}" for part in range(chance.randrange(1, 9))])
        await bob.send(*(f"PRIVMSG {room} :{text}" for text in texts))
        if chance.random() < 0.5:
            mine.append(f"mine {number}")
            client.link.typed(f"/msg #a {mine[-1]}")
        if chance.random() < 0.3:
            client.cut()
        for _ in range(chance.randrange(20)):
            await trio.lowlevel.checkpoint()
    await say(bob, "#a", ["end"])
    await say(bob, "#b", ["end"])
    await client.until(lambda: client.inside() and not client.talk.outbox)
    await client.until(lambda: all("end" in client.seen[room] for room in said))
    for room, texts in said.items():
        assert [*texts, "end"] == [text for text in client.seen[room] if not text.startswith("mine")]
    await bob.send("CHATHISTORY LATEST #a * 100", "PRIVMSG #a :enough")
    await bob.until(":bob!")
    assert mine == [text for text in client.seen["#a"] if text.startswith("mine")]
    assert client.marks == 0
