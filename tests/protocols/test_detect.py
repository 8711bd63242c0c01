"""Who has come?"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trichat.protocols.detect import FIRST_LINE_BYTES, DetectedProtocol, FirstLine, detect_protocol
from trichat.protocols.proxy import SIGNATURE

FIRST_LINES = [
    (b"NICK anna\r\n", DetectedProtocol.IRC),
    (b"nick anna\n", DetectedProtocol.IRC),
    (b"CAP LS 302\r\n", DetectedProtocol.IRC),
    (b"CAP  LS\r\n", DetectedProtocol.IRC),
    (b"USER a 0 * :A B\r\n", DetectedProtocol.IRC),
    (b"PASS secret\r\n", DetectedProtocol.IRC),
    (b"AUTHENTICATE PLAIN\r\n", DetectedProtocol.IRC),
    (b"WEBIRC a b c d\r\n", DetectedProtocol.WEBIRC),
    (b"webirc a b c d\r\n", DetectedProtocol.WEBIRC),
    (b"RESUME abc\r\n", DetectedProtocol.IRC),
    (b"STARTTLS\r\n", DetectedProtocol.IRC),
    (b"starttls \n", DetectedProtocol.IRC),
    (b"@a=b STARTTLS\n", DetectedProtocol.IRC),
    (b"PROXY TCP4 192.0.2.7 192.0.2.1 50000 8080\r\n", DetectedProtocol.PROXY),
    (b"PROXY UNKNOWN\r\n", DetectedProtocol.PROXY),
    (SIGNATURE + b"\x20\0\0\0", DetectedProtocol.PROXY),
    (b"@label=1 CAP LS\r\n", DetectedProtocol.IRC),
    (b"@label=1;a=b  NICK  anna\r\n", DetectedProtocol.IRC),
    (b"GET / HTTP/1.1\r\n", DetectedProtocol.HTTP),
    (b"POST /x HTTP/1.1\r\n", DetectedProtocol.HTTP),
    (b"OPTIONS * HTTP/1.1\r\n", DetectedProtocol.HTTP),
    (b"CONNECT a:1 HTTP/1.1\r\n", DetectedProtocol.HTTP),
    (b"PRI * HTTP/2.0\r\n", DetectedProtocol.HTTP),
    (b"QUERY /x HTTP/1.1\r\n", DetectedProtocol.HTTP),
    (b"\x16\x03\x01\x02\x00\x01\x00", DetectedProtocol.TLS),
]
PLAIN_LINES = [
    b"anna\n", b"\n", b"\r\nanna\n", b"\r\n\r\n\n", b" \n", b"proxy x\n", b"PROXY\n", b"starttl\n", b"Resume\n",
    b"get\n", b"get off\n", b"NICK\r\n", b"nick \n", b"Nicky\n", b"CAPtain\n",
    b"user\n", b"Patch\n", b"\xd0\x90\xd0\xbd\xd1\x8f\n", b"@anna\n", b"@anna hello\n", b"@a @b NICK x\n", b"@\n",
    b"C\r", b"/help\n", b"\x16\x04\n", b"\xff\xfb\x01anna\r\n", b"NICK\tanna\n", b" NICK anna\n", b"JOIN #a\n",
]  # fmt: skip


@pytest.mark.parametrize(("line", "knock"), FIRST_LINES)
def test_the_whole_first_line(line: bytes, knock: DetectedProtocol) -> None:
    """The protocol is known at the latest at the end of the first line."""
    assert knock is detect_protocol(line)


@pytest.mark.parametrize(("line", "knock"), FIRST_LINES)
def test_no_prefix_is_mistaken(line: bytes, knock: DetectedProtocol) -> None:
    """Each beginning of a first line is unclear or what the line will be, first unclear."""
    answers = [detect_protocol(line[:length]) for length in range(len(line) + 1)]
    assert {DetectedProtocol.UNCLEAR, knock} == set(answers)
    assert sorted(answers, key=lambda answer: answer is knock) == answers


@pytest.mark.parametrize("line", PLAIN_LINES)
def test_people(line: bytes) -> None:
    """A name or a text of any other kind is a person's."""
    assert DetectedProtocol.PLAIN is detect_protocol(line)


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"C",
        b"nick",
        b"NICK ",
        b"NICK   ",
        b"@",
        b"@a=b",
        b"@a ",
        b"@a  N",
        b"GE",
        b"\x16",
        b"\r\n",
        b"PROX",
        b"PROXY ",
        b"STARTTLS ",
        SIGNATURE[:-1],
    ],
)
def test_what_is_unclear(begun: bytes) -> None:
    """Of some beginnings more must come before the protocol is known."""
    assert DetectedProtocol.UNCLEAR is detect_protocol(begun)


