"""Where the password comes from: a command, a file that nobody else can read, the keyring, or the person."""

import getpass
import subprocess
import warnings
from pathlib import Path

from trichat.client.irc.sasl import Credentials
from trichat.client.settings.table import Settings
from trichat.errors import StartError
from trichat.settings.file import named
from trichat.system import process
from trichat.system.files import others_may

_ANYTHING = 0o077  # of a mode: the group, and all others
COMMAND_TIMEOUT = 60.0  # seconds: a password manager may ask for its own password first


def credentials(settings: Settings, *, private: bool) -> Credentials | None:
    """Give who is to log in, asking for the password if nothing else has it. Raises StartError.

    `private` says whether nobody can listen to the connection. To be called before the terminal is taken over.
    """
    if not settings.account or settings.login == "off":
        return None
    certificate = bool(settings.tls_cert)
    found = "" if settings.login == "external" else _password(settings)
    if not found and not certificate:
        return None
    return Credentials(
        account=settings.account, password=found, how=settings.login, certificate=certificate, private=private
    )


def _password(settings: Settings) -> str:
    if settings.password_command:
        return _of_command(settings.password_command)
    if settings.password_file:
        return _of_file(named(settings.password_file))
    kept = _of_keyring(settings) if settings.keyring else ""
    if kept or (settings.tls_cert and settings.login == "auto"):
        return kept
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", getpass.GetPassWarning)  # it may be seen, where there is no terminal
            return getpass.getpass(f"Password of {settings.account} at {settings.host} (Enter: do not log in): ")
    except (EOFError, KeyboardInterrupt) as exc:
        raise StartError("No password was given.") from exc


def _of_command(command: str) -> str:
    """Run it without a shell; its standard error and input are the terminal's, for what it has to ask."""
    try:
        words = process.arguments(command)
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True, timeout=COMMAND_TIMEOUT)  # noqa: S603 - the person's own
    except subprocess.TimeoutExpired as exc:
        raise StartError(f"password_command has given no password in {COMMAND_TIMEOUT:.0f} s: {command}") from exc
    except subprocess.CalledProcessError as exc:
        raise StartError(f"password_command has ended with status {exc.returncode}: {command}") from exc
    except (OSError, ValueError, IndexError) as exc:
        why = exc.strerror.lower() if isinstance(exc, OSError) and exc.strerror else "it is no command"
        raise StartError(f"password_command cannot be run ({why}): {command}") from exc
    return _first_line(done.stdout, "password_command has printed no password.")


def _of_file(path: Path) -> str:
    try:
        if others_may(path, _ANYTHING):
            raise StartError(f"Others can read {path}, so the password in it is not used. This helps: chmod 600 {path}")
        return _first_line(path.read_bytes(), f"There is no password in the first line of {path}.")
    except OSError as exc:
        raise StartError(f"{path}, which password_file names, cannot be read: {(exc.strerror or '').lower()}.") from exc


def _first_line(output: bytes, nothing: str) -> str:
    lines = output.decode(errors="replace").splitlines()
    if not lines or not lines[0]:
        raise StartError(nothing)
    return lines[0]


def _of_keyring(settings: Settings) -> str:
    """Look under the service `trichat:HOST`: `keyring set trichat:HOST ACCOUNT` puts it there."""
    try:
        import keyring  # noqa: PLC0415 (optional, and slow to import)
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError as exc:
        raise StartError("keyring is set, but not installed: pip install 'trichat[keyring]'") from exc
    try:
        return keyring.get_password(f"trichat:{settings.host}", settings.account) or ""
    except (KeyringError, RuntimeError) as exc:
        why = str(exc).partition("\n")[0].rstrip(".")
        raise StartError(f"The keyring cannot be asked: {why}. With keyring = false you are asked yourself.") from exc
