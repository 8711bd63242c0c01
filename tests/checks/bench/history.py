"""Measures a history of a million messages: how soon a door gives the last hundred of a room, and finds words."""

import contextlib
import itertools
import random
import re
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.checks.bench import servers
from trichat.storage.sqlite import SqliteHistory
from trichat.words.events import Kind, Said, Source
from trichat.words.names.identity import next_id
from trichat.words.record import Record

MESSAGES = 1_000_000
ROOMS = 20
_BATCH = 2000  # messages in a commit: what the server takes at once under full load
_ASKED = 200  # pages and searches in one round
_STEP_MS = 700  # between two messages: a year of them ends now
_PATIENCE = 30.0  # seconds
_SAID = re.compile(r"\[\d\d:\d\d\] <([^>]+)> (.+)")
_NOT_IN_NICKS = re.compile(r"[^A-Za-z0-9_-]")

Line = tuple[str, str]  # a nick, and what it says


class Filled(Record, kw_only=True):
    """A history that is there: its file, and how it came to be."""

    file: Path
    per_second: float  # messages stored and indexed
    words: list[str]  # to look for, common ones and rare ones


def conversations(folder: Path) -> list[Line]:
    """Read real ones: files of lines `[HH:MM] <nick> text`."""
    found = (
        _SAID.fullmatch(line.strip())
        for file in sorted(folder.rglob("*.txt"))
        for line in file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    )
    return [(_NOT_IN_NICKS.sub("", match[1])[:16] or "someone", match[2]) for match in found if match]


def made_up() -> list[Line]:
    """Make some: a few words are said all the time, most of them hardly ever, as in any language."""
    chance = random.Random(1)  # noqa: S311 (the same text each time)
    syllables = [start + end for start in "bdfgklmnprstvz" for end in ("a", "e", "i", "o", "u", "an", "er", "is")]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(30_000)]
    frequency = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    texts = (
        chance.choices(words, cum_weights=frequency, k=min(60, 1 + int(chance.expovariate(0.1)))) for _ in range(20_000)
    )
    return [(f"nick{chance.randint(1, 300)}", " ".join(text)) for text in texts]


def fill(file: Path, lines: Sequence[Line], messages: int = MESSAGES) -> Filled:
    """Store so many messages in several rooms, half of them in the first, and index all."""
    chance = random.Random(messages)  # noqa: S311 (likewise)
    start = time.perf_counter()
    with contextlib.closing(SqliteHistory(file)) as history:
        for batch in _batches(lines, messages, chance):
            history.commit(batch, [])
        while history.index():
            pass
    return Filled(file=file, per_second=messages / (time.perf_counter() - start), words=_words(lines, chance))


def _batches(lines: Sequence[Line], messages: int, chance: random.Random) -> Iterator[list[Said]]:
    last, now_ms = 0, int(time.time() * 1000) - messages * _STEP_MS
    for first in range(0, messages, _BATCH):
        batch = []
        for number in range(first, min(first + _BATCH, messages)):
            last = next_id(last, now_ms + number * _STEP_MS)
            nick, text = lines[number % len(lines)]
            room = f"#room{chance.randint(1, ROOMS - 1)}" if number % 2 else "#room0"
            source = Source(nick=nick, username=nick.lower(), host="127.0.0.1")
            batch.append(Said(id=last, source=source, place=room, target=room, kind=Kind.MESSAGE, text=text))
        yield batch


def _words(lines: Sequence[Line], chance: random.Random) -> list[str]:
    """Choose words as they come in the text, so that common ones come often."""
    found = (re.findall(r"[A-Za-z]{3,}", text) for _, text in chance.sample(lines, min(len(lines), 4 * _ASKED)))
    return [chance.choice(words) for words in found if words][:_ASKED]


def measure(filled: Filled) -> dict[str, float]:
    """Start a server on it, and ask it for pages and words."""
    with tempfile.TemporaryDirectory() as folder, servers.running(servers.trichat(filled.file), Path(folder)) as server:
        reader = _Reader(server.port)
        pages = [reader.ask(f"CHATHISTORY LATEST #room{number % ROOMS} * 100") for number in range(_ASKED)]
        found = [reader.ask(f"SEARCH text={word};limit=20") for word in filled.words]
    return {
        "fill_per_second": filled.per_second,
        "mib": filled.file.stat().st_size / 2**20,
        **_figures("page", pages),
        **_figures("search", found),
    }


def _figures(name: str, seconds: Sequence[float]) -> dict[str, float]:
    parts = statistics.quantiles(seconds, n=100, method="inclusive")
    values = {"p50": parts[49], "p99": parts[98], "max": max(seconds)}
    return {f"{name}_{part}_ms": value * 1000 for part, value in values.items()}


class _Reader:
    """A client in all rooms, who asks one thing at a time."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((servers.HOST, port), timeout=_PATIENCE)
        self._received = b""
        asked = "message-tags server-time batch draft/chathistory soju.im/search"
        self._say(f"CAP REQ :{asked}", "NICK reader", "USER r 0 * :r", "CAP END")
        self._until(rb" 422 | 376 ")
        for number in range(ROOMS):
            self._say(f"JOIN #room{number}")
            self._until(rb" 366 ")

    def ask(self, line: str) -> float:
        """Send a line; give the seconds until all of the answer, a batch, is here."""
        start = time.perf_counter()
        self._say(line)
        self._until(rb" BATCH -")
        return time.perf_counter() - start

    def _say(self, *lines: str) -> None:
        self._socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def _until(self, end: bytes) -> None:
        while not re.search(end + rb"[^\n]*\n", self._received):
            data = self._socket.recv(1 << 18)
            if not data:
                raise servers.ServerError("It has closed the connection of the one who reads.")
            self._received += data
        self._received = b""
