"""Uploaded files over HTTP: who may, what comes back, and that nothing is left behind of what is refused."""

import base64
import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import trio
import trio.testing

from tests.conftest import PATIENCE, asked
from trichat.config.files import FileSettings
from trichat.config.limits import Limits
from trichat.config.settings import ServerSettings
from trichat.server.web.files import announced
from trichat.words import requests as ask

if TYPE_CHECKING:
    from tests.conftest import House, Peer, Start

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x02\0\0\0" + b"pixels"
BASIC = f"Authorization: Basic {base64.b64encode(b'anna:sesame').decode()}"


class Answer(NamedTuple):
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
async def accounts(tmp_path: Path) -> None:
    """Have an account anna before the server starts."""
    await asked(ServerSettings(history=tmp_path / "history.db"), ask.AddAccount(name="anna", password="sesame"))


@pytest.fixture
async def house(start: "Start", accounts: None) -> "House":
    """Give a server with an account."""
    return await start()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[], list[str]]:
    """Give what lists the files that lie on the disk."""
    return lambda: sorted(path.name for path in (tmp_path / "history.db.files").glob("*"))


async def answer(peer: "Peer", *, head: bool = False) -> Answer:
    """Read one answer."""
    first, *lines = (await peer.until("\r\n\r\n")).split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if line)
    length = 0 if head else int(headers.get("Content-Length", 0))
    return Answer(int(first.split()[1]), headers, (await peer.take_bytes(length)) if length else b"")


