"""`trichat serve`: what its options mean together."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trichat.cli import main
from trichat.config.settings import ServerSettings


def serve(*arguments: str, **variables: str) -> Result:
    environment = {f"TRICHAT_SERVE_{name.upper()}": value for name, value in variables.items()}
    return CliRunner().invoke(main, ["serve", *arguments], env=environment)


def test_what_is_typed_goes_before_the_environment(served: list[ServerSettings], tmp_path: Path) -> None:
    """Option, then environment, then file, then default; also where two different options are about one thing."""
    file, history = tmp_path / "trichat.toml", tmp_path / "h.db"
    file.write_text('[server]\nport = 1\nname = "file.example"\nlanguage = "ru"\n[log]\nlevel = "error"\n')
    options = ("-c", str(file), "--no-history")
    assert 0 == serve(*options, "-p", "3", port="2", name="variable.example", history=str(history)).exit_code
    assert 0 == serve("--history", str(history), no_history="1", host="127.0.0.1 ::1", log_level="debug").exit_code
    assert [
        ServerSettings(port=3, name="variable.example", language="ru", log_level="error"),
        ServerSettings(history=history, hosts=("127.0.0.1", "::1"), log_level="debug"),
    ] == served


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--host", ""], "'' is not a host: that is an address, or a name as in chat.example.org."),
        (["--host", "localhost:80"], "'localhost:80' has a port in it: give that with --port."),
        (["--host", "http://x"], "'http://x' is not a host: that is an address, or a name as in chat.example.org."),
        (["--tls-port", "x"], "'x' is not a port: that is a number from 0 to 65535."),
        (["--name", "\udcff"], "'\\udcff' is no text: it has to be in UTF-8."),
        (["--name", "x" * 64], "is not like the name of a host: try trichat.local."),
        (["--log-level", "loud"], "'loud' is not one of 'debug', 'info', 'warning', 'error'."),
        (["--history", ""], "'' is not the name of a file."),
        (["--config", ""], "'' is not the name of a file."),
        (["--motd", ""], "File '' does not exist."),
        (["--motd", "/"], "File '/' is a directory."),
        (["--tls-cert", "/"], "File '/' is a directory."),
        (["stray"], "Got unexpected extra argument (stray)"),
    ],
)
def test_nonsense(served: list[ServerSettings], arguments: list[str], sentence: str) -> None:
    """Each option refuses nonsense before anything is run, and says what would be right."""
    result = serve(*arguments)
    assert (2, []) == (result.exit_code, served)
    assert result.stderr.splitlines()[-1].endswith(sentence)
