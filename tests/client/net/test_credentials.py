"""Where the password comes from."""

import getpass
import sys
from pathlib import Path
from types import ModuleType

import pytest

from trichat.client.irc.sasl import Credentials
from trichat.client.net import credentials
from trichat.client.settings.table import Settings
from trichat.errors import StartError


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the prompts that a person sees, who answers "typed"."""
    found: list[str] = []

    def answer(prompt: str) -> str:
        found.append(prompt)
        return "typed"

    monkeypatch.setattr(getpass, "getpass", answer)
    return found


def found(settings: Settings) -> Credentials | None:
    return credentials.credentials(settings, private=True)


def password(settings: Settings) -> str:
    who = found(settings)
    assert who is not None
    return who.password


@pytest.mark.parametrize("settings", [Settings(), Settings(account="anna", login="off")])
def test_nobody_is_asked_who_does_not_log_in(settings: Settings, asked: list[str]) -> None:
    """Who does not log in, which most never do, is not asked for a password."""
    assert (None, []) == (found(settings), asked)


def test_the_person_is_asked(asked: list[str]) -> None:
    """The person is asked for the password, without an echo."""
    assert Credentials(account="anna", password="typed", private=True) == found(Settings(account="anna", host="h"))
    assert ["Password of anna at h (Enter: do not log in): "] == asked


def test_an_empty_answer_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an empty answer one goes in without the account."""
    monkeypatch.setattr(getpass, "getpass", lambda _: "")
    assert found(Settings(account="anna")) is None


@pytest.mark.parametrize("error", [EOFError, KeyboardInterrupt])
def test_no_answer_at_all_ends_it(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    """Ctrl-C and Ctrl-D instead of a password end the client."""

    def leave(_: str) -> str:
        raise error

    monkeypatch.setattr(getpass, "getpass", leave)
    with pytest.raises(StartError, match=r"^No password was given\.$"):
        found(Settings(account="anna"))


@pytest.mark.parametrize("login", ["auto", "external"])
def test_who_has_a_certificate_is_not_asked(login: str, asked: list[str]) -> None:
    """Who has a certificate is not asked for a password."""
    who = found(Settings(account="anna", tls_cert="mine.pem", login=login))
    assert Credentials(account="anna", how=login, certificate=True, private=True) == who
    assert [] == asked


@pytest.mark.posix
def test_a_command_prints_it(asked: list[str]) -> None:
    """The first line that a command prints is the password; it is not run by a shell."""
    command = f"{sys.executable} -c 'print(\"pass word\\nmore; $HOME\")'"
    assert "pass word" == password(Settings(account="anna", password_command=command))
    assert [] == asked


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("/nowhere/pass", "cannot be run (no such file or directory): /nowhere/pass"),
        ("'", "cannot be run (it is no command): '"),
        (" ", "cannot be run (it is no command):  "),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "has ended with status 3: "),
        (f"{sys.executable} -c 'print()'", "has printed no password."),
        (f"{sys.executable} -c ''", "has printed no password."),
    ],
)
@pytest.mark.posix
def test_a_command_that_fails(command: str, sentence: str) -> None:
    """It is said that the command failed, and nothing of what it printed."""
    with pytest.raises(StartError) as caught:
        password(Settings(account="anna", password_command=command))
    assert str(caught.value).startswith(f"password_command {sentence}")


@pytest.mark.posix
def test_a_command_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that does not end is ended."""
    monkeypatch.setattr(credentials, "COMMAND_TIMEOUT", 0.01)
    with pytest.raises(StartError, match="password_command has given no password in 0 s"):
        password(Settings(account="anna", password_command=f"{sys.executable} -c 'while True: pass'"))


def test_a_file_that_only_the_person_can_read(tmp_path: Path, asked: list[str]) -> None:
    """The password is the first line of a file, without its end."""
    file = tmp_path / "password"
    file.write_text("pass word\nmore\n")
    file.chmod(0o600)
    assert "pass word" == password(Settings(account="anna", password_file=str(file)))
    assert [] == asked


@pytest.mark.posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """A file with a password that others can read is refused, with what helps."""
    file = tmp_path / "password"
    file.write_text("secret\n")
    file.chmod(mode)
    with pytest.raises(StartError, match=f"^Others can read {file}, .* This helps: chmod 600 {file}$") as caught:
        password(Settings(account="anna", password_file=str(file)))
    assert "secret" not in str(caught.value)


def test_a_file_without_a_password(tmp_path: Path) -> None:
    """It is said that a file with the password is not there, or empty."""
    with pytest.raises(StartError, match="which password_file names, cannot be read: no such file"):
        password(Settings(account="anna", password_file=str(tmp_path / "none")))
    (tmp_path / "empty").touch(0o600)
    with pytest.raises(StartError, match="There is no password in the first line of"):
        password(Settings(account="anna", password_file=str(tmp_path / "empty")))


class Keyring(ModuleType):
    """A keyring with one password, or with an error."""

    def __init__(self, kept: str | None, error: str = "") -> None:
        super().__init__("keyring")
        self._kept = kept
        self._error = error
        self.asked: list[tuple[str, str]] = []

    def get_password(self, service: str, account: str) -> str | None:
        self.asked.append((service, account))
        if self._error:
            raise RuntimeError(self._error)
        return self._kept


def install(monkeypatch: pytest.MonkeyPatch, keyring: Keyring) -> None:
    """Put it in the place of the real one, which may not be there."""
    errors = ModuleType("keyring.errors")
    errors.__dict__["KeyringError"] = RuntimeError
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)


@pytest.mark.parametrize(("kept", "expected"), [("kept", "kept"), (None, "typed")])
def test_the_keyring(monkeypatch: pytest.MonkeyPatch, asked: list[str], kept: str | None, expected: str) -> None:
    """The keyring is asked by host and account; if it has no password, the person is asked."""
    keyring = Keyring(kept)
    install(monkeypatch, keyring)
    assert expected == password(Settings(account="anna", host="h", keyring=True))
    assert [("trichat:h", "anna")] == keyring.asked
    assert (expected == "typed") == bool(asked)


def test_a_keyring_that_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """That a keyring cannot be asked is told in one sentence, whatever it says."""
    install(monkeypatch, Keyring(None, "No backend.\nMore"))
    with pytest.raises(StartError, match=r"^The keyring cannot be asked: No backend\. With keyring = false"):
        found(Settings(account="anna", keyring=True))


def test_a_keyring_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the keyring, which is an extra, is not installed, it is said how to install it."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(StartError, match=r"pip install 'trichat\[keyring\]'"):
        found(Settings(account="anna", keyring=True))
