"""Up to when everything had been seen when the client last ran."""

from pathlib import Path

import pytest

from trichat.client.background.files import SavedPositions
from trichat.client.model.windows import Position


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "seen"


def test_what_was_written_is_read(file: Path) -> None:
    """By server and name; upper and lower case are the same."""
    assert {} == SavedPositions(file).read("h", 7)
    with_ids = Position(at=2_000, ids=("x", "y"))
    SavedPositions(file).write("Chat.Example", 7, "Anna", Position(at=1_000))
    SavedPositions(file).write("chat.example", 7, "bob", with_ids)
    SavedPositions(file).write("chat.example", 8, "anna", Position(at=3_000))
    assert {"anna": Position(at=1_000), "bob": with_ids} == SavedPositions(file).read("chat.example", 7)
    assert {"anna": Position(at=3_000)} == SavedPositions(file).read("CHAT.example", 8)


def test_only_the_person_can_read_it(file: Path) -> None:
    """It says to whom they talk, and when; no other file is left beside it."""
    SavedPositions(file).write("h", 7, "anna", Position(at=1))
    assert 0o600 == file.stat().st_mode & 0o777
    assert [file] == list(file.parent.iterdir())


def test_the_later_time_stays(file: Path) -> None:
    """Another client may have written it."""
    SavedPositions(file).write("h", 7, "anna", Position(at=2))
    SavedPositions(file).write("h", 7, "anna", Position(at=1, ids=("x",)))
    assert {"anna": Position(at=2)} == SavedPositions(file).read("h", 7)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"h 7 anna\n", b"h 7 anna soon\n", b"# h 7 anna 1\n"])
def test_a_file_that_makes_no_sense_is_done_without(file: Path, content: bytes) -> None:
    """And written anew."""
    file.parent.mkdir()
    file.write_bytes(content)
    assert {} == SavedPositions(file).read("h", 7)
    SavedPositions(file).write("h", 7, "anna", Position(at=1))
    assert {"anna": Position(at=1)} == SavedPositions(file).read("h", 7)


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Nothing is raised, and nothing left there."""
    (tmp_path / "state").touch()
    SavedPositions(tmp_path / "state" / "seen").write("h", 7, "anna", Position(at=1))
    assert [tmp_path / "state"] == list(tmp_path.iterdir())


def test_it_is_with_the_state_of_other_programs(tmp_path: Path) -> None:
    """Where the system wants it."""
    assert tmp_path / "state" / "trichat" / "seen" == SavedPositions().path
