"""Writes the tables of `docs/explanation/performance.md` from the figures that are kept beside it."""

import re
from collections.abc import Callable
from typing import Any

from tests.checks.bench import goals, results
from tests.checks.bench.results import Row
from tests.checks.bench.shapes import SHAPES

Report = dict[str, Any]

_LARGE = {shape.name for shape in SHAPES if shape.large}
_SMALL = {shape.name for shape in SHAPES} - _LARGE
_BLOCK = re.compile(r"(<!-- (\w+) of performance\.json -->\n)(?:.*?\n)??(<!-- end -->)", re.DOTALL)


def filled(page: str, report: Report) -> str:
    """Put what was measured into a page, between the marks that are there for it."""

    def fill(block: re.Match[str]) -> str:
        return f"{block[1]}{BLOCKS[block[2]](report)}\n{block[3]}"

    return _BLOCK.sub(fill, page)


def everything(report: Report) -> str:
    """Put all tables together, for a terminal."""
    made = (make(report) for name, make in BLOCKS.items() if name != "machine")
    return "\n\n".join(part for part in made if part.count("\n") > 1)  # a table without rows says nothing


def machine(report: Report) -> str:
    """Say where it was measured, when and with what."""
    it = report["machine"]
    programs = " and ".join(f"{name} {version}" for name, version in it["servers"].items() if version)
    others = report.get("others_percent")
    company = "" if others is None else f" Other programs used {others:.0f} % of the processors meanwhile."
    disk = ", ".join(f"{name} {value:.2f} ms" for name, value in it["fsync_ms"].items())
    return (
        f"Measured on {it['date']} with {programs} (commit {it['commit']}); {it['cores']} cores of {it['processor']};"
        f" {it['system']}, {it['python']}, trio {it['trio']}, SQLite {it['sqlite']}.\nUntil the disk says that it has a"
        f" page (fsync): {disk}. {report['rounds']} rounds.{company}"
    )


def _rows(report: Report, shapes: set[str], *, based: bool = False) -> list[Row]:
    return [row for row in report["figures"] if row["shape"] in shapes and bool(row["base"]) is based]


def figures(report: Report) -> str:
    """Compare the servers. How much memory one takes under a load is compared with its own under another."""
    rows = [row for row in _rows(report, _SMALL) if row["figure"] != "grown_mib"]
    return results.table(rows, report["servers"])


def more(report: Report) -> str:
    """Compare a load with the same load and something more."""
    return results.compared(_rows(report, _SMALL, based=True), report["servers"])


def large(report: Report) -> str:
    """Compare the servers at what takes long."""
    return results.table(_rows(report, _LARGE), report["servers"])


def alone(report: Report) -> str:
    """Tell what is measured of trichat alone."""
    named = {row["shape"] for row in report["figures"]} - _SMALL - _LARGE
    return results.table(_rows(report, named), ["trichat"])


def wanted(report: Report) -> str:
    """Tell which goals are reached."""
    return results.markdown(["What", "Goal", "This run", ""], list(goals.judged(report["figures"])), words=4)


def time(report: Report) -> str:
    """Tell in which functions the server's time goes."""
    body = [
        [title, f"`{name}`", f"{own:.1f} %", f"{total:.1f} %"]
        for title, lines in report.get("flame", {}).items()
        for name, own, total in lines
    ]
    return results.markdown(["Shape", "Function", "in itself", "with what it calls"], body, words=2)


BLOCKS: dict[str, Callable[[Report], str]] = {
    "machine": machine,
    "figures": figures,
    "more": more,
    "large": large,
    "alone": alone,
    "wanted": wanted,
    "time": time,
}
