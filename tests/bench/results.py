"""What came out: medians over rounds, ratios within rounds, and a table of both."""

import statistics
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict

from tests.bench.shapes import UNITS, Shape

Rounds = dict[str, list[dict[str, float]]]  # by server, a row of figures for each round


class Row(TypedDict):
    """One figure of one shape."""

    shape: str
    title: str
    figure: str
    unit: str
    medians: dict[str, float]
    rounds: dict[str, list[float]]
    ratios: dict[str, dict[str, float]]  # ratios[a][b]: a's figure as a multiple of b's


def rows(shape: Shape, rounds: Rounds) -> Iterator[Row]:
    """Give a row for each figure of the shape, the main one first."""
    for figure in shape.figures:
        values = {server: [each[figure] for each in found] for server, found in rounds.items() if found}
        if values:
            yield row(shape.name, shape.title, figure, values)


def row(name: str, title: str, figure: str, values: dict[str, list[float]]) -> Row:
    """Put one figure together from its values in each round."""
    return Row(
        shape=name,
        title=title,
        figure=figure,
        unit=UNITS[figure],
        medians={server: statistics.median(each) for server, each in values.items()},
        rounds=values,
        ratios={one: {other: _ratio(values[one], values[other]) for other in values if other != one} for one in values},
    )


def _ratio(ours: list[float], theirs: list[float]) -> float:
    """Compare what was measured in the same round: what else the machine did was then the same for both, mostly."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=False) if other]
    return round(statistics.median(ratios), 3) if ratios else 0.0


def table(found: Sequence[Row], servers: Sequence[str]) -> str:
    """Write the rows as Markdown: the medians, and the first server as a multiple of each other one."""
    first, *others = servers
    head = ["Shape", "Figure", *servers, *(f"{first} ÷ {other}" for other in others)]
    lines = [head, ["---"] * 2 + ["---:"] * (len(head) - 2)]
    title = ""
    for each in found:
        ratios = each["ratios"].get(first, {})
        cells = [number(each["medians"].get(server)) for server in servers]
        times = [f"{ratios[other]:.2f} ×" if ratios.get(other) else "" for other in others]
        lines.append([each["title"] if each["title"] != title else "", each["unit"], *cells, *times])
        title = each["title"]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def number(value: float | None) -> str:
    """Write a figure as short as it is good."""
    if value is None:
        return ""
    for limit, unit in ((1e6, " M"), (1e4, " k")):
        if value >= limit:
            return f"{value / (1e6 if unit == ' M' else 1e3):.3g}{unit}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def flat(report: dict[str, Any]) -> dict[str, float]:
    """Take the numbers out of what the load generator says."""
    return {name: float(value) for name, value in report.items() if isinstance(value, (int, float))}
