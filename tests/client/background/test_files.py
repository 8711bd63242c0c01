"""Logs in files."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.background.files import SavedPositions, file_name, log_line, logs_folder, write_logs
from trichat.client.display.item import Item, ItemKind
from trichat.client.model.windows import Position
from trichat.client.settings.table import Settings
from trichat.errors import UsageError

NOON = 1_764_000_000_000  # 2025-11-24 16:00:00 UTC


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the same hours everywhere."""
    if sys.platform == "win32":
        pytest.skip("where it is cannot be set there")
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said(text: str, place: str = "#lobby", kind: ItemKind = ItemKind.SAID, at: int = NOON) -> Item:
    return Item(kind=kind, text=text, at=at, nick="bob", place=place)


def settings(tmp_path: Path, by: str = "day") -> Settings:
    return Settings(logs=True, logs_folder=str(tmp_path / "logs"), logs_by=by, host="h", port=7)


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (ItemKind.SAID, "<bob> hi"),
        (ItemKind.ACTION, "* bob hi"),
        (ItemKind.NOTICE, "-bob- hi"),
        (ItemKind.EVENT, "-- bob hi"),
        (ItemKind.INFO, "-- bob hi"),
    ],
)
def test_a_line(kind: ItemKind, written: str) -> None:
    """A line of the log has its whole time, and nothing in it that a terminal would obey."""
    assert f"2025-11-24 16:00:00 {written}\n" == log_line(said("h\x1b[1mi", kind=kind))


def test_a_file_for_each_room_and_day(tmp_path: Path) -> None:
    """A file is for a room and a day, in a folder for the server; what belongs nowhere has a file too."""
    items = [said("one"), said("two", at=NOON + 86_400_000), said("three", "bob"), said("four", "")]
    write_logs(items, settings(tmp_path))
    files = {file.name: file.read_text() for file in (tmp_path / "logs" / "h-7").iterdir()}
    assert {
        "#lobby.2025-11-24.log": "2025-11-24 16:00:00 <bob> one\n",
        "#lobby.2025-11-25.log": "2025-11-25 16:00:00 <bob> two\n",
        "bob.2025-11-24.log": "2025-11-24 16:00:00 <bob> three\n",
        "server.2025-11-24.log": "2025-11-24 16:00:00 <bob> four\n",
    } == files


def test_a_file_for_each_room(tmp_path: Path) -> None:
    """A file for a room grows, and only the person can read it."""
    for text in ("one", "two"):
        write_logs([said(text)], settings(tmp_path, "room"))
    file = tmp_path / "logs" / "h-7" / "#lobby.log"
    assert 2 == len(file.read_text().splitlines())
    assert (0o600, 0o700) == (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)


def test_where_they_are_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unless told otherwise, logs are in the folder for data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path / "trichat" / "logs" / "localhost-8080" == logs_folder(Settings())


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """That nothing can be written is told in one sentence."""
    (tmp_path / "logs").write_text("in the way")
    with pytest.raises(UsageError, match=r"^Logs cannot be written in .*: .* This helps: /set logs_folder FOLDER$"):
        write_logs([said("one")], settings(tmp_path))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("#Lobby", "#lobby"), ("../../etc", "_.._.._etc"), ("", "_"), (".", "_"), ("a/b\\c:d", "a_b_c_d"), ("x. ", "x"),
        ("Con", "_con"), ("nul.x", "_nul.x"), ("com1", "_com1"), ("console", "console"), ("#con", "#con"),
    ],
)  # fmt: skip
def test_names_of_files(name: str, file: str) -> None:
    """No name of a room leads out of the folder, or to what is a device on Windows."""
    assert file == file_name(name)


@given(some.text())
def test_any_name_is_a_file_in_the_folder(name: str) -> None:
    """Whatever somebody calls a room, its log is a file in the folder."""
    made = file_name(name)
    assert made
    assert made not in (".", "..")
    assert not set("/\\\0\n") & set(made)
    assert len(made) <= 121


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen"


def test_what_was_written_is_read(file: Path) -> None:
    """What was written for a server and a name is read for them, in upper case or lower."""
    assert {} == SavedPositions(file).read("h", 7)
    with_ids = Position(at=2_000, ids=("x", "y"))
    SavedPositions(file).write("Chat.Example", 7, "Anna", Position(at=1_000))
    SavedPositions(file).write("chat.example", 7, "bob", with_ids)
    SavedPositions(file).write("chat.example", 8, "anna", Position(at=3_000))
    assert {"anna": Position(at=1_000), "bob": with_ids} == SavedPositions(file).read("chat.example", 7)
    assert {"anna": Position(at=3_000)} == SavedPositions(file).read("CHAT.example", 8)


def test_only_the_person_can_read_it(file: Path) -> None:
    """Only the person can read with whom they talk, and when; no other file is left beside that one."""
    SavedPositions(file).write("h", 7, "anna", Position(at=1))
    assert 0o600 == file.stat().st_mode & 0o777
    assert [file] == list(file.parent.iterdir())


def test_the_later_time_stays(file: Path) -> None:
    """A later time that another client has written stays."""
    SavedPositions(file).write("h", 7, "anna", Position(at=2))
    SavedPositions(file).write("h", 7, "anna", Position(at=1, ids=("x",)))
    assert {"anna": Position(at=2)} == SavedPositions(file).read("h", 7)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"h 7 anna\n", b"h 7 anna soon\n", b"# h 7 anna 1\n"])
def test_a_file_that_makes_no_sense_is_done_without(file: Path, content: bytes) -> None:
    """A file that makes no sense is ignored, and written anew."""
    file.parent.mkdir()
    file.write_bytes(content)
    assert {} == SavedPositions(file).read("h", 7)
    SavedPositions(file).write("h", 7, "anna", Position(at=1))
    assert {"anna": Position(at=1)} == SavedPositions(file).read("h", 7)


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """That the file cannot be written is told and not raised."""
    (tmp_path / "state").touch()
    SavedPositions(tmp_path / "state" / "seen").write("h", 7, "anna", Position(at=1))
    assert [tmp_path / "state"] == list(tmp_path.iterdir())


def test_it_is_with_the_state_of_other_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is where the system wants the state of programs."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert tmp_path / "trichat" / "seen" == SavedPositions().path
