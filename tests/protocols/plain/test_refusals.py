"""What a person reads when something was refused."""

from trichat.protocols.plain.refusals import DID_YOU_MEAN, SENTENCES
from trichat.words.reasons import Reason


def test_every_reason_has_a_sentence() -> None:
    """Each reason has a sentence, which can be filled in with what a refusal tells, and with nothing else."""
    assert set(Reason) == set(SENTENCES)
    filled = {reason: sentence.format(about="x", detail="y") for reason, sentence in SENTENCES.items()}
    assert {} == {reason: sentence for reason, sentence in filled.items() if "{" in sentence}


def test_sentences_are_for_people() -> None:
    """A sentence begins with a capital letter, and is neither in the jargon of programs nor an exclamation."""
    assert [] == [each for each in (*SENTENCES.values(), DID_YOU_MEAN) if not is_for_people(each)]


def is_for_people(sentence: str) -> bool:
    begins_well = sentence[0].isupper() or sentence.startswith("{")
    return begins_well and "!" not in sentence and not sentence.startswith(("Error", "Invalid"))
