"""WEBIRC: a gateway says for whom it speaks."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.errors import ProtocolError
from trichat.protocols.irc.webirc import Spoken, parse_webirc


@pytest.mark.parametrize(
    ("line", "address", "secure"),
    [
        (b"WEBIRC hunter2 web host.example 198.51.100.3", "198.51.100.3", False),
        (b"webirc hunter2 web 198.51.100.3 198.51.100.3 secure", "198.51.100.3", True),
        (b"WEBIRC hunter2 web x 0::1 :secure=yes local-port=6697 remote-port=21726", "::1", True),
        (b"WEBIRC hunter2 web x 2001:DB8:0::1 :insecure", "2001:db8::1", False),
        (b"WEBIRC hunter2 web x :198.51.100.3", "198.51.100.3", False),
    ],
)
def test_a_line(line: bytes, address: str, secure: bool) -> None:
    """It has a password, the name of the gateway, a host that nobody looks at, an address, and options or none."""
    assert Spoken(password="hunter2", gateway="web", address=address, secure=secure) == parse_webirc(line)
    assert "hunter2" not in repr(parse_webirc(line))


@pytest.mark.parametrize(
    "line",
    [
        b"WEBIRC",
        b"WEBIRC a b c",
        b"WEBIRC a b c d",
        b"WEBIRC a b c ::1",
        b"WEBIRC a b caf\xe9 ::1",
        b"NICK a b c 0::1",
        b"",
    ],
)
def test_what_is_no_such_line(line: bytes) -> None:
    """It is refused."""
    with pytest.raises(ProtocolError):
        parse_webirc(line)


@given(st.binary(max_size=60) | st.binary(max_size=60).map(lambda rest: b"WEBIRC a b c " + rest))
def test_any_bytes_are_one_or_refused(line: bytes) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(ProtocolError):
        parse_webirc(line)
