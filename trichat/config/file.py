"""The file of settings: read and checked, with one sentence for what is wrong; and written anew, explained."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from trichat.config.about import Row, rows
from trichat.config.limits import Limits
from trichat.config.secrets import is_hashed
from trichat.config.settings import ServerSettings, default_history
from trichat.config.values import allowed, checked, example_of
from trichat.errors import SettingsError

_PRIVATE = 0o077  # what others may do with a file


def load(path: Path | None, given: Mapping[str, Any]) -> ServerSettings:
    """Read the file, if there is one; `given`, by fields of ServerSettings, wins over it. Raises SettingsError."""
    said = _read(path) if path is not None else {}
    settings = ServerSettings(**{"history": default_history(), **said, **given})
    if settings.tls_key and not settings.tls_certificate:
        raise SettingsError(f"{settings.tls_key} is the key of which certificate? Give that with --tls-cert too.")
    if settings.sts_days is not None and not settings.tls_certificate:
        raise SettingsError("[tls] sts_days sends everybody to TLS, which needs a certificate: --tls-cert FILE")
    return settings


def _read(path: Path) -> dict[str, Any]:
    """Give what the file sets, by fields of ServerSettings."""
    import tomllib  # noqa: PLC0415 (only a server with such a file needs it)

    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        hint = f"trichat serve --write-config --config {path}"
        raise SettingsError(f"There is no file {path}. This makes one: {hint}") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{path} is not a text file in UTF-8: {exc}") from exc
    except tomllib.TOMLDecodeError as exc:
        raise SettingsError(f"{path} is not TOML: {exc}.") from exc
    try:
        settings = from_table(table, path.parent)
    except SettingsError as exc:
        raise SettingsError(f"{path}: {exc}") from exc
    _keep_secrets(path, settings.get("operators", {}), settings.get("password", ""))
    return settings


def _keep_secrets(path: Path, operators: Mapping[str, str], password: str) -> None:
    """Refuse a file with passwords in it that others can read. Raises SettingsError."""
    plain = [f"[operators] {name}" for name, password in operators.items() if not is_hashed(password)]
    plain += ["[server] password"] if password and not is_hashed(password) else []
    if plain and path.stat().st_mode & _PRIVATE:
        raise SettingsError(
            f"{path}: {plain[0]} is a password that others can read. "
            f"Give its hash, which `trichat hash-password` makes, or: chmod 600 {path}"
        )


def from_table(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Give what a file that has been read sets, by fields of ServerSettings. Raises SettingsError.

    A path in it that is not absolute begins in `folder`.
    """
    sections = {row.about.section for row in ROWS}
    for section, content in table.items():
        if section not in sections:
            _outside(section, content)
            raise SettingsError(f"There is no section [{section}].{_near(section, sections)}")
        if not isinstance(content, Mapping):
            raise SettingsError(f"{section} is a section: write [{section}] in a line of its own.")
    settings = _section_values(ServerSettings, table, folder)
    limits = _section_values(Limits, table, folder)
    return {**settings, **({"limits": Limits(**limits)} if limits else {})}


def _outside(key: str, content: object) -> None:
    """Say where a setting belongs that stands before all sections. Raises SettingsError."""
    places = [row.about.section for row in ROWS if row.key == key]
    if places and not isinstance(content, Mapping):
        raise SettingsError(f"{key} belongs in a section: write [{places[0]}] in the line before it.")


def _section_values(record: type, table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    found = {}
    mine = list(rows(record))
    for section in {row.about.section for row in mine} & set(table):
        known = {row.key: row for row in mine if row.about.section == section}
        if "*" in known:
            found[known["*"].field] = checked(known["*"], table[section], folder)
            continue
        for key, value in table[section].items():
            if key not in known:
                raise SettingsError(f"There is no setting [{section}] {key}.{_near(key, known)}")
            found[known[key].field] = checked(known[key], value, folder)
    return found


def _near(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" Did you mean {near[0]}?" if near else f" There are: {', '.join(sorted(known))}."


# A file to begin with


def write_commented(path: Path) -> None:
    """Write a file with every setting, explained and commented out; only you can read it. Raises SettingsError."""
    if path.exists():
        raise SettingsError(f"{path} is there already; it is left as it is.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text("\n".join(commented()) + "\n", encoding="utf-8")
    except OSError as exc:
        raise SettingsError(f"{path} cannot be written: {exc.strerror or exc}.") from exc


def commented() -> Iterator[str]:
    """Give the lines of a file that sets nothing and explains everything."""
    yield "# Settings of trichat serve. A line that begins with # is a comment: take the # away to set something."
    section = ""
    for row in ROWS:
        if row.about.section != section:
            section = row.about.section
            yield from ("", f"[{section}]")
        yield ""
        yield from (f"# {line}" for line in wrap(f"{told(row)} It is {allowed(row)}.", _COLUMNS))
        yield from (f"# {line}" for line in example_of(row))


def told(row: Row) -> str:
    """Say what a setting is for, and what holds without it where no value says that."""
    return f"{row.about.help} If it is not set: {row.about.unless}." if row.about.unless else row.about.help


ROWS = (*rows(ServerSettings), *rows(Limits))
_COLUMNS = 110
