"""Untrusted text made safe, and cut."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.words.text import clean as text_module
from trichat.words.text.clean import blank, clean, clean_reason, split_bytes, strip_formatting, truncate

FORMATTING = "\x02\x1d\x1f\x1e\x11\x03\x04\x16\x0f"
JOINERS = "\u200c\u200d"
NASTY = (
    "\x1b\x9b\x9d\x90[]P_^X;0123m\x07\x9c\\\u202e\u2066\u200b\ufeff\u00ad\u0301\u034f\u2028\r\n\t\0\x7f" + FORMATTING
)

nasty_text = st.text(st.sampled_from(NASTY) | st.characters())
ordinary_text = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("plain ASCII stays", "plain ASCII stays"),
        ("кириллица, 漢字, עברית, हिन्दी", "кириллица, 漢字, עברית, हिन्दी"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("red: \x1b[31mtext\x1b[0m.", "red: text."),
        ("8-bit: \x9b31mtext", "8-bit: text"),
        ("title: \x1b]0;owned\x07!", "title: !"),
        ("title: \x1b]0;owned\x1b\\!", "title: !"),
        ("title: \x9d0;owned\x9c!", "title: !"),
        ("unended: \x1b]0;owned", "unended: "),
        ("device: \x1bPq#0\x1b\\!", "device: !"),
        ("reset: \x1bc!", "reset: !"),
        ("charset: \x1b(0!", "charset: !"),
        ("alone at the end: \x1b", "alone at the end: "),
        ("nested: \x1b[\x1b[31m31m", "nested: 31m"),
        ("one\ntwo\r\nthree\tfour\u2028five\x85six", "one two  three four five six"),
        ("bell\x07 back\x08 nul\0 del\x7f", "bell\ufffd back\ufffd nul\ufffd del\ufffd"),
        ("C1: \x84", "C1: \ufffd"),
        ("bidi: \u202e\u202d\u2066\u2069\u200f\u061ctext", "bidi: text"),
        ("zero: \u200b\ufeff\u2060\u00ad\u3164\u115f\u2800\u17b4text", "zero: text"),
        ("tags: \U000e0041\U000e007ftext", "tags: text"),
        ("unassigned, invisible: \u2065\ufff0\U000e0fff.", "unassigned, invisible: ."),
        ("unassigned, from a newer Unicode: \U0001ffaa", "unassigned, from a newer Unicode: \U0001ffaa"),
        (
            "private: \ue000 noncharacter: \ufdd0\uffff surrogate: \ud800",
            "private: \ufffd noncharacter: \ufffd\ufffd surrogate: \ufffd",
        ),
        ("\x02bold\x0f \x0304,01red\x03", "\x02bold\x0f \x0304,01red\x03"),
        ("e" + "\u0301" * 9 + "e\u0301", "e" + "\u0301" * 4 + "e\u0301"),
        ("e" + "\u0301\u0302\u0303\u0304\x02\u0301\u200d\u0301\u00ad\u0301", "e\u0301\u0302\u0303\u0304\x02"),
        ("\u2764\ufe0f", "\u2764\ufe0f"),
        ("क\u094d\u200dष, ക\u0d4d\u200d and more", "क\u094d\u200dष, ക\u0d4d\u200d and more"),
        ("dangling\u200d", "dangling"),
        ("ക\u0d4d\u200d", "ക\u0d4d"),
        ("dangling\u200d \x0f", "dangling \x0f"),
        ("dangling\u200c between words\u200d\x02 too", "dangling between words\x02 too"),
        ("many\u200d\u200c\u200d👩", "many\u200d👩"),
        ("behind it a mark only\u200d\ufe0f", "behind it a mark only\ufe0f"),
    ],
)
def test_clean(dirty: str, cleaned: str) -> None:
    """What a terminal would obey is taken out, and what people write stays."""
    assert cleaned == clean(dirty)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, True) for text in ("", " \n\r\n ", "\u3000\xa0", "\ufe0f\ufe0f", "\u0301", "\u0903", "\x02\x1d\x0f")],
        *[
            (text, True)
            for text in ("\x0304,01", "\x04ff0000", "\0\0", "\u200d", "\u200d\ufe0f \x0f", "\u200b\u2060\u3164")
        ],
        *[
            (text, False)
            for text in ("\n.\n", "\u2764\ufe0f", "1\ufe0f\u20e3", "é", "語", "\x0304a", "👍", "e\u0301", "_")
        ],
    ],
)
def test_blank(text: str, expected: bool) -> None:
    """Blank is what shows nothing: spaces, breaks, joiners, marks with no letter, formatting, controls."""
    assert expected is blank(clean(text))
    assert expected is (clean_reason(text) == "")


def test_a_flood_of_joiners_takes_no_time() -> None:
    """Joiners are looked at once each, however many there are: no step looks through all that follows one."""
    flood = "\u200d " * 40_000
    assert clean(flood + "x") == " " * 40_000 + "x"


@given(nasty_text)
def test_no_joiner_dangles(text: str) -> None:
    """Whatever comes behind a cleaned text, no joiner of it joins that, at the plain door either."""
    assert not strip_formatting(clean(text)).rstrip().endswith(("\u200c", "\u200d"))


FAMILY = "👨\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("abc" + FAMILY * 2, 30, ["abc" + FAMILY, FAMILY]),
        ("abcdefgh\u2764\ufe0f", 11, ["abcdefgh", "\u2764\ufe0f"]),
        ("abcdefghمی\u200cخ", 14, ["abcdefghم", "ی\u200cخ"]),
        ("\u200d" * 5, 6, ["\u200d" * 2, "\u200d" * 2, "\u200d"]),
    ],
)
def test_what_is_joined_is_not_cut(text: str, limit: int, pieces: list[str]) -> None:
    """Where a text is cut, what is joined stays in one piece, unless that is longer than a piece."""
    assert pieces == split_bytes(text, limit)
    assert pieces[0] == truncate(text, limit)


def _harmless(char: str) -> bool:
    category = unicodedata.category(char)
    return char in JOINERS or category not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@given(nasty_text)
def test_nothing_that_a_terminal_obeys_passes(text: str) -> None:
    """No ESC, C0 other than IRC formatting, C1, bidi control or invisible character, in whatever company it comes."""
    assert [] == [char for char in clean(text) if not _harmless(char) and char not in FORMATTING]


@given(nasty_text)
@example("a\u0301\u0301\u0301\u0301\u00ad\u0301\u0301\u0301\u0301")
def test_clean_is_idempotent(text: str) -> None:
    """What is clean stays as it is."""
    assert clean(text) == clean(clean(text))


@given(nasty_text)
def test_what_is_clean_can_be_encoded(text: str) -> None:
    """What is clean has no surrogates, and can be encoded."""
    assert clean(text) == clean(text).encode().decode()


@pytest.mark.parametrize(
    ("formatted", "plain"),
    [
        ("\x02b\x1di\x1fu\x1es\x11m\x16r\x0f.", "biusmr."),
        ("\x034red \x0304,12on blue\x03 \x03,5", "red on blue ,5"),
        ("\x0312345", "345"),
        ("\x04ff0000red\x04ff0000,00ff00x\x04 zz", "redx zz"),
        ("\x03٣ is a number", "٣ is a number"),
        ("nothing\u200d to do", "nothing\u200d to do"),
    ],
)
def test_strip_formatting(formatted: str, plain: str) -> None:
    """Formatting goes with its colours, and nothing else."""
    assert plain == strip_formatting(formatted)


@given(nasty_text)
def test_what_is_clean_and_stripped_holds_no_control(text: str) -> None:
    """What a plain door shows cannot move a cursor."""
    assert [] == [char for char in strip_formatting(clean(text)) if not _harmless(char)]


@given(ordinary_text, st.integers(4, 40))
@example("ab dabcdé", 8)
@example("日本語日本語", 4)
@example("abcd ", 4)
def test_split_bytes(text: str, limit: int) -> None:
    """Pieces hold at most `limit` bytes of whole characters, and are the text when the spaces cut at are put back."""
    pieces = split_bytes(text, limit)
    assert [] == [piece for piece in pieces if len(piece.encode()) > limit]
    assert re.fullmatch(" ?".join(re.escape(piece) for piece in pieces), text)


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("", 4, [""]),
        ("abcd", 4, ["abcd"]),
        ("hello world", 8, ["hello", "world"]),
        ("hello world", 5, ["hello", "world"]),
        ("a bcdefghij", 9, ["a bcdefgh", "ij"]),
        ("яяяяя", 5, ["яя", "яя", "я"]),
        ("😀😀", 7, ["😀", "😀"]),
        (" 😀", 4, [" ", "😀"]),
    ],
)
def test_where_text_is_split(text: str, limit: int, pieces: list[str]) -> None:
    """Text is split at a space in the last third, otherwise at the limit, never within a character."""
    assert pieces == split_bytes(text, limit)


@given(ordinary_text, st.integers(0, 40))
def test_truncate(text: str, limit: int) -> None:
    """`truncate` gives the longest beginning that fits."""
    short = truncate(text, limit)
    assert text.startswith(short)
    assert len(short.encode()) <= limit
    assert short == text or len(text[: len(short) + 1].encode()) > limit


def test_ordinary_letters_would_be_left_alone() -> None:
    """What is not looked at letter by letter holds nothing that would be taken out or changed."""
    ordinary = [char for char in map(chr, range(0x10000)) if text_module._ORDINARY.fullmatch(char)]
    assert {"a", "é", "я", "Ω", "字", "한", "—"} <= set(ordinary)
    assert ordinary == [text_module._clean(char) for char in ordinary]
    assert not [char for char in ordinary if unicodedata.combining(char)]
