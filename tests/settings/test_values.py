"""One value of a setting: what it can be, and how it is written."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.errors import SettingsError
from trichat.settings.table import About, Row
from trichat.settings.values import allowed, as_toml, checked, examples, fits, near


def row(kind: Any, default: Any = None, **about: Any) -> Row:
    return Row(
        field="x", section="", key="x", name="x", kind=kind, default=default, about=About(help="It is there.", **about)
    )


COLOUR = row(str, "red", choices=("red", "green", "blue"))
WORD = row(str, "tea", pattern="[a-z]+", allowed="one word")
PORT = row(int, 80, least=1, most=65535)
SECONDS = row(float, 1.5, least=0.5)
NAMES = row(tuple, ("anna",), least=1, pattern="[a-z]+")
KEYS = row(Mapping, {}, example={"f2": "/who"})


@pytest.mark.parametrize(
    ("row", "right", "wrong"),
    [
        (row(bool), [True, False], ["on", 1, 0]),
        (PORT, [1, 65535], [0, 65536, 80.0, "80", True, 10**400]),
        (SECONDS, [0.5, 7], [0.4, float("inf"), float("nan"), 10**400, "7", True]),
        (row(str), ["", "any"], [1, True, [], {}]),
        (COLOUR, ["red", "blue"], ["pink", ""]),
        (WORD, ["tea"], ["two words", ""]),
        (row(tuple), [[], ["a", ""], ("a",)], ["a", [1], {}]),
        (NAMES, [["anna"], ["a", "b"]], [[], [""], ["a", "B"]]),
        (KEYS, [{}, {"f2": ""}], ["f2", {"f2": 1}, []]),
        (row(Path), ["", "a/b"], [1, False, "a\0b"]),
    ],
    ids=lambda value: getattr(value, "kind", object).__name__ if isinstance(value, Row) else "",
)
def test_what_fits(row: Row, right: list[Any], wrong: list[Any]) -> None:
    """A value fits its kind, its limits, its choices, its pattern; a yes is no number."""
    assert [] == [value for value in right if not fits(row, value)]
    assert [] == [value for value in wrong if fits(row, value)]


def test_a_value_has_the_kind_of_its_setting() -> None:
    """A value becomes of the kind of its setting, as TOML gives some near it; a path stays text."""
    assert 7.0 == checked(SECONDS, 7)
    assert isinstance(checked(SECONDS, 7), float)
    assert ("a", "b") == checked(NAMES, ["a", "b"])
    assert {"f2": "/who"} == checked(KEYS, {"f2": "/who"})
    assert "a/b" == checked(row(Path), "a/b")


@pytest.mark.parametrize(
    ("row", "value", "sentence"),
    [
        (PORT, "80", 'x cannot be "80": it is a whole number from 1 to 65535, as in x = 80'),
        (SECONDS, 0, "x cannot be 0: it is a number, 0.5 or more, as in x = 1.5"),
        (COLOUR, "pink", 'x cannot be "pink": it is red, green or blue, as in x = "red"'),
        (WORD, "", 'x cannot be "": it is one word, as in x = "tea"'),
        (row(bool, default=True), "on", 'x cannot be "on": it is true or false, as in x = true'),
        (NAMES, "anna", 'x cannot be "anna": it is a list of texts, as in x = ["anna"]'),
        (KEYS, {"f 2": 1}, 'x cannot be { "f 2" = 1 }: it is a text for each name, as in x = { f2 = "/who" }'),
        (row(Path, example="a/b"), 1, 'x cannot be 1: it is the path of a file, as in x = "a/b"'),
    ],
)
def test_what_does_not_fit_is_refused(row: Row, value: Any, sentence: str) -> None:
    """A value is refused with what was given, as TOML has it, and what would be right."""
    with pytest.raises(SettingsError) as caught:
        checked(row, value)
    assert sentence == str(caught.value)


def test_two_choices_are_either_or() -> None:
    """Two choices are told without a comma."""
    assert "day or room" == allowed(row(str, choices=("day", "room")))


def test_a_whole_section_is_shown_by_its_lines() -> None:
    """A section, which has no key of its own, is shown by its lines."""
    whole = Row(
        field="x",
        section="s",
        key="*",
        name="[s]",
        kind=Mapping,
        default={},
        about=About(help="All.", example={"a": "b"}),
    )
    assert ['a = "b"'] == examples(whole)


def test_a_name_like_it_is_asked_for() -> None:
    """For an unknown name one like it is asked for, if there is one."""
    assert (" Did you mean port?", "") == (near("prot", ["host", "port"]), near("zzz", ["host", "port"]))


@given(some.text())
def test_any_text_can_be_written(text: str) -> None:
    """Any text can be written, and is the same when it is read."""
    written = {"a": (text, text), "b": {text: text}, "c": text}
    read = tomllib.loads("\n".join(f"{key} = {as_toml(value)}" for key, value in written.items()))
    assert {"a": [text, text], "b": {text: text}, "c": text} == read
