"""Which servers of this user run."""

import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from trichat.config.settings import ServerSettings, control_path
from trichat.errors import StartError
from trichat.server.admin.client import found
from trichat.server.admin.running import Note, folder, noted, servers, with_control
from trichat.system.sockets import path_socket

pytestmark = pytest.mark.posix


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder whose path is short enough for sockets, where the notes are too."""
    with tempfile.TemporaryDirectory(prefix="t") as name:
        monkeypatch.setenv("XDG_STATE_HOME", name)
        yield Path(name)


@pytest.fixture
def listening(place: Path) -> Iterator[socket.socket]:
    """Give a socket that listens where the server with the history `h` has its control socket."""
    with path_socket() as end:
        end.bind(str(place / "h.control"))
        end.listen()
        yield end


def test_a_server_is_known_as_long_as_it_runs(place: Path, listening: socket.socket) -> None:
    """A note says where the control socket is, and is gone with the server; only this user reads it."""
    with noted(ServerSettings(history=place / "h"), ["127.0.0.1:8080"]):
        note = Note(control=str(place / "h.control"), history=str(place / "h"), places=("127.0.0.1:8080",))
        assert [note] == servers()
        assert {"control": place / "h.control", "history": place / "h"} == found({})
        assert 0o700 == stat.S_IMODE(folder().stat().st_mode)
    assert [] == servers()
    assert [] == list(folder().iterdir())
    assert {} == found({})


def test_who_says_which_is_meant_is_asked_nothing(place: Path, listening: socket.socket) -> None:
    """What was given holds, whatever runs."""
    with noted(ServerSettings(history=place / "h"), []):
        assert {"history": place / "other"} == found({"history": place / "other"})
        assert {"control": place / "other"} == found({"control": place / "other"})


def test_a_control_socket_is_found_by_the_history(place: Path, listening: socket.socket) -> None:
    """A server has its control socket where its settings say; whoever names its history, by whatever path, need not."""
    (place / "link").symlink_to(place / "folder" / "real")
    with noted(ServerSettings(history=place / "folder" / "real", control=place / "h.control"), []):
        assert {"history": place / "folder" / "real", "control": place / "h.control"} == found(
            {"history": place / "link"}
        )
        assert {"history": place / "other"} == found({"history": place / "other"})


def test_several_servers(place: Path, listening: socket.socket) -> None:
    """If several run, it is said which, with the option that chooses one, ready to be typed."""
    other = ServerSettings(control=place / "with space")
    with path_socket() as end:
        end.bind(str(other.control))
        end.listen()
        with noted(ServerSettings(history=place / "h"), ["a:1", "b:1"]), noted(other, ["a:2"]):
            with pytest.raises(StartError) as caught:
                found({})
            assert str(caught.value).startswith("2 servers run here. Say which is meant: --control ")
            assert f"--control {place}/h.control (a:1 b:1)" in str(caught.value)
            assert f"--control '{place}/with space' (a:2)" in str(caught.value)


def test_what_a_killed_server_left_behind(place: Path, listening: socket.socket) -> None:
    """A note of a server that was killed, or that is none, counts for nothing; the next server takes it away."""
    killed = with_control(ServerSettings(history=None))
    assert killed.control is not None
    with path_socket() as end:
        end.bind(str(killed.control))
    left = noted(killed, [])
    left.__enter__()
    (folder() / "junk.json").write_text("{")
    (folder() / "gone.json").symlink_to(place / "nowhere")
    assert [] == servers()
    assert killed.control.exists()
    with noted(ServerSettings(history=place / "h"), []):
        assert 1 == len(servers())
        assert not killed.control.exists()


def test_a_server_without_history_can_be_asked_too(place: Path) -> None:
    """It has its control socket beside the notes; others keep theirs. Where no folder can be made, it runs without."""
    settings = with_control(ServerSettings(history=None))
    assert folder() / f"{os.getpid()}.control" == control_path(settings)
    for kept in (ServerSettings(history=place / "h"), ServerSettings(control=place / "c")):
        assert kept == with_control(kept)
    deep = ServerSettings(history=place / ("x" * 100))
    assert settings.control == with_control(deep).control


def test_a_place_that_cannot_be_written_to(place: Path, listening: socket.socket) -> None:
    """A server that cannot leave a note runs without one."""
    (place / "trichat").write_text("in the way")
    assert ServerSettings(history=None) == with_control(ServerSettings(history=None))
    with noted(ServerSettings(history=place / "h"), []), noted(ServerSettings(history=None), []):
        assert [] == servers()
