"""`trichat account` and `trichat admin`: which server is asked, and answers for programs."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from trichat.cli import main
from trichat.config.settings import ServerSettings
from trichat.server.admin.running import noted
from trichat.system.sockets import path_socket


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=text)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder where everything of this user is."""
    with tempfile.TemporaryDirectory(prefix="t") as name:
        monkeypatch.setenv("XDG_STATE_HOME", name)
        monkeypatch.setenv("XDG_DATA_HOME", name)
        yield Path(name)


def answer(*arguments: str, text: str = "") -> dict[str, Any]:
    """Give the document that is printed."""
    result = run(*arguments, "--json", text=text)
    assert "" == result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    assert found["done"] is (result.exit_code == 0)
    return found


@pytest.mark.posix
def test_answers_for_programs(place: Path) -> None:
    """--json prints one document, whose keys are those of the page about the command line."""
    added = {"done": True, "lines": ["There is an account anna now."], "account": "anna"}
    assert added == answer("account", "add", "anna", "--email", "a@b", text="sesame")
    assert "anna" == answer("account", "passwd", "anna", text="mellon")["account"]
    assert {"account": "anna", "operator": True}.items() <= answer("admin", "op", "anna").items()
    [account] = answer("account", "list")["accounts"]
    assert account.pop("created").endswith("Z")
    assert {"name": "anna", "email": "a@b", "operator": True} == account
    log = answer("admin", "log")["log"]
    assert [["add", "anna"], ["passwd", "anna"], ["op", "anna"]] == [[act["deed"], act["about"]] for act in log]
    assert {"time", "by", "deed", "target", "about", "reason"} == set(log[0])
    assert "no_such_account" == answer("account", "remove", "boris")["reason"]
    assert ["No server runs here: it reads its settings when it starts."] == answer("admin", "rehash")["lines"]


def test_a_socket_that_nobody_listens_at(place: Path) -> None:
    """Whoever names a server is not answered from a history."""
    result = run("account", "list", "--control", str(place / "none"))
    assert (1, f"trichat: No server listens at {place}/none.\n") == (result.exit_code, result.stderr)


@pytest.mark.posix
def test_the_server_that_runs_is_meant(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an option, the one server that runs is asked, wherever its history is; a file names another."""
    asked: list[ServerSettings] = []

    def ask(settings: ServerSettings, _request: object) -> None:
        asked.append(settings)
        raise SystemExit

    monkeypatch.setattr("trichat.server.admin.client.ask_server", ask)
    (place / "x.toml").write_text('[history]\nfile = "other.db"\n')
    with path_socket() as end:
        end.bind(str(place / "h.db.control"))
        end.listen()
        with noted(ServerSettings(history=place / "h.db"), []):
            run("account", "list")
            run("account", "list", "--config", str(place / "x.toml"))
    run("account", "list")
    assert [place / "h.db.control", None, None] == [settings.control for settings in asked]
    assert [place / "h.db", place / "other.db", place / "trichat" / "history.db"] == [each.history for each in asked]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["admin", "log", "--last", "0"], "'0' is not a whole number from 1 to 1000."),
        (["admin", "log", "--last", "many"], "'many' is not a whole number from 1 to 1000."),
        (["account", "add"], "Missing argument 'NAME'."),
        (["account", "add", "anna", "--email", "a b"], "'a b' cannot be: it is one word of at most 254 characters."),
        (["account", "list", "--control", "/"], "File '/' is a directory."),
        (["account", "list", "--history", ""], "'' is not the name of a file."),
        (["account", "list", "--config", "/"], "File '/' is a directory."),
        (["account", "list", "--history", "/"], "File '/' is a directory."),
    ],
)
def test_nonsense(place: Path, arguments: list[str], sentence: str) -> None:
    """What cannot be is refused with what would be right."""
    result = run(*arguments)
    assert 2 == result.exit_code
    assert result.stderr.splitlines()[-1].endswith(sentence)


@pytest.mark.parametrize("name", ["", "an na", "x" * 5000, "\x07", "\udcff", "#a", "*"])
@pytest.mark.parametrize("command", [("account", "add"), ("account", "remove"), ("admin", "op")], ids=" ".join)
def test_names_that_nobody_can_have(place: Path, command: tuple[str, ...], name: str) -> None:
    """A name that nobody can have is one sentence, without what could control a terminal."""
    run("account", "add", "anna", text="sesame")
    result = run(*command, name, text="sesame")
    assert result.exit_code in (1, 2)
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.splitlines()[-1].isprintable()
    assert len(result.stderr) < 400
