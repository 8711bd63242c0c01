"""Text of several lines."""

from hypothesis import given
from hypothesis import strategies as st

from trichat.words.text.lines import clean_lines, cut, is_one, lines, pieces, whole

texts = st.text(st.characters(codec="utf-8"), max_size=30)


def test_pieces_are_lines_and_what_goes_on_them() -> None:
    """Each piece says whether it goes on the line of the one before."""
    assert [("a", False), ("b ", False), ("c", True), ("", False)] == pieces("a\nb \rc\n")
    assert [("", False)] == pieces("")


def test_lines_are_what_there_is_to_read() -> None:
    """A cut is no line break, and an empty line is nothing to read."""
    assert ["a", "b c"] == lines("a\n\nb \rc\n ")
    assert ["a"] == lines("a\n\u200d\n\x02\n\ufe0f")
    assert whole("a\n\nb \rc") == "a\n\nb c"


def test_each_piece_is_cleaned_and_none_is_lost() -> None:
    """What a terminal would obey is taken out of each piece, and the breaks stay."""
    assert clean_lines("a\x1b[1mb\nc\x07\rd") == "ab\nc\ufffd\rd"
    assert clean_lines("plain") == "plain"


@given(texts, st.integers(4, 9))
def test_cut_pieces_are_the_text(text: str, limit: int) -> None:
    """Cut pieces, joined, are the text, and none is longer than the limit."""
    found = cut(text, limit)
    assert text == "".join(found)
    assert [] == [piece for piece in found if len(piece.encode()) > limit]


@given(texts)
def test_one_piece_is_one(text: str) -> None:
    """A text is one piece exactly if it has no break and no cut."""
    assert is_one(text) is (len(pieces(text)) == 1)
