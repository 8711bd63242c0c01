"""For whom a proxy speaks."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.errors import ProtocolError
from trichat.protocols.proxy import HEADER_BYTES, LINE_BYTES, SIGNATURE, Header, forwarded_for, parse

LONGEST = b"PROXY UNKNOWN " + b"f" * 91 + b"\r\n"


def binary(command: int, kind: int, block: bytes) -> bytes:
    return SIGNATURE + bytes([command, kind]) + len(block).to_bytes(2) + block


IPV4 = bytes([192, 0, 2, 7, 192, 0, 2, 1]) + b"\xc3\x50\x1f\x90"
IPV6 = bytes.fromhex("20010db8000000000000000000000007" + "20010db8000000000000000000000001") + b"\xc3\x50\x1f\x90"
HEADERS = [
    (b"PROXY TCP4 192.0.2.7 192.0.2.1 50000 8080\r\n", "192.0.2.7", False),
    (b"PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n", "255.255.255.255", False),
    (b"PROXY TCP6 2001:DB8::7 2001:db8:0:0:0:0:0:1 0 65535\r\n", "2001:db8::7", False),
    (b"PROXY UNKNOWN\r\n", "", False),
    (b"PROXY UNKNOWN 192.0.2.7 whatever it is\r\n", "", False),
    (LONGEST, "", False),
    (binary(0x21, 0x11, IPV4), "192.0.2.7", False),
    (binary(0x21, 0x21, IPV6), "2001:db8::7", False),
    (binary(0x21, 0x11, IPV4 + b"\x04\x00\x01x"), "192.0.2.7", False),  # and a field of more
    (binary(0x21, 0x11, IPV4 + b"x" * (HEADER_BYTES - 28)), "192.0.2.7", False),
    (binary(0x21, 0x00, b""), "", False),
    (binary(0x21, 0x12, IPV4), "", False),  # UDP
    (binary(0x21, 0x31, b"/run/a".ljust(108, b"\0") * 2), "", False),
    (binary(0x20, 0x00, b""), "", True),
    (binary(0x20, 0x11, IPV4), "", True),
    (binary(0x20, 0x11, b"x"), "", True),
]
REFUSED = [
    b"PROXY TCP4 192.0.2.7 192.0.2.1 50000 8080\n",
    b"PROXY TCP4 192.0.2.7 192.0.2.1 50000 8080\r \n",
    b"PROXY  TCP4 192.0.2.7 192.0.2.1 50000 8080\r\n",
    b"PROXY TCP4 192.0.2.7 192.0.2.1 50000\r\n",
    b"PROXY TCP4 192.0.2.7 192.0.2.1 050000 8080\r\n",
    b"PROXY TCP4 192.0.2.7 192.0.2.1 65536 8080\r\n",
    b"PROXY TCP4 192.0.2.07 192.0.2.1 50000 8080\r\n",
    b"PROXY TCP4 192.0.2 192.0.2.1 50000 8080\r\n",
    b"PROXY TCP4 2001:db8::7 2001:db8::1 50000 8080\r\n",
    b"PROXY TCP6 192.0.2.7 192.0.2.1 50000 8080\r\n",
    b"PROXY TCP6 fe80::1%eth0 2001:db8::1 50000 8080\r\n",
    b"PROXY UDP4 192.0.2.7 192.0.2.1 50000 8080\r\n",
    b"PROXY tcp4 192.0.2.7 192.0.2.1 50000 8080\r\n",
    b"PROXY \xff\r\n",
    b"PROXY UNKNOWNS\r\n",
    LONGEST[:-2] + b"x\r\n",
    b"PROXY " + b"x" * LINE_BYTES,
    binary(0x11, 0x11, IPV4),
    binary(0x22, 0x11, IPV4),
    binary(0x21, 0x41, IPV4),
    binary(0x21, 0x13, IPV4),
    binary(0x21, 0x11, IPV4[:-1]),
    binary(0x21, 0x21, IPV4),
    binary(0x21, 0x11, IPV4 + b"x" * (HEADER_BYTES - 27)),
]


@pytest.mark.parametrize(("data", "address", "local"), HEADERS)
def test_a_header(data: bytes, address: str, local: bool) -> None:
    """It says from where the client is, if the proxy knows; what comes behind it is none of it."""
    assert Header(size=len(data), address=address, local=local) == parse(data)
    assert Header(size=len(data), address=address, local=local) == parse(data + b"PROXY TCP4 \r\n\0")


@pytest.mark.parametrize(("data", "address", "local"), HEADERS)
def test_a_header_in_pieces(data: bytes, address: str, local: bool) -> None:
    """Nothing of it counts before all of it is there."""
    lengths = range(len(data)) if len(data) < 1000 else (0, 12, 15, 16, 28, len(data) - 1)
    assert {None} == {parse(data[:length]) for length in lengths}


@pytest.mark.parametrize("data", REFUSED)
def test_what_is_no_header(data: bytes) -> None:
    """It is refused whole: a proxy that is not understood cannot be believed."""
    with pytest.raises(ProtocolError):
        parse(data)


words = st.sampled_from(
    [b"PROXY ", b"TCP4 ", b"TCP6 ", b"UNKNOWN", b" ", b"1.2.3.4 ", b"::1 ", b"0 ", b"\r", b"\n", SIGNATURE]
)
heads = st.builds(lambda rest: SIGNATURE + rest, st.binary(max_size=60))


@given(heads | st.lists(words | st.binary(max_size=4), max_size=9).map(b"".join))
@example(LONGEST[:-1] + b"\n")
def test_any_bytes_are_a_header_or_refused_or_more_is_to_come(data: bytes) -> None:
    """Nothing else is raised; more bytes never change what was clear, and what was unclear is clear in the end."""
    found: list[object] = []
    for length in range(len(data) + 1):
        try:
            found.append(parse(data[:length]))
        except ProtocolError:
            found.append("refused")
    clear = [each for each in found if each is not None]
    assert len({repr(each) for each in clear}) <= 1
    assert found[len(found) - len(clear) :] == clear
    assert all(each.size <= len(data) for each in clear if isinstance(each, Header))
    with contextlib.suppress(ProtocolError):
        assert parse(data + b"\0" * (HEADER_BYTES + 16)) is not None


PROXIES = {"10.0.0.1", "10.0.0.2", "2001:db8::1"}


@pytest.mark.parametrize(
    ("values", "client"),
    [
        ([], ""),
        (["192.0.2.7"], "192.0.2.7"),
        (["2001:DB8:0::7"], "2001:db8::7"),
        (["[2001:db8::7]"], "2001:db8::7"),
        (["1.1.1.1, 192.0.2.7"], "192.0.2.7"),
        (["1.1.1.1", "192.0.2.7"], "192.0.2.7"),
        (["1.1.1.1, 192.0.2.7,10.0.0.2 , 10.0.0.1"], "192.0.2.7"),
        (["192.0.2.7", "2001:db8::1"], "192.0.2.7"),
        (["10.0.0.2, 10.0.0.1"], "10.0.0.2"),
        (["somebody, 10.0.0.2"], "10.0.0.2"),
        (["unknown"], ""),
        (["192.0.2.7, "], ""),
        ([","], ""),
        (["192.0.2.7:80"], "192.0.2.7"),
        (["[2001:db8::7]:80"], "2001:db8::7"),
        (["192.0.2.7:"], ""),
    ],
)
def test_forwarded_for(values: list[str], client: str) -> None:
    """It is the last address that is no proxy of ours: what stands before it, anybody may have written."""
    assert client == forwarded_for(values, [], PROXIES.__contains__)


@pytest.mark.parametrize(
    ("values", "client"),
    [
        (["for=192.0.2.7"], "192.0.2.7"),
        (["For=192.0.2.7;proto=https;by=10.0.0.1"], "192.0.2.7"),
        (['proto=http; for="[2001:db8::7]:4711"'], "2001:db8::7"),
        (['for="192.0.2.7:80"'], "192.0.2.7"),
        (["for=192.0.2.7:80"], "192.0.2.7"),
        (["for=1.1.1.1, for=192.0.2.7"], "192.0.2.7"),
        (["for=1.1.1.1", "for=192.0.2.7"], "192.0.2.7"),
        (["for=192.0.2.7, for=10.0.0.2,for=10.0.0.1"], "192.0.2.7"),
        (['for=192.0.2.7;x="a, for=1.1.1.1"'], "192.0.2.7"),
        (["for=unknown"], ""),
        (["for=_hidden, for=10.0.0.1"], "10.0.0.1"),
        (["for=1.1.1.1, proto=http"], ""),
        ([""], ""),
        ([","], ""),
    ],
)
def test_forwarded(values: list[str], client: str) -> None:
    """Likewise (RFC 7239)."""
    assert client == forwarded_for([], values, PROXIES.__contains__)


@pytest.mark.parametrize(
    "values",
    [
        ['for=1.1.1.1;x="', "for=192.0.2.7"],
        ['for=1.1.1.1;x=", for="[2001:db8::7]"'],
        ['for="1.1.1.1'],
        ["for=1.1.1.1;for=192.0.2.7"],
        ["for"],
        ["for=1.1.1.1 for=192.0.2.7"],
    ],
)
def test_what_a_proxy_adds_cannot_be_swallowed(values: list[str]) -> None:
    """What somebody wrote is not read as far as it goes, but all is refused."""
    with pytest.raises(ProtocolError):
        forwarded_for([], values, PROXIES.__contains__)


def test_two_headers_say_the_same() -> None:
    """A proxy that sets one of them may hand on the other as it came: who lies in that is not let in."""
    assert "192.0.2.7" == forwarded_for(["192.0.2.7"], ["for=192.0.2.7"], PROXIES.__contains__)
    assert "192.0.2.7" == forwarded_for(["192.0.2.7"], ["for=192.0.2.7, for=10.0.0.1"], PROXIES.__contains__)
    for other in ("for=1.1.1.1", "for=unknown", "proto=http"):
        with pytest.raises(ProtocolError):
            forwarded_for(["192.0.2.7"], [other], PROXIES.__contains__)


TEXTS = st.lists(st.text(max_size=40) | st.from_regex(r"[0-9a-f:.,%\[\] ]*") | st.from_regex(r'(for=|[",;1.\\ ])*'))


@given(TEXTS, TEXTS)
def test_any_text_says_for_whom_or_nothing(told: list[str], others: list[str]) -> None:
    """Nothing else is raised."""
    with contextlib.suppress(ProtocolError):
        forwarded_for(told, others, PROXIES.__contains__)
