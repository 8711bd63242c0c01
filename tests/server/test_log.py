"""The log."""

import io
import logging
import threading
import time

import pytest

from tests.conftest import PATIENCE
from trichat.server import log
from trichat.server.log import Alike, Sparing, Writer, written


class Stuck(io.StringIO):
    """A terminal that was stopped, until it goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()

    def write(self, text: str) -> int:
        self.goes_on.wait(PATIENCE)
        return super().write(text)


def record(text: str, level: int = logging.INFO, *about: object) -> logging.LogRecord:
    return logging.LogRecord("trichat.x", level, "x.py", 1, text, about, None)


def test_a_reader_that_does_not_read_delays_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines wait, up to a bound; beyond, they are counted. Who reads again gets what waited, and the number."""
    monkeypatch.setattr(log, "_MOST_WAITING", 3)
    stream = Stuck()
    writer = Writer(stream)
    for number in range(100):
        writer.emit(record(f"line {number}"))
    stream.goes_on.set()
    end = time.monotonic() + PATIENCE
    while "missing" not in stream.getvalue():
        assert time.monotonic() < end
    writer.end()
    lines = stream.getvalue().splitlines()
    assert "line 0" == lines[0]
    assert len([line for line in lines if line.startswith("line ")]) <= 5
    told = sum(int(line.split()[0]) for line in lines if "lines are missing here: nobody read them." in line)
    assert 100 == told + len([line for line in lines if line.startswith("line ")])


def test_the_end_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose log nobody reads can stop."""
    monkeypatch.setattr(log, "_LAST_SECONDS", 0.01)
    stream = Stuck()
    writer = Writer(stream)
    writer.emit(record("a line"))
    writer.end()
    assert "" == stream.getvalue()
    stream.goes_on.set()


def test_a_stream_that_is_closed() -> None:
    """Where nobody can read any more, nothing is written, and nothing is wrong."""
    stream = io.StringIO()
    stream.close()
    writer = Writer(stream)
    writer.emit(record("a line"))
    writer.end()


def test_strangers_do_not_fill_the_disk() -> None:
    """Of what strangers can cause, so many lines an hour are written; the rest is counted. What is wrong passes."""
    now = [0.0]
    sparing = Sparing(10, lambda: now[0])
    passed = [sparing.filter(record("%s came in", logging.INFO, number)) for number in range(100)]
    assert [True] * 10 + [False] * 90 == passed
    assert sparing.filter(record("it is full", logging.WARNING))
    now[0] += 3600 / 10
    late = record("%s came in", logging.INFO, "anna")
    assert sparing.filter(late)
    assert "anna came in (and 90 lines before it that were too many)" == late.getMessage()
    assert not sparing.filter(record("boris came in"))


def test_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is below the level is not written; what is, has its time, level and place."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    stream = io.StringIO()
    with written("warning", 10, stream):
        logging.getLogger("trichat.x").info("not this")
        logging.getLogger("trichat.x").warning("but %s", "this")
    assert stream.getvalue().endswith(" WARNING trichat.x: but this\n")
    assert 1 == len(stream.getvalue().splitlines())


def warning(text: str, *about: object, line: int = 1) -> logging.LogRecord:
    return logging.LogRecord("trichat.x", logging.WARNING, "x.py", line, text, about, None)


def test_warnings_that_are_alike_are_few() -> None:
    """Of a thousand about one address one is written, of a thousand ten; a minute later, how many there were."""
    now = [0.0]
    alike = Alike(lambda: now[0])
    assert [True] + [False] * 999 == [alike.filter(warning("refused %s", "10.0.0.7")) for _ in range(1000)]
    second = warning("refused %s", "10.0.0.8")
    assert alike.filter(second)
    assert "refused 10.0.0.8 (and 999 such lines before it were left out)" == second.getMessage()
    assert 8 == sum(alike.filter(warning("refused %s", number)) for number in range(1000))
    assert alike.filter(warning("the disk is full", line=2))
    assert alike.filter(record("anna came in"))
    now[0] = 60.0
    late = warning("refused %s", "10.0.0.7")
    assert alike.filter(late)
    assert "refused 10.0.0.7 (and 992 such lines before it were left out)" == late.getMessage()
