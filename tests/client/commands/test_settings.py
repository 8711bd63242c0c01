"""/set in a conversation."""

from typing import Protocol

import pytest

from trichat.client.settings.table import SETTINGS, Settings, Value


class Talk(Protocol):
    """The conversation of conftest.py."""

    settings: Settings
    settings_to_save: dict[str, Value]

    def type(self, text: str) -> None: ...
    def shown(self) -> list[str]: ...
    def hear(self, *lines: str) -> None: ...


def test_all_are_listed(talk: Talk) -> None:
    """With their values; what is not as by default says so."""
    talk.type("/set timestamps %H")
    talk.shown()
    talk.type("/set")
    shown = talk.shown()
    assert all(any(line.startswith(f"  {row.name} = ") for line in shown) for row in SETTINGS)
    assert '  timestamps = "%H"  (changed)' in shown
    assert '  theme = "auto"' in shown


def test_one_is_explained(talk: Talk) -> None:
    """What it is, what it is for, what it can be."""
    talk.type("/set logs_by")
    assert [
        'logs_by = "day"',
        'A file for each room, or for each room and day. It can be day or room; if not set: "day".',
    ] == talk.shown()


@pytest.mark.parametrize(
    ("typed", "told", "saved"),
    [
        ("/set bell off", "bell is false now.", {"bell": False}),
        ("/set bell = off", "bell is false now.", {"bell": False}),
        ("/set port 7", "port is 7 from the next start on.", {"port": 7}),
        ("/set linear on", "linear is true from the next start on.", {"linear": True}),
        ("/set login plain", 'login is "plain" now.', {"login": "plain"}),
        ("/set highlight a, b c", 'highlight is ["a", "b c"] now.', {"highlight": ("a", "b c")}),
        ("/set nick -", 'nick is "" from the next start on.', {"nick": ""}),
    ],
)
def test_one_is_changed(talk: Talk, typed: str, told: str, saved: dict[str, Value]) -> None:
    """It holds at once where it can, and is saved."""
    talk.type(typed)
    assert ([told], saved) == (talk.shown(), talk.settings_to_save)
    assert all(getattr(talk.settings, name) == value for name, value in saved.items())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/set theme pink", 'theme cannot be "pink": it is auto, dark, light, contrast or plain.'),
        ("/set them dark", "There is no setting them. Did you mean theme?"),
        ("/set keys x", "keys is a table of the file: it is changed there."),
        ("/set keys -", "keys is a table of the file: it is changed there."),
        ("/set password x", "A password is not kept among the settings: name a password_command or a password_file."),
    ],
)
def test_what_is_wrong_changes_nothing(talk: Talk, typed: str, told: str) -> None:
    """The sentence says what would be right."""
    before = talk.settings
    talk.type(typed)
    assert ([told], {}, before) == (talk.shown(), talk.settings_to_save, talk.settings)


def test_what_is_logged(talk: Talk) -> None:
    """What is shown from when it is wanted, and nothing that is old."""
    talk.hear("@msgid=1 :bob!b@h PRIVMSG #lobby :one")
    talk.type("/set logs on")
    talk.hear("@msgid=2 :bob!b@h PRIVMSG #lobby :two")
    assert ["two"] == [item.text for item in talk.items_to_log if item.spoken]  # type: ignore[attr-defined]
