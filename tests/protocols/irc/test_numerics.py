"""Numerics and standard replies."""

import pytest

from trichat.protocols.irc import numerics
from trichat.protocols.irc.numerics import Numeric
from trichat.protocols.irc.refusals import FAILURES, REFUSALS
from trichat.words.reasons import Reason

ERRORS = ("696", "734", "904", "905", "906", "907")  # beyond those of RFC 1459
ROWS = [row for row in vars(numerics).values() if isinstance(row, Numeric)]


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_one_answer(reason: Reason) -> None:
    """A numeric, or a standard reply where there is none; and the text can be filled in with what a refusal tells."""
    assert (reason in REFUSALS) is not (reason in FAILURES)
    text = REFUSALS[reason].text if reason in REFUSALS else FAILURES[reason][1]
    assert "{" not in text.format(about="x", detail="y", command="z")
    assert text


def test_numbers() -> None:
    """Three digits; errors from 400 on; no reply has the number of another."""
    assert all(len(row.number) == 3 and row.number.isdecimal() for row in [*ROWS, *REFUSALS.values()])
    assert all(row.number >= "400" for row in REFUSALS.values())
    numbers = [row.number for row in ROWS]
    assert sorted(set(numbers)) == sorted(numbers)


def test_what_is_refused_has_a_row() -> None:
    """A refusal differs from the row of its number in nothing but its text."""
    by_number = {row.number: row for row in ROWS}
    for row in REFUSALS.values():
        assert by_number[row.number].saying(row.text) == row


def test_names_tell_what_they_are() -> None:
    """An ERR_ is an error, an RPL_ a reply."""
    for name, row in vars(numerics).items():
        if isinstance(row, Numeric):
            error = "400" <= row.number < "600" or row.number in ERRORS
            assert name.startswith("ERR_" if error else "RPL_")
            assert row.source


@pytest.mark.parametrize("code", [code for code, _ in FAILURES.values()])
def test_codes_of_failures(code: str) -> None:
    """Capitals and underscores (IRCv3 standard-replies)."""
    assert code.replace("_", "").isalnum()
    assert code.upper() == code
