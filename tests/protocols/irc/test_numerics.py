"""Numerics and standard replies."""

import re

from trichat.protocols.irc import numerics
from trichat.protocols.irc.numerics import Numeric
from trichat.protocols.irc.refusals import FAILURES, REFUSALS
from trichat.words.reasons import Reason

ERRORS = ("691", "696", "734", "904", "905", "906", "907")  # beyond those of RFC 1459
ROWS = [row for row in vars(numerics).values() if isinstance(row, Numeric)]


def test_every_reason_has_one_answer() -> None:
    """A reason has a numeric, or a standard reply where there is none, to fill in with what a refusal tells."""
    assert set(Reason) == {*REFUSALS, *FAILURES}
    assert set() == {*REFUSALS} & {*FAILURES}
    texts = {reason: row.text for reason, row in REFUSALS.items()} | {each: row[1] for each, row in FAILURES.items()}
    filled = {reason: text.format(about="x", detail="y", command="z") for reason, text in texts.items()}
    assert {} == {reason: text for reason, text in filled.items() if "{" in text or not text}


def test_numbers() -> None:
    """Numerics have three digits, errors from 400 on; no reply has the number of another."""
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


def test_codes_of_failures() -> None:
    """A code is of capitals and underscores (IRCv3 standard-replies)."""
    assert [] == [code for code, _ in FAILURES.values() if not re.fullmatch("[A-Z0-9_]+", code)]
