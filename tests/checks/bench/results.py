"""Computes what a run has come to: medians over rounds, ratios within rounds, and tables of both."""

import statistics
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from tests.checks.bench.shapes import UNITS, Shape

Rounds = dict[str, list[dict[str, float]]]  # by server, the figures of each round; none if it failed in that round


class Row(TypedDict):
    """One figure of one shape."""

    shape: str
    title: str
    figure: str
    unit: str
    medians: dict[str, float]
    rounds: dict[str, list[float]]
    ratios: dict[str, dict[str, float]]  # ratios[a][b]: a's figure as a multiple of b's
    base: str  # the shape that it is compared with, or empty
    times: dict[str, float]  # as a multiple of the same server's figure in that shape


def rows(shape: Shape, rounds: Rounds, base: Rounds) -> Iterator[Row]:
    """Give a row for each figure of the shape, the main one first."""
    for figure in shape.figures:
        made = row(shape.name, shape.title, figure, rounds)
        if made["medians"]:
            made["base"] = shape.base
            made["times"] = {
                server: ratio for server in rounds if (ratio := _ratio(rounds[server], base.get(server, []), figure))
            }
            yield made


def row(name: str, title: str, figure: str, rounds: Rounds) -> Row:
    """Put one figure together from what each round gave."""
    values = {server: [each[figure] for each in found if figure in each] for server, found in rounds.items()}
    values = {server: each for server, each in values.items() if each}
    return Row(
        shape=name,
        title=title,
        figure=figure,
        unit=UNITS[figure],
        medians={server: statistics.median(each) for server, each in values.items()},
        rounds=values,
        ratios={
            one: {other: _ratio(rounds[one], rounds[other], figure) for other in values if other != one}
            for one in values
        },
        base="",
        times={},
    )


def _ratio(ours: list[dict[str, float]], theirs: list[dict[str, float]], figure: str) -> float:
    """Compare what was measured in the same round: what else the machine did was then the same for both, mostly."""
    ratios = [
        one[figure] / other[figure]
        for one, other in zip(ours, theirs, strict=False)
        if figure in one and other.get(figure)
    ]
    return round(statistics.median(ratios), 3) if ratios else 0.0


def table(found: Sequence[Row], servers: Sequence[str]) -> str:
    """Write rows as Markdown: the medians, and the first server as a multiple of each other one."""
    there = [server for server in servers if any(server in each["medians"] for each in found)]
    first, others = servers[0], [server for server in there if server != servers[0]]
    head = ["Shape", "Figure", *there, *(f"{first} ÷ {other}" for other in others)]
    body = []
    for each in found:
        ratios = each["ratios"].get(first, {})
        cells = [number(each["medians"].get(server)) for server in there]
        times = [f"{ratios[other]:.2f} ×" if ratios.get(other) else "" for other in others]
        body.append([each["title"], each["unit"], *cells, *times])
    return markdown(head, body, words=2)


def compared(found: Sequence[Row], servers: Sequence[str]) -> str:
    """Write rows of shapes that have a base as Markdown: what was measured, and as a multiple of the base."""
    there = [server for server in servers if any(server in each["medians"] for each in found)]
    head = ["Shape", "Figure", *(words for server in there for words in (server, "÷ without"))]
    body = []
    for each in found:
        cells = [each["title"], each["unit"]]
        for server in there:
            times = each["times"].get(server)
            cells += [number(each["medians"].get(server)), f"{times:.2f} ×" if times else ""]
        body.append(cells)
    return markdown(head, body, words=2)


def markdown(head: Sequence[str], body: Sequence[Sequence[str]], words: int) -> str:
    """Write a table; the first columns are words, which are not repeated, the others figures."""
    lines = [head, [*["---"] * words, *["---:"] * (len(head) - words)]]
    above = ""
    for cells in body:
        lines.append(["" if cells[0] == above else cells[0], *cells[1:]])
        above = cells[0]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float | None) -> str:
    """Write a figure as short as it is good."""
    if value is None:
        return ""
    for limit, unit in ((1e6, " M"), (1e4, " k")):
        if abs(value) >= limit:
            return f"{value / (1e6 if unit == ' M' else 1e3):.3g}{unit}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def flat(report: dict[str, Any]) -> dict[str, float]:
    """Take the numbers out of what the load generator says."""
    return {name: float(value) for name, value in report.items() if isinstance(value, (int, float))}
