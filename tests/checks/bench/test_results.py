"""Tests of the results, the page and the histories of the benchmark."""

import json
import re
from pathlib import Path

import pytest

from tests.checks.bench import flame, goals, history, page, results
from tests.checks.bench.shapes import SHAPES, WORK
from trichat.storage.base import Query
from trichat.storage.sqlite import SqliteHistory
from trichat.words.events import SearchPage
from trichat.words.names.identity import LAST_ID
from trichat.words.text.search import Phrase

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "performance.md"
SHAPE = next(shape for shape in SHAPES if shape.name == "one-1")
BASED = next(shape for shape in SHAPES if shape.name == "tls")


def of(*values: float | None) -> list[dict[str, float]]:
    """Give what one server did in each round; None: it failed."""
    return [{} if value is None else {WORK: value} for value in values]


def test_a_ratio_is_the_median_of_those_of_each_round() -> None:
    """A ratio is the median of those of each round: a busy round slows both sides, and changes no ratio."""
    [row] = results.rows(SHAPE, {"trichat": of(100, 10, 90), "relay": of(200, 20, 100)}, {})
    assert {"trichat": 90, "relay": 100} == row["medians"]
    assert (0.5, 2.0) == (row["ratios"]["trichat"]["relay"], row["ratios"]["relay"]["trichat"])


def test_a_round_that_failed_is_compared_with_none() -> None:
    """A round that failed is left out; the rounds after it are compared with those of the same number."""
    [row] = results.rows(SHAPE, {"trichat": of(None, 10, 30), "relay": of(1, 20, 60)}, {})
    assert (20, 0.5) == (row["medians"]["trichat"], row["ratios"]["trichat"]["relay"])


def test_a_shape_is_compared_with_its_base() -> None:
    """A load is told as a multiple of what the same server did without it, in the same round."""
    [row] = results.rows(BASED, {"trichat": of(30, 20, 10)}, {"trichat": of(60, 10, 20)})
    assert ("one-64", {"trichat": 0.5}) == (row["base"], row["times"])
    assert "| 20 | 0.50 × |" in results.compared([row], ["trichat", "relay"])


def test_a_figure_is_written_as_short_as_it_is_good() -> None:
    """A figure is written with the three digits that count."""
    assert ["0.123", "12.3", "1,234", "12.3 k", "1.23 M", ""] == [
        results.number(value) for value in (0.1234, 12.34, 1234.4, 12_345, 1_234_567, None)
    ]


def test_a_goal_is_of_a_figure_that_is_measured() -> None:
    """A goal names a figure of its load, as a misspelt one would never be judged, and has one bound."""
    known = {shape.name: shape.figures for shape in SHAPES}
    assert [] == [goal for goal in goals.GOALS if goal.figure not in known.get(goal.shape, (goal.figure,))]
    assert [] == [goal for goal in goals.GOALS if (goal.least is None) is (goal.most is None)]


@pytest.mark.parametrize(("value", "verdict"), [(0.99, "**not reached**"), (1.0, "reached")])
def test_a_goal_is_reached_or_not(value: float, verdict: str) -> None:
    """Whether a goal is reached is told by the ratio within the run."""
    shape = next(shape for shape in SHAPES if shape.name == "one-64")
    rounds = {"trichat": of(value), "inspircd": of(1.0)}
    [line] = goals.judged(list(results.rows(shape, rounds, {})))
    assert ["64 in flight", "at least 1 × inspircd", f"{value:.2f} ×", verdict] == line


def test_the_page_says_what_was_measured() -> None:
    """The page's tables are made of the figures that are kept beside it: `nox -s bench -- --page`."""
    report = json.loads(PAGE.with_suffix(".json").read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    assert set(page.BLOCKS) == set(re.findall(r"<!-- (\w+) of performance\.json -->", text))
    assert page.filled(text, report) == text, "run: nox -s bench -- --from docs/explanation/performance.json --page"


def test_a_page_is_filled_anew() -> None:
    """What was between the marks of a page is gone when it is filled anew."""
    text = "a\n<!-- time of performance.json -->\nold\n<!-- end -->\nb\n"
    made = page.filled(text, {"flame": {"One": [["f", 1.0, 2.0]]}})
    assert "old" not in made
    assert "| One | `f` | 1.0 % | 2.0 % |" in made
    assert made == page.filled(made, {"flame": {"One": [["f", 1.0, 2.0]]}})


def test_time_is_counted_by_function() -> None:
    """Time is counted by function, in itself and with what it calls; waiting, and the way to it, are left out."""
    stacks = flame.folded("run (click/core.py:1);a (x.py:5);b (x.py:9) 3\na (x.py:7) 1\nThread._run (y.py:1) 9\n")
    assert [("b (x.py)", 75.0, 75.0), ("a (x.py)", 25.0, 100.0)] == list(flame.listed(stacks))
    assert flame.draw("title", stacks).count("<rect") == 3


def test_a_history_is_filled_and_indexed(tmp_path: Path) -> None:
    """A history for the benchmark has a room with half of the messages, and every word can be found."""
    lines = history.made_up()[:50]
    filled = history.fill(tmp_path / "history.db", lines, messages=100)
    opened = SqliteHistory(filled.file)
    everything = [
        opened.page(Query(place=f"#room{number}", after=0, before=LAST_ID, limit=200))
        for number in range(history.ROOMS)
    ]
    found = opened.search(
        SearchPage(rooms=("#room0",), identity="", phrases=(Phrase(words=(lines[0][1].split()[0],)),))
    )
    opened.close()
    assert (50, 100) == (len(everything[0]), sum(map(len, everything)))
    assert lines[0][1] in {said.text for said in found}


def test_conversations_are_read(tmp_path: Path) -> None:
    """From a file of conversations what somebody said is read, not what happened."""
    (tmp_path / "day.txt").write_text("\ufeff[09:14] <anna> hello\n=== boris joined\n[09:15]  * anna waves\n", "utf-8")
    assert [("anna", "hello")] == history.conversations(tmp_path)
