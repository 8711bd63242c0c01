"""The goals of the benchmark, and whether a run has reached them."""

from collections.abc import Iterator, Sequence

from tests.checks.bench.results import Row, number
from tests.checks.bench.shapes import WORK
from trichat.words.record import Record


class Goal(Record, kw_only=True):
    """One figure of trichat: at least or at most so much, or so many times as much as another server's."""

    what: str
    shape: str
    figure: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    other: str = ""

    def words(self) -> str:
        """Say it."""
        bound = "at least" if self.least is not None else "at most"
        value = number(self.least if self.least is not None else self.most)
        return f"{bound} {value} × {self.other}" if self.other else f"{bound} {value}{self.unit and ' ' + self.unit}"

    def judge(self, rows: Sequence[Row]) -> tuple[str, bool] | None:
        """Say what there is, and whether it is enough; nothing if it was not measured."""
        for row in rows:
            if (row["shape"], row["figure"]) == (self.shape, self.figure) and "trichat" in row["medians"]:
                if not self.other:
                    value = row["medians"]["trichat"]
                    return f"{number(value)}{self.unit and ' ' + self.unit}", self._met(value)
                times = row["ratios"].get("trichat", {}).get(self.other)
                return (f"{times:.2f} ×", self._met(times)) if times else None
        return None

    def _met(self, value: float) -> bool:
        return value >= self.least if self.least is not None else value <= (self.most or 0)


GOALS = (
    Goal(what="64 in flight", shape="one-64", figure=WORK, least=1.0, other="inspircd"),
    Goal(what="1,024 in flight", shape="one-1024", figure=WORK, least=2.0, other="inspircd"),
    Goal(what="20 rooms of 20", shape="rooms", figure=WORK, least=0.8, other="inspircd"),
    Goal(what="20 rooms of 20", shape="rooms", figure=WORK, least=1.5, other="ngircd"),
    Goal(what="Lone messages to 800", shape="lone", figure=WORK, least=0.85, other="relay"),
    Goal(what="A room of 20, stored: p50", shape="small", figure="p50_ms", most=1.0, unit="ms"),
    Goal(what="A room of 20, stored: p99", shape="small", figure="p99_ms", most=5.0, unit="ms"),
    Goal(what="15,000 connections: each", shape="crowd", figure="kib_per_connection", most=20, unit="KiB"),
    Goal(
        what="15,000 connections: connect, register and join",
        shape="crowd",
        figure="arrivals_per_second",
        least=1500,
        unit="a second",
    ),
    Goal(what="One room of 5,000: connections closed", shape="storm", figure="closed", most=0),
    Goal(what="One room of 5,000, 5 messages a second: p99", shape="storm", figure="p99_ms", most=100, unit="ms"),
    Goal(what="`trichat --help`", shape="start", figure="help_ms", most=120, unit="ms"),
    Goal(what="`trichat serve` until it listens", shape="start", figure="listening_ms", most=300, unit="ms"),
    Goal(what="`trichat chat` until its first prompt", shape="client", figure="prompt_ms", most=350, unit="ms"),
    Goal(what="A key in a flood, 19 of 20", shape="client", figure="key_p95_ms", most=50, unit="ms"),
    Goal(what="The last 100 of a room, median", shape="history", figure="page_p50_ms", most=2, unit="ms"),
    Goal(what="Full-text search, median", shape="history", figure="search_p50_ms", most=30, unit="ms"),
)


def judged(rows: Sequence[Row]) -> Iterator[list[str]]:
    """Give what is wanted, what there is, and what that means, for each goal that was measured."""
    for goal in GOALS:
        found = goal.judge(rows)
        if found:
            yield [goal.what, goal.words(), found[0], "reached" if found[1] else "**not reached**"]
