"""A table of settings, made of a record."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from trichat.settings.table import About, rows
from trichat.words.record import Hidden, Record


class Kitchen(Record, kw_only=True):
    """How tea is made."""

    minutes: Annotated[int | None, About(help="Minutes until it is ready.", section="tea")] = None
    leaves: Annotated[tuple[str, ...], About(help="Which leaves.", key="sorts")] = ("assam",)
    rules: Annotated[tuple[str, ...], About(help="Text with the rules.", lines=True)] = ()
    cups: Annotated[Hidden[Mapping[str, str]], About(help="Whose cup is where.", section="cups", key="*")] = {}  # noqa: RUF012
    not_set: int = 0


def test_a_record_is_a_table() -> None:
    """Each field with an About is a row; a section goes on until the next."""
    expected: list[tuple[object, ...]] = [
        ("minutes", "tea", "minutes", "[tea] minutes", int, None),
        ("leaves", "tea", "sorts", "[tea] sorts", tuple, ("assam",)),
        ("rules", "tea", "rules", "[tea] rules", Path, ()),
        ("cups", "cups", "*", "[cups]", Mapping, {}),
    ]
    assert expected == [(row.field, row.section, row.key, row.name, row.kind, row.default) for row in rows(Kitchen)]


def test_sections_that_are_headings_are_not_in_names() -> None:
    """Where sections are only headings names do not have them."""
    assert ["minutes", "sorts", "rules"] == [row.name for row in rows(Kitchen, sections=False)][:3]
