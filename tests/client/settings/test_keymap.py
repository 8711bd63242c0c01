"""The keys, and those that somebody wants otherwise."""

import pytest
from prompt_toolkit.key_binding import KeyBindings

from trichat.client.commands import table
from trichat.client.settings import keymap
from trichat.errors import UsageError


def test_every_key_is_explained() -> None:
    """Every key is explained: those that are bound, and those that the line has by itself."""
    shown = keymap.help_lines()
    assert shown[0].startswith("F1 ")
    assert all(len(line.split("  ")[0]) < len(line) for line in shown)
    assert len(shown) == len(keymap.KEYS) < 24, "they fit on a screen"


def test_the_keys_from_the_start() -> None:
    """Each key has one meaning from the start."""
    bound = keymap.bindings({})
    assert bound.types[("f2",)] == "/who"
    assert bound.types[("escape", "3")] == "/switch 3"
    assert bound.does[("escape", "enter")] == "newline"
    assert not set(bound.types) & set(bound.does)


@pytest.mark.parametrize(("press", "text"), keymap.bindings({}).types.items(), ids="".join)
def test_a_key_and_its_command(press: tuple[str, ...], text: str) -> None:
    """prompt_toolkit knows each key, and the client its command."""
    KeyBindings().add(*press)(lambda _: None)
    table.parse(text)


def test_other_keys() -> None:
    """A key can be a command, an action or nothing; the old key of that stays unless it is taken."""
    bound = keymap.bindings({"Alt-N": "next", "f5": "/msg bob hi", "ctrl-t": "newline", "alt-a": "", "f2": "complete"})
    assert bound.types[("escape", "n")] == "/switch"
    assert bound.types[("f5",)] == "/msg bob hi"
    assert bound.does[("c-t",)] == "newline"
    assert ("escape", "a") not in {*bound.types, *bound.does}
    assert (("f2",) in bound.types, bound.does[("f2",)]) == (False, "complete")


@pytest.mark.parametrize(
    ("name", "press"),
    [
        ("ctrl-x ctrl-e", ("c-x", "c-e")),
        ("Alt-Enter", ("escape", "enter")),
        ("alt-ctrl-a", ("escape", "c-a")),
        ("ctrl-alt-a", ("escape", "c-a")),
        ("shift-tab", ("s-tab",)),
        ("ctrl-left", ("c-left",)),
        ("alt-?", ("escape", "?")),
        ("alt--", ("escape", "-")),
        ("pageup", ("pageup",)),
        ("f12", ("f12",)),
        ("alt-space", ("escape", " ")),
        ("alt-backspace", ("escape", "c-h")),
    ],
)
def test_how_keys_are_written(name: str, press: keymap.Press) -> None:
    """Keys are written as people write them."""
    assert keymap.read(name) == press


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"hyper-x": "next"}, "There is no key hyper-x: write it like alt-n, ctrl-t"),
        ({"ctrl-shift-a": "next"}, "There is no key ctrl-shift-a"),
        ({"f99": "next"}, "There is no key f99"),
        ({"": "next"}, "A key without a name"),
        ({"x": "next"}, "The key x is for typing: take one like alt-x"),
        ({"enter": "next"}, "The key enter must stay what it is"),
        ({"Ctrl-C": ""}, "The key Ctrl-C must stay what it is"),
        ({"f5": "who"}, "The key f5 cannot be 'who': it is a command like /who, or one of keys, members"),
        ({"f5": "next", "F5": "keys"}, "The keys f5 and F5 are the same one"),
        ({"ctrl-x": "next"}, "The key ctrl-x begins ctrl-x ctrl-e: only one can be bound."),
        ({"alt-a b": "next"}, "The key alt-a begins alt-a b: only one can be bound."),
    ],
)
def test_what_cannot_be(wanted: dict[str, str], sentence: str) -> None:
    """A key that cannot be is told in one sentence with what would be right."""
    with pytest.raises(UsageError, match="^" + sentence.replace("?", r"\?")):
        keymap.bindings(wanted)


def test_keys_of_ones_own_are_in_the_help() -> None:
    """Keys of one's own are in the help with what they do."""
    lines = keymap.help_lines({"f5": "next", "f6": "/away", "f7": ""})
    assert [line.split("  ")[-1].strip() for line in lines[-3:]] == [
        "Go to the next room with something new.",
        "/away",
        "(nothing)",
    ]
