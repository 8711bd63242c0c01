"""Describes what a figure depends on: the machine, the Python, the versions, the disk."""

import datetime
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from tests.checks.bench.servers import ROOT, Program
from trichat.words.record import Record

_SYNCED = 500  # pages


class Machine(Record, kw_only=True):
    """Where and with what it was measured."""

    date: str
    cores: int
    processor: str
    system: str
    python: str
    trio: str
    sqlite: str
    commit: str
    fsync_ms: dict[str, float]
    servers: dict[str, str]


class Company:
    """Looks how much of the processors others use from now on: what they disturb is no figure of a server."""

    def __init__(self) -> None:
        self._before = _used()

    def percent(self) -> float | None:
        """Give their part so far, in per cent of all; None where the system does not tell."""
        if self._before is None or (after := _used()) is None:
            return None
        everything, all_used, own = (now - then for then, now in zip(self._before, after, strict=True))
        return round(100 * max(0.0, all_used - own) / everything, 1) if everything else None


def _used() -> tuple[float, float, float] | None:
    """Give the seconds that all processors have had, those in which they worked, and those for us and our servers."""
    if sys.platform == "win32":
        raise NotImplementedError
    try:
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:]
    except OSError:
        return None
    user, nice, system, idle, waiting, *more = (int(field) / os.sysconf("SC_CLK_TCK") for field in fields[:8])
    used = user + nice + system + sum(more)
    return used + idle + waiting, used, sum(os.times()[:4])


def describe(programs: Iterable[Program], folder: Path) -> Machine:
    """Look at this machine; `folder` is where histories are put."""
    if sys.platform != "linux":
        raise NotImplementedError
    return Machine(
        date=f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
        cores=len(os.sched_getaffinity(0)),
        processor=_processor(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        trio=version("trio"),
        sqlite=sqlite3.sqlite_version,
        commit=_commit(),
        fsync_ms=_fsync_ms(folder),
        servers={program.name: program.version for program in programs},
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def _fsync_ms(folder: Path) -> dict[str, float]:
    """Tell how long the disk takes to say that it has a page: half of a stored message's way can be that."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(_SYNCED):
            file.write(b"x" * 4096)
            file.flush()
            start = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    parts = {"p50": statistics.median(times), "p99": statistics.quantiles(times, n=100)[98], "worst": max(times)}
    return {name: round(seconds * 1000, 3) for name, seconds in parts.items()}
