"""`trichat account` and `trichat admin`, without a server."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import PATIENCE
from trichat.cli import main


@pytest.fixture
def history(tmp_path: Path) -> str:
    return str(tmp_path / "history.db")


def invoke(history: str, *arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, [*arguments, "--history", history], input=given)


def test_accounts_from_beginning_to_end(history: str) -> None:
    """An account is made, given another password, listed and removed; what was done is in the log."""
    assert "There is an account anna now.\n" == invoke(history, "account", "add", "anna", given="sesame").output
    assert "anna has another password now.\n" == invoke(history, "account", "passwd", "anna", given="mellon").output
    assert "anna is an operator of the server now.\n" == invoke(history, "admin", "op", "ANNA").output
    assert invoke(history, "account", "list").output.endswith(", operator\n")
    assert 0 == invoke(history, "admin", "deop", "anna").exit_code
    assert 0 == invoke(history, "account", "remove", "anna").exit_code
    assert "There are no accounts.\n" == invoke(history, "account", "list").output
    lines = invoke(history, "admin", "log", "--last", "4").output.splitlines()
    assert ["passwd anna", "op anna", "deop anna", "remove anna"] == [" ".join(line.split()[3:]) for line in lines]


def test_tokens_from_beginning_to_end(history: str) -> None:
    """A token alone goes to standard output, for a script; it is listed and revoked by another name."""
    invoke(history, "account", "add", "anna", given="sesame")
    made = invoke(history, "account", "token", "anna", "ci", "#lobby")
    name = hashlib.sha256(made.stdout.strip().encode()).hexdigest()[:8]
    assert f"Token {name} speaks for anna now.\n" == made.stderr
    assert invoke(history, "account", "tokens").output.startswith(f"{name}, anna, #ci #lobby, since ")
    listed = json.loads(invoke(history, "account", "tokens", "--json").output)["tokens"]
    assert [(name, "anna", ["#ci", "#lobby"])] == [(each["name"], each["account"], each["rooms"]) for each in listed]
    assert f"Token {name} is good for nothing any more.\n" == invoke(history, "account", "revoke", name).output
    assert "There are no tokens.\n" == invoke(history, "account", "tokens").output
    failed = invoke(history, "account", "token", "boris", "ci")
    assert (1, "", "There is no account boris.\n") == (failed.exit_code, failed.stdout, failed.stderr)


def test_a_long_password(history: str) -> None:
    """A password of 600 bytes without a line end is taken; one of more is refused."""
    assert 0 == invoke(history, "account", "add", "anna", given="x" * 600).exit_code
    result = invoke(history, "account", "add", "boris", given="x" * 601)
    assert (1, "That password is too long: at most 600 bytes.\n") == (result.exit_code, result.output)


def test_what_is_wrong_is_one_sentence(history: str, tmp_path: Path) -> None:
    """No history, account, password, or file of settings is told in one sentence."""
    assert invoke(history, "account", "list").output.startswith("trichat: There is no history ")
    invoke(history, "account", "add", "anna", given="sesame")
    result = invoke(history, "admin", "op", "nobody")
    assert (1, "There is no account nobody.\n") == (result.exit_code, result.output)
    result = invoke(history, "account", "add", "boris", "--email", "x", given="sesame")
    assert (1, "That is no address of e-mail: --email anna@example.org is how one is given.\n") == (
        result.exit_code,
        result.output,
    )
    assert "A password is not empty" in invoke(history, "account", "add", "anna").output
    result = CliRunner().invoke(main, ["account", "list", "--config", str(tmp_path / "none.toml")])
    assert 1 == result.exit_code
    assert result.output.startswith("trichat: There is no file ")


def test_a_password_that_is_no_text() -> None:
    """A password in bytes that are no UTF-8 is refused in a sentence, and nothing is done."""
    command = [sys.executable, "-X", "utf8", "-m", "trichat", "hash-password"]
    done = subprocess.run(command, input=b"\xff\xfe\n", capture_output=True, timeout=PATIENCE, check=False)
    assert (2, b"") == (done.returncode, done.stdout)
    assert b"A password is text in UTF-8" in done.stderr
