"""The keys that do something of ours."""

import pytest
from prompt_toolkit.key_binding import KeyBindings

from trichat.client import keys, own


@pytest.mark.parametrize(("press", "text"), keys.SHORTCUTS.items(), ids="".join)
def test_a_shortcut_is_a_key_and_a_command(press: tuple[str, ...], text: str) -> None:
    """prompt_toolkit knows the key, and the client the command."""
    KeyBindings().add(*press)(lambda _: None)
    own.parse(text)


def test_help_names_every_key() -> None:
    """In two columns."""
    lines = keys.help_lines()
    assert len(lines) == len(keys.KEYS)
    assert len({line.index(key.help) for line, key in zip(lines, keys.KEYS, strict=True)}) == 1
