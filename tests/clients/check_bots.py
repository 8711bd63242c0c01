"""Bots on the IRC libraries of the package index: they come in, talk, give way where their name is taken, and go."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.clients.conftest import Person, Server

LIBRARIES = ("irc", "pydle", "bottom", "miniirc")
GIVES_WAY = ("irc", "pydle", "miniirc")  # bottom leaves that to whoever writes the bot
Run = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def run(server: "Server") -> Iterator[Run]:
    """Give a function that starts a bot."""
    made: list[subprocess.Popen[str]] = []

    def run(library: str, nick: str = "botty") -> subprocess.Popen[str]:
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"{library} is not installed")
        if library == "bottom" and sys.version_info < (3, 12):
            pytest.skip("what there is of bottom for this Python does not run on it")
        command = [sys.executable, str(Path(__file__).with_name("bots.py")), library, str(server.port), nick]
        made.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return made[-1]

    yield run
    for one in made:
        one.kill()
        one.communicate()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_bot(library: str, run: Run, person: Callable[[str], "Person"]) -> None:
    """It greets, hears a question, answers it, and leaves when it is told to; it has nothing to complain about."""
    anna = person("anna")
    anna.send("JOIN #lobby")
    anna.until(" 366 ")
    bot = run(library)
    assert anna.until("PRIVMSG #lobby :here I am").startswith(":botty!")
    anna.send("PRIVMSG #lobby :are you there?")
    anna.until("PRIVMSG #lobby :yes, I am")
    anna.send("PRIVMSG #lobby :goodbye")
    anna.until(":botty!")
    printed, _ = bot.communicate(timeout=20)
    assert "Traceback" not in printed


@pytest.mark.parametrize("library", GIVES_WAY)
def test_a_name_that_is_taken(library: str, run: Run, person: Callable[[str], "Person"]) -> None:
    """The bot takes another."""
    botty = person("botty")
    botty.send("JOIN #lobby")
    botty.until(" 366 ")
    run(library)
    assert botty.until("PRIVMSG #lobby :here I am").startswith(":botty_")
