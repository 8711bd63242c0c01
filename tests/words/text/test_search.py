"""What somebody typed becomes what they look for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.words.text.search import Phrase, Wanted, normal, parse_search, tokens, write_search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Wanted()),
        ("tea Time", Wanted(phrases=(Phrase(words=("tea",)), Phrase(words=("time",))))),
        ('"tea time" x', Wanted(phrases=(Phrase(words=("tea", "time")), Phrase(words=("x",))))),
        ('"never closed', Wanted(phrases=(Phrase(words=("never", "closed")),))),
        ("tea*", Wanted(phrases=(Phrase(words=("tea",), prefix=True),))),
        ("t*", Wanted(phrases=(Phrase(words=("t",)),))),
        ("dist-upgrade", Wanted(phrases=(Phrase(words=("dist", "upgrade")),))),
        ('??? -- ""', Wanted()),
        ("from:Bo^Dick", Wanted(nick="Bo^Dick")),
        ("FROM:anna in:#a", Wanted(nick="anna", place="#a")),
        ('before:2024-05-01 after:"2024-05-01 10:00"', Wanted(before="2024-05-01", after="2024-05-01 10:00")),
        ("http://a.b", Wanted(phrases=(Phrase(words=("http", "a", "b")),))),
        ("from:", Wanted(phrases=(Phrase(words=("from",)),))),
        ("from:a from:b", Wanted(nick="b")),
    ],
)
def test_what_is_looked_for(text: str, expected: Wanted) -> None:
    """A search is words, phrases, beginnings and filters; what holds no word is nothing."""
    assert expected == parse_search(text)
    assert bool(expected) is (expected != Wanted())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't panic_now!", ("don", "t", "panic", "now")),
        ("Ёлка — ёж", ("елка", "еж")),
        ("STRASSE straße", ("strasse", "strasse")),
        ("日本語 text", ("日", "本", "語", "text")),
        ("\x0304red\x03 over\rlong\nline", ("red", "overlong", "line")),
        ("  ", ()),
    ],
)
def test_words(text: str, words: tuple[str, ...]) -> None:
    """Words are in small letters without accents; what has no spaces is taken letter by letter."""
    assert words == tokens(text)


@given(st.text(max_size=40))
def test_words_stay_words(text: str) -> None:
    """A text that was made plain has the same words, told apart by ASCII alone."""
    assert tokens(normal(text)) == tokens(text)
    assert [] == [word for word in tokens(text) if not word or " " in word]


@given(st.text(max_size=40))
def test_anything_can_be_looked_for(text: str) -> None:
    """Whatever is typed can be looked for without an error."""
    assert isinstance(parse_search(text), Wanted)


def test_a_phrase_is_found_in_a_row() -> None:
    """A phrase is found where its words are next to each other, in order."""
    text = ("a", "b", "c")
    assert Phrase(words=("b", "c")).found_in(text)
    assert not Phrase(words=("a", "c")).found_in(text)
    assert Phrase(words=("b", "c"), prefix=True).found_in(("b", "cde"))
    assert not Phrase(words=("a",)).found_in(())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("Tea  Time", "tea time"),
        ('"tea time" BAGS', '"tea time" bags'),
        ("dist-upg*", "dist-upg*"),
        ('tea in:#a from:Anna before:"2024-05-01 10:00"', 'tea from:Anna in:#a before:"2024-05-01 10:00"'),
    ],
)
def test_what_is_looked_for_is_written(text: str, written: str) -> None:
    """A search is written words first, then filters, with quotes only where they are needed."""
    assert written == write_search(parse_search(text))


@given(st.text(alphabet='ab"*: -_é日\t', max_size=30).map(lambda text: f"x {text} from:{text} after:{text}"))
def test_what_was_written_is_read_again(text: str) -> None:
    """A search that is written is read again as it was."""
    assert parse_search(text) == parse_search(write_search(parse_search(text)))
