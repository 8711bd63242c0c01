"""What stands beside each setting."""

import re

import pytest

from trichat.config.about import Row
from trichat.config.file import ROWS
from trichat.config.values import allowed


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.field)
def test_every_setting_says_what_it_is_for(row: Row) -> None:
    """In whole sentences; a number says what it counts."""
    assert re.fullmatch(r"[A-Z].*[.]", row.about.help)
    assert row.about.section
    assert allowed(row)
    if row.about.section == "limits":
        assert row.about.unit
        assert row.about.least <= row.default <= row.about.most
