"""`trichat chat` as a person has it: the real program, in a real terminal, against a real server."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.conftest import PATIENCE, exit_status, hang_up

assert sys.platform != "win32"  # see collect_ignore in tests/conftest.py

COLUMNS, ROWS = 80, 24
SHORT = 0.02  # seconds: how long one look at the terminal waits for more

Server = tuple[subprocess.Popen[str], int]


class Terminal:
    """The real program in a pseudo-terminal, and what a person sees there."""

    def __init__(self, *args: str, before: tuple[str, ...] = ("-m", "trichat", "chat")) -> None:
        self.screen = pyte.HistoryScreen(COLUMNS, ROWS, history=5000)
        self._stream = pyte.ByteStream(self.screen)
        self.program: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, [*before, *args], dimensions=(ROWS, COLUMNS), timeout=PATIENCE, echo=True
        )

    def type(self, text: str) -> None:
        self.program.send(text.encode())

    def look(self) -> list[str]:
        """Read what has come and give the lines on the screen."""
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            self._stream.feed(self.program.read_nonblocking(65536, timeout=SHORT))
        return [line.rstrip() for line in self.screen.display]

    def until(self, seen: Callable[[list[str]], bool]) -> list[str]:
        """Look until it is seen."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            lines = self.look()
            if seen(lines):
                return lines
        raise AssertionError("not seen, but:\n" + "\n".join(self.look()))

    def everything(self) -> list[str]:
        """Give all lines, with those that have scrolled away."""
        below = self.look()
        above = ["".join(row[column].data for column in range(COLUMNS)).rstrip() for row in self.screen.history.top]
        return [*above, *below]

    def ended(self) -> int:
        """Wait for the end of the program; give its exit status, or minus the signal."""
        while True:
            try:
                self._stream.feed(self.program.read_nonblocking(65536, timeout=PATIENCE))
            except pexpect.EOF:
                break
        return exit_status(self.program)

    def kill(self) -> None:
        """End the program, if it has not ended, whatever it does."""
        if not self.program.closed:
            self.program.kill(signal.SIGKILL)
            exit_status(self.program)


