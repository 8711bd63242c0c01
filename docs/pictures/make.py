"""Draw all pictures of terminals from real sessions: `python docs/pictures/make.py`. Needs nc, and the tests’ tools."""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pexpect
from drawing import BLACK, PAPER, PATIENCE, Ground, Pane, draw

HERE = Path(__file__).parent
WIDE = (84, 16)  # columns and lines


class Stage:
    """A server, and the people who come to it; at the end all leave."""

    def __init__(self, folder: Path, people: contextlib.ExitStack) -> None:
        """Start the server."""
        self._folder = folder
        self._people = people
        self._environment = {
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PATH": os.environ["PATH"],
        }
        self._port = people.enter_context(_server(folder, self._environment))

    def client(self, nick: str, theme: str, ground: Ground, size: tuple[int, int]) -> Pane:
        """Let somebody come with `trichat chat`."""
        config = self._folder / f"{nick}.toml"
        config.write_text(f'theme = "{theme}"\ntitle = false\n')
        where = ["--port", self._port, "--nick", nick, "--config", str(config)]
        command = [sys.executable, "-m", "trichat", "chat", *where]
        return self._enter(Pane(f"trichat chat --nick {nick}", command, self._environment, size, ground), "In #lobby")

    def small_client(self, nick: str) -> Pane:
        """Let somebody come with `trichat chat` in a small terminal."""
        command = [sys.executable, "-m", "trichat", "chat", "--port", self._port, "--nick", nick]
        return self._enter(Pane(f"trichat chat --nick {nick}", command, self._environment), "In #lobby")

    def netcat(self, nick: str) -> Pane:
        """Let somebody come with netcat."""
        pane = self._enter(Pane("nc localhost 8080", ["nc", "localhost", self._port], self._environment), "name:")
        pane.say(nick)
        pane.until("in #lobby")
        return pane

    def _enter(self, pane: Pane, shown: str) -> Pane:
        self._people.callback(pane.close)
        pane.until(shown)
        return pane


@contextlib.contextmanager
def _server(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Run a server on a free port; give the port."""
    arguments = ["-m", "trichat", "serve", "--port", "0", "--history", str(folder / "history.db")]
    child = pexpect.spawn(sys.executable, arguments, env=environment, encoding="utf-8", timeout=PATIENCE)
    try:
        child.expect(r"trichat listens on \S+:(\d+)")
        found = child.match
        assert isinstance(found, re.Match)  # noqa: S101 (tells the type checker what cannot be otherwise)
        yield found[1]
    finally:
        child.close(force=True)


def session(stage: Stage) -> str:
    """Let two people talk, one with netcat."""
    anna, boris = stage.netcat("anna"), stage.small_client("boris")
    for speaker, line, shown in (
        (boris, "hello! is anybody here?", "boris: hello!"),
        (anna, "hi boris, with nothing but netcat", "with nothing but netcat"),
        (boris, "/me waves", "boris waves"),
        (anna, "/topic netcat and friends", "netcat and friends"),
        (boris, "see you tomorrow", "see you tomorrow"),
    ):
        speaker.say(line)
        for pane in (anna, boris):
            pane.until(shown)
    anna.say("/who")
    anna.until("In #lobby:")
    boris.until("topic: netcat")
    return draw([anna, boris], "Two people in one room: one with netcat, one with trichat chat")


def _talk(anna: Pane, boris: Pane, clara: Pane) -> None:
    """Let three people talk in two rooms and alone."""
    for pane in (boris, clara):
        pane.say("/join dev")
        pane.until("In #dev")
    for speaker, line, shown in (
        (boris, "/switch lobby", "You are in #lobby"),
        (clara, "/switch lobby", "You are in #lobby"),
        (boris, "who has an hour for the release today?", "release today"),
        (anna, "/reply boris me, after lunch :+1:", "after lunch 👍"),
        (clara, "/react anna :tada:", "🎉 from clara"),
        (boris, "anna: the list is at https://example.org/list", "[1]"),
        (anna, "two things left:\x1b\r- the changelog\x1b\r- the pictures", "- the pictures"),
        (boris, "/switch dev", "You are in #dev"),
        (boris, "the build is green", "green"),
        (clara, "/msg anna shall we do the pictures together?", "together?"),
    ):
        speaker.say(line)
        speaker.until(shown)
    anna.until("[clara → you]")
    anna.until("2:@clara(1!)")


def rooms(stage: Stage) -> str:
    """Draw a client with several rooms on a dark ground."""
    anna = stage.client("anna", "dark", BLACK, WIDE)
    boris, clara = (stage.client(nick, "dark", BLACK, WIDE) for nick in ("boris", "clara"))
    _talk(anna, boris, clara)
    clara.type("one more th")
    anna.until("clara is typing")
    anna.type("let me see")
    anna.until("let me see")
    return draw([anna], "trichat chat: an answer, a reaction, a text of several lines, a private message")


def completion(stage: Stage) -> str:
    """Draw a client on a light ground, while a message to answer is picked."""
    anna = stage.client("anna", "light", PAPER, (84, 15))
    boris = stage.client("boris", "light", PAPER, WIDE)
    for line in ("the tests pass", "shall I merge it?", "or is somebody still reading?"):
        boris.say(line)
        anna.until(line)
    anna.type("/reply \t")
    anna.until("/reply 3")
    return draw([anna], "trichat chat: Tab shows the last messages, to answer one of them")


PICTURES = {"session.svg": session, "rooms.svg": rooms, "completion.svg": completion}


def main() -> None:
    """Play each session, and draw it."""
    for name, play in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as people:
            picture = play(Stage(Path(folder), people))
        (HERE / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
