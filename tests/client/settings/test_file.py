"""The file of settings: read, written, changed."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from trichat.client.settings import file as settings_file
from trichat.client.settings.table import SETTINGS, Settings
from trichat.errors import SettingsError, UsageError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chat.toml"


def test_without_a_file_there_are_defaults() -> None:
    """Without a file all settings have their defaults."""
    assert Settings() == settings_file.read(None)


def test_the_default_file(tmp_path: Path) -> None:
    """The default file is in the folder for settings, which saving makes."""
    assert tmp_path / "config" / "trichat" / "chat.toml" == settings_file.default_path()
    settings_file.save(None, "theme", "dark")
    assert Settings(theme="dark") == settings_file.read(None)


def test_saving_makes_the_file() -> None:
    """Saving makes the file, with everything explained in it, readable by nobody else."""
    settings_file.save(None, "rooms", ("#a", "#b"))
    assert Settings(rooms=("#a", "#b")) == settings_file.read(None)
    assert 0o600 == settings_file.default_path().stat().st_mode & 0o777
    assert "# Server to connect to." in settings_file.default_path().read_text()


def test_saving_keeps_what_else_is_there(file: Path) -> None:
    """Saving keeps comments, order and permissions; a file that is a link stays one."""
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
    ("text", "sentence"),
    [
        ("port = true", "port cannot be true: it is a whole number from 1 to 65535, as in port = 8080"),
        ('port = "7"', 'port cannot be "7": it is a whole number from 1 to 65535, as in port = 8080'),
        ("port = 65536", "port cannot be 65536: it is a whole number from 1 to 65535, as in port = 8080"),
        ('bell = "on"', 'bell cannot be "on": it is true or false, as in bell = true'),
        ('rooms = "#a"', 'rooms cannot be "#a": it is a list of texts, as in rooms = ["#lobby"]'),
        ("rooms = [1]", 'rooms cannot be [1]: it is a list of texts, as in rooms = ["#lobby"]'),
        ("host = 5", 'host cannot be 5: it is a text, as in host = "localhost"'),
        ('theme = "pink"', 'theme cannot be "pink": it is auto, dark, light, contrast or plain, as in theme = "auto"'),
        ("[keys]\nf2 = 1", 'keys cannot be { f2 = 1 }: it is a table of texts, as in keys = { f2 = "/who" }'),
        ('them = "dark"', "There is no setting them. Did you mean theme?"),
        ("zzz = 1", "There is no setting zzz."),
        ('password = "x"', "A password is not kept among the settings: name a password_command or a password_file."),
        ("servers = 1", "servers must be tables, for example [servers.home]."),
        ("servers.a = 1", "servers must be tables, for example [servers.home]."),
        ("[servers.a]\nbell = true", "bell is the same for all servers: it stands above [servers.a]."),
        ("[servers.a]\nprot = 1", "There is no setting prot. Did you mean port?"),
    ],
)
def test_what_does_not_fit_is_refused(file: Path, text: str, sentence: str) -> None:
    """A wrong value is refused with the file, the setting, and what would be right."""
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        settings_file.read(file)
    assert f"{file}: {sentence}" == str(caught.value)


def test_names_can_be_spelt_in_several_ways(file: Path) -> None:
    """Names of settings can be spelt in several ways in the file too."""
    file.write_text('colors = "off"\nroom = ["#a"]\nlogs-by = "room"\n')
    assert Settings(colours="off", rooms=("#a",), logs_by="room") == settings_file.read(file)


def test_a_server_that_is_not_in_the_file() -> None:
    """For a server that is not in the file those that are there are named."""
    tables: list[tuple[dict[str, Any], str]] = [
        ({}, "there is none."),
        ({"servers": {"a": {}, "b": {}}}, "there is a, b."),
    ]
    for table, known in tables:
        with pytest.raises(SettingsError, match=re.escape(known)):
            settings_file.from_table(table, "x")


def test_a_file_that_is_named_must_be_there(file: Path) -> None:
    """A file that is named must be there: a mistyped name is not taken for no settings."""
    with pytest.raises(SettingsError, match=f"There is no file {file}. This makes one: trichat chat --write-config"):
        settings_file.read(file)


@pytest.mark.posix
def test_a_command_is_taken_from_nobody_else(file: Path) -> None:
    """A command is taken only from a file that nobody else can write."""
    file.write_text('password_command = "pass"')
    file.chmod(0o622)
    with pytest.raises(SettingsError, match=r"Others can write to .* This helps: chmod go-w"):
        settings_file.read(file)
    file.chmod(0o644)
    assert "pass" == settings_file.read(file).password_command


def test_where_nothing_can_be_written(file: Path) -> None:
    """Where nothing can be written saving says so, and that the value holds nevertheless."""
    file.write_text("in the way")
    below = file / "chat.toml"
    with pytest.raises(UsageError, match=r"It is set for now, but .* cannot be written: (not a directory|file exists)"):
        settings_file.save(below, "port", 7)


def test_a_file_that_broke_meanwhile_is_left_alone(file: Path) -> None:
    """A file that broke meanwhile, as somebody is editing it, is left alone."""
    file.write_text("port = ")
    with pytest.raises(UsageError, match="but not saved: the file is not TOML any more"):
        settings_file.save(file, "port", 7)
    assert "port = " == file.read_text()


def test_a_failed_write_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failed write the old file is there, and no half of a new one."""
    file.write_text("port = 7\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match="no space left on device"):
        settings_file.save(file, "port", 8)
    assert [file] == list(file.parent.iterdir())
    assert "port = 7\n" == file.read_text()


# A file to begin with


def _uncommented(text: str) -> str:
    return re.sub(r"^# ([a-z_]+ = )", r"\1", text.partition("\n# Keys.")[0], flags=re.MULTILINE)


def test_the_commented_file_says_what_holds_without_it() -> None:
    """The commented file sets nothing; with every line in force it sets the defaults."""
    text = settings_file.commented()
    assert {} == tomllib.loads(text)
    table = tomllib.loads(_uncommented(text))
    assert Settings() == settings_file.from_table(table)
    assert {row.name for row in SETTINGS} - {"keys"} == set(table)


def test_the_tables_of_the_commented_file_fit() -> None:
    """The tables that stand in the commented file as examples can be taken over."""
    tables = re.sub(
        "^# ?", "", settings_file.commented().partition("\n# Keys.")[2].partition("\n")[2], flags=re.MULTILINE
    )
    tables = re.sub("^Servers that.*$", "", tables, flags=re.MULTILINE)
    settings = settings_file.from_table(tomllib.loads(tables), "home")
    assert ("chat.example.org", {"f2": "/switch"}) == (settings.host, settings.keys)


def test_a_commented_line_is_brought_into_force_where_it_stands() -> None:
    """A commented line is brought into force below its explanation; all else stays."""
    before = settings_file.commented()
    after = settings_file.changed(before, "theme", "dark")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [('# theme = "auto"', 'theme = "dark"')] == changed


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('theme = "light"\n# theme = "auto"\n', 'theme = "dark"\n# theme = "auto"\n'),
        ("[servers.a]\n# theme = 1\n", 'theme = "dark"\n\n[servers.a]\n# theme = 1\n'),
        ("", 'theme = "dark"\n'),
    ],
)
def test_a_line_that_is_not_in_force_elsewhere_is_left_alone(text: str, after: str) -> None:
    """A setting that is set already, or stands in a table, brings no commented line into force."""
    assert after == settings_file.changed(text, "theme", "dark")
