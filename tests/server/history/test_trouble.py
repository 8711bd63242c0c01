"""What goes wrong with history: in the log, once."""

import logging
from collections.abc import Callable

import pytest

from trichat.errors import HistoryDamagedError, HistoryError, HistoryGoneError
from trichat.server.history.trouble import Deed, Trouble


def fail(trouble: Trouble, deed: Deed, error: HistoryError) -> None:
    with pytest.raises(type(error)), trouble.during(deed):
        raise error


def test_each_kind_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    """However many try; another kind of error, or of deed, is something else."""
    trouble = Trouble()
    for _ in range(3):
        fail(trouble, Deed.WRITE, HistoryError("It is full."))
        fail(trouble, Deed.READ, HistoryDamagedError("It is damaged here."))
        fail(trouble, Deed.READ, HistoryDamagedError("It is damaged there."))
        fail(trouble, Deed.SEARCH, HistoryDamagedError("It is damaged here."))
    assert [
        "history cannot be written, so nothing that is said is shown: It is full.",
        "history cannot be read: It is damaged here.",
        "history cannot be searched: It is damaged here.",
    ] == caplog.messages
    assert {logging.ERROR} == {record.levelno for record in caplog.records}


def test_that_it_is_gone_is_said_once_whoever_finds_out(caplog: pytest.LogCaptureFixture) -> None:
    """And that is about what is said, whatever they wanted to do."""
    trouble = Trouble()
    for deed in (Deed.TEND, Deed.WRITE, Deed.READ):
        fail(trouble, deed, HistoryGoneError("It is gone."))
    assert ["history cannot be written, so nothing that is said is shown: It is gone."] == caplog.messages


@pytest.mark.parametrize("back", [Trouble.written, Trouble.there])
def test_that_it_is_over_is_said_once(caplog: pytest.LogCaptureFixture, back: Callable[[Trouble], None]) -> None:
    """And then the same is news again."""
    trouble = Trouble()
    for _ in range(2):
        fail(trouble, Deed.WRITE, HistoryGoneError("It is gone."))
        for _ in range(2):
            back(trouble)
    assert [logging.ERROR, logging.WARNING] * 2 == [record.levelno for record in caplog.records]


def test_where_the_file_is_says_nothing_of_a_full_disk(caplog: pytest.LogCaptureFixture) -> None:
    """Only when something was written is it known that this is possible."""
    trouble = Trouble()
    fail(trouble, Deed.WRITE, HistoryError("It is full."))
    trouble.there()
    assert 1 == len(caplog.records)
    trouble.written()
    assert "history can be written again" == caplog.messages[-1]


def test_what_is_read_says_nothing_of_what_cannot_be(caplog: pytest.LogCaptureFixture) -> None:
    """One part of a history may be damaged and the next one whole."""
    trouble = Trouble()
    fail(trouble, Deed.READ, HistoryDamagedError("It is damaged."))
    with trouble.during(Deed.READ):
        pass
    trouble.written()
    fail(trouble, Deed.READ, HistoryDamagedError("It is damaged."))
    assert 1 == len(caplog.records)
