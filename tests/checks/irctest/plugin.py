"""A plugin of pytest for the conformance suite: runs the tests of a list, and counts what has passed by module."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

FOLDER = "irctest/server_tests/"


def read_ids(path: Path) -> list[str]:
    """Read a list of test ids, one a line, as in `away.py::AwayTestCase::testAway`; `#` begins a comment."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line.removeprefix(FOLDER) for line in lines if line and not line.startswith("#")]


def tally(wanted: Iterable[str], passed: set[str]) -> list[str]:
    """Say how many of the wanted tests have passed, in each module and in all."""
    of = Counter(name.partition("::")[0] for name in wanted)
    good = Counter(name.partition("::")[0] for name in wanted if name in passed)
    rows = [f"{good[module]:4} of {of[module]:3}  {module}" for module in sorted(of)]
    return [*rows, f"{good.total():4} of {of.total():3}  passed"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the list."""
    parser.addoption("--wanted", type=Path, help="File with the ids of the tests to run.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that are in the list."""
    path = config.getoption("wanted")
    if path is not None:
        wanted = set(read_ids(path))
        unwanted = [item for item in items if _name(item.nodeid) not in wanted]
        items[:] = [item for item in items if _name(item.nodeid) in wanted]
        config.hook.pytest_deselected(items=unwanted)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was not passed, and why it was not run, then what has passed by module.

    A test that was skipped has not passed: a skip may hide that something is not there.
    """
    found = {what: _reports(terminalreporter, what) for what in ("passed", "failed", "error", "skipped", "xfailed")}
    bad = {name for what in ("failed", "error", "skipped", "xfailed") for name in found[what]}
    path = config.getoption("wanted")
    wanted = (
        read_ids(path) if path is not None else sorted({*found["passed"], *_reports(terminalreporter, "xpassed"), *bad})
    )
    passed = {*found["passed"], *_reports(terminalreporter, "xpassed")} - bad  # others are expected to fail there
    write = terminalreporter.write_line
    terminalreporter.section("not passed")
    for name in wanted:
        if name not in passed:
            what = next(
                (what for what in ("failed", "error", "skipped", "xfailed") if name in found[what]), "not found"
            )
            write(f"{what:9}  {name}{found.get(what, {}).get(name, '')}")
    terminalreporter.section("passed")
    for row in tally(wanted, passed):
        write(row)


def _reports(reporter: pytest.TerminalReporter, what: str) -> dict[str, str]:
    """Give the names of the tests with that outcome, each with the reason if it was skipped."""
    reports: Sequence[pytest.TestReport] = [
        report for report in reporter.getreports(what) if isinstance(report, pytest.TestReport)
    ]
    return {_name(report.nodeid): _reason(report) for report in reports if what != "passed" or report.when == "call"}


def _reason(report: pytest.TestReport) -> str:
    return f"  ({report.longrepr[2]})" if isinstance(report.longrepr, tuple) else ""


def _name(nodeid: str) -> str:
    return nodeid.removeprefix(FOLDER)
