"""`trichat history`: what is said, where, and with which exit status."""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.storage.maintenance.conftest import EVENTS, RECORDS, content
from trichat.cli import main
from trichat.storage.migrations import STEPS
from trichat.storage.sqlite import SqliteHistory

COMMANDS = ("check", "backup", "repair", "export", "import")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a history with one of everything, at a path that needs quotes."""
    path = tmp_path / "my history.db"
    with closing(SqliteHistory(path)) as history:
        history.commit(EVENTS, RECORDS)
    return path


def run(*arguments: object, text: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["history", *map(str, arguments)], input=text)


def spoil(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("update event set kind = 'cheese' where kind = 'join'")
        db.commit()


def refused(result: Result) -> str:
    """Give the one sentence of what could not be done."""
    assert 1 == result.exit_code
    assert "" == result.stdout
    [line] = result.stderr.splitlines()
    assert line.startswith("trichat: ")
    return line.removeprefix("trichat: ")


def test_check_says_what_there_is(path: Path) -> None:
    """Status 0."""
    result = run("check", "--history", path)
    contents = "2 accounts, 3 other records, 11 events in 4 rooms and conversations"
    assert (0, f"The history {path} is whole: {contents}.\n") == (result.exit_code, result.output)


@pytest.mark.posix
def test_check_says_what_is_damaged(path: Path) -> None:
    """Status 1; on standard error, with the command that helps, ready to be typed."""
    spoil(path)
    result = run("check", "--history", path)
    assert (1, "") == (result.exit_code, result.stdout)
    first, *faults, last = result.stderr.splitlines()
    assert f"The history {path} is damaged:" == first
    assert ["  event 1853070351794176000 in #чай, of the kind 'cheese'"] == faults
    assert last.endswith(f"trichat history repair --history '{path}'")


def test_backup_says_what_it_has_done(path: Path, tmp_path: Path) -> None:
    """Status 0, and the copy is there."""
    result = run("backup", tmp_path / "copy.db", "--history", path)
    assert 0 == result.exit_code
    assert f"{tmp_path / 'copy.db'} is a copy of the history, and whole: 2 accounts" in result.output
    assert content(path) == content(tmp_path / "copy.db")
    assert "is there already" in refused(run("backup", tmp_path / "copy.db", "--history", path))


def test_repair_says_what_it_has_done(path: Path, tmp_path: Path) -> None:
    """What was saved, what was lost, and where the damaged file is."""
    assert f"Nothing is wrong with the history {path}." in run("repair", "--history", path).output
    spoil(path)
    result = run("repair", tmp_path / "new.db", "--history", path)
    assert 0 == result.exit_code
    assert f"{tmp_path / 'new.db'} has what could be saved: 2 accounts" in result.output
    assert "Lost: 1 event.\n" in result.output
    result = run("repair", "--history", path)
    assert 0 == result.exit_code
    assert f"{path} has what could be saved: 2 accounts" in result.output
    assert f"The damaged file is kept as {path}.damaged-" in result.output
    assert 0 == run("check", "--history", path).exit_code


def test_export_and_import(path: Path, tmp_path: Path) -> None:
    """Into a file or to standard output, from a file or from standard input; what is secret in it is said."""
    result = run("export", tmp_path / "all.jsonl", "--history", path)
    assert (0, "") == (result.exit_code, result.stdout)
    assert "There are private messages and hashes of passwords in it: keep it from others.\n" == result.stderr
    written = (tmp_path / "all.jsonl").read_bytes()
    for arguments in ([], ["-"]):
        assert written == run("export", *arguments, "--history", path).stdout_bytes
    text = run("export", "--format", "text", "--history", path)
    assert "There are private messages in it: keep it from others.\n" == text.stderr
    assert "(to boris) Olga: a secret\n" in text.stdout
    result = run("import", tmp_path / "all.jsonl", "--history", tmp_path / "a.db")
    assert (0, True) == (result.exit_code, "has all of it now: 2 accounts" in result.output)
    assert 0 == run("import", "--history", tmp_path / "b.db", text=written).exit_code
    assert content(path) == content(tmp_path / "a.db") == content(tmp_path / "b.db")
    assert "Standard input cannot be imported" in refused(run("import", "--history", tmp_path / "c.db", text="?"))


def test_what_reads_an_export_may_stop_early(path: Path) -> None:
    """`| head` ends it without a word."""
    command = [sys.executable, "-m", "trichat", "history", "export", "--history", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"" == process.stderr.read()


def test_who_is_told_to_stop_leaves_nothing_half_made(path: Path, tmp_path: Path) -> None:
    """As with Ctrl-C; the status says which signal it was."""
    command = [sys.executable, "-m", "trichat", "history", "import", "--history", str(tmp_path / "new.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        while not list(tmp_path.glob(".trichat-*")):  # until it waits for lines
            assert process.poll() is None
        process.terminate()
        assert 128 + signal.SIGTERM == process.wait(20)
    assert [] == [
        each for each in tmp_path.iterdir() if each.name.startswith((".", "new.db-")) or each.name == "new.db"
    ]


@pytest.mark.parametrize("words", [["history", "export"], ["account", "list"], ["admin", "log"], ["--version"]])
def test_a_full_disk_behind_standard_output_is_told(path: Path, words: list[str]) -> None:
    """By every command; it is not the history that cannot be read."""
    where = [] if words == ["--version"] else ["--history", str(path)]
    command = [sys.executable, "-m", "trichat", *words, *where]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (1, b"trichat: Standard output cannot be written (No space left on device).\n") == (
        done.returncode,
        done.stderr,
    )


# Mistakes


def missing(path: Path) -> str:
    path.unlink()
    return "There is no history"


def diary(path: Path) -> str:
    path.write_text("Dear diary")
    return "is not a trichat history"


def newer(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"pragma user_version = {len(STEPS) + 1}")
    return "was written by a newer trichat"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("change", [missing, diary, newer])
def test_what_is_no_history_is_one_sentence(
    path: Path, tmp_path: Path, name: str, change: Callable[[Path], str]
) -> None:
    """Whatever was to be done with it; nothing is made."""
    expected = change(path)
    if name == "import" and change is missing:
        return  # that is where one can be made
    path.with_name(path.name + ".lock").unlink()
    before = sorted(tmp_path.iterdir())
    arguments = {"backup": [tmp_path / "new"], "export": [tmp_path / "new"]}.get(name, [])
    assert expected in refused(run(name, *arguments, "--history", path))
    assert before == [each for each in sorted(tmp_path.iterdir()) if not each.name.endswith(("-wal", "-shm", ".lock"))]


@contextmanager
def server(path: Path) -> Iterator[None]:
    with closing(SqliteHistory(path)):
        yield


@pytest.mark.parametrize("name", COMMANDS)
def test_a_running_server_is_disturbed_by_none(path: Path, tmp_path: Path, name: str) -> None:
    """What only reads can be done meanwhile; what writes says that it has to be stopped first."""
    spoil(path) if name == "repair" else None
    arguments = {"backup": [tmp_path / "new"], "export": [tmp_path / "new"]}.get(name, [])
    with server(path):
        result = run(name, *arguments, "--history", path, text='{"trichat":"history","version":1}')
    if name in ("repair", "import"):
        assert "stop it first" in refused(result) or "is not empty" in refused(result)
    else:
        assert 0 == result.exit_code


def test_settings_without_a_history_are_told(tmp_path: Path) -> None:
    """There is nothing to look after."""
    (tmp_path / "trichat.toml").write_text("[history]\nkeep = false\n")
    result = run("check", "--config", tmp_path / "trichat.toml")
    assert 1 == result.exit_code
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples(name: str) -> None:
    """Each of them can be typed as it stands."""
    result = run(name, "--help")
    assert 0 == result.exit_code
    assert f"Examples:\n    trichat history {name}" in result.output


def test_lines_are_json(path: Path) -> None:
    """One value in each."""
    assert 17 == len([json.loads(line) for line in run("export", "--history", path).stdout.splitlines()])
