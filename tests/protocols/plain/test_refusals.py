"""What a person reads when something was refused."""

import pytest

from trichat.protocols.plain.refusals import DID_YOU_MEAN, SENTENCES
from trichat.words.reasons import Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    """It can be filled in with what a refusal tells, and nothing else."""
    assert "{" not in SENTENCES[reason].format(about="x", detail="y")


@pytest.mark.parametrize("sentence", [*SENTENCES.values(), DID_YOU_MEAN])
def test_sentences(sentence: str) -> None:
    """For a person: a capital letter, no jargon of programs, no exclamation."""
    assert sentence[0].isupper() or sentence.startswith("{")
    assert "!" not in sentence
    assert not sentence.startswith(("Error", "Invalid"))
