"""The command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import PATIENCE
from trichat import __version__
from trichat.cli import main
from trichat.config.secrets import matches
from trichat.config.settings import ServerSettings, default_history
from trichat.errors import HistoryError, StartError, TrichatError
from trichat.server import command

Invoke = Callable[..., Result]


@pytest.fixture
def invoke() -> Invoke:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[ServerSettings]:
    """Give the settings that servers were run with; none is really run."""
    found: list[ServerSettings] = []

    def run(settings: ServerSettings, reread: object) -> int:
        found.append(settings)
        return 0

    monkeypatch.setattr(command, "run", run)
    return found


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=plain)


# Help


@pytest.mark.parametrize(
    "arguments", ["--help", "-h", "serve --help", "chat --help", "history --help", "history export --help", "--version"]
)
def test_help_imports_nothing_slow(arguments: str) -> None:
    """What only tells about the program starts neither trio nor prompt_toolkit nor SQLite."""
    code = (
        "import sys\n"
        "from trichat.cli import main\n"
        f"main({arguments.split()!r}, standalone_mode=False)\n"
        "slow = {'trio', 'prompt_toolkit', 'sqlite3', 'precis_i18n', 'platformdirs', 'trichat.server'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)\n"
    )
    done = python("-c", code)
    assert done.stderr == "[]\n"
    assert done.stdout


def test_the_version_is_told(invoke: Invoke) -> None:
    """--version names program and version."""
    assert f"trichat, version {__version__}\n" == invoke("--version").output


def test_help_names_every_default(invoke: Invoke) -> None:
    """Every option says what holds without it."""
    text = " ".join(invoke("serve", "--help").output.split())
    for default in ("localhost", "8080", "in your data folder", "en", "trichat.local"):
        assert f"[default: {default}" in text


@pytest.mark.parametrize("name", ["serve", "chat"])
def test_each_command_says_what_it_is_for(invoke: Invoke, name: str) -> None:
    """The help of the program lists its commands with a sentence each."""
    [line] = [line for line in invoke("--help").output.splitlines() if line.strip().startswith(name + " ")]
    assert line.endswith(".")


@pytest.mark.parametrize("name", ["--help", "account --help", "admin --help", "history --help"])
def test_lists_of_commands_are_whole(invoke: Invoke, name: str) -> None:
    """What each command is for fits in its line."""
    listed = invoke(*name.split()).output.partition("Commands:")[2]
    assert listed
    assert "..." not in listed


def test_python_dash_m_is_the_program() -> None:
    """`python -m trichat` calls itself trichat, as the command does."""
    done = python("-m", "trichat", "--help")
    assert done.stdout.startswith("Usage: trichat ")
    assert (0, "") == (done.returncode, done.stderr)


# Settings


def test_the_defaults_of_a_server(invoke: Invoke, served: list[ServerSettings]) -> None:
    """Nothing has to be configured: history is on disk, on localhost:8080, in English."""
    assert invoke("serve").exit_code == 0
    assert [ServerSettings(history=default_history())] == served


def test_every_option_reaches_the_server(invoke: Invoke, served: list[ServerSettings], tmp_path: Path) -> None:
    """What is said on the command line is what the server is run with."""
    motd = tmp_path / "motd"
    motd.write_text("Добро пожаловать\nПравила: быть добрее\n", encoding="utf-8")
    path = str(tmp_path / "h.db")
    options = ["--host", "127.0.0.1", "--host", "::1", "--port", "7000", "--history", path, "--lang", "ru"]
    result = invoke("serve", *options, "--name", "chat.example", "--motd", str(motd))
    assert (0, "") == (result.exit_code, result.output)
    expected = ServerSettings(
        hosts=("127.0.0.1", "::1"),
        port=7000,
        history=Path(path),
        language="ru",
        name="chat.example",
        motd=("Добро пожаловать", "Правила: быть добрее"),
    )
    assert [expected] == served


def test_history_can_be_turned_off(invoke: Invoke, served: list[ServerSettings]) -> None:
    """--no-history keeps nothing on disk."""
    assert invoke("serve", "--no-history").exit_code == 0
    assert served[0].history is None


def test_history_belongs_into_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """History lives where the system keeps the data of programs."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_history().name == "history.db"
    assert default_history().parent.name == "trichat"


