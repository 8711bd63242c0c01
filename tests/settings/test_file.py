"""A file of settings: read as TOML, and a new one written."""

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from trichat.errors import SettingsError
from trichat.settings.file import load, named, read_text, write_new


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
        (b"port = ", "{file} is not TOML at its end: Invalid value."),
        (b"a = 1\r\n\tb = = 2\r\n", "{file} is not TOML at line 2, column 6: Invalid value."),
        (b"a = " + b"[" * 100_000, "{file} is not TOML: "),
        (b"a = " + b"1" * 5_000, "{file} is not TOML: "),
        (b"#" * 2_000_000, "{file} cannot be read: it is longer than 1024 KiB."),
        ("a = 1".encode("utf-16"), "{file} cannot be read: it is UTF-16; save it as UTF-8."),
        (b"port = 0", "{file}: nothing is right"),
        (b"a = 1\n\n\xff", "{file} cannot be read: line 3 is not UTF-8."),
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
    assert str(caught.value).startswith(sentence.format(file=file))
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "content", ["\ufeffname = 1\nport = 2\n", "\tname\t=\t1\r\n\r\nport = 2", "name = 1\rport = 2"]
)
def test_a_file_of_another_system(tmp_path: Path, content: str) -> None:
    """A mark that a file is UTF-8, tabs, and line ends of other systems are not in the way."""
    file = tmp_path / "x.toml"
    file.write_bytes(content.encode())
    assert {"name": 1, "port": 2} == load(file, as_it_is)


def test_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ~ is somebody's folder; if there is nobody of that name, the path is what is written."""
    monkeypatch.setenv("HOME", "/home/anna")
    expected = [Path("/home/anna/x"), Path("~nobody-of-this-name/x"), Path("a/x")]
    assert expected == [named("~/x"), named("~nobody-of-this-name/x"), named("a/x")]


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
