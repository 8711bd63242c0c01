"""Draws the figures as SVG: for each shape of load a bar for each server."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from tests.checks.bench.results import Row, number

WIDTH, LABEL, VALUE = 720, 70, 78  # pixels: in all, for the names of servers, for the figures
BAR, GAP, HEAD, EDGE = 14, 5, 26, 16  # pixels: a bar, between two, a title, the margin

# As in session.svg: a ground that stands out a little on a white page and on a black one.
GROUND, TEXT, DIM = "#2b303b", "#d8dee9", "#8a93a5"
COLOURS = {"trichat": "#88c0d0", "relay": "#5d677a"}
OTHERS = "#8f7ea8"


def draw(report: dict[str, Any]) -> str:
    """Draw the main figure of each shape that several servers were put to."""
    rows = list(_drawn(report["figures"]))
    parts: list[str] = []
    top = EDGE
    for row in rows:
        parts += _panel(row, report["servers"], top)
        top += HEAD + len(row["medians"]) * (BAR + GAP) + EDGE
    machine = report["machine"]
    parts.append(_text(EDGE, top + 4, f"{machine['python']}, {machine['cores']} cores, {machine['date']}", DIM, 11))
    height = top + EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        'font-family="system-ui, Helvetica, Arial, DejaVu Sans, sans-serif" role="img">\n'
        "<title>trichat and other servers under the same loads</title>\n"
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="{GROUND}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _drawn(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the first figure of each shape, where there is something to compare."""
    seen = set()
    for row in rows:
        if row["shape"] not in seen and len(row["medians"]) > 1:
            seen.add(row["shape"])
            yield row


def _panel(row: Row, servers: Sequence[str], top: float) -> list[str]:
    less = row["unit"].endswith((", ms", "connection"))
    note = f"{row['unit']}; {'less' if less else 'more'} is better"
    aside = f'<tspan fill="{DIM}" font-size="11" dx="8">{escape(note)}</tspan>'
    lines = [f'<text x="{EDGE}" y="{top + 12:g}" font-size="13" fill="{TEXT}">{escape(row["title"])}{aside}</text>']
    most = max(row["medians"].values()) or 1.0
    y = top + HEAD - BAR / 2
    for server in servers:
        if server in row["medians"]:
            lines += _bar(server, row["medians"][server], most, y)
            y += BAR + GAP
    return lines


def _bar(server: str, value: float, most: float, y: float) -> Iterator[str]:
    length = max(1.0, value / most * (WIDTH - LABEL - VALUE - 2 * EDGE))
    base = y + BAR - 3
    yield _text(EDGE, base, server, TEXT if server == "trichat" else DIM, 12)
    colour = COLOURS.get(server, OTHERS)
    yield f'<rect x="{LABEL + EDGE}" y="{y:g}" width="{length:.1f}" height="{BAR}" rx="2" fill="{colour}"/>'
    yield _text(LABEL + EDGE + length + 6, base, number(value), TEXT, 12)


def _text(x: float, y: float, text: str, colour: str, size: int) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{colour}">{escape(text)}</text>'