# Mistakes


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["serve", "--port", "70000"], "'70000' is not a port: that is a number from 0 to 65535."),
        (["serve", "--port", "http"], "'http' is not a port: that is a number from 0 to 65535."),
        (["chat", "--port", "0"], "'0' is not a port: that is a number from 1 to 65535."),
        (["serve", "--lang", "xx"], "'xx' is not one of 'en', 'ru'"),
        (["serve", "--history", "a", "--no-history"], "--history and --no-history exclude each other"),
        (["serve", "--history", "/"], "is a directory"),
        (["serve", "--motd", "/no/such/file"], "does not exist"),
        (["serve", "--name", "my server"], "'my server' is not like the name of a host: try trichat.local."),
        (["serve", "--name", ""], "is not like the name of a host"),
        (["serve", "--name", ":x"], "is not like the name of a host"),
        (["serve", "--nmae", "x"], "No such option"),
        (["sevre"], "No such command"),
    ],
    ids=" ".join,
)
def test_a_mistake_is_told_and_nothing_is_run(
    invoke: Invoke, served: list[ServerSettings], arguments: list[str], sentence: str
) -> None:
    """A mistake ends with status 2, a sentence on the last line, how to get help, and no server."""
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert sentence in result.output.splitlines()[-1]
    assert "Traceback" not in result.output
    assert served == []


def test_a_motd_that_is_no_text_is_told(invoke: Invoke, served: list[ServerSettings], tmp_path: Path) -> None:
    """A file in another encoding is refused before anybody is let in."""
    (tmp_path / "motd").write_bytes(b"hi\r\n\xff\x00h\x00i")
    result = invoke("serve", "--motd", str(tmp_path / "motd"))
    assert result.exit_code == 2
    assert "cannot be read: line 2 is not UTF-8" in result.output
    assert served == []


@pytest.mark.parametrize("error", [StartError("Port 1 is in use."), HistoryError("It is full.")])
def test_what_goes_wrong_is_one_sentence(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, error: TrichatError) -> None:
    """What goes wrong in a server ends with status 1 and one line on standard error."""

    def run(_settings: ServerSettings, _reread: object) -> int:
        raise error

    monkeypatch.setattr(command, "run", run)
    result = invoke("serve")
    assert result.exit_code == 1
    assert (f"trichat: {error}\n", "") == (result.stderr, result.stdout)


