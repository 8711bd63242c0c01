"""Where a text names somebody, and addresses of the web in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.display.mentions import find_urls, spans


@pytest.mark.parametrize(
    ("text", "nick", "found"),
    [
        ("anna", "anna", ["anna"]),
        ("hi ANNA, and anna!", "Anna", ["ANNA", "anna"]),
        ("annabel joanna anna_ anna-maria anna2 _anna", "anna", []),
        ("anna's (anna) «anna» @anna", "anna", ["anna"] * 4),
        ("привет, АННА", "анна", ["АННА"]),
        ("приветАнна", "Анна", []),
        ("die STRASSE", "straße", ["STRASSE"]),
        ("die Straße da", "STRASSE", ["Straße"]),
        ("jose\u0301 and jos\u00e9", "José", ["jose\u0301", "jos\u00e9"]),
        ("jose\u0301", "jose", []),
        ("你好小明请看", "小明", ["小明"]),
        ("민수야!", "민수", ["민수"]),
        ("[x] is here", "[x]", ["[x]"]),
        ("a[x]b", "[x]", ["[x]"]),
        ("anna", "", []),
        ("", "anna", []),
    ],
)
def test_whole_words_are_found(text: str, nick: str, found: list[str]) -> None:
    """A name is found as a whole word, in capitals or not, composed or not; scripts without spaces need none."""
    assert [text[begin:end] for begin, end in spans(text, nick)] == found


@given(some.text(), some.text(max_size=4))
def test_what_is_found_is_in_the_text(text: str, nick: str) -> None:
    """Names are found in order, and never beyond the ends of the text."""
    found = spans(text, nick)
    assert found == sorted(found)
    assert all(0 <= begin < end <= len(text) for begin, end in found)


@given(some.text(), some.sampled_from(["anna", "Straße", "jos\u00e9", "小明", "ǅ"]))
def test_a_name_of_its_own_is_found(text: str, nick: str) -> None:
    """A name between spaces is found, whatever stands around them."""
    assert spans(f"{text} {nick} {text}", nick)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a?b=c#d", ["https://example.org/a?b=c#d"]),
        ("(https://example.org/a), https://b.example.", ["https://example.org/a", "https://b.example"]),
        ("https://en.wikipedia.org/wiki/Trio_(music)", ["https://en.wikipedia.org/wiki/Trio_(music)"]),
        ("(see https://en.wikipedia.org/wiki/Trio_(music))", ["https://en.wikipedia.org/wiki/Trio_(music)"]),
        ("<http://localhost:8080/>", ["http://localhost:8080/"]),
        ("http://[::1]:8080/x", ["http://[::1]:8080/x"]),
        ("https://пример.рф/путь!", ["https://пример.рф/путь"]),
        ("HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
        ("file:///etc/passwd javascript:alert(1) ftp://x data:x", []),
        ("https:// and https://...", []),
        ("nohttps://x", []),
    ],
)
def test_addresses_are_found_without_what_is_around_them(text: str, found: list[str]) -> None:
    """Addresses of the web, and no others, are found without what is around them."""
    assert find_urls(text) == found


@given(some.text().map(lambda text: "https://" + text))
def test_an_address_is_one_harmless_word(text: str) -> None:
    """An address, which goes to another program, is one harmless word."""
    for url in find_urls(text):
        assert url.lower().startswith(("http://", "https://"))
        assert not any(char.isspace() or char < " " or char in '"<>`' for char in url)
