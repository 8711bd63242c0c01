"""The table of the client's settings: found by name, typed, explained."""

import re

import pytest

from trichat.client.settings.table import BY_NAME, SETTINGS, Settings, Value, find, typed
from trichat.errors import SettingsError
from trichat.settings.values import allowed, fits


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("bell", "off", False),
        ("bell", "Yes", True),
        ("port", "6697", 6697),
        ("theme", "dark", "dark"),
        ("rooms", "#a, #b secret", ("#a", "#b secret")),
        ("highlight", "", ()),
        ("nick", "anna", "anna"),
    ],
)
def test_what_a_person_types(name: str, text: str, value: Value) -> None:
    """Each kind of setting has its own way of being typed."""
    assert value == typed(BY_NAME[name], text)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("bell", "loud", 'bell cannot be "loud": it is true or false.'),
        ("port", "0", "port cannot be 0: it is a whole number from 1 to 65535."),
        ("port", "many", 'port cannot be "many": it is a whole number from 1 to 65535.'),
        ("theme", "pink", 'theme cannot be "pink": it is auto, dark, light, contrast or plain.'),
        (
            "timestamps",
            "a\0b",
            'timestamps cannot be "a\\u0000b": it is a format that strftime knows on this system.',
        ),
        ("theme", "", 'theme cannot be "": it is auto, dark, light, contrast or plain.'),
    ],
)
def test_what_does_not_fit_is_refused(name: str, text: str, sentence: str) -> None:
    """A value that does not fit is refused with what would be right."""
    with pytest.raises(SettingsError, match=f"^{re.escape(sentence)}$"):
        typed(BY_NAME[name], text)


def test_names_can_be_spelt_in_several_ways() -> None:
    """Names can be spelt as on the command line, and as Americans do."""
    assert "tls_pin" == find("TLS-Pin").name
    assert "colours" == find("colors").name


def test_every_setting_says_what_it_is_for() -> None:
    """A setting says in a sentence what it is for, and its default and example fit it."""
    for row in SETTINGS:
        assert row.about.help.endswith("."), row.name
        assert fits(row, row.default)
        assert row.about.example is None or fits(row, row.about.example)
        assert row.section
        assert allowed(row)


@pytest.mark.parametrize(
    ("colours", "no_color", "coloured"),
    [("auto", "", True), ("auto", "1", False), ("on", "1", True), ("off", "", False)],
)
def test_whether_to_use_colours(colours: str, no_color: str, coloured: bool) -> None:
    """NO_COLOR counts unless the person has said otherwise."""
    assert coloured is Settings(colours=colours).coloured(no_color)
