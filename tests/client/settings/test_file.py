"""The file of settings: read, written, changed."""

from pathlib import Path

import pytest

from trichat.client.settings import file as settings_file
from trichat.client.settings.table import Settings
from trichat.errors import StartError, UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chat.toml"


def test_without_a_file_there_are_defaults() -> None:
    """Nothing needs to be configured."""
    assert Settings() == settings_file.read(None)


def test_the_default_file(tmp_path: Path) -> None:
    """It is in the folder for settings; writing makes that folder."""
    written = settings_file.write_commented(None)
    assert tmp_path / "config" / "trichat" / "chat.toml" == written == settings_file.default_path()
    assert Settings() == settings_file.read(None)
    settings_file.save(None, "theme", "dark")
    assert Settings(theme="dark") == settings_file.read(None)


def test_saving_makes_the_file() -> None:
    """With everything explained in it; nobody else may read it."""
    settings_file.save(None, "rooms", ("#a", "#b"))
    assert Settings(rooms=("#a", "#b")) == settings_file.read(None)
    assert 0o600 == settings_file.default_path().stat().st_mode & 0o777
    assert "# Server to connect to." in settings_file.default_path().read_text()


def test_saving_keeps_what_else_is_there(file: Path) -> None:
    """Comments, order, permissions; a file that is a link stays one."""
    file.write_text('# mine\ntheme = "dark"  # at night\nport = 7\n\n[servers.a]\nport = 8 # its own\n')
    file.chmod(0o640)
    link = file.parent / "link.toml"
    link.symlink_to(file)
    settings_file.save(link, "theme", "light")
    settings_file.save(link, "port", 9, "a")
    settings_file.save(link, "nick", "anna", "a")
    expected = '# mine\ntheme = "light"  # at night\nport = 7\nnick = "anna"\n\n[servers.a]\nport = 9 # its own\n'
    assert expected == file.read_text()
    assert link.is_symlink()
    assert 0o640 == file.stat().st_mode & 0o777
    assert [file.name, link.name] == sorted(path.name for path in file.parent.iterdir())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"port = ", "{file} is not TOML: Invalid value (at end of document)."),
        (b"port = 0", "{file}: port cannot be 0: it is a number from 1 to 65535."),
        (b"\xff", "{file} is not a file with settings that can be read: it is not UTF-8."),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(file: Path, content: bytes, sentence: str) -> None:
    """It names the file."""
    file.write_bytes(content)
    with pytest.raises(StartError) as caught:
        settings_file.read(file)
    assert sentence.format(file=file) == str(caught.value)


def test_a_file_that_is_named_must_be_there(file: Path) -> None:
    """A mistyped name is not taken for no settings."""
    with pytest.raises(StartError, match=f"There is no file {file}. This makes one: trichat chat --write-config"):
        settings_file.read(file)


def test_a_command_is_taken_from_nobody_else(file: Path) -> None:
    """Whoever can write the file could have any command run."""
    file.write_text('password_command = "pass"')
    file.chmod(0o622)
    with pytest.raises(StartError, match=r"Others can write to .* This helps: chmod go-w"):
        settings_file.read(file)
    file.chmod(0o644)
    assert "pass" == settings_file.read(file).password_command


def test_where_nothing_can_be_written(file: Path) -> None:
    """Saving says so, and that the value holds nevertheless; writing anew says so."""
    file.write_text("in the way")
    below = file / "chat.toml"
    with pytest.raises(UsageError, match=r"It is set for now, but .* cannot be written: (not a directory|file exists)"):
        settings_file.save(below, "port", 7)
    with pytest.raises(StartError, match=r"cannot be written: (not a directory|file exists)"):
        settings_file.write_commented(below)


def test_a_file_that_broke_meanwhile_is_left_alone(file: Path) -> None:
    """Somebody is editing it."""
    file.write_text("port = ")
    with pytest.raises(UsageError, match="but not saved: the file is not TOML any more"):
        settings_file.save(file, "port", 7)
    assert "port = " == file.read_text()


def test_a_failed_write_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file stays, and no half of a new one."""
    file.write_text("port = 7\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="no space left on device"):
        settings_file.save(file, "port", 8)
    assert [file] == list(file.parent.iterdir())
    assert "port = 7\n" == file.read_text()
