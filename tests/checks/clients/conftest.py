"""What the checks with real clients share: a server, a terminal to run them in, and somebody to talk to."""

import hashlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pyte
import pytest
import trustme

PATIENCE = 20.0  # seconds
COLUMNS, LINES = 160, 50
# What no client shows when all is well; each in the words of some client.
STRAY = (
    "unknown command", "unknown numeric", "unhandled", "invalid", "not enough parameters", "parse error", "traceback",
    "exception", "gnutls_handshake", "tls error", "bad message", "protocol error", "unexpected", "has not registered",
)  # fmt: skip


class Server:
    """The server as a process, on a free port of the loopback, with TLS, history and an operator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = folder / "ca.pem"
        self.port = 0
        self._process: subprocess.Popen[str] | None = None
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.authority)
        authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(folder / "server.pem")
        self.certificate = folder / "iris.pem"  # of a client
        own = authority.issue_cert("iris")
        own.private_key_and_cert_chain_pem.write_to_path(self.certificate)
        der = ssl.PEM_cert_to_DER_cert(own.cert_chain_pems[0].bytes().decode())
        self.fingerprint = hashlib.sha256(der).hexdigest()

    def start(self) -> None:
        """Start it; again on the same port."""
        settings = self.folder / "trichat.toml"
        settings.touch(mode=0o600)
        settings.write_text(
            f'[server]\nname = "chat.test"\nport = {self.port}\nhosts = ["127.0.0.1"]\n'
            '[history]\nfile = "history.db"\n[tls]\ncertificate = "server.pem"\n[operators]\nchief = "secret"\n'
        )
        command = [sys.executable, "-m", "trichat", "serve", "--config", str(settings)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().rpartition(":")[2].rstrip(".\n"))

    def stop(self) -> None:
        """Stop it, as an administrator does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(PATIENCE)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def account(self, name: str, password: str) -> None:
        """Make an account."""
        command = [sys.executable, "-m", "trichat", "account", "add", name]
        command += ["--config", str(self.folder / "trichat.toml")]
        subprocess.run(command, input=f"{password}\n", text=True, check=True, capture_output=True)


class Person:
    """Somebody at an IRC client that is none: lines, typed."""

    def __init__(self, port: int, nick: str, password: str = "") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._file = self._socket.makefile("rb")
        self.nick = nick
        self.send(*([f"PASS {nick}:{password}"] if password else []))
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        self.until(f" 001 {nick} ")

    def send(self, *lines: str) -> None:
        """Type lines."""
        self._socket.sendall("".join(line + "\r\n" for line in lines).encode())

    def until(self, text: str) -> str:
        """Read up to the line with this text; give it."""
        while True:
            line = self._file.readline().decode()
            assert line, f"the end came before {text!r}"
            if line.startswith("PING "):
                self.send(line.strip().replace("PING", "PONG", 1))
            if text in line:
                return line.strip()

    def close(self) -> None:
        """Go."""
        self._file.close()
        self._socket.close()


class Terminal:
    """A program in a terminal: what it shows, and what is typed into it."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self._screen = pyte.HistoryScreen(COLUMNS, LINES, history=2000)
        self._stream = pyte.ByteStream(self._screen)
        environment = {**os.environ, "HOME": str(folder), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self._child = pexpect.spawn(
            command[0], command[1:], env=environment, cwd=str(folder), dimensions=(LINES, COLUMNS), timeout=PATIENCE
        )
        self._seen: set[str] = set()
        self._over = False
        self._lock = threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()  # a program that cannot write waits

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        self._child.send(line + "\r")

    def sees(self, text: str) -> None:
        """Wait until this is on the screen."""
        end = time.monotonic() + PATIENCE
        while not any(text in line for line in self.lines()):
            assert time.monotonic() < end, f"{text!r} did not come:\n" + "\n".join(self.lines())
            assert not self._over, "it ended:\n" + "\n".join(self.lines())
            time.sleep(0.05)

    def lines(self) -> list[str]:
        """Give the lines on the screen that are not empty."""
        with self._lock:
            return [line.rstrip() for line in self._screen.display if line.strip()]

    def shows_no_error(self, *allowed: str) -> None:
        """See that nothing went wrong that the client would tell about, now or before."""
        stray = [line for line in list(self._seen) if any(word in line.lower() for word in STRAY)]
        assert [] == [line for line in stray if not any(word in line for word in allowed)]

    def leave(self, line: str) -> None:
        """Type what ends the program; see that it does."""
        self.type(line)
        self.leaves()

    def leaves(self) -> None:
        """Wait for the end of the program."""
        end = time.monotonic() + PATIENCE
        while not self._over:
            assert time.monotonic() < end, "it does not end:\n" + "\n".join(self.lines())
            time.sleep(0.05)

    def kill(self) -> None:
        """End it, if it runs."""
        self._child.close(force=True)

    def _watch(self) -> None:
        """Keep the screen as it is, and remember every line that was on it."""
        while True:
            try:
                data: Any = self._child.read_nonblocking(65536, timeout=1)  # bytes, because there is no encoding
            except pexpect.TIMEOUT:
                continue
            except (pexpect.EOF, OSError, ValueError):
                self._over = True
                return
            with self._lock:
                self._stream.feed(data)
            self._seen.update(self.lines())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def person(server: Server) -> Iterator[Callable[[str], Person]]:
    """Give a function that lets somebody come in."""
    made: list[Person] = []

    def person(nick: str) -> Person:
        made.append(Person(server.port, nick))
        return made[-1]

    yield person
    for one in made:
        one.close()


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Give a function that runs a program in a terminal, or says that it is not on this machine."""
    made: list[Terminal] = []

    def terminal(*command: str) -> Terminal:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not on this machine")
        folder = tmp_path / "home"
        folder.mkdir(exist_ok=True)
        made.append(Terminal(list(command), folder))
        return made[-1]

    yield terminal
    for one in made:
        one.kill()
