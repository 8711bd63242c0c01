"""`nox -s soak`: puts full load on a server for minutes, by crowds that come and go, and watches its memory."""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.checks.bench import loads
from tests.checks.bench.servers import Running, resident_kib, running, trichat
from tests.checks.bench.shapes import SHAPES
from trichat.words.record import replace

_SHAPES = ("one-1024", "rooms", "small")  # in turn: each is a crowd that comes, talks and goes
_SECONDS = 10.0  # of each
_GROWTH = 1.10  # the last third of the readings against the second: allocators need a while to settle


def main() -> int:
    """Put loads on one server, one after the other; tell its memory after each."""
    parser = argparse.ArgumentParser(prog="nox -s soak --", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = Path(name)
        generator = loads.generator(folder)
        if generator is None:
            sys.stderr.write(loads.NO_COMPILER + "\n")
            return 1
        with running(trichat(), folder) as server:
            readings = list(_load(generator, server, time.monotonic() + args.minutes * 60))
        complaints = (folder / "log").read_text(encoding="utf-8", errors="replace").count("Traceback")
    third = max(1, len(readings) // 3)
    growth = statistics.median(readings[-third:]) / statistics.median(readings[third : 2 * third] or readings)
    sys.stdout.write(f"{len(readings)} crowds; memory grew to {growth:.3f} of what it was; {complaints} tracebacks\n")
    return 1 if growth > _GROWTH or complaints else 0


def _load(generator: loads.Generator, server: Running, until: float) -> Iterator[int]:
    shapes = [replace(shape, seconds=_SECONDS) for shape in SHAPES if shape.name in _SHAPES]
    number = 0
    while time.monotonic() < until:
        report = loads.put(generator, shapes[number % len(shapes)], server, 200)
        number += 1
        memory = resident_kib(server.pid)
        told = loads.complaint(report) or "all arrived"
        sys.stdout.write(f"crowd {number}: {memory // 1024} MiB, {told}\n")
        sys.stdout.flush()
        yield memory


if __name__ == "__main__":
    sys.exit(main())