def test_the_status_of_the_server_is_that_of_the_command(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `run` returns is what the shell sees."""
    monkeypatch.setattr(command, "run", lambda _settings, _reread: 3)
    assert invoke("serve").exit_code == 3


def test_a_bug_is_not_hidden(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our own exceptions become sentences: a bug keeps its traceback."""

    def run(_settings: ServerSettings, _reread: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(command, "run", run)
    assert isinstance(invoke("serve").exception, ZeroDivisionError)


def test_the_settings_can_be_read_again(invoke: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The server is given what reads the file anew, with what was said on the command line."""
    path = tmp_path / "trichat.toml"
    path.write_text('[server]\nadmin = ["Anna"]\n')
    found: list[ServerSettings] = []

    def run(_settings: ServerSettings, reread: Callable[[], ServerSettings]) -> int:
        path.write_text('[server]\nadmin = ["Bob"]\nname = "x.y"\n')
        found.append(reread())
        return 0

    monkeypatch.setattr(command, "run", run)
    assert invoke("serve", "--config", str(path), "--name", "a.b").exit_code == 0
    assert [(("Bob",), "a.b")] == [(settings.admin, settings.name) for settings in found]


# The client


@pytest.fixture
def chatted(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Give the options that clients were run with; none is really run."""
    from trichat.client import app  # noqa: PLC0415 (it is slow to import, and only these tests need it)

    found: list[object] = []

    def run(options: object) -> int:
        found.append(options)
        return 0

    monkeypatch.setattr(app, "run", run)
    return found


def test_the_options_of_the_client(invoke: Invoke, chatted: list[object]) -> None:
    """The client is told where to go, under which name, into which rooms."""
    from trichat.client import app  # noqa: PLC0415
    from trichat.client.settings.table import Settings  # noqa: PLC0415

    assert invoke("chat").exit_code == 0
    assert (
        invoke("chat", "--host", "h", "--port", "7", "--nick", "anna", "--room", "#tea", "--room", "dev").exit_code == 0
    )
    expected = [
        app.Options(settings=Settings()),
        app.Options(settings=Settings(host="h", port=7, nick="anna", rooms=("#tea", "#dev"))),
    ]
    assert expected == chatted


def test_the_command_line_goes_before_the_settings(invoke: Invoke, chatted: list[object], tmp_path: Path) -> None:
    """What is said in both is as the command line says; a server's own table goes before the rest of the file."""
    from trichat.client import app  # noqa: PLC0415
    from trichat.client.settings.table import Settings  # noqa: PLC0415

    file = tmp_path / "chat.toml"
    file.write_text('nick = "anna"\nport = 7\ntheme = "dark"\n[servers.home]\nhost = "h"\nport = 8\n')
    assert invoke("chat", "--config", str(file), "--nick", "bob").exit_code == 0
    assert invoke("chat", "--config", str(file), "--server", "home").exit_code == 0
    expected = [
        app.Options(settings=Settings(nick="bob", port=7, theme="dark"), config=file),
        app.Options(settings=Settings(nick="anna", host="h", port=8, theme="dark"), config=file, server="home"),
    ]
    assert expected == chatted


def test_a_file_of_settings_is_written_once(invoke: Invoke, chatted: list[object], tmp_path: Path) -> None:
    """`--write-config` starts no chat, and a second one leaves the file as it is."""
    file = tmp_path / "chat.toml"
    result = invoke("chat", "--write-config", "--config", str(file))
    assert (f"{file} has every setting now, commented out.\n", []) == (result.output, chatted)
    file.write_text("port = 7\n")
    result = invoke("chat", "--write-config", "--config", str(file))
    assert (1, f"trichat: {file} is there already; it is left as it is.\n") == (result.exit_code, result.stderr)
    assert file.read_text() == "port = 7\n"


def test_what_goes_wrong_in_the_client_is_one_sentence(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong in the client ends with status 1 and one line on standard error."""
    from trichat.client import app  # noqa: PLC0415

    def run(_options: object) -> int:
        raise StartError("No server there.")

    monkeypatch.setattr(app, "run", run)
    result = invoke("chat")
    assert (1, "trichat: No server there.\n") == (result.exit_code, result.stderr)


# The file of settings


def test_the_file_of_settings_reaches_the_server(invoke: Invoke, served: list[ServerSettings], tmp_path: Path) -> None:
    """What the file says holds, unless the command line says something else."""
    path = tmp_path / "trichat.toml"
    path.write_text('[server]\nport = 7000\nname = "file.example"\n[history]\nfile = "h.db"\n')
    result = invoke("serve", "--config", str(path), "--name", "line.example")
    assert (0, "") == (result.exit_code, result.output)
    assert [ServerSettings(port=7000, name="line.example", history=tmp_path / "h.db")] == served
    assert invoke("serve", "--config", str(path), "--no-history").exit_code == 0
    assert served[1].history is None


def test_a_setting_that_cannot_be_is_one_sentence(invoke: Invoke, served: list[ServerSettings], tmp_path: Path) -> None:
    """A setting that cannot be ends with status 1 and one line on standard error, without a server."""
    path = tmp_path / "trichat.toml"
    path.write_text("[server]\nprot = 7000\n")
    result = invoke("serve", "--config", str(path))
    expected = f"trichat: {path}: There is no setting [server] prot. Did you mean port?\n"
    assert (1, expected, "") == (result.exit_code, result.stderr, result.stdout)
    assert [] == served


def test_a_file_to_begin_with_can_be_written(invoke: Invoke, served: list[ServerSettings], tmp_path: Path) -> None:
    """It is told where a file of settings was written; without a place, that is asked for."""
    path = tmp_path / "new" / "trichat.toml"
    result = invoke("serve", "--write-config", "--config", str(path))
    assert (0, f"{path} has every setting now, commented out.\n") == (result.exit_code, result.output)
    assert path.read_text().startswith("# Settings of trichat serve.")
    result = invoke("serve", "--write-config")
    assert result.exit_code == 2
    assert "Say with --config which file to write." in result.output
    assert [] == served


def test_a_password_is_hashed_for_the_settings() -> None:
    """A password is read from standard input, and what is printed stands for it in the file."""
    result = CliRunner().invoke(main, ["hash-password"], input="secret word\n")
    assert (0, "") == (result.exit_code, result.stderr)
    assert matches("secret word", result.stdout.strip())
    result = CliRunner().invoke(main, ["hash-password"], input="")
    assert result.exit_code == 2
    assert "A password is not empty" in result.output
