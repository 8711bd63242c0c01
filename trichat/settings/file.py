"""A file of settings: read, with one sentence for what is wrong with it; and a new one written."""

import codecs
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from trichat.errors import SettingsError
from trichat.settings.table import Row
from trichat.settings.values import checked, near

T = TypeVar("T")

_MOST_BYTES = 1024 * 1024  # more is no file of settings, nor a text for people: a device, or a mistake
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PLACE = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)


class _NoText(ValueError):
    """A file that is no text. Says why, in a few words."""


def load(path: Path, settings: Callable[[Mapping[str, Any]], T], *, make: str = "") -> T:
    """Read a file in TOML, and give the settings that are made of its content. Raises SettingsError.

    `make` is the command that writes such a file, told if there is none; without it, no file sets nothing.
    """
    import tomllib  # noqa: PLC0415 (most people have no file)

    try:
        text = text_of(path)
    except FileNotFoundError as exc:
        if not make:
            return settings({})
        raise SettingsError(f"There is no file {path}. This makes one: {make} --config {path}") from exc
    except (OSError, ValueError) as exc:
        raise _unreadable(path, exc) from exc
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as exc:  # a number too long for Python, brackets too deep
        raise SettingsError(_not_toml(path, str(exc))) from exc
    try:
        return settings(table)
    except SettingsError as exc:
        raise SettingsError(f"{path}: {exc}") from exc


def _not_toml(path: Path, why: str) -> str:
    """Say what is wrong, and where."""
    found = _PLACE.fullmatch(why)
    if found is None:
        return f"{path} is not TOML: {why}."
    place = f"line {found[2]}, column {found[3]}" if found[2] else "its end"
    return f"{path} is not TOML at {place}: {found[1].rstrip('.')}."


def read_text(path: Path) -> str:
    """Read a file that a setting names. Raises SettingsError."""
    try:
        return text_of(path)
    except (OSError, ValueError) as exc:
        raise _unreadable(path, exc) from exc


def named(text: str) -> Path:
    """Give the path that a text names. A ~ that is nobody's folder stands for itself: there will be no such file."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


def text_of(path: Path) -> str:
    """Read a text in UTF-8, however its lines end; a mark at its beginning that it is UTF-8 is left out.

    Raises OSError, ValueError.
    """
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise _NoText(f"it is longer than {_MOST_BYTES // 1024} KiB")
    if data.startswith(_UTF_16):  # as editors of Windows write what they call Unicode
        raise _NoText("it is UTF-16; save it as UTF-8")
    text = data.removeprefix(codecs.BOM_UTF8).decode()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def by_section(rows: Iterable[Row], table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give what a file sets, by its sections and by the fields of the rows. Raises SettingsError."""
    known: dict[str, dict[str, Row]] = {}
    for row in rows:
        known.setdefault(row.section, {})[row.key] = row
    found: dict[str, dict[str, Any]] = {}
    for section, content in table.items():
        if section not in known:
            raise _no_section(section, content, known)
        if not isinstance(content, Mapping):
            raise SettingsError(f"{section} is a section: write [{section}] in a line of its own.")
        here, found[section] = known[section], {}
        for key, value in {"*": content}.items() if "*" in here else content.items():
            if key not in here:
                raise SettingsError(f"There is no setting [{section}] {key}.{_hint(key, here)}")
            found[section][here[key].field] = checked(here[key], value)
    return found


def _no_section(name: str, content: object, known: Mapping[str, Mapping[str, Row]]) -> SettingsError:
    """Say which section was meant, or where a setting belongs that stands before all of them."""
    places = [section for section, rows in known.items() if name in rows]
    if places and not isinstance(content, Mapping):
        return SettingsError(f"{name} belongs in a section: write [{places[0]}] in the line before it.")
    return SettingsError(f"There is no section [{name}].{_hint(name, known)}")


def _hint(word: str, known: Iterable[str]) -> str:
    return near(word, known) or f" There are: {', '.join(sorted(known))}."


def write_new(path: Path, text: str, *, folder: int = 0o777) -> None:
    """Write a file that only its owner can read; a folder for it is made with the permissions `folder`.

    Raises SettingsError, also if there is such a file already.
    """
    try:
        if path.exists():
            raise SettingsError(f"{path} is there already; it is left as it is.")
        path.parent.mkdir(parents=True, exist_ok=True, mode=folder)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise SettingsError(f"{path} cannot be written: {why(exc)}.") from exc


def why(exc: OSError | ValueError) -> str:
    """Say in a few words why a file cannot be read or written."""
    if isinstance(exc, UnicodeDecodeError):
        line = exc.object[: exc.start].count(b"\n") + 1
        return f"line {line} is not UTF-8"
    return (exc.strerror or str(exc)).lower() if isinstance(exc, OSError) else str(exc)


def _unreadable(path: Path, exc: OSError | ValueError) -> SettingsError:
    return SettingsError(f"{path} cannot be read: {why(exc)}.")
