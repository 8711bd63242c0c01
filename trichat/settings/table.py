"""A table of settings: a record, and beside each of its fields what it is for and what it may be."""

import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from trichat.words.record import Record, is_hidden

# Not math.inf: that is no number of seconds, and a whole number in TOML can be larger than any float.
ENDLESS = sys.float_info.max


class About(Record, kw_only=True):
    """What a setting is for (whole sentences), and what it may be. Of a number: from `least` to `most`, in `unit`."""

    help: str
    section: str = ""  # begins here, and goes on to where the next one begins
    key: str = ""  # in the file, if it is not the name of the field; "*": the whole section is this setting
    unit: str = ""
    least: float = 0  # of a list: how many texts
    most: float = ENDLESS
    choices: tuple[str, ...] = ()
    pattern: str = ""  # that a text, or each text of several, has to match as a whole
    check: Callable[[str], bool] | None = None  # likewise, where a pattern cannot say it; of named texts, each name
    allowed: str = ""  # what that means, in words
    example: object = None  # what would be right, where the default says too little
    unless: str = ""  # what holds while it is not set, in words
    lines: bool = False  # the file gives the path of a text, the setting is its lines


class Row(Record, kw_only=True):
    """A setting as a row of a table. `kind` is the type that its value has in the file; Path is that of a text."""

    field: str
    section: str
    key: str  # in its section of the file
    name: str  # as people write it, with its section if the file has that
    kind: Any
    default: Any
    about: About
    is_secret: bool = False  # a wrong value is not repeated: what is wrong with it may be one letter


def rows(settings: type[Record], *, sections: bool = True) -> Iterator[Row]:
    """Give every field of a record that has an `About`, in order.

    `sections` tells whether they are sections of the file too, [section], or only headings.
    """
    hints = get_type_hints(settings, include_extras=True)
    defaults = settings()
    section = ""
    for field in settings.__struct_fields__:
        if get_origin(hints[field]) is Annotated:
            hint, *_, about = get_args(hints[field])
            section, key = about.section or section, about.key or field
            yield Row(
                field=field,
                section=section,
                key=key,
                name=key if not sections else f"[{section}]" if key == "*" else f"[{section}] {key}",
                kind=Path if about.lines else _plain(hint),
                default=getattr(defaults, field),
                about=about,
                is_secret=is_hidden(hints[field]),
            )


def _plain(hint: Any) -> Any:
    """Give a type without what is in it, and without the None that may stand instead."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not types.NoneType)
    return origin or hint
