"""One value of the file of settings: checked, with a sentence that says what would be right; and written as TOML."""

import json
import math
import re
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from trichat.config.about import Row
from trichat.errors import SettingsError
from trichat.words.text.clean import clean


def checked(row: Row, value: Any, folder: Path) -> Any:
    """Give the value as its setting has it. Raises SettingsError that says what would be right.

    A path that is not absolute begins in `folder`.
    """
    kind = plain(row.kind)
    is_path = kind is Path or row.about.lines
    if not (isinstance(value, str) if is_path else _fits(row, kind, value)):
        raise _wrong(row, value)
    if is_path:
        path = folder / Path(value).expanduser()
        if row.about.lines:
            return read_lines(path) if value else ()
        return path if value else None
    return tuple(value) if kind is tuple else dict(value) if kind is Mapping else kind(value)


def read_lines(path: Path) -> tuple[str, ...]:
    """Read a text for people, without what could control a terminal. Raises SettingsError."""
    try:
        return tuple(clean(line) for line in path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{path} is not a text file in UTF-8: {exc}") from exc


def plain(kind: Any) -> Any:
    """Give a type without what is in it, and without the None that may stand instead."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return origin or kind


def _fits(row: Row, kind: type, value: Any) -> bool:
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if kind in (int, float):
        return isinstance(value, int if kind is int else int | float) and _within(row, value)
    if kind is tuple:
        return (
            isinstance(value, list)
            and bool(value or not row.default)
            and all(isinstance(each, str) and each for each in value)
        )
    if kind is Mapping:
        return all(isinstance(each, str) and each for each in value.values())
    return isinstance(value, str) and _is_allowed(row, value)


def _within(row: Row, value: float) -> bool:
    return math.isfinite(value) and row.about.least <= value <= row.about.most


def _is_allowed(row: Row, value: str) -> bool:
    about = row.about
    return (not about.choices or value in about.choices) and (
        not about.pattern or re.fullmatch(about.pattern, value) is not None
    )


def _wrong(row: Row, value: Any) -> SettingsError:
    name = f"[{row.about.section}]" if row.key == "*" else row.name
    return SettingsError(f"{name} cannot be {as_toml(value)}: it is {allowed(row)}, as in {example_of(row)[0]}")


def allowed(row: Row) -> str:
    """Say what a setting may be."""
    about = row.about
    kind = plain(row.kind)
    if kind is Path or about.lines:
        return "the path of a file"
    if about.choices:
        return " or ".join(as_toml(each) for each in about.choices)
    if kind in (int, float):
        what = "a whole number" if kind is int else "a number"
        return (
            f"{what} from {about.least:g} to {about.most:g}"
            if about.most < math.inf
            else f"{what}, {about.least:g} or more"
        )
    return about.allowed or _ALLOWED[kind]


def example_of(row: Row) -> list[str]:
    """Give lines of a file that set it, to its default or to something likely."""
    value: Any = row.default if row.about.example is None else row.about.example
    if row.key == "*":
        return [f"{key} = {as_toml(each)}" for key, each in value.items()]
    return [f"{row.key} = {as_toml(value)}"]


def as_toml(value: Any) -> str:
    """Write a value as TOML does."""
    match value:
        case Mapping():
            return "{ " + ", ".join(f"{key} = {as_toml(each)}" for key, each in value.items()) + " }"
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple() | list():
            return "[" + ", ".join(as_toml(each) for each in value) + "]"
    return str(value)


_ALLOWED = {bool: "true or false", tuple: "a list of texts", Mapping: "a text for each name", str: "a text"}