@pytest.mark.parametrize(
    "begun", [b"b", b"Nx", b"NICKS", b"AUTHENTICATED", b"GET\t", b"pat", b"Pro", b"\r\n\n", b"\x16\x04", b"@a x", b" "]
)
def test_people_are_recognised_early(begun: bytes) -> None:
    """Nobody waits whose first letters begin no word of any protocol."""
    assert DetectedProtocol.PLAIN is detect_protocol(begun)


words = st.sampled_from(
    [b"@", b"a", b" ", b"NICK", b"NI", b"cap", b"GET", b"P", b"/", b"\t", b"=", b"\n", b"\r", b"\x16", b"\x03"]
)


@given(st.lists(words, max_size=8).map(b"".join) | st.binary(max_size=12))
@example(b"@a CAP x")
@example(b"@a  NICK x\n")
@example(SIGNATURE)
@example(SIGNATURE[:6] + b"anna")
def test_the_first_clear_answer_is_the_last(data: bytes) -> None:
    """However the first line is cut, more bytes never change an answer that was clear."""
    line = data.partition(b"\n")[0] + b"\n" if data[:2] != b"\r\n" else data + b"..."
    answers = [detect_protocol(line[:length]) for length in range(len(line) + 1)]
    clear = [answer for answer in answers if answer is not DetectedProtocol.UNCLEAR]
    assert {detect_protocol(line)} == set(clear)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=" \n\r")))
def test_a_name_is_a_person(name: str) -> None:
    """A single word, whatever it is, comes from a person once its line ends; but for one that a program says."""
    other = name.startswith("\x16\x03") or name.upper() == "STARTTLS"
    assert DetectedProtocol.PLAIN is detect_protocol(name.encode() + b"\n") or other


def test_a_first_line_tells_what_it_may_be() -> None:
    """With a space behind the word it is half a command; STARTTLS is a whole one, even without an end."""
    line = FirstLine()
    assert DetectedProtocol.UNCLEAR is line.add(b"PASS")
    assert (True, False, DetectedProtocol.PLAIN) == (line.is_unclear, line.is_half, line.ended())
    assert DetectedProtocol.UNCLEAR is line.add(b" ")
    assert line.is_half
    assert DetectedProtocol.IRC is line.add(b"x")
    line = FirstLine()
    line.add(b"STARTTLS")
    assert DetectedProtocol.IRC is line.ended()


def test_a_first_line_is_bounded() -> None:
    """What could be one for ever is a person's, so that it is not kept."""
    assert DetectedProtocol.PLAIN is FirstLine().add(b"@" * (FIRST_LINE_BYTES + 1))


@pytest.mark.parametrize(
    "line", [b"PROPFIND / HTTP/1.1\r\n", b"VERSION-CONTROL /x HTTP/1.1\r\n", b"X /?a HTTP/2.0\r\n"]
)
def test_any_word_may_be_a_method(line: bytes) -> None:
    """A line with a path and the version is a request: whoever sends it is not asked for a name."""
    assert DetectedProtocol.HTTP is detect_protocol(line)
    assert DetectedProtocol.PLAIN is detect_protocol(line.replace(b" HTTP", b" http"))