class Netcat:
    """A person at the plain door."""

    def __init__(self, port: int, name: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._file = self._socket.makefile("rw", encoding="utf-8", newline="\n")
        self.say(name)

    def say(self, *lines: str) -> None:
        self._file.write("".join(line + "\n" for line in lines))
        self._file.flush()

    def until(self, text: str) -> str:
        for line in self._file:
            if text in line:
                return line.rstrip("\n")
        raise AssertionError(f"{text!r} never came")

    def close(self) -> None:
        self._file.close()
        self._socket.close()


def start_server(history: Path, port: int = 0) -> Server:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "trichat",
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--history",
            str(history),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    found = re.search(r"listens on 127\.0\.0\.1:(\d+)", process.stdout.readline())
    assert found
    return process, int(found[1])


def stop_server(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> None:
    process.send_signal(number)
    assert process.stdout is not None
    process.stdout.close()
    process.wait(PATIENCE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    process, port = start_server(tmp_path / "history.db")
    yield process, port
    stop_server(process)


@pytest.fixture
def bob(server: Server) -> Iterator[Netcat]:
    person = Netcat(server[1], "bob")
    yield person
    person.close()


def write_editor(folder: Path) -> Path:
    """Give an editor that shows a text, and asks for another."""
    script = folder / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "file.write_text('edited: ' + input('EDITOR ' + file.read_text()))\n"
    )
    return script


@pytest.fixture
def terminal(server: Server, bob: Netcat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {write_editor(tmp_path)}")
    opened = Terminal("--host", "127.0.0.1", "--port", str(server[1]), "--nick", "anna")
    opened.until(lambda lines: any("anna, bob" in line for line in lines) and prompt(lines) == "#lobby>")
    bob.until("anna is now in the chat!")
    yield opened
    opened.kill()


def prompt(lines: list[str]) -> str:
    """Give the input line: it begins with where Enter sends it."""
    return next((line for line in reversed(lines) if re.match(r"[#@/][^ ]*>( |$)", line)), "")


def test_half_a_line_survives_two_hundred_messages(terminal: Terminal, bob: Netcat) -> None:
    """What is being typed stays whole, on its line, while messages arrive; and all of them are shown, in order."""
    terminal.type("half a line, ")
    terminal.until(lambda lines: prompt(lines) == "#lobby> half a line,")
    for number in range(200):
        bob.say(f"message {number:03}")
        if number % 20 == 0:
            lines = terminal.look()
            assert prompt(lines) in ("#lobby> half a line,", "")  # empty in the middle of a redraw
    terminal.until(
        lambda lines: any("message 199" in line for line in lines) and prompt(lines) == "#lobby> half a line,"
    )
    terminal.type("and the other half\r")
    assert bob.until("half") == "anna: half a line, and the other half"
    shown = [found[0] for line in terminal.everything() if (found := re.search(r"message \d+", line))]
    assert [f"message {number:03}" for number in range(200)] == shown


def test_ctrl_d_leaves_the_terminal_as_it_was(terminal: Terminal, bob: Netcat) -> None:
    """Ctrl-D on an empty line ends the client with status 0, and the terminal echoes and edits lines again."""
    terminal.type("\x04")
    assert bob.until("anna has left") == "anna has left the chat."
    flags = termios.tcgetattr(terminal.program.child_fd)[3]
    assert terminal.ended() == 0
    assert flags & termios.ECHO
    assert flags & termios.ICANON


def test_quit_says_goodbye_with_a_reason(terminal: Terminal, bob: Netcat) -> None:
    """`/quit` leaves, and the others are told."""
    terminal.type("/quit see you\r")
    assert bob.until("anna has left") == "anna has left the chat."
    assert terminal.ended() == 0


def test_a_termination_signal_restores_the_terminal(terminal: Terminal) -> None:
    """SIGTERM ends the client with the status a shell expects, and gives the terminal back."""
    terminal.type("something half typed")
    terminal.until(lambda lines: prompt(lines) == "#lobby> something half typed")
    terminal.program.kill(signal.SIGTERM)
    assert terminal.ended() in (128 + signal.SIGTERM, -signal.SIGTERM)


def test_a_lost_server_comes_back_and_nothing_is_shown_twice(
    terminal: Terminal, server: Server, tmp_path: Path
) -> None:
    """After kill -9 and a restart the client is back by itself, has what it missed, and shows nothing twice."""
    process, port = server
    terminal.type("before\r")
    terminal.until(lambda lines: any("anna: before" in line for line in lines))
    process.kill()
    process.wait(PATIENCE)
    again, _ = start_server(tmp_path / "history.db", port)
    try:
        carl = Netcat(port, "carl")
        carl.say("said while anna was away")
        terminal.until(lambda lines: any("said while anna was away" in line for line in lines))
        terminal.type("after\r")
        carl.until("anna: after")
        terminal.until(lambda lines: any("anna: after" in line for line in lines))
        said = [line for line in terminal.everything() if re.search(r"before|said while|anna: after", line)]
        assert 3 == len(said), said
        carl.close()
    finally:
        stop_server(again)


def test_two_rooms_and_a_private_conversation(terminal: Terminal, bob: Netcat) -> None:
    """What is said elsewhere waits, counted, until one goes there; what is meant for one person is shown at once."""
    terminal.type("/join dev\r")
    terminal.until(lambda lines: prompt(lines) == "#dev>")
    bob.say("first", "anna, second", "/msg anna psst")
    shown = ("#lobby bob: anna, second", "[bob → you] psst", "1:#lobby(2,1!) 2:#dev 3:@bob(1!)")
    seen = terminal.until(lambda lines: all(any(part in line for line in lines) for part in shown))
    assert not any("first" in line for line in seen)
    terminal.type("\x1b3")
    terminal.until(lambda lines: prompt(lines) == "@bob>")
    terminal.type("what is it?\r")
    assert bob.until("what is it?") == "(private) anna: what is it?"
    terminal.type("\x1ba")
    seen = terminal.until(lambda lines: prompt(lines) == "#lobby>" and any("bob: first" in line for line in lines))
    (mark,) = [number for number, line in enumerate(seen) if line == "— new in #lobby —"]
    assert [line[6:] for line in seen[mark + 1 : mark + 3]] == ["bob: first", "bob: anna, second"]


def test_an_editor_in_the_middle_of_a_chat(terminal: Terminal, bob: Netcat) -> None:
    """An editor has the terminal for itself; then comes what was said meanwhile, and keys are in raw mode again."""
    terminal.type("half a line\x18\x05")
    terminal.until(lambda lines: any("EDITOR half a line" in line for line in lines))
    bob.say("said meanwhile", "/who")
    bob.until("In #lobby")
    assert not any("said meanwhile" in line for line in terminal.look())
    terminal.type("go on\r")
    terminal.until(lambda lines: prompt(lines) == "#lobby> edited: go on")
    terminal.until(lambda lines: any("bob: said meanwhile" in line for line in lines))
    terminal.type(", and sent\r")
    assert bob.until("edited") == "anna: edited: go on, and sent"
    flags = termios.tcgetattr(terminal.program.child_fd)[3]
    assert not flags & (termios.ECHO | termios.ICANON)


# What a shell does: it starts the program in a process group of its own, and has the terminal while that is stopped.
SHELL = """
import os, signal, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
modes = termios.tcgetattr(0)
pid = os.fork()
if pid == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, "-m", "trichat", "chat", *sys.argv[1:]])
while True:
    _, status = os.waitpid(pid, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpid())
    kind = "stopped" if os.WIFSTOPPED(status) else "ended"
    print("SHELL:", kind, "as it was" if termios.tcgetattr(0) == modes else "left raw", flush=True)
    if kind == "ended":
        sys.exit(os.waitstatus_to_exitcode(status))
    input()
    os.tcsetpgrp(0, pid)
    os.killpg(pid, signal.SIGCONT)
"""


@pytest.mark.posix
def test_suspended_and_back(server: Server, bob: Netcat) -> None:
    """Ctrl-Z gives the terminal to the shell as it was; back again, the line is whole, and what was said is shown."""
    terminal = Terminal("--host", "127.0.0.1", "--port", str(server[1]), "--nick", "anna", before=("-c", SHELL))
    terminal.until(lambda lines: any("anna, bob" in line for line in lines) and prompt(lines) == "#lobby>")
    terminal.type("half a line")
    terminal.until(lambda lines: prompt(lines).startswith("#lobby> half a line"))
    terminal.type("\x1a")
    terminal.until(lambda lines: any("SHELL: stopped as it was" in line for line in lines))
    bob.say("said meanwhile", "/who")
    bob.until("In #lobby")
    terminal.type("\n")
    terminal.until(
        lambda lines: any("bob: said meanwhile" in line for line in lines) and "half a line" in prompt(lines)
    )
    terminal.type(" and the rest\r")
    assert bob.until("half") == "anna: half a line and the rest"
    terminal.type("\x04")
    terminal.until(lambda lines: any("SHELL: ended as it was" in line for line in lines))
    assert terminal.ended() == 0


def test_a_terminal_that_is_gone_ends_the_client(terminal: Terminal, bob: Netcat) -> None:
    """A client whose window is closed leaves the chat."""
    hang_up(terminal.program)
    assert bob.until("anna has left") == "anna has left the chat."


def test_ctrl_c_clears_the_line_and_asks_before_it_leaves(terminal: Terminal, bob: Netcat) -> None:
    """Ctrl-C clears the line, then asks, then leaves; typing something takes the question back."""
    terminal.type("oh no\x03")
    terminal.until(lambda lines: prompt(lines) == "#lobby>")
    terminal.type("\x03")
    terminal.until(lambda lines: any("Press Ctrl-C again" in line for line in lines))
    terminal.type("x\x03\x03")
    terminal.until(lambda lines: sum("Press Ctrl-C again" in line for line in lines) == 2)
    terminal.type("\x03")
    assert bob.until("anna has left") == "anna has left the chat."
    assert terminal.ended() == 0


def test_a_paste_of_several_lines_is_one_message(terminal: Terminal, bob: Netcat, server: Server) -> None:
    """A paste is one message for those who know such, and no command; it can be answered, and reacted to."""
    other = Terminal("--host", "127.0.0.1", "--port", str(server[1]), "--nick", "clara")
    other.until(lambda lines: prompt(lines) == "#lobby>" and any("clara" in line for line in lines))
    terminal.type("\x1b[200~one\n/quit\ntwo\nthree\nfour\x1b[201~")
    terminal.until(lambda lines: any(line.startswith("four") for line in lines))
    terminal.type("\r")
    assert [bob.until(text) for text in ("one", "/quit", "four")]
    seen = other.until(lambda lines: any(line == "      four" for line in lines))
    assert any(line.endswith("anna: one") for line in seen)
    other.type("/reply anna yes\r")
    terminal.until(lambda lines: any("clara ↳ anna “one /quit two three four”: yes" in line for line in lines))
    terminal.type("/react :tada:\r")
    other.until(lambda lines: any("🎉" in line and "from anna to clara “yes”" in line for line in lines))
    other.kill()


@pytest.mark.posix
def test_for_a_screen_reader_each_line_is_written_once(server: Server, bob: Netcat) -> None:
    """In a linear client no escape sequence is written and nothing twice; the system echoes what is typed."""
    arguments = ["-m", "trichat", "chat", "--linear", "--host", "127.0.0.1", "--port", str(server[1]), "--nick", "anna"]
    program = pexpect.spawn(sys.executable, arguments, timeout=PATIENCE, encoding="utf-8", echo=True)
    program.expect("In #lobby: anna, bob")
    bob.until("anna is now in the chat!")
    written = str(program.before)
    bob.say("hello")
    program.expect("bob: hello")
    written += str(program.before)
    program.send("hi bob\n")
    assert bob.until("hi bob") == "anna: hi bob"
    program.send("bo\t")
    program.expect("\nbob: ")
    written += str(program.before)
    program.send("well?\n")
    assert bob.until("well?") == "anna: bob: well?"
    bob.say("yes")
    program.expect("bob: yes")
    written += str(program.before)
    program.sendeof()
    program.expect(pexpect.EOF)
    written += str(program.before)
    assert exit_status(program) == 0
    assert "\x1b" not in written
    counts = [written.count(text) for text in ("#lobby>", "hi bob", "well?", "You are anna")]
    assert counts == [0, 1, 1, 1]