async def upload(house: "House", data: bytes, *headers: str, auth: str = BASIC, length: int | None = None) -> Answer:
    """Upload a file over a connection of its own."""
    peer = await house.connect()
    size = len(data) if length is None else length
    lines = [line for line in (auth, *headers) if line]
    more = "".join(f"{line}\r\n" for line in (*lines, *([f"Content-Length: {size}"] if size >= 0 else [])))
    with contextlib.suppress(trio.BrokenResourceError):
        await peer.write(f"POST /files HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode("latin-1") + data)
    return await answer(peer)


async def get(house: "House", path: str, *headers: str, method: str = "GET") -> Answer:
    """Fetch a file."""
    peer = await house.connect()
    more = "".join(f"{line}\r\n" for line in headers)
    await peer.write(f"{method} /{path.lstrip('/')} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n")
    return await answer(peer, head=method == "HEAD")


async def token(peer: "Peer") -> str:
    """Ask for a token at the IRC door."""
    await peer.send("UPLOAD")
    return (await peer.lines(" UPLOAD "))[-1].split()[4]


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so on the disk, of which no event tells."""
    with trio.fail_after(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await trio.sleep(0.01)


# What is right


async def test_a_picture_goes_up_and_comes_back(house: "House", folder: Callable[[], list[str]]) -> None:
    """Under an address that nobody guesses, and that tells its size; nothing in it can do anything."""
    done = await upload(
        house, PNG, 'Content-Disposition: attachment; filename="the sea.png"', "Content-Type: text/html"
    )
    assert 201 == done.status
    path = done.headers["Location"]
    file_id, name = path.split("/")[1:]
    assert (37 + 3, "640x480", "the%20sea.png") == (len(file_id), file_id[33:], name)
    assert [f"{file_id[:32]}.png"] == folder()
    got = await get(house, path)
    assert (200, PNG, "image/png") == (got.status, got.body, got.headers["Content-Type"])
    assert "sandbox; default-src 'none'" == got.headers["Content-Security-Policy"]
    assert "private, immutable, max-age=31536000" == got.headers["Cache-Control"]
    assert ("nosniff", "same-origin") == (
        got.headers["X-Content-Type-Options"],
        got.headers["Cross-Origin-Resource-Policy"],
    )
    assert "inline; filename*=UTF-8''the%20sea.png" == got.headers["Content-Disposition"]
    assert 304 == (await get(house, path, f"If-None-Match: {got.headers['ETag']}")).status
    head = await get(house, path, method="HEAD")
    assert (200, str(len(PNG)), b"") == (head.status, head.headers["Content-Length"], head.body)


async def test_a_token_is_good_for_one_upload(start: "Start", accounts: None) -> None:
    """It is asked for over the IRC connection by whoever is logged in; the second use is refused."""
    house = await start()
    peer = await (await house.connect()).register("anna2", "sasl")
    await peer.send("UPLOAD")
    await peer.until("FAIL UPLOAD ACCOUNT_REQUIRED")
    await peer.send("PRIVMSG NickServ :IDENTIFY anna sesame")
    await peer.until(" 900 ")
    shown = f"Authorization: Bearer {await token(peer)}"
    assert 201 == (await upload(house, PNG, auth=shown)).status
    again = await upload(house, PNG, auth=shown)
    assert (401, "Bearer") == (again.status, again.headers["WWW-Authenticate"])
    assert 401 == (await upload(house, PNG, auth="Authorization: Bearer nonsense")).status


async def test_guests_upload_where_they_may(start: "Start") -> None:
    """A setting says so; all guests together have the room of one account."""
    house = await start(Limits(files_bytes_per_account=100_000), files=FileSettings(guest_files=True))
    peer = await (await house.connect()).register("boris")
    assert 201 == (await upload(house, PNG, auth=f"Authorization: Bearer {await token(peer)}")).status
    other = await (await house.connect()).register("clara")
    assert 507 == (await upload(house, PNG * 3000, auth=f"Authorization: Bearer {await token(other)}")).status


# What is wrong


@pytest.mark.parametrize("auth", ["", "Authorization: Basic !!!", "Authorization: Digest x", "Authorization: Bearer"])
async def test_who_shows_nothing_is_told_what_to_show(house: "House", auth: str) -> None:
    """401 with both schemes, whatever was meant."""
    refused = await upload(house, PNG, auth=auth)
    assert 401 == refused.status
    assert refused.body.startswith(b"Files are uploaded with")


async def test_wrong_passwords_are_counted(start: "Start", accounts: None) -> None:
    """As at every door: from one address there are only so many tries."""
    house = await start(Limits(wrong_passwords=2), exempt=())
    wrong = f"Authorization: Basic {base64.b64encode(b'anna:wrong').decode()}"
    assert [401, 401, 429] == [(await upload(house, PNG, auth=wrong)).status for _ in range(3)]
    assert 429 == (await upload(house, PNG)).status


async def test_tries_through_a_proxy_count_for_whom_it_names(start: "Start", accounts: None) -> None:
    """And not for nobody: a proxy is no way around the limit."""
    house = await start(Limits(wrong_passwords=1), exempt=(), proxies=("127.0.0.1",))
    wrong = f"Authorization: Basic {base64.b64encode(b'anna:wrong').decode()}"
    for far, status in (("203.0.113.7", 401), ("203.0.113.7", 429), ("203.0.113.8", 401)):
        assert status == (await upload(house, PNG, f"X-Forwarded-For: {far}", auth=wrong)).status


async def test_what_is_too_large_is_refused(start: "Start", accounts: None, folder: Callable[[], list[str]]) -> None:
    """Whether the length is told or not, and before anything of it is read if it is."""
    house = await start(Limits(file_bytes=100_000))
    assert 413 == (await upload(house, b"", length=100_001)).status
    assert 413 == (await upload(house, b"x" * 300_000)).status
    chunked = b"%x\r\n" % 200_000 + b"x" * 200_000 + b"\r\n0\r\n\r\n"
    assert 413 == (await upload(house, chunked, "Transfer-Encoding: chunked", length=-1)).status
    assert 400 == (await upload(house, b"")).status
    assert 400 == (await upload(house, b"0\r\n\r\n", "Transfer-Encoding: chunked", length=-1)).status
    assert [] == folder()
    chunked = b"%x\r\n" % len(PNG) + PNG + b"\r\n0\r\n\r\n"
    assert 201 == (await upload(house, chunked, "Transfer-Encoding: chunked", length=-1)).status


async def test_there_is_so_much_room(start: "Start", accounts: None, folder: Callable[[], list[str]]) -> None:
    """For an account, and for all; small files count for more than they have."""
    house = await start(Limits(files_bytes_per_account=2 * 64 * 1024))
    assert [201, 201, 507] == [(await upload(house, PNG)).status for _ in range(3)]
    assert 2 == len(folder())


async def test_what_comes_at_once_takes_no_more(start: "Start", accounts: None) -> None:
    """What is still coming is counted: otherwise ten at once would have ten times the room."""
    house = await start(Limits(files_bytes_per_account=150_000))
    peer = await house.connect()
    await peer.write(f"POST /files HTTP/1.1\r\nHost: localhost\r\n{BASIC}\r\nContent-Length: 100000\r\n\r\n{'x' * 9}")
    await trio.testing.wait_all_tasks_blocked()
    with trio.fail_after(PATIENCE):
        while (await upload(house, b"x" * 60_000)).status != 507:
            await trio.testing.wait_all_tasks_blocked()


async def test_a_full_disk_takes_no_files(
    house: "House", folder: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of it is for history."""
    usage = shutil.disk_usage("/")._replace(free=1024**3)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert 507 == (await upload(house, PNG)).status
    assert [] == folder()


async def test_a_disk_that_fails(
    house: "House", folder: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, and nothing is left."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trichat.server.history.shelf.to_disk", full)
    assert 507 == (await upload(house, PNG)).status
    assert [] == folder()


async def test_what_breaks_off_leaves_nothing(house: "House", folder: Callable[[], list[str]]) -> None:
    """The connection goes in the middle of a file."""
    peer = await house.connect()
    await peer.write(
        f"POST /files HTTP/1.1\r\nHost: localhost\r\n{BASIC}\r\nContent-Length: 999999\r\n\r\n{'x' * 9999}"
    )
    await until(lambda: bool(folder()))
    await peer.close()
    await until(lambda: not folder())


async def test_without_history_there_are_no_files(start: "Start") -> None:
    """They live as long as messages do."""
    house = await start(history=None)
    refused = await upload(house, PNG)
    assert (503, b"This server takes no files, because it keeps no history.\n") == (refused.status, refused.body)
    assert 404 == (await get(house, f"files/{'0' * 32}/x.png")).status


@pytest.mark.parametrize(
    ("data", "said", "name", "kind"),
    [
        (b"<html><script>alert(1)</script>", "a.png", "a.png.bin", "application/octet-stream"),
        (b"\xef\xbb\xbf \n<svg xmlns=''>", "a.svg", "a.svg", "application/octet-stream"),
        (b"%PDF-1.7\0", "a.pdf", "a.pdf", "application/octet-stream"),
        (b"hello", "a.html", "a.html.txt", "text/plain; charset=utf-8"),
        (PNG, "a.html", "a.html.png", "image/png"),
        (b"GIF89a\1\0\1\0", "", "file.gif", "image/gif"),
        (b"\0\0\0\0", "../../etc/passwd", "passwd.bin", "application/octet-stream"),
    ],
)
async def test_what_it_is_is_seen(house: "House", data: bytes, said: str, name: str, kind: str) -> None:
    """And never what was said; what could run is saved, not shown."""
    done = await upload(house, data, f'Content-Disposition: attachment; filename="{said}"', "Content-Type: image/png")
    assert name == done.headers["Location"].rpartition("/")[2]
    got = await get(house, done.headers["Location"])
    assert (data, kind) == (got.body, got.headers["Content-Type"])
    attached = kind == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment" if attached else "inline")


async def test_another_name_is_another_address(house: "House") -> None:
    """Nobody makes a page of a picture by calling it so, nor finds anything beside the files."""
    path = (await upload(house, PNG)).headers["Location"]
    stem = path.rpartition("/")[0]
    for wrong in (f"{stem}/x.html", f"{stem}/x.txt", f"files/{'0' * 32}/x.png", "files/../history.db", "files/..%2f/x"):
        assert 404 == (await get(house, wrong)).status


@pytest.mark.parametrize(
    ("asked_for", "status", "body"),
    [
        ("bytes=0-3", 206, PNG[:4]),
        ("bytes=-4", 206, PNG[-4:]),
        ("bytes=4-", 206, PNG[4:]),
        ("bytes=4-999999", 206, PNG[4:]),
        ("bytes=0-1,4-5", 200, PNG),
        ("bytes=9-3", 200, PNG),
        ("lines=0-3", 200, PNG),
        ("bytes=-0", 416, None),
        (f"bytes={len(PNG)}-", 416, None),
        ("bytes=99999999999999999-", 416, None),
    ],
)
async def test_a_part_of_it(house: "House", asked_for: str, status: int, body: bytes | None) -> None:
    """One range is given, several are not worth it, and what is not there is 416."""
    path = (await upload(house, PNG)).headers["Location"]
    got = await get(house, path, f"Range: {asked_for}")
    assert status == got.status
    if body is not None:
        assert body == got.body
    else:
        assert f"bytes */{len(PNG)}" == got.headers["Content-Range"]
    assert 200 == (await get(house, path, "Range: bytes=0-3", 'If-Range: "another"')).status


# How long it lives


async def test_a_file_lives_as_long_as_a_message_that_names_it(house: "House", folder: Callable[[], list[str]]) -> None:
    """Taking back the last message that names it removes it."""
    path = (await upload(house, PNG)).headers["Location"]
    peer = await (await house.connect()).join("boris", "message-tags draft/message-redaction echo-message")
    ids = []
    for _ in range(2):
        await peer.send(f"PRIVMSG #lobby :look: http://localhost/{path}")
        ids.append((await peer.lines("PRIVMSG"))[-1].split("msgid=")[1].split(" ")[0].split(";")[0])
    await peer.send(f"REDACT #lobby {ids[0]}")
    await peer.pong()
    assert 1 == len(folder())
    await peer.send(f"REDACT #lobby {ids[1]}")
    await until(lambda: not folder())
    assert 404 == (await get(house, path)).status


async def test_what_nobody_knows_is_swept_at_the_start(
    start: "Start", accounts: None, tmp_path: Path, folder: Callable[[], list[str]]
) -> None:
    """After a crash nothing is left; what is known stays."""
    house = await start()
    await upload(house, PNG)
    house.stop.set()
    await house.stopped.wait()
    (known,) = folder()
    for name in (f"{'1' * 32}.part", f"{'2' * 32}.png"):
        (tmp_path / "history.db.files" / name).write_bytes(PNG)
    await start()
    await until(lambda: [known] == folder())


async def test_what_no_message_names_goes(start: "Start", accounts: None, folder: Callable[[], list[str]]) -> None:
    """After a while: an upload that was given up."""
    house = await start(Limits(file_unnamed_seconds=0.01))
    assert 201 == (await upload(house, PNG)).status
    house.stop.set()
    await house.stopped.wait()
    await start(Limits(file_unnamed_seconds=0.01))
    await until(lambda: not folder())


@pytest.mark.posix
async def test_the_files_of_an_account_go_with_it(
    start: "Start", accounts: None, tmp_path: Path, folder: Callable[[], list[str]]
) -> None:
    """Though messages name them still: at the next look, or at once after the next start."""
    house = await start()
    path = (await upload(house, PNG)).headers["Location"]
    peer = await (await house.connect()).join("boris")
    await peer.send(f"PRIVMSG #lobby :http://localhost/{path}")
    await peer.pong()
    await asked(ServerSettings(history=tmp_path / "history.db"), ask.RemoveAccount(name="anna"))
    house.stop.set()
    await house.stopped.wait()
    assert 1 == len(folder())
    await start()
    await until(lambda: not folder())


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "http://localhost:8080/files"),
        ({"hosts": ("::",)}, ""),
        ({"web_origins": ("https://x.org",)}, ""),
        ({"history": None}, ""),
        ({"hosts": ("::",), "tls_certificate": Path("x"), "name": "x.org"}, "https://x.org:8080/files"),
        ({"hosts": ("::",), "tls_certificate": Path("x"), "tls_port": 443, "name": "x.org"}, "https://x.org/files"),
        ({"hosts": ("::",), "files": FileSettings(files_url="https://f.org/files/")}, "https://f.org/files"),
    ],
)
def test_where_clients_are_told_to_upload(settings: dict[str, object], url: str) -> None:
    """Only where the password that goes along is safe, and that is surely this server."""
    assert url == announced(ServerSettings(**{"history": Path("x"), **settings}))  # type: ignore[arg-type]
