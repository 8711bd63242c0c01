"""The server as a program: signals, and a few words on how to join."""

import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import trio

from tests.conftest import PATIENCE
from trichat.config.listening import Speaks
from trichat.config.settings import ServerSettings
from trichat.errors import HistoryError, StartError
from trichat.server import command
from trichat.server.listeners import Listener
from trichat.server.serve import serve as really_serve
from trichat.system.process import NETCAT

ANY, PLAIN, TLS = Speaks.ANY, Speaks.PLAIN, Speaks.TLS
Fake = Callable[[trio.Event], Awaitable[None]]


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fake], None]:
    """Give a function that puts something else in the place of the server."""

    def put(fake: Fake) -> None:
        async def serve(_settings: ServerSettings, stop: trio.Event, *, reread: object, task_status: object) -> None:
            assert task_status is not None
            await fake(stop)

        monkeypatch.setattr(command, "serve", serve)

    return put


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_stops_in_peace(serving: Callable[[Fake], None], number: int) -> None:
    """SIGINT and SIGTERM set the stop event; the server ends by itself, with exit status 0."""
    ended: list[str] = []

    async def fake(stop: trio.Event) -> None:
        os.kill(os.getpid(), number)
        with trio.fail_after(PATIENCE):
            await stop.wait()
        await trio.lowlevel.checkpoint()
        ended.append("in peace")

    serving(fake)
    assert command.run(ServerSettings()) == 0
    assert ended == ["in peace"]


def test_the_second_signal_ends_at_once(serving: Callable[[Fake], None]) -> None:
    """The second signal cancels everything."""
    ended: list[str] = []

    async def fake(stop: trio.Event) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        with trio.fail_after(PATIENCE):
            await stop.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            with trio.fail_after(PATIENCE):
                await trio.sleep_forever()
        except trio.Cancelled:
            ended.append("cancelled")
            raise

    serving(fake)
    assert command.run(ServerSettings()) == 0
    assert ended == ["cancelled"]


@pytest.mark.parametrize("error", [StartError("in use"), HistoryError("full")])
def test_what_is_ours_to_tell_is_raised_bare(serving: Callable[[Fake], None], error: Exception) -> None:
    """Errors for the command line are raised by themselves, not in a group of exceptions."""

    async def fake(_stop: trio.Event) -> None:
        raise error

    serving(fake)
    with pytest.raises(type(error)) as caught:
        command.run(ServerSettings())
    assert caught.value is error


def test_the_announcement_comes_when_anybody_can_connect(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The announcement names the port that was taken; nothing else goes to standard output."""
    ports: list[int] = []

    async def serve(
        settings: ServerSettings, stop: trio.Event, *, reread: object, task_status: trio.TaskStatus[object]
    ) -> None:
        class Both:
            def started(self, value: list[Listener]) -> None:
                task_status.started(value)
                ports.append(value[0].address[1])
                stop.set()

        await really_serve(settings, stop, task_status=Both())  # type: ignore[arg-type]

    monkeypatch.setattr(command, "serve", serve)
    assert command.run(ServerSettings(hosts=("127.0.0.1",), port=0)) == 0
    [port] = ports
    out = capsys.readouterr().out
    assert out.startswith(f"trichat listens on 127.0.0.1:{port}.\n")
    assert out == command.hints(ServerSettings(hosts=("127.0.0.1",), port=0), [("127.0.0.1", port, ANY)]) + "\n"


# Hints


def test_the_hints_say_what_to_type() -> None:
    """On the standard port of this machine the hint is just `trichat chat`."""
    text = command.hints(ServerSettings(), [("127.0.0.1", 8080, ANY), ("::1", 8080, ANY)])
    assert text.splitlines()[:8] == [
        "trichat listens on 127.0.0.1:8080, [::1]:8080.",
        "127.0.0.1:8080 speaks plain text.",
        "[::1]:8080 speaks plain text.",
        "",
        "Join with  a browser: http://localhost:8080/",
        "or with    trichat chat",
        f"or with    {NETCAT} localhost 8080",
        "or with    any IRC client, for example: irssi -c localhost -p 8080, then /join #lobby",
    ]


def test_the_hints_say_what_is_spoken_where() -> None:
    """With a certificate, TLS on the port of all, unless it is kept for plain text; and on ports for nothing else."""
    settings = ServerSettings(tls_certificate=Path("cert.pem"))
    places = [("127.0.0.1", 8080, ANY), ("127.0.0.1", 6697, TLS), ("::1", 6667, PLAIN)]
    lines = command.hints(settings, places).splitlines()
    assert lines[:5] == [
        "trichat listens on 127.0.0.1:8080, 127.0.0.1:6697, [::1]:6667.",
        "127.0.0.1:8080 speaks plain text, and TLS with those who begin with it.",
        "127.0.0.1:6697 speaks TLS.",
        "[::1]:6667 speaks plain text.",
        "",
    ]
    by_tls = "or by TLS  trichat chat --port 6697 --tls"
    assert lines[5:8] == ["Join with  a browser: https://localhost:8080/", "or with    trichat chat", by_tls]
    lines = command.hints(settings, places[:1]).splitlines()
    assert lines[4:6] == ["or with    trichat chat", "or by TLS  trichat chat --tls"]
    assert "--tls" not in command.hints(settings, places[2:])


def test_the_hints_say_how_to_come_by_tls() -> None:
    """Where nothing else is spoken."""
    settings = ServerSettings(hosts=(), tls_certificate=Path("cert.pem"))
    assert command.hints(settings, [("203.0.113.7", 6697, TLS)]).splitlines()[3:7] == [
        "Join with  a browser: https://203.0.113.7:6697/",
        "or with    trichat chat --host 203.0.113.7 --port 6697 --tls",
        "or with    openssl s_client -quiet -connect 203.0.113.7:6697",
        "or with    any IRC client, for example: irssi -tls -c 203.0.113.7 -p 6697, then /join #lobby",
    ]


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])  # noqa: S104
def test_an_address_of_all_is_not_one_to_connect_to(host: str) -> None:
    """The hint for who listens everywhere names this machine."""
    text = command.hints(ServerSettings(hosts=(host,)), [(host, 7000, ANY)])
    assert f"trichat chat --host {socket.gethostname()} --port 7000\n" in text
    assert f"{NETCAT} {socket.gethostname()} 7000\n" in text


def test_another_host_is_named() -> None:
    """Where the client's defaults do not lead here, the hints say how to get here."""
    text = command.hints(ServerSettings(hosts=("chat.example",)), [("203.0.113.7", 8080, ANY)])
    assert "trichat chat --host chat.example\n" in text


def test_the_hints_say_where_history_lives(tmp_path: Path) -> None:
    """The hints name the file of the history, or say that there is none."""
    assert f"History is kept in {tmp_path}/h.db." in command.hints(
        ServerSettings(history=tmp_path / "h.db"), [("127.0.0.1", 1, ANY)]
    )
    assert "Nothing is kept on disk." in command.hints(ServerSettings(), [("127.0.0.1", 1, ANY)])
