"""Compares the load generator with another one, `chatload.c`: the same load must give the same figure.

Run by hand: `python -m tests.checks.bench.yardstick FOLDER`, where the folder holds chatload.c and, if the relay is to
be held to another one too, limit.c.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.checks.bench import loads, servers
from tests.checks.bench.shapes import SHAPES, Shape
from trichat.words.record import replace

_APART = 1.15  # times as much as the other says, or as little: more is a difference that means something
_NAMES = ("one-1", "one-64", "one-1024", "rooms", "lone", "small")  # what both generators can do
_PLAIN_ROOM = "rooms"  # the shape that limit.c, which has one room, cannot do


def main() -> int:
    """Measure with both, in turn; tell how far they are apart."""
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="yardstick-") as name:
        folder = Path(name)
        ours, theirs = loads.generator(folder), loads.compiled_from(args.folder / "chatload.c", folder)
        if ours is None or theirs is None:
            sys.stderr.write(loads.NO_COMPILER + "\n")
            return 1
        worst = 1.0
        for shape in (replace(each, seconds=args.seconds) for each in SHAPES if each.name in args.shapes):
            for program in _programs(args.folder, folder, shape):
                pairs = [_pair(ours, theirs, shape, program, turn) for turn in range(args.rounds)]
                worst = max(worst, _tell(shape, program.name, pairs))
    sys.stdout.write(f"At most {worst:.2f} times apart.\n")
    return 1 if worst > _APART else 0


def _programs(sources: Path, folder: Path, shape: Shape) -> Iterator[servers.Program]:
    relay = loads.compiled("relay", folder)
    assert relay is not None
    yield servers.relay(relay)
    if (sources / "limit.c").exists() and shape.name != _PLAIN_ROOM:
        limit = loads.compiled_from(sources / "limit.c", folder)
        yield servers.Program(name="limit", version="", command=lambda _, port: [str(limit), str(port)])
    yield servers.trichat()


def _pair(
    ours: loads.Generator, theirs: Path, shape: Shape, program: servers.Program, turn: int
) -> tuple[float, float]:
    """Give the figure that the shape is about, by our generator and by the other; they take turns in being first."""

    def our_figure(server: servers.Running) -> float:
        report = loads.put(ours, shape, server, program.crowd)
        return float(report["p50_ms"] if shape.rate else report["deliveries_per_cpu_second"])

    def their_figure(server: servers.Running) -> float:
        report = _put(theirs, shape, server)
        return report["p50_us"] / 1000 if shape.rate else report["deliveries_per_cpu_s"]

    found = []
    for measure in (our_figure, their_figure)[:: 1 if turn % 2 else -1]:
        with tempfile.TemporaryDirectory() as folder, servers.running(program, Path(folder)) as server:
            found.append(measure(server))
    return (found[0], found[1]) if turn % 2 else (found[1], found[0])


def _put(theirs: Path, shape: Shape, server: servers.Running) -> dict[str, float]:
    given = {"clients": shape.clients, "rooms": shape.rooms, "senders": shape.speakers, "window": shape.window}
    given |= {"port": server.port, "pid": server.pid}
    words = [word for name, value in given.items() for word in (f"--{name}", str(value))]
    words += ["--duration", f"{shape.seconds:g}"]
    words += ["--mode", "latency", "--rate", f"{shape.rate:g}"] if shape.rate else []
    report: dict[str, float] = json.loads(subprocess.run([theirs, *words], capture_output=True, check=True).stdout)
    return report


def _tell(shape: Shape, server: str, pairs: list[tuple[float, float]]) -> float:
    """Write the ratio of ours to the other; give how many times they are apart, whichever says more.

    It is the median of the pairs; of latencies, to which a busy machine only adds, that of the least of all rounds.
    """
    ratios = sorted(one / other for one, other in pairs)
    ours, theirs = zip(*pairs, strict=True)
    ratio = min(ours) / min(theirs) if shape.rate else statistics.median(ratios)
    every = " ".join(f"{each:.2f}" for each in ratios)
    sys.stdout.write(f"{shape.name:9} {server:8} {ratio:.2f} ×   ({every})\n")
    sys.stdout.flush()
    return max(ratio, 1 / ratio)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.checks.bench.yardstick", description=__doc__)
    parser.add_argument("folder", type=Path, help="where chatload.c is")
    parser.add_argument("--rounds", type=int, default=8, help="pairs, of which the median is taken  [default: 8]")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each load  [default: 1]")
    parser.add_argument("--shapes", type=lambda text: text.split(","), default=_NAMES, metavar="A,B")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
