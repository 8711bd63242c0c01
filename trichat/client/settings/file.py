"""The client's file of settings: read, begun with every setting commented out, changed with its comments kept."""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from trichat.client.settings.table import BY_NAME, PER_SERVER, SETTINGS, Settings, Value, find
from trichat.errors import SettingsError, UsageError
from trichat.settings.file import load, text_of, why
from trichat.settings.table import Row
from trichat.settings.values import as_toml, checked
from trichat.system.files import others_may

_SERVERS = "servers"  # the table of the file with what differs for each server
FOLDER = 0o700  # permissions of a folder that is made for it
_OTHERS_WRITE = 0o022
_COLUMNS = 78


def default_path() -> Path:
    """Give the file that is read unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import)

    return platformdirs.user_config_path("trichat") / "chat.toml"


def read(path: Path | None, server: str = "") -> Settings:
    """Read the settings; a default file need not be there. Raises SettingsError."""
    file = path or default_path()
    make = "trichat chat --write-config" if path else ""
    settings = load(file, lambda table: from_table(table, server), make=make)
    if settings.password_command and others_may(file, _OTHERS_WRITE):
        raise SettingsError(
            f"Others can write to {file}, which names a password_command. This helps: chmod go-w {file}"
        )
    return settings


def from_table(table: Mapping[str, Any], server: str = "") -> Settings:
    """Make settings of a file that has been read; `server` names the [servers.NAME] whose values go first.

    Raises SettingsError on the first thing that is wrong.
    """
    servers = table.get(_SERVERS, {})
    if not isinstance(servers, Mapping) or not all(isinstance(one, Mapping) for one in servers.values()):
        raise SettingsError("servers must be tables, for example [servers.home].")
    if server and server not in servers:
        known = f"there is {', '.join(servers)}" if servers else "there is none"
        raise SettingsError(f"The settings have no [servers.{server}]: {known}.")
    own = {name: _values(content) for name, content in servers.items()}
    for name, values in own.items():
        for other in (key for key in values if BY_NAME[key].section != PER_SERVER):
            raise SettingsError(f"{other} is the same for all servers: it stands above [servers.{name}].")
    everywhere = _values({name: value for name, value in table.items() if name != _SERVERS})
    return Settings(**everywhere | own.get(server, {}))


def _values(content: Mapping[str, Any]) -> dict[str, Any]:
    return {row.name: checked(row, value) for row, value in ((find(name), value) for name, value in content.items())}


_HEAD = """\
# Settings of trichat chat. A line that begins with "#" says nothing: take the
# "#" away to set what follows it.
# In the chat, /set shows what is set, and /set NAME VALUE changes it, here too.
"""
_TAIL = """
# Keys. On the right stands what is typed for you, or the name of an action.
# [keys]
# "f2" = "/switch"

# Servers that you go to by name: trichat chat --server home
# [servers.home]
# host = "chat.example.org"
# port = 6697
# rooms = ["#lobby", "#dev"]
"""


def commented() -> str:
    """Write the whole file, with every setting in it and none of them set."""
    return _HEAD + "".join(_entry(row) for row in SETTINGS if not isinstance(row.default, Mapping)) + _TAIL


def _entry(row: Row) -> str:
    heading = [f"\n# === {row.about.section} ==="] if row.about.section else []
    choices = f" One of: {', '.join(row.about.choices)}." if row.about.choices else ""
    told = wrap(row.about.help + choices, _COLUMNS, initial_indent="# ", subsequent_indent="# ")
    example = [f"# For example: {as_toml(row.about.example)}"] if row.about.example is not None else []
    return "\n".join([*heading, "", *told, *example, f"# {row.name} = {as_toml(row.default)}", ""])


def save(path: Path | None, name: str, value: Value, server: str = "") -> None:
    """Set one value in the file; what else stands there stays as it is. Raises UsageError."""
    file = path or default_path()
    try:
        text = text_of(file) if file.exists() else commented()
        _replace(file, changed(text, name, value, server))
    except (OSError, ValueError) as exc:
        raise UsageError(f"It is set for now, but {file} cannot be written: {why(exc)}.") from exc


def changed(text: str, name: str, value: Value, server: str = "") -> str:
    """Give the text of a file with one value set, for one server if it has its own. Raises UsageError."""
    import tomlkit  # noqa: PLC0415 (60 ms to import; needed only when something is saved)
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
        own: Any = document.get(_SERVERS, {}).get(server, {})
        if name not in own and (simple := _with_value(text, name, value)) is not None:
            return simple
        (own if name in own else document)[name] = list(value) if isinstance(value, tuple) else value
    except TOMLKitError as exc:
        raise UsageError(f"It is set for now, but not saved: the file is not TOML any more: {exc}.") from exc
    return tomlkit.dumps(document)


def _with_value(text: str, name: str, value: Value) -> str | None:
    """Set what stands commented out in the first part of a file; None if it does not stand there so."""
    before = re.split(r"^[ \t]*\[", text, maxsplit=1, flags=re.MULTILINE)[0]
    line = re.compile(rf"^#[ \t]*{name}[ \t]*=.*$", re.MULTILINE)
    if re.search(rf"^[ \t]*\"?{name}\"?[ \t]*=", before, re.MULTILINE) or len(line.findall(before)) != 1:
        return None
    return line.sub(lambda _: f"{name} = {as_toml(value)}", before) + text[len(before) :]


def _replace(file: Path, text: str) -> None:
    """Write the whole file or nothing, with the permissions it had. A link stays a link."""
    real = file.resolve()
    real.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    number, name = tempfile.mkstemp(dir=real.parent, prefix=".trichat-")
    new = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as handle:
            handle.write(text)
        if real.exists():  # a new one is private
            shutil.copymode(real, new)
        new.replace(real)
    except OSError:
        new.unlink(missing_ok=True)
        raise
