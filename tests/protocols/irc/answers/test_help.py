"""HELP, for every command."""

import pytest

from tests.protocols.irc.conftest import lines
from trichat.protocols.irc.answers.help import SUBJECTS, TOPICS
from trichat.protocols.irc.commands import BUILDERS
from trichat.protocols.irc.reader import OWN_COMMANDS
from trichat.protocols.irc.wire.message import parse
from trichat.words import events as ev
from trichat.words.events import Event, Who


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


NEVER = {"CONNECT", "DIE", "RESTART", "SQUIT", "STARTTLS", "SUMMON", "TRACE", "USERS"}  # refused, whoever asks
GUEST = (Who.ANYBODY, Who.NAMED, Who.GUEST)


@pytest.mark.parametrize("command", ["", "Index"])
def test_help_on_everything_names_every_command(command: str) -> None:
    """Help on everything names every command that somebody may use, by subject, on one screen."""
    told = [parse(line) for line in lines(ev.HelpShown(command=command))]
    assert ["704", "706"] == [told[0].command, told[-1].command]
    names = [name for message in told[1:-1] for name in message.params[2].split() if not name.endswith(":")]
    assert set(TOPICS) - NEVER == set(names)
    assert len(names) == len(set(names))
    assert len(told) <= 24
    assert max(len(message.params[2]) for message in told) <= 64


@pytest.mark.parametrize(
    "subject", ["visit", "Accounts", "PEOPLE", "messages", "rooms", "moderation", "server", "operators"]
)
def test_help_on_a_subject(subject: str) -> None:
    """Help on a subject says in a line what each command does, on one screen."""
    told = [parse(line) for line in lines(ev.HelpShown(command=subject))]
    assert {"704", "705", "706"} == {message.command for message in told}
    assert list(SUBJECTS[subject.upper()]) == [
        message.params[2].partition(":")[0] for message in told if message.command == "705"
    ]
    assert len(told) <= 24
    assert max(len(message.params[2]) for message in told) <= 64


def test_help_is_on_what_one_may_do() -> None:
    """Whoever is no operator is not shown their commands, nor those of ops; whoever names one is told of it."""
    shown = " ".join(lines(ev.HelpShown(command="", who=GUEST)))
    assert [] == [name for name in ("KILL", "OPERATORS", "KICK", "BAN") if f" {name} " in shown]
    assert "For operators." in lines(ev.HelpShown(command="operators", who=GUEST))[1]
    assert " 704 anna KILL :KILL <name> [reason]" in lines(ev.HelpShown(command="kill", who=GUEST))[0]
