"""What holds for all commands."""

import os
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from tests.conftest import PATIENCE
from trichat.cli import main


def commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


ALL = dict(commands(main))


@pytest.mark.parametrize("name", ALL, ids=" ".join)
def test_help(name: tuple[str, ...]) -> None:
    """Help has examples, no marks of another language, and no words of click for numbers; it fits the screen."""
    text = CliRunner().invoke(main, [*name, "--help"]).output
    assert "`" not in text
    assert "INTEGER" not in text
    assert "<=" not in text
    assert f"Examples:\n    trichat {' '.join(name)}" in text


def test_completion() -> None:
    """Tab knows commands and options that were not imported, as the page about the command line says."""
    environment = {**os.environ, "_TRICHAT_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    for words, expected in (("trichat serve --lo", "plain,--log-level\n"), ("trichat account l", "plain,list\n")):
        done = subprocess.run(
            [sys.executable, "-m", "trichat"],
            env={**environment, "COMP_WORDS": words},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
        )
        assert expected == done.stdout


@pytest.mark.parametrize("name", [name for name in ALL if len(name) == 1], ids=" ".join)
def test_the_list_of_commands_says_what_they_say(name: tuple[str, ...]) -> None:
    """The list imports no command, and has the first sentence of each all the same."""
    assert ALL[name].get_short_help_str(100) == main.commands[name[0]].short_help


@pytest.mark.parametrize("name", ALL, ids=" ".join)
def test_variables_are_called_as_options_are(name: tuple[str, ...]) -> None:
    """TRICHAT_SERVE_TLS_CERT is --tls-cert: nobody has to look it up."""
    for each in ALL[name].params:
        if isinstance(each, click.Option):
            assert f"--{each.name}".replace("_", "-") in each.opts


def test_a_command_that_does_not_exist() -> None:
    """What was probably meant is said, though no command is imported for that."""
    result = CliRunner().invoke(main, ["sevre"])
    assert 2 == result.exit_code
    assert "serve" in result.stderr.splitlines()[-1]
