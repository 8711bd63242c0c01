"""The client's search and a real server: what is found, and what is nobody else's to find."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import pytest
import trio

from trichat.client.commands.dispatch import handle_input
from trichat.client.conversation.conversation import Conversation
from trichat.client.net.link import Link
from trichat.client.settings.table import Settings

if TYPE_CHECKING:
    from tests.conftest import House, Peer

PATIENCE = 60.0


class Client:
    """A link to a server, and what it has shown: `place who: text`."""

    def __init__(self, port: int) -> None:
        self.talk = Conversation(Settings(nick="anna", rooms=("#a",)), username="a")
        self.seen: list[str] = []
        self._port = port
        self._more = trio.Event()
        self.link = Link(
            self.talk,
            self._connect,
            handle_input=lambda text, now, name: handle_input(self.talk, text, now, default_name=name),
            changed=self._changed,
            chance=lambda: 0.0,
            wall_clock=lambda: 1_000,
        )

    async def _connect(self) -> trio.abc.Stream:
        return await trio.open_tcp_stream("127.0.0.1", self._port)

    def _changed(self) -> None:
        items, self.talk.items = self.talk.items, []
        self.seen += [f"{item.place} {item.nick}: {item.text}" if item.nick else item.text for item in items]
        self._more.set()
        self._more = trio.Event()

    async def until(self, text: str) -> None:
        """Wait until this has been shown."""
        with trio.fail_after(PATIENCE):
            while text not in self.seen:
                await self._more.wait()

    async def search(self, what: str, head: str) -> list[str]:
        """Search, and give what was shown below that sentence."""
        self.seen.clear()
        self.link.typed(f"/search {what}")
        await self.until(head)
        return self.seen[self.seen.index(head) + 1 :]


@pytest.fixture
async def bob(start: Callable[..., Awaitable["House"]]) -> tuple["House", "Peer"]:
    """Give a server, and bob in two rooms of it."""
    house = await start()
    bob = await house.connect()
    await bob.join("bob", "server-time echo-message", "#a,#b")
    return house, bob


async def test_what_one_may_read_is_found(bob: tuple["House", "Peer"], nursery: trio.Nursery) -> None:
    """In the rooms one is in and in one's own conversations, narrowed down as at the plain door."""
    house, peer = bob
    client = Client(house.port)
    nursery.start_soon(client.link.run)
    await client.until("You are in #a.")
    await peer.send(
        "PRIVMSG #a :green tea", "PRIVMSG #b :secret tea", "PRIVMSG anna :tea for two", "PRIVMSG #a :teapot"
    )
    await client.until("#a bob: teapot")
    head = "2 messages found for tea:"
    assert ["#a bob: green tea", "bob bob: tea for two"] == await client.search("tea", head)
    head = "1 message found for tea* from:BOB in:bob:"
    assert ["bob bob: tea for two"] == await client.search("tea* in:bob from:BOB", head)
    head = '1 message found for "green tea" in:#a after:1h:'
    assert ["#a bob: green tea"] == await client.search('"green tea" in:a after:1h', head)
    assert [] == await client.search("tea before:1h", "Nothing was found for tea before:1h.")
    assert [] == await client.search("x in:#b", "You are not in #b, and can only search in rooms that you are in.")
    nursery.cancel_scope.cancel()
