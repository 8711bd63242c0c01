"""Runs the benchmark once: each server under each shape of load, in rounds."""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import asdict

from tests.checks.bench import history, loads, machine, results, servers, starts
from tests.checks.bench.shapes import OPEN_FILES_SPARE, SHAPES, Shape
from trichat.words.record import replace

KNOWN = ("trichat", "ngircd", "inspircd", "relay")
OWN = {  # what is measured of trichat alone, besides the shapes
    "start": "Start",
    "history": "A history of 1,000,000 messages",
    "client": "The client, 2,000 messages a second coming in",
    "small-stalls": "Where it waits: a room of 20, 100 messages a second",
    "one-64-stalls": "One room of 100, 64 in flight",
    "crowd-stalls": "15,000 connections, 150 messages a second",
}
_QUICK_SECONDS = 1.0  # of each load, with --quick
_QUICK_MESSAGES = 20_000  # in the history, likewise
_STARTS = 5  # of each kind, in each round
_STALLED = ("small", "one-64", "crowd")  # the shapes at which stalls are measured
_STALLS = ("pauses", "pause_p99_ms", "pause_max_ms", "commit_p50_ms", "commit_p99_ms", "commit_max_ms")
_HOPS = ("hop_p50_ms", "hop_p99_ms")
_KEY_RATE = 2000  # messages a second at the client


class Bench:
    """One run."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self._args = args
        self._folder = folder
        self._load = loads.generator(folder)
        self._programs = list(self._chosen_programs())
        self._machine = machine.describe(self._programs, folder)
        self._company = machine.Company()
        self._names = [program.name for program in self._programs] + ([args.name] if args.address else [])
        self._shapes = list(self._chosen_shapes()) if self._load else []
        self._found: dict[str, results.Rounds] = {shape.name: {} for shape in SHAPES}
        self._own: dict[str, list[dict[str, float]]] = {}
        self.complaints: dict[str, list[str]] = {}

    def run(self) -> None:
        """Measure everything, round by round: what disturbs the machine for a while disturbs all servers."""
        if self._load is None:
            _say(loads.NO_COMPILER)
        for number in range(self._args.rounds):
            for shape in self._shapes:
                if not shape.large:
                    self._put_all(shape, f"round {number + 1} of {self._args.rounds}")
            self._alone("start", self._start)
        for shape in self._shapes:
            if shape.large:
                self._put_all(shape, "once")
        self._alone("history", self._history)
        self._alone("client", _client)
        for name in _STALLED:
            self._alone(f"{name}-stalls", partial(self._stalls, name))

    def report(self) -> dict[str, object]:
        """Give all that was found, and where."""
        return {
            "machine": asdict(self._machine),
            "rounds": self._args.rounds,
            "others_percent": self._company.percent(),
            "servers": self._names or ["trichat"],
            "complaints": self.complaints,
            "figures": list(self._rows()),
            "all": self._found,
        }

    def _rows(self) -> Iterator[results.Row]:
        for shape in self._shapes:
            yield from results.rows(shape, self._found[shape.name], self._found.get(shape.base, {}))
        for name, found in self._own.items():
            for figure in found[0]:
                yield results.row(name, OWN[name], figure, {"trichat": found})

    def _wants(self, shape: str) -> bool:
        return not self._args.shapes or shape in self._args.shapes

    def _chosen_shapes(self) -> Iterator[Shape]:
        assert self._load is not None
        files = loads.allow_many_files()
        for shape in SHAPES:
            if not self._wants(shape.name):
                continue
            if not loads.fits(shape, files):
                needed = shape.clients + OPEN_FILES_SPARE
                _say(
                    f"{shape.name} is left out: it needs {needed:,} open files in one process, and {files:,} are"
                    " allowed here; allow more with ulimit -n, as root or in limits.conf."
                )
            elif shape.tls and not self._load.tls:
                _say(f"{shape.name} is left out: the load generator needs the headers of OpenSSL (libssl-dev) for it.")
            else:
                yield shape

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

    def _put_all(self, shape: Shape, when: str) -> None:
        for name in self._names:
            if not shape.servers or name in shape.servers or (self._args.all and not shape.tls):
                _say(f"{when}: {shape.name}, {name}")
                self._found[shape.name].setdefault(name, []).append(self._measured(shape, name))

    def _measured(self, shape: Shape, name: str) -> dict[str, float]:
        """Give what the generator says; nothing if it came to no end."""
        try:
            report = self._put(shape, name)
        except (servers.ServerError, loads.LoadError) as exc:
            self._complain(f"{shape.name}: {exc}", name)
            return {}
        if loads.complaint(report):
            self._complain(f"{shape.name}: {loads.complaint(report)}", name)
        return results.flat(report)

    def _put(self, shape: Shape, name: str) -> dict[str, object]:
        assert self._load is not None
        if self._args.quick:
            shape = replace(shape, seconds=_QUICK_SECONDS)
        program = next((each for each in self._programs if each.name == name), None)
        if program is None:
            host, _, port = self._args.address.rpartition(":")
            server = servers.Running(host=host, port=int(port), pid=self._args.pid)
            return loads.put(self._load, shape, server, self._args.crowd)
        if shape.tls:
            program = servers.trichat(tls=True)
        return self._put_on(program, shape)

    def _put_on(self, program: servers.Program, shape: Shape) -> dict[str, object]:
        assert self._load is not None
        with tempfile.TemporaryDirectory(dir=self._folder) as name, servers.running(program, Path(name)) as server:
            return loads.put(self._load, shape, server, program.crowd)

    def _alone(self, name: str, measure: Callable[[], Iterator[dict[str, float]]]) -> None:
        if "trichat" in self._args.servers and self._wants(name):
            _say(f"{name}, trichat")
            try:
                self._own.setdefault(name, []).extend(measure())
            except (servers.ServerError, loads.LoadError, SystemExit) as exc:
                self._complain(f"{name}: {exc}", "trichat")
            if not self._own[name]:
                del self._own[name]

    def _start(self) -> Iterator[dict[str, float]]:
        for _ in range(_STARTS):
            with tempfile.TemporaryDirectory(dir=self._folder) as folder:
                yield {"help_ms": starts.help_ms(), "listening_ms": starts.listening_ms(Path(folder))}

    def _history(self) -> Iterator[dict[str, float]]:
        folder, messages = self._args.conversations, _QUICK_MESSAGES if self._args.quick else history.MESSAGES
        lines = history.conversations(folder) if folder else history.made_up()
        filled = history.fill(self._folder / "million.db", lines, messages)
        for _ in range(self._args.rounds):
            yield history.measure(filled)

    def _stalls(self, name: str) -> Iterator[dict[str, float]]:
        shape = next((shape for shape in self._shapes if shape.name == name), None)
        if shape is not None:
            file = self._folder / "stalls.json"
            report = results.flat(self._put_on(servers.trichat(watched=file), shape))
            report |= json.loads(file.read_text(encoding="utf-8"))
            yield {figure: report[figure] for figure in (*_STALLS, *_HOPS, "p50_ms", "p99_ms") if figure in report}

    def _complain(self, what: str, name: str) -> None:
        self.complaints.setdefault(name, []).append(what)
        _say(f"  {name}: {what}")


def _client() -> Iterator[dict[str, float]]:
    try:
        from tests.checks.bench import keys  # noqa: PLC0415 (a terminal is of the tests)
    except ImportError:
        _say("The client is left out: it needs pexpect.")
        return
    yield keys.figures(_KEY_RATE)


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()
