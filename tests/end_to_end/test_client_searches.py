"""The client's search and a real server: what is found, and what is nobody else's to find."""

from collections.abc import Awaitable, Callable

import pytest
import trio

from tests.conftest import House, Peer
from tests.end_to_end.conftest import Client
from trichat.client.display.item import Item


class Searcher(Client):
    """Keeps what it has shown: `place who: text`."""

    def __init__(self, port: int) -> None:
        super().__init__(port, "#a")
        self.seen: list[str] = []

    def take(self, items: list[Item]) -> None:
        self.seen += [f"{item.place} {item.nick}: {item.text}" if item.nick else item.text for item in items]

    async def shows(self, text: str) -> None:
        """Wait until this has been shown."""
        await self.until(lambda: text in self.seen)

    async def search(self, what: str, head: str) -> list[str]:
        """Search, and give what was shown below that sentence."""
        self.seen.clear()
        self.link.typed(f"/search {what}")
        await self.shows(head)
        return self.seen[self.seen.index(head) + 1 :]


@pytest.fixture
async def bob(start: Callable[..., Awaitable[House]]) -> tuple[House, Peer]:
    """Give a server, and bob in two rooms of it."""
    house = await start()
    bob = await house.connect()
    await bob.join("bob", "server-time echo-message", "#a,#b")
    return house, bob


async def test_what_one_may_read_is_found(bob: tuple[House, Peer], nursery: trio.Nursery) -> None:
    """One finds what is in one's rooms and conversations, narrowed down as at the plain door."""
    house, peer = bob
    client = Searcher(house.port)
    nursery.start_soon(client.link.run)
    await client.shows("You are in #a.")
    await peer.send(
        "PRIVMSG #a :green tea", "PRIVMSG #b :secret tea", "PRIVMSG anna :tea for two", "PRIVMSG #a :teapot"
    )
    await client.shows("#a bob: teapot")
    head = "2 messages found for tea:"
    assert ["#a bob: green tea", "bob bob: tea for two"] == await client.search("tea", head)
    head = "1 message found for tea* from:BOB in:bob:"
    assert ["bob bob: tea for two"] == await client.search("tea* in:bob from:BOB", head)
    head = '1 message found for "green tea" in:#a after:1h:'
    assert ["#a bob: green tea"] == await client.search('"green tea" in:a after:1h', head)
    assert [] == await client.search("tea before:1h", "Nothing was found for tea before:1h.")
    assert [] == await client.search("x in:#b", "You are not in #b, and can only search in rooms that you are in.")
    nursery.cancel_scope.cancel()
