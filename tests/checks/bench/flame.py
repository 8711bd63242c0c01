"""`nox -s flame`: looks into a server under load with py-spy, and draws in which functions its time goes."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.checks.bench import loads, page, servers
from tests.checks.bench.__main__ import KEPT, PICTURE, write_page
from tests.checks.bench.plot import GROUND, TEXT
from tests.checks.bench.shapes import SHAPES, Shape
from trichat.words.record import replace

WIDTH, HIGH, EDGE = 1200, 17, 12  # pixels: in all, of a frame, the margin
_LEAST = 0.004  # of all samples: a frame that is narrower is not drawn
_LETTER = 6.6  # pixels
_RATE = 500  # samples a second
_SETTLE_SECONDS = 1.0  # after everybody is there
_LISTED = 15
# How the program got there: the same for all that it does.
_BELOW = re.compile(r"\((click/|<frozen|threading\.py|trichat/cli/|trichat/__main__\.py|trichat/server/command\.py)")
# Where a thread waits for something to do, or for its turn in the interpreter.
_WAITS = ("WorkerThread._work (", "Thread._run (", "EpollIOManager.get_events (")
_COLOURS = {"trichat/": "#5e81ac", "trio/": "#6d7a5f", "sqlite": "#8f7ea8"}
_OTHERS = "#5d677a"

Stacks = dict[tuple[str, ...], int]  # samples


def main() -> int:
    """Record, list and draw."""
    args = _arguments()
    found = {}
    with tempfile.TemporaryDirectory(prefix="flame-") as name:
        generator = loads.generator(Path(name))
        if generator is None:
            sys.stderr.write(loads.NO_COMPILER + "\n")
            return 1
        for shape in (each for each in SHAPES if each.name in args.shapes):
            stacks = folded(_record(generator, replace(shape, seconds=args.seconds + _SETTLE_SECONDS), args.seconds))
            file = args.folder / f"flame-{shape.name}.svg"
            file.write_text(draw(shape.title, stacks), encoding="utf-8")
            sys.stderr.write(f"Drawn in {file}.\n")
            found[shape.title] = list(listed(stacks))
    sys.stdout.write(page.time({"flame": found}) + "\n")
    if args.page:
        write_page(json.loads(KEPT.read_text(encoding="utf-8")) | {"flame": found})
    return 0


def _record(generator: loads.Generator, shape: Shape, seconds: float) -> str:
    """Put a load on a server, and give what py-spy saw meanwhile: a line for each stack."""
    with tempfile.TemporaryDirectory() as name, servers.running(servers.trichat(), Path(name)) as server:
        load = threading.Thread(target=loads.put, args=(generator, shape, server, 200))
        load.start()
        file = Path(name, "folded")
        threading.Event().wait(_SETTLE_SECONDS)
        command = ["py-spy", "record", "--pid", str(server.pid), "--duration", f"{seconds:.0f}", "--rate", str(_RATE)]
        options = ["--format", "raw", "--function", "--output", str(file)]
        try:
            done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        except FileNotFoundError as exc:
            raise SystemExit("py-spy is not installed: pip install py-spy, or run nox -s flame.") from exc
        finally:
            load.join()
        if done.returncode:
            raise SystemExit(
                f"py-spy may not look at the server; try it as root. It says: {done.stderr.strip()[-300:]}"
            )
        return file.read_text(encoding="utf-8")


def folded(text: str) -> Stacks:
    """Read lines `outer;inner;innermost 12`, without what is below everything, and without those that wait."""
    stacks: Counter[tuple[str, ...]] = Counter()
    for line in text.splitlines():
        names, _, count = line.rpartition(" ")
        frames = tuple(re.sub(r":\d+\)$", ")", name) for name in names.split(";") if not _BELOW.search(name))
        if not names.rpartition(";")[2].startswith(_WAITS):
            stacks[frames] += int(count)
    return stacks


def listed(stacks: Stacks) -> Iterator[tuple[str, float, float]]:
    """Give the functions in which most time goes: the part of it, without and with what they call, in per cent."""
    own: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for frames, count in stacks.items():
        own[frames[-1] if frames else ""] += count
        for name in set(frames):
            total[name] += count
    samples = sum(stacks.values())
    for name, count in own.most_common(_LISTED):
        yield name, round(100 * count / samples, 1), round(100 * total[name] / samples, 1)


def draw(title: str, stacks: Stacks) -> str:
    """Draw a flame graph: who calls is below, what is called stands on it, as wide as it takes time."""
    samples = sum(stacks.values())
    boxes = list(_boxes(stacks, 0, 0, samples))
    height = (max(depth for depth, *_ in boxes) + 1) * HIGH + 3 * EDGE + HIGH
    parts = [_box(box, samples, height) for box in boxes]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" font-size="11" '
        'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" role="img">\n'
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="{GROUND}"/>\n'
        f'<text x="{EDGE}" y="{EDGE + 11}" font-size="13" fill="{TEXT}">{escape(title)}: where the server is</text>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _boxes(stacks: Stacks, depth: int, start: int, samples: int) -> Iterator[tuple[int, int, int, str]]:
    """Give depth, start, width and name of each frame that is wide enough, in samples."""
    above: dict[str, Stacks] = {}
    for frames, count in stacks.items():
        if frames:
            inner = above.setdefault(frames[0], {})
            inner[frames[1:]] = inner.get(frames[1:], 0) + count
    for name, inner in sorted(above.items()):
        width = sum(inner.values())
        if width >= _LEAST * samples:
            yield depth, start, width, name
            yield from _boxes(inner, depth + 1, start, samples)
        start += width


def _box(box: tuple[int, int, int, str], samples: int, height: int) -> str:
    depth, start, width, name = box
    scale = (WIDTH - 2 * EDGE) / samples
    x, y, wide = EDGE + start * scale, height - EDGE - (depth + 1) * HIGH, width * scale
    colour = next((colour for part, colour in _COLOURS.items() if part in name), _OTHERS)
    words = name.partition(" (")[0]
    letters = int((wide - 4) / _LETTER)
    text = words if len(words) <= letters else words[: letters - 1] + "…" if letters > 3 else ""
    return (
        f'<g><title>{escape(name)}: {100 * width / samples:.1f} %</title><rect x="{x:.1f}" y="{y}" '
        f'width="{max(0.5, wide - 0.5):.1f}" height="{HIGH - 1}" rx="1" fill="{colour}"/>'
        f'<text x="{x + 3:.1f}" y="{y + 12}" fill="{TEXT}">{escape(text)}</text></g>'
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nox -s flame --", description=__doc__)
    parser.add_argument("--shapes", type=lambda text: text.split(","), default=["one-64", "rooms"], metavar="A,B")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each load  [default: 8]")
    parser.add_argument(
        "--folder", type=Path, default=PICTURE.parent, help="for the pictures  [default: docs/pictures]"
    )
    parser.add_argument("--page", action="store_true", help="write the list into docs/explanation/performance.md too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
