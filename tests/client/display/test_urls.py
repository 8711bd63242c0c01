"""Addresses of the web in what people say."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from trichat.client.display.mentions import find_urls


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
    """Only those of the web."""
    assert find_urls(text) == found


@given(some.text().map(lambda text: "https://" + text))
def test_an_address_is_one_harmless_word(text: str) -> None:
    """It goes to another program."""
    for url in find_urls(text):
        assert url.lower().startswith(("http://", "https://"))
        assert not any(char.isspace() or char < " " or char in '"<>`' for char in url)
