"""One value of a setting: checked, with a sentence that says what would be right; and written as TOML."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from trichat.errors import SettingsError
from trichat.settings.table import ENDLESS, About, Row

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_ALLOWED = {
    bool: "true or false",
    tuple: "a list of texts",
    Mapping: "a text for each name",
    str: "a text",
    Path: "the path of a file",
}
_MADE = {Mapping: dict, Path: str}  # only the reader of the file knows in which folder a path begins


def checked(row: Row, value: Any) -> Any:
    """Give a value of a file as its setting has it, a path as a text. Raises SettingsError: what would be right."""
    if not fits(row, value):
        raise SettingsError(f"{wrong(row, value)}, as in {examples(row)[0]}")
    return _MADE.get(row.kind, row.kind)(value)


def fits(row: Row, value: Any) -> bool:
    """Tell whether a setting can have this value."""
    kind, about = row.kind, row.about
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if kind in (int, float):
        return isinstance(value, int if kind is int else int | float) and about.least <= value <= about.most
    if kind is tuple:
        many = isinstance(value, list | tuple) and len(value) >= about.least
        return many and _are_texts(about, value) and _pass(about, value)
    if kind is Mapping:
        return isinstance(value, Mapping) and _are_texts(about, value.values()) and _pass(about, value)
    return _are_texts(about, [value]) and _pass(about, [value])


def _are_texts(about: About, values: Iterable[Any]) -> bool:
    return all(
        isinstance(value, str)
        and "\0" not in value  # nothing that is called by a text of ours, such as a file, takes that
        and (not about.choices or value in about.choices)
        and (not about.pattern or re.fullmatch(about.pattern, value) is not None)
        for value in values
    )


def _pass(about: About, texts: Iterable[str]) -> bool:
    return about.check is None or all(map(about.check, texts))


def wrong(row: Row, value: Any) -> str:
    """Say that a setting cannot have this value, and what it can be: a sentence without its end."""
    given = "what it is" if row.is_secret else as_toml(value)
    return f"{row.name} cannot be {given}: it is {allowed(row)}"


def allowed(row: Row) -> str:
    """Say what a setting may be."""
    about = row.about
    if about.choices:
        *others, last = about.choices
        return f"{', '.join(others)} or {last}"
    if row.kind in (int, float):
        what = "a whole number" if row.kind is int else "a number"
        least, most = f"{about.least:g}", f"{about.most:g}"
        return f"{what}, {least} or more" if about.most == ENDLESS else f"{what} from {least} to {most}"
    return about.allowed or _ALLOWED[row.kind]


def examples(row: Row) -> list[str]:
    """Give lines of a file that set it, to its default or to something likely."""
    value: Any = row.default if row.about.example is None else row.about.example
    pairs = value if row.key == "*" else {row.key: value}
    return [f"{_key(key)} = {as_toml(each)}" for key, each in pairs.items()]


def near(word: str, known: Iterable[str]) -> str:
    """Ask whether the name most like this one was meant; "" if none is like it."""
    import difflib  # noqa: PLC0415 (needed only where something is wrong)

    found = difflib.get_close_matches(word, list(known), n=1)
    return f" Did you mean {found[0]}?" if found else ""


def as_toml(value: Any) -> str:
    """Write a value as TOML does."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            import json  # noqa: PLC0415 (needed only where something is written)

            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple() | list():
            return "[" + ", ".join(as_toml(each) for each in value) + "]"
        case Mapping():
            return "{ " + ", ".join(f"{_key(key)} = {as_toml(each)}" for key, each in value.items()) + " }"
    return str(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else as_toml(name)
