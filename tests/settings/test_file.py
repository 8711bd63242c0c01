"""A file of settings: read as TOML, and a new one written."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from trichat.errors import SettingsError
from trichat.settings.file import load, read_text, write_new


def as_it_is(table: Mapping[str, Any]) -> dict[str, Any]:
    return dict(table)


def test_a_file_is_read(tmp_path: Path) -> None:
    """A file of settings is TOML in UTF-8."""
    file = tmp_path / "x.toml"
    file.write_text('name = "Анна"', encoding="utf-8")
    assert {"name": "Анна"} == load(file, as_it_is)


def test_a_file_with_a_mark_before_it(tmp_path: Path) -> None:
    """The byte order mark that editors on Windows put before UTF-8 is no part of a file."""
    file = tmp_path / "x.toml"
    file.write_text('name = "Анна"', encoding="utf-8-sig")
    assert {"name": "Анна"} == load(file, as_it_is)
    assert 'name = "Анна"' == read_text(file)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that is not there sets nothing, or the command that makes one is told."""
    file = tmp_path / "x.toml"
    assert {} == load(file, as_it_is)
    with pytest.raises(SettingsError) as caught:
        load(file, as_it_is, make="trichat make")
    assert f"There is no file {file}. This makes one: trichat make --config {file}" == str(caught.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"port = ", "{file} is not TOML: Invalid value (at end of document)."),
        (b"port = 0", "{file}: nothing is right"),
        (b"\xff", "{file} cannot be read: it is not UTF-8."),
        (None, "{file} cannot be read: is a directory."),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    """A file that cannot be used is told in one sentence that names it."""

    def refuse(_: Mapping[str, Any]) -> None:
        raise SettingsError("nothing is right")

    file = tmp_path / "x.toml"
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        load(file, refuse)
    assert sentence.format(file=file) == str(caught.value)


def test_a_text_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    """A text that is no TOML is told in one sentence that names the file."""
    with pytest.raises(SettingsError) as caught:
        read_text(tmp_path / "motd")
    assert f"{tmp_path / 'motd'} cannot be read: no such file or directory." == str(caught.value)


def test_a_new_file_is_for_its_owner(tmp_path: Path) -> None:
    """A new file is for its owner only; its folder is made if that is wanted."""
    file = tmp_path / "a" / "b" / "x.toml"
    write_new(file, "# Привет\n", folder=0o700)
    assert "# Привет\n" == file.read_text(encoding="utf-8")
    assert [0o600, 0o700] == [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """Nobody's settings are written over; a folder that cannot be is told."""
    file = tmp_path / "x.toml"
    file.write_text("mine")
    with pytest.raises(SettingsError) as caught:
        write_new(file, "ours")
    assert f"{file} is there already; it is left as it is." == str(caught.value)
    assert "mine" == file.read_text()
    with pytest.raises(SettingsError, match=r"below cannot be written: (not a directory|file exists)\.$"):
        write_new(file / "below", "ours")
