"""Values of settings: checked, written as TOML, in a file that explains itself."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.settings import values
from trichat.client.settings.table import BY_NAME, SETTINGS, Settings, Value
from trichat.errors import UsageError


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
    assert value == values.typed(BY_NAME[name], text)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("bell", "loud", "bell cannot be loud: it is true or false (on or off)."),
        ("port", "0", "port cannot be 0: it is a number from 1 to 65535."),
        ("port", "many", "port cannot be many: it is a number from 1 to 65535."),
        ("theme", "pink", "theme cannot be pink: it is auto, dark, light, contrast or plain."),
        ("theme", "", "theme cannot be empty: it is auto, dark, light, contrast or plain."),
        ("keys", "x", "keys is a table of the file: it is changed there."),
    ],
)
def test_what_does_not_fit_is_refused(name: str, text: str, sentence: str) -> None:
    """The sentence says what would be right."""
    with pytest.raises(UsageError, match=f"^{re.escape(sentence)}$"):
        values.typed(BY_NAME[name], text)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"port": True}, "port cannot be true: it is a number from 1 to 65535."),
        ({"port": 65536}, "port cannot be 65536: it is a number from 1 to 65535."),
        ({"bell": "on"}, "bell cannot be on: it is true or false (on or off)."),
        ({"rooms": "#a"}, "rooms cannot be #a: it is a list of texts."),
        ({"rooms": [1]}, "rooms cannot be [1]: it is a list of texts."),
        ({"host": 5}, "host cannot be 5: it is a text."),
        ({"host": {}}, "host cannot be that: it is a text."),
        ({"keys": {"f2": 1}}, "keys cannot be that: it is a table of texts."),
        ({"them": "dark"}, "There is no setting them. Did you mean theme?"),
        ({"zzz": 1}, "There is no setting zzz."),
        ({"password": "x"}, "A password is not kept among the settings: name a password_command or a password_file."),
        ({"servers": 1}, "servers must be tables, for example [servers.home]."),
        ({"servers": {"a": 1}}, "servers must be tables, for example [servers.home]."),
        ({"servers": {"a": {"bell": True}}}, "bell is the same for all servers: it stands above [servers.a]."),
    ],
)
def test_a_file_that_does_not_fit_is_refused(table: dict[str, Any], sentence: str) -> None:
    """So is one whose values are of another kind."""
    with pytest.raises(UsageError, match=f"^{re.escape(sentence)}$"):
        values.from_table(table)


def test_a_server_that_is_not_in_the_file() -> None:
    """Those that are there are named."""
    tables: list[tuple[dict[str, Any], str]] = [
        ({}, "there is none."),
        ({"servers": {"a": {}, "b": {}}}, "there is a, b."),
    ]
    for table, known in tables:
        with pytest.raises(UsageError, match=re.escape(known)):
            values.from_table(table, "x")


def test_names_can_be_spelt_in_several_ways() -> None:
    """As on the command line, and as Americans do."""
    assert "tls_pin" == values.find("TLS-Pin").name
    assert "colours" == values.find("colors").name
    assert Settings(colours="off", rooms=("#a",)) == values.from_table({"colors": "off", "room": ["#a"]})


def _uncommented(text: str) -> str:
    return re.sub(r"^# ([a-z_]+ = )", r"\1", text.partition("\n# Keys.")[0], flags=re.MULTILINE)


def test_the_commented_file_says_what_holds_without_it() -> None:
    """As it is, and with every line in force: both are the defaults."""
    text = values.commented()
    assert {} == tomllib.loads(text)
    table = tomllib.loads(_uncommented(text))
    assert Settings() == values.from_table(table)
    assert {row.name for row in SETTINGS} - {"keys"} == set(table)


def test_the_tables_of_the_commented_file_fit() -> None:
    """What stands there as an example can be taken over."""
    tables = re.sub("^# ?", "", values.commented().partition("\n# Keys.")[2].partition("\n")[2], flags=re.MULTILINE)
    tables = re.sub("^Servers that.*$", "", tables, flags=re.MULTILINE)
    settings = values.from_table(tomllib.loads(tables), "home")
    assert ("chat.example.org", {"f2": "/switch"}) == (settings.host, settings.keys)


def test_a_commented_line_is_brought_into_force_where_it_stands() -> None:
    """Its explanation stays above it, all else stays as it is."""
    before = values.commented()
    after = values.with_value(before, "theme", "dark")
    assert after is not None
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert [('# theme = "auto"', 'theme = "dark"')] == changed


@pytest.mark.parametrize("text", ['theme = "light"\n# theme = "auto"\n', "[servers.a]\n# theme = 1\n", ""])
def test_a_line_that_needs_a_parser_is_left_alone(text: str) -> None:
    """It is set already, or stands in a table, or nowhere."""
    assert None is values.with_value(text, "theme", "dark")


@given(some.text())
def test_any_text_can_be_written(text: str) -> None:
    """And is the same when it is read."""
    written = {"a": (text, text), "b": {text: text}, "c": text}
    read = tomllib.loads("\n".join(f"{key} = {values.as_toml(value)}" for key, value in written.items()))
    assert {"a": [text, text], "b": {text: text}, "c": text} == read


def test_every_setting_says_what_it_is_for() -> None:
    """In a sentence, and its default fits it; so does its example."""
    for row in SETTINGS:
        assert row.about.help.endswith("."), row.name
        assert row.default == values.check(row, row.default)
        if row.about.example is not None:
            values.check(row, row.about.example)
        assert isinstance(row.default, (bool, int, str, tuple, Mapping))
        assert values.allowed(row)


@pytest.mark.parametrize(
    ("colours", "no_color", "coloured"),
    [("auto", "", True), ("auto", "1", False), ("on", "1", True), ("off", "", False)],
)
def test_whether_to_use_colours(colours: str, no_color: str, coloured: bool) -> None:
    """NO_COLOR counts unless the person has said otherwise."""
    assert coloured is Settings(colours=colours).coloured(no_color)
