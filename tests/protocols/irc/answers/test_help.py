"""HELP, for every command."""

import pytest

from tests.protocols.irc.conftest import lines
from trichat.protocols.irc.answers.help import TOPICS
from trichat.protocols.irc.commands import BUILDERS
from trichat.protocols.irc.reader import OWN_COMMANDS
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (ev.HelpShown(command="xyzzy"), [":irc.x 524 anna xyzzy :No help available on this topic"]),
        (
            ev.HelpShown(command="away"),
            [
                ":irc.x 704 anna AWAY :AWAY [reason]",
                ":irc.x 705 anna AWAY :Says that you are away; without a reason, that you are back.",
                ":irc.x 706 anna AWAY :End of HELP",
            ],
        ),
    ],
)
def test_help_on_one_command(event: Event, expected: list[str]) -> None:
    """Help on a command is its usage, a sentence and an end; a topic that is none is refused (524)."""
    assert expected == lines(event)


def test_every_command_has_help() -> None:
    """A command has a row in protocols/irc/answers/help.py, unless it is written as at a prompt."""
    assert set(BUILDERS) | set(OWN_COMMANDS) <= set(TOPICS)
    for command, (usage, text) in TOPICS.items():
        assert usage.split()[0] == command
        assert text.endswith(".")


def test_help_on_everything_names_every_command() -> None:
    """Help on everything names every command, in lines that fit."""
    told = [parse(line) for line in lines(ev.HelpShown(command=""))]
    assert ["704", "706"] == [told[0].command, told[-1].command]
    names = [name for message in told[1:-1] for name in message.params[2].split()]
    assert list(TOPICS) == names
    assert told == [parse(line) for line in lines(ev.HelpShown(command="Index"))]
