"""Tokens of visits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.chat.core.tokens import LENGTH, make, read
from trichat.words.names.identity import LAST_ID

KEY, START, VISIT = b"a key", 1_700_000_000_000, 1_700_000_000_000 << 20
TOKEN = make(KEY, START, VISIT)


@given(st.integers(0, 2**48 - 1), st.integers(0, LAST_ID))
def test_a_token_says_whose_it_is(start: int, visit: int) -> None:
    """And is one word, that can be typed, and sent in IRC."""
    token = make(KEY, start, visit)
    assert (start, visit) == read(KEY, token)
    assert LENGTH == len(token)
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.integers(0, LENGTH - 1), st.sampled_from("AZaz09-_"))
def test_any_other_is_none(place: int, character: str) -> None:
    """Whatever of it is right."""
    other = TOKEN[:place] + character + TOKEN[place + 1 :]
    assert other == TOKEN or read(KEY, other) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", TOKEN[:-1], TOKEN + "A", TOKEN.lower(), f" {TOKEN}", "x" * LENGTH, "ж" * LENGTH, "\udcff", "=" * 40],
)
def test_what_is_no_token(text: str) -> None:
    """Anything at all may be sent."""
    assert read(KEY, text) is None


def test_keys() -> None:
    """Another key makes other tokens; none makes none."""
    assert read(b"another key", TOKEN) is None
    assert read(b"", make(b"", START, VISIT)) is None


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """And is no token."""
    assert read(KEY, text) is None
