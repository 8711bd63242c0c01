"""Tests of the lists that the conformance suite is run with, and of the count of what has passed."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def plugin() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plugin", Path(__file__).with_name("plugin.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_list_holds_one_id_a_line(plugin: ModuleType, tmp_path: Path) -> None:
    """A list holds one id a line, comments and empty lines; the folder of the suite may stand before an id."""
    path = tmp_path / "list.txt"
    path.write_text("# the profile\naway.py::T::testA[x-y]\n\nirctest/server_tests/who.py::T::testB\n")
    assert ["away.py::T::testA[x-y]", "who.py::T::testB"] == plugin.read_ids(path)


def test_what_has_passed_is_counted_of_what_was_wanted(plugin: ModuleType) -> None:
    """What has passed is counted by module and in total, of what was wanted."""
    wanted = ["who.py::T::a", "who.py::T::b", "away.py::T::a"]
    rows = plugin.tally(wanted, {"who.py::T::a", "who.py::T::other"})
    assert ["   0 of   1  away.py", "   1 of   2  who.py", "   1 of   3  passed"] == rows
