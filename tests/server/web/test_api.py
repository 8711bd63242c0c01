"""Programs over HTTP, from a token to what others see."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio
import trio.testing

from tests.conftest import PATIENCE, asked
from trichat.chat.core.tokens import hashed
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.server.history.archive import Archive
from trichat.server.web import streams
from trichat.storage.base import Query
from trichat.words import requests as ask
from trichat.words.events import Happened

if TYPE_CHECKING:
    from tests.conftest import House, Peer, Start

PATH = "/api/rooms/lobby/messages"


@pytest.fixture
async def house(start: "Start", tmp_path: Path) -> "House":
    """Give a server with an account of anna's, and a token for the lobby."""
    settings = ServerSettings(history=tmp_path / "history.db")
    await asked(settings, ask.AddAccount(name="anna", password="sesame"))
    await asked(settings, ask.AddApiToken(name="anna", rooms=("#lobby",), token=hashed("secret")))
    return await start()


async def answer(peer: "Peer") -> tuple[int, str]:
    """Read one answer; give its status and its body."""
    head = await peer.until("\r\n\r\n")
    length = next(int(line.split()[1]) for line in head.splitlines() if line.startswith("Content-Length"))
    return int(head.split()[1]), await peer.take(length)


async def say(peer: "Peer", text: str, *headers: str, path: str = PATH) -> tuple[int, str]:
    more = "".join(f"{header}\r\n" for header in ("Authorization: Bearer secret", *headers))
    body = text.encode()
    await peer.write(
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body
    )
    return await answer(peer)


async def ask_for(peer: "Peer", query: str = "") -> None:
    await peer.write(f"GET {PATH}{query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n\r\n")


async def test_a_program_speaks_and_reads(house: "House") -> None:
    """Others see what it says; what it is told is stored, and can be read from there on."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    status, body = await say(peer, "build 7 is green")
    assert 201 == status
    await boris.until(":anna!bot@bot PRIVMSG #lobby :build 7 is green")
    await boris.send("PRIVMSG #lobby :good")
    await boris.pong()
    await ask_for(peer, f"?after={json.loads(body)['id']}")
    status, body = await answer(peer)
    assert (200, "boris", "good") == (status, json.loads(body)["nick"], json.loads(body)["text"])


async def test_a_program_waits(house: "House") -> None:
    """Until something is said; others are not kept waiting by that, nor the server when it stops."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    status, body = await say(peer, "here")
    after = json.loads(body)["id"]
    await ask_for(peer, f"?after={after}&wait=60")
    await boris.pong()
    await boris.send("PRIVMSG #lobby :at last")
    status, body = await answer(peer)
    assert (200, "at last") == (status, json.loads(body)["text"])
    await ask_for(peer, f"?after={json.loads(body)['id']}&wait=60")
    await boris.pong()
    await trio.testing.wait_all_tasks_blocked()
    house.stop.set()
    with trio.fail_after(PATIENCE):
        assert (200, "") == await answer(peer)
        await house.stopped.wait()


async def test_what_has_a_key_is_said_once(house: "House") -> None:
    """However often it is sent; another key is another message, and what was refused may be tried again."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    first = await say(peer, "one", "Idempotency-Key: a")
    assert 201 == first[0]
    assert first == await say(peer, "one", "Idempotency-Key: a")
    assert first != await say(peer, "two", "Idempotency-Key: b")
    lines = [line.rpartition(":")[2] for line in await boris.pong() if "PRIVMSG" in line]
    assert ["one", "two"] == lines
    assert 400 == (await say(peer, " ", "Idempotency-Key: c"))[0]
    assert 201 == (await say(peer, "three", "Idempotency-Key: c"))[0]


async def test_a_service_that_can_send_nothing_else(house: "House") -> None:
    """Its token is in the path, and the room is that of the token."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    for path in ("/api/hooks/secret", "/api/hooks/secret/slack"):
        said = await say(peer, '{"text": "<https://x.example|deployed>"}', "Content-Type: application/json", path=path)
        assert (200, "ok") == said
        await boris.until("PRIVMSG #lobby :deployed (https://x.example)")
    assert 401 == (await say(peer, "x", path="/api/hooks/wrong"))[0]


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Origin: https://evil.example", 403),
        ("Sec-Fetch-Site: cross-site", 403),
        ("Origin: http://localhost", 201),
        ("Sec-Fetch-Site: same-origin", 201),
        ("Sec-Fetch-Site: none", 201),
    ],
)
async def test_pages_from_elsewhere_are_refused(house: "House", header: str, status: int) -> None:
    """Whatever token they may have got hold of."""
    assert status == (await say(await house.connect(), "hello", header))[0]


