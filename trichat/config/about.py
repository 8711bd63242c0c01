"""What stands beside each setting: what it is for, what it may be, and where in the file it is set."""

import math
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from trichat.words.record import Record


class About(Record, kw_only=True):
    """What a setting is for (whole sentences), and what it may be. Of a number: from `least` to `most`, in `unit`."""

    help: str
    section: str  # of the file
    key: str = ""  # in that section, if it is not the name of the field
    unit: str = ""
    least: float = 0
    most: float = math.inf
    choices: tuple[str, ...] = ()
    pattern: str = ""  # that a text has to match as a whole
    allowed: str = ""  # what that means, in words
    example: object = None  # what would be right, where the default says too little
    unless: str = ""  # what holds while it is not set, in words
    lines: bool = False  # the file gives the path of a text, the setting is its lines


class Row(Record, kw_only=True):
    """A setting as a row of a table. `kind` is the type of its value."""

    field: str
    kind: Any
    default: Any
    about: About

    @property
    def key(self) -> str:
        """Its name in its section of the file."""
        return self.about.key or self.field

    @property
    def name(self) -> str:
        """Its name with the section, as people write it."""
        return f"[{self.about.section}] {self.key}"


def rows(settings: type[Record]) -> Iterator[Row]:
    """Give every field of a record that has an `About`, in order."""
    hints = get_type_hints(settings, include_extras=True)
    defaults = settings()
    for name in settings.__struct_fields__:
        if get_origin(hints[name]) is Annotated:
            kind, *_, about = get_args(hints[name])
            yield Row(field=name, kind=kind, default=getattr(defaults, name), about=about)
