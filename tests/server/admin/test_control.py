"""The control socket, and the command line at its other end."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import trio

from tests.conftest import asked
from trichat.config.settings import ServerSettings, control_path
from trichat.errors import HistoryError, StartError
from trichat.protocols.control import LINE_BYTES, Told, read_told, write_request
from trichat.server.admin.client import ask_server
from trichat.server.admin.control import open_listener
from trichat.server.admin.running import PATH_BYTES
from trichat.storage.sqlite import SqliteHistory
from trichat.words import requests as ask

if TYPE_CHECKING:
    from tests.conftest import Start

ADD = ask.AddAccount(name="anna", password="sesame")
ADDED = Told(done=True, lines=("There is an account anna now.",), facts={"account": "anna"})
LISTED = ask.ListAccounts()


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[ServerSettings]:
    """Give settings with a path for the socket that is short enough on every system."""
    with tempfile.TemporaryDirectory(prefix="t") as folder:
        yield ServerSettings(history=tmp_path / "history.db", control=Path(folder) / "c")


@pytest.mark.posix
async def test_a_running_server_does_it(start: "Start", settings: ServerSettings) -> None:
    """A running server does what it is asked at once. Its socket is private, and gone with the server."""
    assert settings.control is not None
    house = await start(control=settings.control)
    assert 0o600 == stat.S_IMODE(settings.control.stat().st_mode)
    assert ADDED == await asked(settings, ADD)
    assert not (await asked(settings, ADD)).done
    client = await house.connect()
    await client.send("PASS anna:sesame", "NICK anna", "USER a 0 * A")
    assert " 900 " in await client.line()
    house.stop.set()
    await house.stopped.wait()
    assert not settings.control.exists()


@pytest.mark.posix
async def test_without_a_server_it_is_done_in_the_history(start: "Start", settings: ServerSettings) -> None:
    """Without a server it is done in the history, of which the server that starts next knows."""
    assert ADDED == await asked(settings, ADD)
    (line,) = (await asked(settings, LISTED)).lines
    await start(control=settings.control)
    assert (line,) == (await asked(settings, LISTED)).lines


@pytest.mark.posix
async def test_the_settings_are_read_again(start: "Start", settings: ServerSettings) -> None:
    """A running server reads its settings again; where there is none, there is nothing to do."""
    with pytest.raises(StartError, match="No server runs here: it reads its settings when it starts"):
        await asked(settings, ask.RereadSettings())
    await start(control=settings.control)
    assert Told(done=True, lines=("The settings were read again.",)) == await asked(settings, ask.RereadSettings())


@pytest.mark.posix
async def test_the_clock_is_right(start: "Start", settings: ServerSettings) -> None:
    """A running server says what its clock says, and believes it when it is told to; without one nobody watches it."""
    with pytest.raises(StartError, match="No server runs here: ask again when one does"):
        await asked(settings, ask.AdministerClock(right=True))
    await start(control=settings.control)
    for right in (False, True):
        told = await asked(settings, ask.AdministerClock(right=right))
        assert told.done
        assert "is believed" in told.lines[0]


@pytest.mark.posix
async def test_the_log_of_acts(start: "Start", settings: ServerSettings) -> None:
    """The log reads the same whether the server runs or not."""
    assert settings.history is not None
    SqliteHistory(settings.history).close()
    assert ("Nothing was done yet.",) == (await asked(settings, ask.ShowLog())).lines
    await asked(settings, ADD)
    await start(control=settings.control)
    await asked(settings, ask.Appoint(name="anna"))
    lines = (await asked(settings, ask.ShowLog())).lines
    assert ["add anna", "op anna"] == [" ".join(line.split()[3:]) for line in lines]


@pytest.mark.posix
async def test_a_history_in_use_by_a_server_without_a_socket(
    start: "Start", settings: ServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history in use is waited for a little, as its server may just be starting; then it is said."""
    assert settings.control is not None
    waited: list[float] = []
    monkeypatch.setattr("trichat.server.admin.client.time.sleep", waited.append)
    await start(control=settings.control)
    elsewhere = ServerSettings(history=settings.history, control=settings.control.with_name("d"))
    with pytest.raises(HistoryError, match="in use"):
        await asked(elsewhere, LISTED)
    assert [0.0, 0.2, 0.5, 1.0, 2.0] == waited


async def test_a_history_that_is_not_there(settings: ServerSettings) -> None:
    """Who only looks makes no history, perhaps at the wrong place; who adds an account does."""
    assert settings.history is not None
    for request in (LISTED, ask.ShowLog(), ask.Appoint(name="anna"), ask.RemoveAccount(name="anna")):
        with pytest.raises(StartError, match="There is no history"):
            await asked(settings, request)
    assert not settings.history.exists()
    await asked(settings, ADD)
    assert settings.history.exists()


@pytest.mark.posix
def test_nothing_to_ask() -> None:
    """With neither a server nor a history it is said that no server runs here."""
    with pytest.raises(StartError, match="No server runs here"):
        ask_server(ServerSettings(history=None), LISTED)


@pytest.mark.posix
@pytest.mark.parametrize("data", [b"hello\n", b"\n", b"x" * (LINE_BYTES + 1), b'{"ask":"Quit","about":{}}\n'])
async def test_rubbish(start: "Start", settings: ServerSettings, data: bytes) -> None:
    """Rubbish on the control socket is answered, and the server goes on."""
    await start(control=settings.control)
    assert settings.control is not None
    async with await trio.open_unix_socket(str(settings.control)) as stream:
        await stream.send_all(data)
        answer = b"".join([bytes(part) async for part in stream])
    assert not read_told(answer).done
    assert ADDED == await asked(settings, ADD)


@pytest.mark.posix
async def test_who_asks_nothing_is_let_go(start: "Start", settings: ServerSettings) -> None:
    """A command line that ends without a request leaves nothing behind."""
    await start(control=settings.control)
    assert settings.control is not None
    async with await trio.open_unix_socket(str(settings.control)) as stream:
        await stream.send_eof()
        assert not read_told(b"".join([bytes(part) async for part in stream])).done
    async with await trio.open_unix_socket(str(settings.control)) as stream:
        await stream.send_all(write_request(LISTED))
    assert ADDED == await asked(settings, ADD)


@pytest.mark.posix
async def test_what_a_killed_server_left_behind_makes_way(start: "Start", settings: ServerSettings) -> None:
    """The socket that a killed server left behind is made anew."""
    assert settings.control is not None
    left = open_listener(settings.control)
    assert left is not None
    await left.aclose()
    assert settings.control.is_socket()
    await start(control=settings.control)
    assert ADDED == await asked(settings, ADD)


@pytest.mark.posix
async def test_a_socket_that_cannot_be(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where no socket can be made the server runs without it, and says so in its log."""
    (tmp_path / "file").touch()
    for path in (tmp_path / ("x" * PATH_BYTES), Path("/nowhere/x"), tmp_path / "file"):
        assert open_listener(path) is None
        assert "set [server] control" in caplog.text
        caplog.clear()
    assert open_listener(None) is None
    assert "" == caplog.text


def test_where_it_is(tmp_path: Path) -> None:
    """The socket is beside the history, unless the settings say otherwise; nowhere without either."""
    history, socket = tmp_path / "h.db", tmp_path / "s"
    assert tmp_path / "h.db.control" == control_path(ServerSettings(history=history))
    assert socket == control_path(ServerSettings(history=None, control=socket))
    assert control_path(ServerSettings(history=None)) is None
