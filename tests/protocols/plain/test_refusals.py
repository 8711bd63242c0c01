"""What a person reads when something was refused."""

import re

import pytest

from trichat.protocols.plain.refusals import DID_YOU_MEAN, SENTENCES, VALUES, write
from trichat.words import modes
from trichat.words.commands import parse
from trichat.words.modes import ModeKind
from trichat.words.reasons import Reason
from trichat.words.requests import RoomModes


def test_every_reason_has_a_sentence() -> None:
    """Each reason has a sentence, which can be filled in with what a refusal tells, and with nothing else."""
    assert set(Reason) == set(SENTENCES)
    assert [] == [reason for reason in Reason if "{" in write(reason, "x", "y")]


@pytest.mark.parametrize("row", modes.SETTINGS, ids=lambda row: row.word)
def test_what_a_setting_may_be(row: modes.Setting) -> None:
    """A value that a setting cannot have is refused with what it can be, in a command that does it."""
    told = write(Reason.MODE_ARGUMENT, "#a", row.letter)
    if row.kind is ModeKind.LIST:
        assert "/ban and /unban" in told
        return
    forms = re.findall(r"/set \S+ [^ ,.]+", told)
    assert forms
    for form in forms:
        assert isinstance(parse(form), RoomModes)
        assert row.word in form


def test_sentences_are_for_people() -> None:
    """A sentence begins with a capital letter, and is neither in the jargon of programs nor an exclamation."""
    assert [] == [each for each in (*SENTENCES.values(), *VALUES.values(), DID_YOU_MEAN) if not is_for_people(each)]


def is_for_people(sentence: str) -> bool:
    begins_well = sentence[0].isupper() or sentence.startswith("{")
    return begins_well and "!" not in sentence and not sentence.startswith(("Error", "Invalid"))
