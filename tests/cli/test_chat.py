"""`trichat chat`: what its options and its address mean together."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trichat.cli import main
from trichat.client.settings.table import Settings


def chat(*arguments: str, **variables: str) -> Result:
    environment = {f"TRICHAT_CHAT_{name.upper()}": value for name, value in variables.items()}
    return CliRunner().invoke(main, ["chat", *arguments], env=environment)


def last(result: Result) -> str:
    """Give the sentence of what is wrong."""
    assert 2 == result.exit_code
    return result.stderr.splitlines()[-1].removeprefix("Error: ")


def test_an_address_says_where_to_go(chatted: list[Settings]) -> None:
    """An address can stand instead of the options; rooms of both are gone into."""
    assert 0 == chat("ircs://chat.example/tea,dogs", "--room", "cats", "--room", "#tea").exit_code
    assert 0 == chat("[::1]:7000", "-n", "anna", "-r", "lobby").exit_code
    assert 0 == chat("-H", "chat.example", "-p", "7").exit_code
    assert [
        Settings(host="chat.example", port=6697, tls="on", rooms=("#tea", "#dogs", "#cats")),
        Settings(host="::1", port=7000, nick="anna", rooms=("#lobby",)),
        Settings(host="chat.example", port=7),
    ] == chatted


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["a.example", "--host", "b.example"], "--host b.example"),
        (["a.example:7", "--port", "8"], "--port 8"),
        (["irc://a.example", "--port", "8"], "--port 8"),
        (["ircs://a.example", "--no-tls"], "--no-tls"),
    ],
)
def test_an_address_and_options_that_contradict_it(chatted: list[Settings], arguments: list[str], what: str) -> None:
    """Whoever says two things is asked for one; who says the same twice is not."""
    expected = f"The address says one thing, {what} another: leave one of them out."
    assert (expected, []) == (last(chat(*arguments)), chatted)
    assert 0 == chat("a.example:7", "--host", "a.example", "--port", "7").exit_code


@pytest.mark.parametrize("option", ["--tls-pin", "--tls-ca=x", "--tls-cert=x"])
def test_who_says_how_to_encrypt_means_to(chatted: list[Settings], option: str, tmp_path: Path) -> None:
    """Options that say how to encrypt do so, also against the file; with --no-tls they are a contradiction."""
    file = tmp_path / "chat.toml"
    file.write_text('tls = "off"\n')
    assert 0 == chat(option).exit_code
    assert 0 == chat(option, "--config", str(file)).exit_code
    assert ["on", "on"] == [settings.tls for settings in chatted]
    name = option.partition("=")[0]
    assert f"{name} and --no-tls exclude each other: give one of them." == last(chat(option, "--no-tls"))


def test_what_is_typed_goes_before_the_environment(chatted: list[Settings], tmp_path: Path) -> None:
    """Option, then environment, then file, then default; also where two different options are about one thing."""
    file = tmp_path / "chat.toml"
    file.write_text('nick = "file"\nport = 7\nhost = "file.example"\n')
    config = ("--config", str(file))
    assert 0 == chat(*config, "--nick", "typed", nick="variable", port="8").exit_code
    assert 0 == chat(*config, "--no-tls", tls_pin="1").exit_code
    assert 0 == chat(*config, "--tls-pin", tls="0").exit_code
    assert 0 == chat("typed.example:9", config=str(file), host="variable", port="8", room="a,b").exit_code
    assert [
        Settings(nick="typed", port=8, host="file.example"),
        Settings(nick="file", port=7, host="file.example", tls_pin=True, tls="off"),
        Settings(nick="file", port=7, host="file.example", tls_pin=True, tls="on"),
        Settings(nick="file", port=9, host="typed.example", rooms=("#a", "#b")),
    ] == chatted


def test_a_wrong_variable_is_called_by_its_name(chatted: list[Settings]) -> None:
    """Who typed nothing wrong is told where it stands."""
    expected = "Invalid value for 'TRICHAT_CHAT_PORT': 'http' is not a port: that is a number from 1 to 65535."
    assert (expected, []) == (last(chat(port="http")), chatted)


def test_a_file_is_not_written_because_of_a_variable(chatted: list[Settings]) -> None:
    """What is done once can only be typed."""
    assert 0 == chat(write_config="1").exit_code
    assert [Settings()] == chatted


def test_a_key_without_its_certificate(chatted: list[Settings]) -> None:
    """It is asked for which certificate it is."""
    result = chat("--tls-key", "key.pem")
    expected = "trichat: key.pem is the key of which certificate? Give that with --tls-cert too.\n"
    assert (1, expected, []) == (result.exit_code, result.stderr, chatted)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--nick", "an na"], "'an na' cannot be your name: ' ' is in it. Letters, digits, - and _ are fine."),
        (["--nick", ""], "'' cannot be your name: it is empty."),
        (["--nick", "a\udcff"], "'a\\udcff' is no text: it has to be in UTF-8."),
        (["--room", ""], "'' names no room: that is a word as in #lobby."),
        (["--room", "#a b c"], None),
        (["--room", "a:b"], "'a:b' cannot be a room: that is a word as in #lobby, at most 64 bytes."),
        (["--host", ""], "'' is not a host: that is an address, or a name as in chat.example.org."),
        (["--host", "a.example:8080"], "'a.example:8080' has a port in it: give that with --port."),
        (["--port", "-1"], "'-1' is not a port: that is a number from 1 to 65535."),
        (["--port", "9" * 5000], "is not a port: that is a number from 1 to 65535."),
        (["--account", "an na"], "'an na' cannot be: it is one word of at most 100 characters."),
        (["--tls-ca", "/"], "File '/' is a directory."),
        (["--config", "/"], "File '/' is a directory."),
        (["a", "b"], "Got unexpected extra argument (b)"),
    ],
)
def test_nonsense(chatted: list[Settings], arguments: list[str], sentence: str | None) -> None:
    """Each option refuses nonsense before anything is run, and says what would be right."""
    result = chat(*arguments)
    if sentence is None:
        assert 0 == result.exit_code
        return
    assert last(result).endswith(sentence)
    assert [] == chatted
