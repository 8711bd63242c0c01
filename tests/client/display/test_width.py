"""Columns, and texts cut to fit."""

from trichat.client.display.lines import cut, width


def test_what_is_one_sign_is_counted_once() -> None:
    """A family is two columns wide, as is a flag."""
    assert [width(text) for text in ("a", "日", "👩‍👩‍👧", "🇩🇪", "é", "")] == [1, 2, 2, 2, 1, 0]


def test_cut() -> None:
    """What fits stays; no sign is cut through; the ellipsis counts."""
    assert [cut(text, 5) for text in ("hello", "hello!", "日本語", "👩‍👩‍👧" * 3)] == [
        "hello",
        "hell…",
        "日本…",
        "👩‍👩‍👧" * 2 + "…",
    ]
