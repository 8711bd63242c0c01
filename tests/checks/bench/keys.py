"""`nox -s keys`: measures in a real terminal how soon the client is there, and a key is seen in a flood of messages."""

import argparse
import os
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import pexpect

LIMIT = 50  # milliseconds: what a person does not notice yet
START_LIMIT = 350  # milliseconds until the first prompt, of the whole process
STARTS = 7
PATIENCE = 20.0  # seconds
# Letters that stand in no message, prompt or toolbar; each is typed once, so that it is seen when it is new.
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω"
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[78])")


class Flood:
    """An IRC server that lets one client in, and then says `rate` messages a second to it."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.sent = 0
        self.over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            connection.sendall(b":s CAP * LS :server-time message-tags\r\n")
            received = b""
            while b"CAP END" not in received:
                received += connection.recv(4096)
                if b"CAP REQ" in received and b"ACK" not in received:
                    connection.sendall(b":s CAP * ACK :server-time message-tags\r\n")
                    received = received.replace(b"CAP REQ", b"ACK")
            connection.sendall(b":s 001 anna :\r\n:anna!a@h JOIN #lobby\r\n:s 366 anna #lobby :\r\n")
            self._flood(connection)

    def _flood(self, connection: socket.socket) -> None:
        start = time.monotonic()
        while not self.over.wait(0.01):
            due = int((time.monotonic() - start) * self._rate)
            lines = [
                f"@msgid={number} :nick{number % 40}!u@h PRIVMSG #lobby :{number} a message of a usual length, as"
                " people write them\r\n"
                for number in range(self.sent, due)
            ]
            connection.sendall("".join(lines).encode())
            self.sent = due


class Client:
    """The client in a terminal of 80 × 24."""

    def __init__(self, port: int, folder: str) -> None:
        config = Path(folder, "none.toml")
        config.touch()
        where = ["--host", "127.0.0.1", "--port", str(port), "--nick", "anna", "--config", str(config)]
        arguments = ["-m", "trichat", "chat", *where]
        # As it is installed: with the bytecode of the last start.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        self._child = pexpect.spawn(
            sys.executable, arguments, env=env, dimensions=(24, 80), encoding="utf-8", timeout=PATIENCE, echo=False
        )
        self._child.delaybeforesend = None

    def wait_for(self, text: str) -> None:
        """Read until this is on the screen."""
        seen, end = "", time.monotonic() + PATIENCE
        while text not in seen:
            if time.monotonic() > end:
                raise SystemExit(f"{text!r} was not seen within {PATIENCE:.0f} s.")
            seen = (seen + _ESCAPES.sub("", self._child.read_nonblocking(65536, timeout=PATIENCE)))[-65536:]

    def key(self, letter: str) -> float:
        """Press a key; give the seconds until it is seen."""
        start = time.perf_counter()
        self._child.send(letter)
        self.wait_for(letter)
        return time.perf_counter() - start

    def read_for(self, seconds: float) -> None:
        """Read what comes, as a terminal does all the time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                self._child.read_nonblocking(65536, timeout=left)
            except pexpect.TIMEOUT:
                return

    def close(self) -> None:
        """End it."""
        self._child.close(force=True)


def starts() -> list[float]:
    """Give the seconds that each start took, from the command to the first prompt; the first is not counted."""
    took = []
    with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryDirectory() as folder:
        for _ in range(STARTS + 1):
            begin = time.perf_counter()
            client = Client(listener.getsockname()[1], folder)
            client.wait_for("#lobby>")
            took.append(time.perf_counter() - begin)
            client.close()
    return took[1:]


def measure(rate: int) -> list[float]:
    """Give the seconds that each key took."""
    flood = Flood(rate)
    with tempfile.TemporaryDirectory() as folder:
        client = Client(flood.port, folder)
        try:
            client.wait_for("You are in #lobby")
            client.read_for(1.0)
            took = []
            for letter in LETTERS:
                took.append(client.key(letter))
                client.read_for(0.07)
        finally:
            flood.over.set()
            client.close()
    return took


def figures(rate: int) -> dict[str, float]:
    """Give in milliseconds how long the first prompt and a key took, with so many messages a second coming in."""
    began = statistics.median(starts())
    took = measure(rate)
    parts = {
        "prompt_ms": began,
        "key_p50_ms": statistics.median(took),
        "key_p95_ms": statistics.quantiles(took, n=20)[-1],
        "key_max_ms": max(took),
    }
    return {name: seconds * 1000 for name, seconds in parts.items()}


def main() -> int:
    """Measure, and say whether nobody has to wait."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=2000, help="messages a second")
    rate = parser.parse_args().rate
    found = figures(rate)
    sys.stdout.write(
        f"The first prompt is there after {found['prompt_ms']:.0f} ms.\n"
        f"At {rate} messages a second a key is seen after {found['key_p50_ms']:.0f} ms, 19 in 20 within"
        f" {found['key_p95_ms']:.0f} ms, the slowest of {len(LETTERS)} after {found['key_max_ms']:.0f} ms.\n"
    )
    return 0 if found["key_p95_ms"] <= LIMIT and found["prompt_ms"] <= START_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
