"""Values of settings: what a person or a file says, checked; and written as TOML, with comments. Pure."""

import difflib
import re
from collections.abc import Iterable, Mapping
from textwrap import wrap
from typing import Any

from trichat.client.settings.table import BY_NAME, SETTINGS, Setting, Settings, Value
from trichat.errors import UsageError
from trichat.words.record import replace

_YES, _NO = ("on", "yes", "true", "1"), ("off", "no", "false", "0")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_COLUMNS = 78
SERVERS = "servers"  # the table of the file with what differs for each server
_SPELLINGS = {"colors": "colours", "room": "rooms", "color": "colours"}
_SECRETS = ("password", "pass")


def find(name: str) -> Setting:
    """Give a row of the table. Raises UsageError, with the name that was probably meant."""
    wanted = name.lower().replace("-", "_")
    if wanted in _SECRETS:
        raise UsageError("A password is not kept among the settings: name a password_command or a password_file.")
    row = BY_NAME.get(_SPELLINGS.get(wanted, wanted))
    if row is None:
        near = difflib.get_close_matches(wanted, BY_NAME, n=1)
        raise UsageError(f"There is no setting {name}." + (f" Did you mean {near[0]}?" if near else ""))
    return row


def typed(row: Setting, text: str) -> Value:
    """Make a value of what a person has typed. Raises UsageError that says what would be right."""
    match row.default:
        case bool():
            return _truth(row, text)
        case int():
            return check(row, int(text) if text.removeprefix("-").isdecimal() else text)
        case tuple():
            return check(row, tuple(part.strip() for part in text.split(",") if part.strip()))
        case str():
            return check(row, text)
    raise UsageError(f"{row.name} is a table of the file: it is changed there.")


def _truth(row: Setting, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise _wrong(row, text)


def check(row: Setting, value: Any) -> Value:
    """Give the value if it fits its setting. Raises UsageError that says what would be right."""
    match row.default:
        case bool():
            fits = isinstance(value, bool)
        case int():
            fits = isinstance(value, int) and not isinstance(value, bool) and _within(row, value)
        case tuple():
            value = tuple(value) if isinstance(value, list) else value
            fits = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
        case str():
            fits = isinstance(value, str) and (not row.about.choices or value in row.about.choices)
        case _:
            fits = isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())
    if not fits:
        raise _wrong(row, value)
    return value  # type: ignore[no-any-return]


def _within(row: Setting, number: int) -> bool:
    return row.about.least <= number <= row.about.most


def _wrong(row: Setting, value: object) -> UsageError:
    said = value if isinstance(value, str) else as_toml(value) if isinstance(value, bool | int | tuple) else "that"
    return UsageError(f"{row.name} cannot be {said or 'empty'}: it is {allowed(row)}.")


def allowed(row: Setting) -> str:
    """Say what a setting may be."""
    match row.default:
        case bool():
            return "true or false (on or off)"
        case int():
            return f"a number from {row.about.least} to {row.about.most}"
        case tuple():
            return "a list of texts"
        case str():
            choices = row.about.choices
            return f"{', '.join(choices[:-1])} or {choices[-1]}" if choices else "a text"
    return "a table of texts"


def as_toml(value: object) -> str:
    """Write a value as TOML does."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            import json  # noqa: PLC0415 (needed only where something is written)

            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple() | list():
            return "[" + ", ".join(as_toml(one) for one in value) + "]"
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {as_toml(one)}" for key, one in value.items()) + " }"
    return str(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else as_toml(name)


def from_table(table: Mapping[str, Any], server: str = "") -> Settings:
    """Make settings of a file that has been read; `server` names the [servers.NAME] whose values go first.

    Raises UsageError on the first thing that is wrong.
    """
    servers = _servers(table)
    if server and server not in servers:
        known = f"there is {', '.join(servers)}" if servers else "there is none"
        raise UsageError(f"The settings have no [servers.{server}]: {known}.")
    values = _checked((name, value) for name, value in table.items() if name != SERVERS)
    return replace(Settings(), **values | (servers[server] if server else {}))


def _servers(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    servers = table.get(SERVERS, {})
    if not isinstance(servers, Mapping) or not all(isinstance(one, Mapping) for one in servers.values()):
        raise UsageError("servers must be tables, for example [servers.home].")
    found = {name: _checked(values.items()) for name, values in servers.items()}
    for name, values in found.items():
        for other in (key for key in values if not BY_NAME[key].about.server):
            raise UsageError(f"{other} is the same for all servers: it stands above [servers.{name}].")
    return found


def _checked(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {row.name: check(row, value) for row, value in ((find(name), value) for name, value in pairs)}


# The commented file.

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


def _entry(row: Setting) -> str:
    heading = [f"\n# === {row.about.section} ==="] if row.about.section else []
    choices = f" One of: {', '.join(row.about.choices)}." if row.about.choices else ""
    told = wrap(row.about.help + choices, _COLUMNS, initial_indent="# ", subsequent_indent="# ")
    example = [f"# For example: {as_toml(row.about.example)}"] if row.about.example is not None else []
    return "\n".join([*heading, "", *told, *example, f"# {row.name} = {as_toml(row.default)}", ""])


def with_value(text: str, name: str, value: Value) -> str | None:
    """Set what stands commented out in the first part of a file; None if it does not stand there so.

    A setting that is set already, or stands nowhere, needs a parser of TOML: client/settings/file.py has one.
    """
    before, rest = _first_table(text)
    line = re.compile(rf"^#[ \t]*{name}[ \t]*=.*$", re.MULTILINE)
    if re.search(rf"^[ \t]*\"?{name}\"?[ \t]*=", before, re.MULTILINE) or len(line.findall(before)) != 1:
        return None
    return line.sub(lambda _: f"{name} = {as_toml(value)}", before) + rest


def _first_table(text: str) -> tuple[str, str]:
    found = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    at = found.start() if found else len(text)
    return text[:at], text[at:]
