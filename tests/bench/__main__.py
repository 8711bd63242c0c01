"""`nox -s bench`: put the same loads on trichat and on other servers, in turn, and compare."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench import loads, machine, plot, results, servers, starts
from tests.bench.shapes import SHAPES, Shape

_QUICK_SECONDS = 1.0  # of each load, with --quick
_STARTS = 5  # of each kind, in each round
KNOWN = ("trichat", "ngircd", "inspircd", "relay")


def main() -> int:
    """Measure, or draw what was measured."""
    args = _arguments()
    if args.plot:
        args.plot.write_text(plot.draw(json.loads(args.source.read_text(encoding="utf-8"))), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory(dir=args.folder, prefix="bench-") as folder:
        bench = Bench(args, Path(folder))
        bench.run()
        sys.stdout.write(bench.table() + "\n")
        args.json.write_text(json.dumps(bench.report(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        _say(f"Saved in {args.json}.")
    return 1 if bench.complaints.get("trichat") else 0  # other servers may lose what they like


class Bench:
    """One run: servers, shapes, rounds, and what came of them."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self._args = args
        self._folder = folder
        self._load = loads.compiled("load", folder)
        self._programs = list(self._chosen_programs())
        self._machine = machine.describe(self._programs, folder)
        self._names = [program.name for program in self._programs] + ([args.name] if args.address else [])
        self._shapes = list(self._chosen_shapes()) if self._load else []
        self._found: dict[str, results.Rounds] = {shape.name: {name: [] for name in self._names} for shape in SHAPES}
        self._starts: dict[str, list[float]] = {"help_ms": [], "listening_ms": []}
        self.complaints: dict[str, list[str]] = {}

    def run(self) -> None:
        """Measure everything, round by round: what disturbs the machine for a while disturbs all servers."""
        if self._load is None:
            _say(loads.NO_COMPILER)
        for number in range(self._args.rounds):
            for shape in self._shapes:
                for name in self._names:
                    _say(f"round {number + 1} of {self._args.rounds}: {shape.name}, {name}")
                    self._measure(shape, name)
            if "trichat" in self._args.servers and self._wants("start"):
                self._measure_starts()

    def table(self) -> str:
        """Write what was found as Markdown."""
        return results.table(list(self._rows()), self._names or ["trichat"])

    def report(self) -> dict[str, object]:
        """Give all that was found, and where."""
        return {
            "machine": asdict(self._machine),
            "rounds": self._args.rounds,
            "servers": self._names,
            "complaints": self.complaints,
            "figures": list(self._rows()),
            "all": self._found,
        }

    def _rows(self) -> Iterator[results.Row]:
        for shape in self._shapes:
            yield from results.rows(shape, self._found[shape.name])
        for figure, values in self._starts.items():
            if values:
                yield results.row("start", "Start", figure, {"trichat": values})

    def _wants(self, shape: str) -> bool:
        return not self._args.shapes or shape in self._args.shapes

    def _chosen_shapes(self) -> Iterator[Shape]:
        files = loads.allow_many_files()
        for shape in SHAPES:
            if shape.name not in self._args.shapes if self._args.shapes else shape.large and not self._args.all:
                continue
            if loads.fits(shape, files):
                yield shape
            else:
                _say(f"{shape.name} is left out: a process may open {files} files here (ulimit -n).")

    def _chosen_programs(self) -> Iterator[servers.Program]:
        if "trichat" in self._args.servers:
            yield servers.trichat()
        for name, find in (("ngircd", servers.ngircd), ("inspircd", servers.inspircd)):
            if name in self._args.servers:
                program = find()
                if program:
                    yield program
                else:
                    _say(f"{name} is left out: it is not installed.")
        binary = loads.compiled("relay", self._folder) if "relay" in self._args.servers else None
        if binary:
            yield servers.relay(binary)

    def _measure(self, shape: Shape, name: str) -> None:
        try:
            report = self._put(shape, name)
        except (servers.ServerError, loads.LoadError) as exc:
            self._complain(shape, name, str(exc))
            return
        self._found[shape.name][name].append(results.flat(report))
        if loads.complaint(report):
            self._complain(shape, name, loads.complaint(report))

    def _put(self, shape: Shape, name: str) -> dict[str, object]:
        assert self._load is not None
        seconds = _QUICK_SECONDS if self._args.quick else shape.seconds
        for program in self._programs:
            if program.name == name:
                with (
                    tempfile.TemporaryDirectory(dir=self._folder) as folder,
                    servers.running(program, Path(folder)) as server,
                ):
                    return loads.put(self._load, shape, server, seconds, program.crowd)
        host, _, port = self._args.address.rpartition(":")
        server = servers.Running(host=host, port=int(port), pid=self._args.pid)
        return loads.put(self._load, shape, server, seconds, self._args.crowd)

    def _measure_starts(self) -> None:
        for _ in range(_STARTS):
            self._starts["help_ms"].append(starts.help_ms())
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                self._starts["listening_ms"].append(starts.listening_ms(Path(folder)))

    def _complain(self, shape: Shape, name: str, what: str) -> None:
        self.complaints.setdefault(name, []).append(f"{shape.name}: {what}")
        _say(f"  {name} at {shape.name}: {what}")


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _list_of(known: Sequence[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        names = text.split(",")
        unknown = set(names) - set(known)
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose of {', '.join(known)}")
        return names

    return parse


def _arguments() -> argparse.Namespace:
    shapes = [*(shape.name for shape in SHAPES), "start"]
    parser = argparse.ArgumentParser(prog="nox -s bench --", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help="one round of one second each: to see whether it works")
    add("--all", action="store_true", help="with the large shapes, which take minutes")
    add("--rounds", type=int, default=0, help="rounds over all servers  [default: 3]")
    add("--shapes", type=_list_of(shapes), default=[], metavar="A,B", help=f"only these of {', '.join(shapes)}")
    add("--servers", type=_list_of(KNOWN), default=list(KNOWN), metavar="A,B", help=f"of {', '.join(KNOWN)}")
    add("--address", metavar="HOST:PORT", help="one more server, which runs already, on 127.x.x.x; with --pid")
    add("--pid", type=int, default=0, help="its process")
    add("--name", default="other", help="what to call it")
    add("--crowd", type=int, default=200, help="newcomers at a time, for it")
    add("--json", type=Path, metavar="FILE", help="where to save what was measured")
    add("--folder", type=Path, metavar="FOLDER", help="where histories and configurations are put for the time being")
    add("--plot", type=Path, metavar="FILE.svg", help="measure nothing: draw what --from has")
    add("--from", type=Path, dest="source", metavar="FILE.json", help="what an earlier run has saved")
    args = parser.parse_args()
    if bool(args.plot) != bool(args.source):
        parser.error("--plot and --from go together.")
    if bool(args.address) != bool(args.pid):
        parser.error("--address and --pid go together.")
    args.rounds = args.rounds or (1 if args.quick else 3)
    args.json = args.json or (args.folder or Path()) / "bench.json"
    return args


if __name__ == "__main__":
    sys.exit(main())
