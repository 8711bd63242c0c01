"""`trichat chat` works at the servers of others, ngIRCd and InspIRCd, and does without what they cannot do."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.checks.bench import servers
from tests.checks.clients.conftest import Person

if TYPE_CHECKING:
    from tests.checks.clients.conftest import Terminal

PROGRAMS = {"ngircd": servers.ngircd, "inspircd": servers.inspircd}


@pytest.fixture(params=PROGRAMS)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[servers.Running]:
    """Give such a server at work."""
    program = PROGRAMS[request.param]()
    if program is None:
        pytest.skip(f"{request.param} is not on this machine")
    with servers.running(program, tmp_path) as running:
        yield running


@pytest.fixture
def dora(elsewhere: servers.Running) -> Iterator[Person]:
    """Give somebody to talk to."""
    person = Person(elsewhere.port, "dora")
    person.send("JOIN #lobby", "MODE #lobby -t")
    person.until(" 366 ")
    yield person
    person.close()


def test_an_evening_elsewhere(elsewhere: servers.Running, dora: Person, terminal: "Callable[..., Terminal]") -> None:
    """Our client chats at other servers, in a room and in private; what is said when the server is gone waits."""
    where = ("--host", elsewhere.host, "--port", str(elsewhere.port), "--nick", "iris")
    chat = terminal(sys.executable, "-m", "trichat", "chat", *where)
    chat.sees("dora, ")
    dora.until(":iris!")
    chat.type("Grüße")
    dora.until("PRIVMSG #lobby :Grüße")
    chat.sees("iris: Grüße")
    dora.send("PRIVMSG #lobby :iris: tea?", "PRIVMSG iris :or coffee?", "NICK doris")
    chat.sees("dora: iris: tea?")
    chat.sees("[dora → you] or coffee?")
    chat.sees("dora is doris now")
    chat.type("/topic kettle")
    dora.until("TOPIC #lobby :kettle")
    chat.type("/who")
    chat.sees("In #lobby: 2 people")
    for line, answer in (("/history", "This server keeps no history."), ("/logout", "NickServ: No such nick")):
        chat.type(line)
        chat.sees(answer)
    chat.type("/query doris just us")
    dora.until("PRIVMSG doris :just us")
    os.kill(elsewhere.pid, signal.SIGTERM)
    chat.sees("The connection is lost.")
    chat.type("still there?")
    chat.sees("1 message waits")
    chat.shows_no_error()
    chat.leave("/quit")
