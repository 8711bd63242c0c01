"""Bots on the IRC libraries of the package index chat, are put out, log in, and come back."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checks.clients.conftest import Person, Server

LIBRARIES = ("irc", "pydle", "bottom", "miniirc")
LOG_IN = ("irc", "pydle", "miniirc")
PASSWORD = "pencil-case"
# bottom needs Python 3.12: `nox -s clients` says which one has it, if that is not the one of these checks.
PYTHONS = {"bottom": os.environ.get("TRICHAT_BOTTOM_PYTHON", sys.executable)}
SECONDS = 30.0
Run = Callable[..., subprocess.Popen[str]]
Come = Callable[[str], "Person"]


@pytest.fixture
def run(server: "Server") -> Iterator[Run]:
    """Give a function that starts a bot."""
    made: list[subprocess.Popen[str]] = []

    def run(library: str, password: str = "") -> subprocess.Popen[str]:
        python = PYTHONS.get(library, sys.executable)
        if subprocess.run([python, "-c", f"import {library}"], capture_output=True, check=False).returncode:
            pytest.skip(f"there is no {library} that runs on {python}")
        command = [python, str(Path(__file__).with_name("bots.py")), library, str(server.port), "botty"]
        command += [password] if password else []
        made.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return made[-1]

    yield run
    for one in made:
        one.kill()
        one.communicate()


def leave(bot: subprocess.Popen[str], anna: "Person") -> None:
    """Send the bot away; see that it had nothing to complain about."""
    anna.send("PRIVMSG #lobby :goodbye")
    anna.until(" QUIT ")
    printed, _ = bot.communicate(timeout=SECONDS)
    assert "Traceback" not in printed


def come(person: Come, nick: str = "anna") -> "Person":
    one = person(nick)
    one.send("JOIN #lobby")
    one.until(" 366 ")
    return one


@pytest.mark.parametrize("library", LIBRARIES)
def test_an_evening(library: str, run: Run, person: Come) -> None:
    """A bot greets, answers, sees topics, comes back when it is put out, and answers nothing that was said before."""
    anna = come(person)
    anna.send("PRIVMSG #lobby :are you there?")
    time.sleep(1.1)  # times of IRC bots are in seconds
    bot = run(library)
    assert anna.until("PRIVMSG #lobby :").endswith(":here I am")
    anna.send("PRIVMSG #lobby :are you there?")
    assert anna.until("PRIVMSG #lobby :").endswith(":yes, I am")
    anna.send("TOPIC #lobby :cake at five")
    assert anna.until("PRIVMSG #lobby :").endswith(":the topic is cake at five")
    leave(bot, anna)


@pytest.mark.parametrize("library", LIBRARIES)
def test_being_put_out(library: str, run: Run, person: Come) -> None:
    """A bot that is put out comes back."""
    anna = person("anna")
    anna.send("OPER chief secret", "JOIN #lobby")
    anna.until(" 366 ")
    bot = run(library)
    anna.until("PRIVMSG #lobby :here I am")
    anna.send("KICK #lobby botty :off you go")
    anna.until("KICK #lobby botty")
    anna.until("PRIVMSG #lobby :here I am")
    leave(bot, anna)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_name_that_is_taken(library: str, run: Run, person: Come) -> None:
    """A bot whose name is taken takes another."""
    botty = come(person, "botty")
    bot = run(library)
    assert botty.until("PRIVMSG #lobby :here I am").startswith(":botty_!")
    leave(bot, botty)


@pytest.mark.parametrize("library", LOG_IN)
def test_logging_in(library: str, run: Run, server: "Server", person: Come) -> None:
    """A bot logs in with SASL or PASS before it comes in, and gets its registered name."""
    server.account("botty", PASSWORD)
    anna = come(person)
    bot = run(library, PASSWORD)
    assert anna.until("PRIVMSG #lobby :here I am").startswith(":botty!")
    anna.send("WHO botty %na")
    assert anna.until(" 354 ").endswith(" 354 anna botty botty")
    leave(bot, anna)


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_server_that_starts_again(library: str, run: Run, server: "Server", person: Come) -> None:
    """A bot comes back by itself, as its library has it do, when the server starts again."""
    anna = come(person)
    bot = run(library)
    anna.until("PRIVMSG #lobby :here I am")
    server.stop()
    server.start()
    anna = come(person)
    anna.until("PRIVMSG #lobby :here I am")
    leave(bot, anna)
