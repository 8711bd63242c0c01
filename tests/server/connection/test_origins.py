"""Which web pages may connect."""

import pytest

from trichat.server.connection.addresses import Origins

ORIGINS = Origins({"chat.example.org", "::1"}, {"https://gamja.example/"})


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "anything"),
        ("https://chat.example.org", "chat.example.org"),
        ("https://CHAT.example.org", "Chat.Example.org"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("http://192.0.2.7", "192.0.2.7"),
        ("http://[::1]:8080", "[::1]:8080"),
        ("https://gamja.example", "chat.example.org"),
    ],
)
def test_our_own_pages_may_connect_and_those_that_are_named(origin: str | None, host: str) -> None:
    """A program that is no browser; a page that came from this very server; one that the settings allow."""
    assert ORIGINS.allow(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "chat.example.org"),
        ("https://chat.example.org.evil.example", "chat.example.org"),
        ("https://evil.example:8080", "evil.example:8080"),
        ("http://localhost:3000", "localhost:8080"),
        ("https://gamja.example:444", "chat.example.org"),
        ("null", "chat.example.org"),
        ("", ""),
        ("file://", ""),
        ("http://[::1", "[::1"),
    ],
)
def test_other_pages_may_not(origin: str, host: str) -> None:
    """Another site, another port; and a name that somebody else has pointed at our address is none of ours."""
    assert not ORIGINS.allow(origin, host)
