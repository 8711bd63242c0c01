"""Runs a server that tells where it stalled: `python -m tests.checks.bench.watched FILE serve …`.

At its end it writes to FILE how long the collector's pauses, the commits and the ways to their thread and back took.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trichat.cli import main
from trichat.server.history.archive import Archive
from trichat.storage.sqlite import SqliteHistory

_MANY = 100  # of what a hundredth is worth a word


class Stalls:
    """Seconds, of each kind of stall."""

    def __init__(self) -> None:
        self._pauses: list[float] = []
        self._commits: list[float] = []
        self._hops: list[float] = []
        self._paused = 0.0

    def watch(self) -> None:
        """Measure from here on."""
        gc.callbacks.append(self._collecting)
        commit, ask = SqliteHistory.commit, Archive.commit

        def timed_commit(history: SqliteHistory, events: Any, kept: Any) -> None:
            start = time.perf_counter()
            commit(history, events, kept)
            self._commits.append(time.perf_counter() - start)

        async def timed_ask(archive: Archive, events: Any, kept: Any) -> None:
            start = time.perf_counter()
            await ask(archive, events, kept)
            self._hops.append(time.perf_counter() - start - self._commits[-1])  # they come one at a time

        SqliteHistory.commit = timed_commit  # type: ignore[method-assign, assignment]
        Archive.commit = timed_ask  # type: ignore[method-assign, assignment]

    def _collecting(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._paused = time.perf_counter()
        else:
            self._pauses.append(time.perf_counter() - self._paused)

    def report(self) -> dict[str, float]:
        """Give the figures."""
        kinds = (("pause", self._pauses), ("commit", self._commits), ("hop", self._hops))
        return {name: value for kind, seconds in kinds for name, value in _figures(kind, seconds)}


def _figures(kind: str, seconds: Sequence[float]) -> list[tuple[str, float]]:
    if not seconds:
        return [(f"{kind}s", 0.0)]
    late = statistics.quantiles(seconds, n=100)[98] if len(seconds) >= _MANY else max(seconds)
    parts = {"p50": statistics.median(seconds), "p99": late, "max": max(seconds)}
    return [(f"{kind}s", len(seconds)), *((f"{kind}_{part}_ms", value * 1000) for part, value in parts.items())]


if __name__ == "__main__":
    file, *sys.argv[1:] = sys.argv[1:]
    stalls = Stalls()
    stalls.watch()
    try:
        main()
    finally:
        Path(file).write_text(json.dumps(stalls.report()), encoding="utf-8")
