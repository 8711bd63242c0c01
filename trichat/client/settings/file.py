"""The file of settings: found, read, written anew with every setting commented, and changed with its comments kept."""

import os
import tempfile
from pathlib import Path
from typing import Any

from trichat.client.settings import values
from trichat.client.settings.table import Settings, Value
from trichat.errors import StartError, UsageError


def default_path() -> Path:
    """Give the file that is read unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import)

    return platformdirs.user_config_path("trichat") / "chat.toml"


def read(path: Path | None, server: str = "") -> Settings:
    """Read the settings; a default file need not be there. Raises StartError."""
    file = path or default_path()
    try:
        return _parsed(file.read_text(encoding="utf-8"), file, server)
    except FileNotFoundError as exc:
        if path is not None:
            hint = f"trichat chat --write-config --config {path}"
            raise StartError(f"There is no file {path}. This makes one: {hint}") from exc
        return values.from_table({}, server)
    except (OSError, UnicodeDecodeError) as exc:
        raise StartError(f"{file} is not a file with settings that can be read: {_why(exc)}.") from exc


def _parsed(text: str, file: Path, server: str) -> Settings:
    import tomllib  # noqa: PLC0415 (most people have no file)

    try:
        settings = values.from_table(tomllib.loads(text), server)
    except tomllib.TOMLDecodeError as exc:
        raise StartError(f"{file} is not TOML: {exc}.") from exc
    except UsageError as exc:
        raise StartError(f"{file}: {exc}") from exc
    if settings.password_command and _others_can_write(file):
        raise StartError(f"Others can write to {file}, which names a password_command. This helps: chmod go-w {file}")
    return settings


def write_commented(path: Path | None) -> Path:
    """Write a file with every setting commented, and give its name. Raises StartError if there is one."""
    file = path or default_path()
    if file.exists():
        raise StartError(f"{file} is there already; it is left as it is.")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with file.open("x", encoding="utf-8") as new:
            new.write(values.commented())
    except OSError as exc:
        raise StartError(f"{file} cannot be written: {_why(exc)}.") from exc
    return file


def save(path: Path | None, name: str, value: Value, server: str = "") -> None:
    """Set one value in the file; what else stands there stays as it is. Raises UsageError."""
    file = path or default_path()
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else values.commented()
        _replace(file, changed(text, name, value, server))
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(f"It is set for now, but {file} cannot be written: {_why(exc)}.") from exc


def changed(text: str, name: str, value: Value, server: str = "") -> str:
    """Give the text of a file with one value set, for one server if it has its own. Raises UsageError."""
    import tomlkit  # noqa: PLC0415 (60 ms to import; needed only when something is saved)
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
        own: Any = document.get(values.SERVERS, {}).get(server, {})
        if name not in own and (simple := values.with_value(text, name, value)) is not None:
            return simple
        (own if name in own else document)[name] = list(value) if isinstance(value, tuple) else value
    except TOMLKitError as exc:
        raise UsageError(f"It is set for now, but not saved: the file is not TOML any more: {exc}.") from exc
    return tomlkit.dumps(document)


def _replace(file: Path, text: str) -> None:
    """Write the whole file or nothing, with the permissions it had. A link stays a link."""
    real = file.resolve()
    real.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mode = real.stat().st_mode & 0o777 if real.exists() else 0o600
    number, name = tempfile.mkstemp(dir=real.parent, prefix=".trichat-")
    new = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as handle:
            handle.write(text)
        new.chmod(mode)
        new.replace(real)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _others_can_write(file: Path) -> bool:
    return bool(file.stat().st_mode & 0o022)


def _why(exc: OSError | UnicodeDecodeError) -> str:
    return "it is not UTF-8" if isinstance(exc, UnicodeDecodeError) else (exc.strerror or str(exc)).lower()
