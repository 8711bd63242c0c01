"""Addresses, as people and web pages write them."""

import pytest

from trichat.cli.address import Address, read_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chat.example", Address("chat.example")),
        ("chat.example:8081", Address("chat.example", 8081)),
        ("127.0.0.1:1", Address("127.0.0.1", 1)),
        ("::1", Address("::1")),
        ("2001:db8::7", Address("2001:db8::7")),
        ("[::1]", Address("::1")),
        ("[::1]:8081", Address("::1", 8081)),
        ("irc://chat.example", Address("chat.example", 6667)),
        ("irc://chat.example/", Address("chat.example", 6667)),
        ("IRCS://chat.example", Address("chat.example", 6697, (), "on")),
        ("ircs://chat.example:7000/lobby", Address("chat.example", 7000, ("#lobby",), "on")),
        ("irc://[::1]:8081/tea,%23dogs,#cats", Address("::1", 8081, ("#tea", "#dogs", "#cats"))),
        ("ircs://chat.example/%D1%87%D0%B0%D0%B9", Address("chat.example", 6697, ("#чай",), "on")),
        ("irc://chat.example/&local", Address("chat.example", 6667, ("&local",))),
        ("irc://chat.example/tea,needkey?se%20same", Address("chat.example", 6667, ("#tea se same",))),
    ],
)
def test_what_an_address_means(text: str, expected: Address) -> None:
    """A host, a port, rooms with or without their #; a URL without a port means the usual one of its kind."""
    assert expected == read_address(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "'' is not a host: that is an address, or a name as in chat.example.org."),
        (":8080", "'' is not a host"),
        ("a b", "'a b' is not a host"),
        ("chat.example:", "'' is not a port: that is a number from 1 to 65535."),
        ("chat.example:http", "'http' is not a port"),
        ("chat.example:70000", "'70000' is not a port"),
        ("chat.example:²", "'²' is not a port"),
        ("[::1]8080", "'[::1]8080' is not an address: write HOST, HOST:PORT or [IPv6]:PORT."),
        ("http://chat.example", "'http://chat.example' is not of a chat: that begins with irc:// or ircs://."),
        ("[::1]x:8080", "'[::1]x:8080' is not an address"),
        ("irc:///tea", "'' is not a host"),
        ("irc://anna@chat.example", "'anna@chat.example' is not a host"),
        ("irc://chat.example/anna,isnick", "'anna' is a person: go to the server, and then /msg anna TEXT."),
        ("irc://chat.example/a%20b%3Ac%2Cd", "cannot be a room"),
        ("x" * 300, "is not a host"),
    ],
)
def test_what_is_no_address(text: str, sentence: str) -> None:
    """What is no address is refused with a sentence that says what would be right."""
    with pytest.raises(ValueError, match=r".") as caught:
        read_address(text)
    assert sentence in str(caught.value)