async def test_programs_are_as_fast_as_people(start: "Start", tmp_path: Path) -> None:
    """All that speak with one token have the allowance of one account."""
    settings = ServerSettings(history=tmp_path / "history.db")
    await asked(settings, ask.AddAccount(name="anna", password="sesame"))
    await asked(settings, ask.AddApiToken(name="anna", rooms=("#lobby",), token=hashed("secret")))
    house = await start(Limits(burst_lines=2, lines_per_second=0.01), exempt=())
    peer = await house.connect()
    for _ in range(2):
        assert 201 == (await say(peer, "hello"))[0]
    await peer.write(f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer secret\r\n")
    await peer.write("Content-Length: 5\r\n\r\nhello")
    await (await house.connect()).until("Enter your name: ")  # so long does it take to be greeted
    await trio.testing.wait_all_tasks_blocked()
    with trio.move_on_after(0) as waiting:
        await peer.stream.receive_some()
    assert waiting.cancelled_caught


# Streams


async def stream(peer: "Peer", *headers: str, query: str = "") -> None:
    """Ask for a stream."""
    more = "".join(f"{header}\r\n" for header in ("Authorization: Bearer secret", *headers))
    await peer.write(f"GET {PATH}{query} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n{more}\r\n")
    head = await peer.until("\r\n\r\n")
    assert ["HTTP/1.1 200 OK"] == head.splitlines()[:1]
    assert "chunked" in head


async def name(peer: "Peer") -> str:
    """Read up to the next id, and give it."""
    await peer.until("id: ")
    return (await peer.until("\n")).strip()


async def heard(peer: "Peer") -> dict[str, str]:
    """Read the next message, which is what the line before it says."""
    before = await peer.until("data: ")
    found: dict[str, str] = json.loads(await peer.until("\n"))
    assert before.endswith(f"id: {found['id']}\ndata: ")
    return found


async def test_a_stream_tells_what_is_said_as_it_is_said(house: "House") -> None:
    """Nothing of before, unless one asks; each has its id, and who comes back with that goes on from there."""
    boris = await (await house.connect()).join("boris")
    await boris.send("PRIVMSG #lobby :before")
    await boris.pong()
    peer = await house.connect()
    await stream(peer)
    await boris.send("PRIVMSG #lobby :first")
    told = await heard(peer)
    assert "first" == told["text"]
    await peer.stream.aclose()
    await boris.send("PRIVMSG #lobby :second")
    await boris.pong()
    again = await house.connect()
    await stream(again, f"Last-Event-ID: {told['id']}", query="?after=1a22e837fec00000")
    assert "second" == (await heard(again))["text"]
    before = await house.connect()
    await stream(before, query="?limit=3")
    assert ["before", "first", "second"] == [(await heard(before))["text"] for _ in range(3)]


async def test_who_comes_back_before_anything_was_said_misses_nothing(house: "House") -> None:
    """An id is told at once."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    await stream(peer)
    begun = await name(peer)
    await peer.stream.aclose()
    await boris.send("PRIVMSG #lobby :meanwhile")
    await boris.pong()
    again = await house.connect()
    await stream(again, f"Last-Event-ID: {begun}")
    assert "meanwhile" == (await heard(again))["text"]


async def test_what_comes_at_once_is_all_told(house: "House") -> None:
    """A page is not the end of what there is."""
    boris = await (await house.connect()).join("boris")
    peer = await house.connect()
    await stream(peer)
    begun = await name(peer)
    for number in range(230):
        await boris.send(f"PRIVMSG #lobby :{number}")
    await boris.pong()
    again = await house.connect()
    await stream(again, f"Last-Event-ID: {begun}")
    for each in (peer, again):
        assert [str(number) for number in range(230)] == [(await heard(each))["text"] for _ in range(230)]


async def test_a_stream_ends_with_the_server(house: "House") -> None:
    """With the last chunk, so that nobody takes it for a failure; and nobody waits for it."""
    peer = await house.connect()
    await stream(peer)
    await name(peer)
    await trio.testing.wait_all_tasks_blocked()
    house.stop.set()
    with trio.fail_after(PATIENCE):
        assert (await peer.end()).endswith("0\r\n\r\n")
        await house.stopped.wait()


async def test_streams_have_a_limit(start: "Start", tmp_path: Path) -> None:
    """By token; whoever goes makes room, and who may not read is told that first."""
    settings = ServerSettings(history=tmp_path / "history.db")
    await asked(settings, ask.AddAccount(name="anna", password="sesame"))
    await asked(settings, ask.AddApiToken(name="anna", rooms=("#lobby",), token=hashed("secret")))
    house = await start(Limits(http_streams_per_token=1))
    await stream(await house.connect())
    peer = await house.connect()
    accepts = "Host: localhost\r\nAccept: text/event-stream\r\n"
    await peer.write(f"GET {PATH} HTTP/1.1\r\n{accepts}Authorization: Bearer secret\r\n\r\n")
    assert 429 == (await answer(peer))[0]
    await peer.write(f"GET {PATH} HTTP/1.1\r\n{accepts}Authorization: Bearer wrong\r\n\r\n")
    assert 401 == (await answer(peer))[0]
    assert 201 == (await say(peer, "but speak it may"))[0]


@pytest.mark.parametrize("accept", ["*/*", "text/event-stream"])
async def test_nobody_is_woken_by_other_rooms(house: "House", monkeypatch: pytest.MonkeyPatch, accept: str) -> None:
    """Hundreds who wait cost nothing while others talk elsewhere: history is read when there is something to read."""
    boris = await (await house.connect()).join("boris")
    await boris.send("JOIN #elsewhere")
    peer = await house.connect()
    _, body = await say(peer, "here")
    read: list[str] = []
    page = Archive.page

    async def counted(archive: Archive, query: Query) -> list[Happened]:
        read.append(query.place)
        return await page(archive, query)

    monkeypatch.setattr(Archive, "page", counted)
    monkeypatch.setattr(streams, "_PAUSE_SECONDS", 0)
    query = f"?after={json.loads(body)['id']}&wait=60"
    await peer.write(
        f"GET {PATH}{query} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nAuthorization: Bearer secret\r\n\r\n"
    )
    while len(read) < 2:  # what there is, and what came before anybody listened
        await boris.pong()
    for _ in range(9):
        await boris.send("PRIVMSG #elsewhere :hello")
        await boris.pong()
    assert 2 == len(read)
    await boris.send("PRIVMSG #lobby :at last")
    await peer.until("at last")
