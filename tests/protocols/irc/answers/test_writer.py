"""Words packed into lines."""

from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.irc.answers.writer import packed

WORDS = st.lists(st.text("aя☺", min_size=1, max_size=9), max_size=30)


def test_as_few_lines_as_they_need() -> None:
    """Words take as few lines as they need: a line takes what fits in it, to the last byte."""
    assert ["aa bb", "ccc"] == packed(["aa", "bb", "ccc"], 5)
    assert ["aa bb ccc"] == packed(["aa", "bb", "ccc"], 9)
    assert [""] == packed([], 5)


def test_a_word_that_is_longer_than_a_line() -> None:
    """A word that is longer than a line has one of its own, and is not cut."""
    assert ["a", "bbbbbb", "c"] == packed(["a", "bbbbbb", "c"], 3)
    assert ["bbbbbb"] == packed(["bbbbbb"], 3)


@given(WORDS, st.integers(1, 40))
def test_nothing_is_lost_and_no_line_too_long(words: list[str], most: int) -> None:
    """No word is lost and no line too long, in bytes; the first of a line would not have fitted before."""
    lines = [line.split(" ") if line else [] for line in packed(words, most)]
    assert words == [word for line in lines for word in line]
    sizes = [len(" ".join(line).encode()) for line in lines]
    assert all(size <= most or len(line) == 1 for size, line in zip(sizes, lines, strict=True))
    assert all(size + 1 + len(after[0].encode()) > most for size, after in zip(sizes, lines[1:], strict=False))
