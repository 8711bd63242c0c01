"""The bytes of a connection: what is taken, what is refused, and what is never read in two ways."""

from collections.abc import AsyncGenerator
from email.parser import BytesParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trichat.protocols.http.messages import Answer, Refused, Request, sentence
from trichat.protocols.http.wire import Wire

HOST = "Host: localhost\r\n"
GET = f"GET / HTTP/1.1\r\n{HOST}\r\n".encode()
HEAD_BYTES = 1024
DATE = "Mon, 30 Nov 2026 21:22:06 GMT"


def fed(*pieces: bytes) -> Wire:
    wire = Wire(HEAD_BYTES)
    for piece in pieces:
        wire.feed(piece)
    return wire


def refused(*pieces: bytes, body_bytes: int = 0) -> int:
    """Give the status with which a request is refused, and its body if it comes to that; 0: it is not."""
    wire = Wire(HEAD_BYTES)
    request = None
    try:
        for piece in pieces:
            wire.feed(piece)
            request = request or wire.request()
            if request is not None:
                wire.body(body_bytes)
    except Refused as exc:
        answer = exc.answer
    else:
        return 0
    assert answer.close
    assert wire.answer(answer, DATE).startswith(b"HTTP/1.1 %d " % answer.status)
    return answer.status


# Requests


def test_a_request() -> None:
    """A head becomes a request, with names of headers in lower case; what is behind it is not lost."""
    wire = fed(b"GET /a?b HTTP/1.1\r\nHost: localhost\r\nX-Y:  z \r\n\r\nmore")
    request = wire.request()
    assert request is not None
    assert ("GET", "/a", "b", "1.1", "z") == (
        request.method,
        request.path,
        request.query,
        request.version,
        request.one("x-y"),
    )
    assert b"more" == wire.rest
    assert request.head.endswith(b"\r\n\r\n")


def test_wherever_it_is_cut() -> None:
    """A request is the same wherever its bytes were cut, and is there with its last byte."""
    for cut in range(len(GET)):
        wire = fed(GET[:cut])
        assert wire.request() is None
        wire.feed(GET[cut:])
        assert wire.request() == fed(GET).request()


def test_requests_follow_each_other() -> None:
    """What came along with a request is the next one, when the first has been answered."""
    wire = fed(GET + GET.replace(b"/ ", b"/next "))
    for path in ("/", "/next"):
        request = wire.request()
        assert request is not None
        assert path == request.path
        assert b"" == wire.body(0)
        wire.answer(Answer(status=204), DATE)
        assert wire.go_on_reading()
    assert wire.request() is None
    assert not wire.has_begun


@pytest.mark.parametrize(
    ("head", "status"),
    [
        # two lengths, which a proxy and a server read in two ways (RFC 9112, 6.1)
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\nContent-Length: 6\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: +5\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: -1\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 0x5\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5, 6\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: {'9' * 900}\r\n\r\n", 400),
        (f"POST / HTTP/1.0\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n", 400),
        (f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: identity\r\n\r\n", 501),
        (f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
        (f"GET / HTTP/1.1\r\n{HOST}Upgrade: websocket\r\nContent-Length: 5\r\n\r\nhello", 400),
        # where a line ends
        ("GET / HTTP/1.1\nHost: x\n\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\nC: d\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\rC: d\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\r\n c\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\r\n\tc\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\0c\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
        # names and values
        (f"GET / HTTP/1.1\r\n{HOST}A : b\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}: b\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}no colon\r\n\r\n", 400),
        # whom the request is for
        ("GET / HTTP/1.1\r\n\r\n", 400),
        (f"GET / HTTP/1.1\r\n{HOST}{HOST}\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: evil.example/localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: user@localhost\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n", 400),
        (f"GET http://localhost/ HTTP/1.1\r\n{HOST}\r\n", 400),
        (f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n", 400),
        (f"CONNECT localhost:22 HTTP/1.1\r\n{HOST}\r\n", 400),
        # what is no HTTP/1.1
        ("GET /\r\n\r\n", 400),
        ("GET / \r\n\r\n", 400),
        (f"GET  / HTTP/1.1\r\n{HOST}\r\n", 400),
        (f"GET / HTTP/1.1 \r\n{HOST}\r\n", 400),
        (f"GET /\u00e9 HTTP/1.1\r\n{HOST}\r\n", 400),
        (f"GET / http/1.1\r\n{HOST}\r\n", 400),
        (f"GET / HTTP/2.0\r\n{HOST}\r\n", 505),
        (f"GET / HTTP/1.2\r\n{HOST}\r\n", 505),
        (f"GET / HTTP/0.9\r\n{HOST}\r\n", 505),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        # more than is taken
        (f"GET / HTTP/1.1\r\n{HOST}X: {'y' * HEAD_BYTES}\r\n\r\n", 431),
        (f"GET /{'y' * HEAD_BYTES} HTTP/1.1\r\n{HOST}\r\n", 431),
        (f"POST / HTTP/1.1\r\n{HOST}Expect: something\r\n\r\n", 417),
        # a body where there is none
        (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 1\r\n\r\nx", 400),
        (f"GET / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", 400),
        # and what is fine
        (f"GET / HTTP/1.1\r\n{HOST}Content-Length: 0\r\n\r\n", 0),
        (f"GET / HTTP/1.1\r\n{HOST}Expect: 100-Continue\r\n\r\n", 0),
        ("GET / HTTP/1.0\r\n\r\n", 0),
        ("GET / HTTP/1.1\r\nHost: \r\n\r\n", 0),
        ("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 0),
        (f"\r\nGET / HTTP/1.1\r\n{HOST}\r\n", 0),
    ],
)
def test_what_is_read_in_one_way_only(head: str, status: int) -> None:
    """What a proxy could take for another request than we is refused, in one piece or byte by byte."""
    data = head.encode()
    assert status == refused(data)
    assert status == refused(*[bytes([byte]) for byte in data])


@pytest.mark.parametrize(
    ("beginning", "status"),
    [
        ("GET / HTTP/1.1\n", 400),
        ("GET /\r\n", 400),
        ("PRI * HTTP/2.0\r\n", 505),
        (f"GET / HTTP/1.1\r\n{HOST}A: b\n", 400),
        (f"GET / HTTP/1.1\r\nA: {'y' * HEAD_BYTES}", 431),
    ],
)
def test_nothing_is_waited_for_in_vain(beginning: str, status: int) -> None:
    """A request is refused as soon as nothing can become of it, before its end."""
    assert status == refused(beginning.encode())


def test_a_request_that_is_cut_off() -> None:
    """The end of the stream within a request, or its body, is no request; the end between requests is one of peace."""
    assert 400 == refused(GET[:-1], b"")
    assert 400 == refused(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nabc".encode(), b"", body_bytes=9)
    assert fed(b"").request() is None


# Bodies


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Length: 5\r\n\r\nhello", b"hello"),
        ("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nTrailer: z\r\n\r\n", b"hello"),
        ("\r\n", b""),
    ],
)
def test_a_body(head: str, body: bytes) -> None:
    """A body is there when all of it has come; what is behind it is the next request."""
    data = f"POST / HTTP/1.1\r\n{HOST}{head}".encode()
    wire = Wire(HEAD_BYTES)
    request, found = None, None
    for byte in data + GET:
        wire.feed(bytes([byte]))
        request = request or wire.request()
        found = wire.body(5) if request and found is None else found
    assert body == found
    wire.answer(Answer(status=200), DATE)
    assert wire.go_on_reading()
    following = wire.request()
    assert following is not None
    assert "GET" == following.method


def test_a_body_has_a_limit() -> None:
    """The limit is that of the route; what says how long it is need not be read to be refused."""
    post = f"POST / HTTP/1.1\r\n{HOST}"
    assert 413 == refused(f"{post}Content-Length: 6\r\n\r\nhello!".encode(), body_bytes=5)
    assert 413 == refused(f"{post}Content-Length: 6\r\n\r\n".encode(), body_bytes=5)
    assert 413 == refused(f"{post}Transfer-Encoding: chunked\r\n\r\n6\r\nhello!".encode(), body_bytes=5)
    assert 400 == refused(f"{post}Transfer-Encoding: chunked\r\n\r\nx\r\n".encode(), body_bytes=5)


def test_who_waits_to_be_told_is_told() -> None:
    """Expect: 100-continue is answered before the body comes; who sends it at once is told nothing."""
    wire = fed(f"POST / HTTP/1.1\r\n{HOST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n".encode())
    assert wire.request() is not None
    assert wire.is_asked_to_go_on
    assert wire.go_on().startswith(b"HTTP/1.1 100 ")
    wire.feed(b"ok")
    assert b"ok" == wire.body(9)
    assert not wire.is_asked_to_go_on


# Answers


def answered(
    request: bytes, answer: Answer, *, last: bool = False, read: bool = True
) -> tuple[str, dict[str, str], bytes]:
    wire = fed(request)
    assert isinstance(wire.request(), Request)
    if read:
        wire.body(0)
    status, _, rest = wire.answer(answer, DATE, last=last).partition(b"\r\n")
    head, _, body = rest.partition(b"\r\n\r\n")
    fields = {name.lower(): value for name, value in BytesParser().parsebytes(head).items()}
    assert wire.go_on_reading() is ("close" != fields.get("connection"))
    return status.decode(), fields, body


def test_an_answer() -> None:
    """It has its length and what all answers say, and leaves the connection as it is."""
    status, head, body = answered(GET, sentence(404, "Nothing."))
    assert ("HTTP/1.1 404 Not Found", b"Nothing.\n", "9", DATE) == (status, body, head["content-length"], head["date"])
    assert "trusted-types 'none'" in head["content-security-policy"]
    assert "nosniff" == head["x-content-type-options"]
    assert "set-cookie" not in head


def test_an_answer_to_head_is_one_to_get_without_body() -> None:
    """The length is told all the same (RFC 9110, 9.3.2)."""
    _, head, body = answered(GET.replace(b"GET", b"HEAD"), sentence(404, "Nothing."))
    assert ("9", b"") == (head["content-length"], body)


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_body(status: int) -> None:
    """There is no length of what there is not."""
    _, head, body = answered(GET, Answer(status=status, body=b"x"))
    assert "content-length" not in head
    assert b"" == body


@pytest.mark.parametrize(
    ("request_", "options"),
    [
        (GET, {"last": True}),
        (GET.replace(b"1.1", b"1.0"), {}),
        (GET.replace(b"Host", b"Connection: close\r\nHost"), {}),
        (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 3\r\n\r\nabc".encode(), {"read": False}),
    ],
)
def test_when_an_answer_is_the_last(request_: bytes, options: dict[str, bool]) -> None:
    """It is if we or the other side want that, and if a body was not read, in which another request may hide."""
    assert "close" == answered(request_, sentence(200, "ok"), **options)[1]["connection"]


@given(st.lists(st.binary(max_size=40) | st.sampled_from([GET, b"\r\n", b"GET / HTTP/1.1\r\n", b"Host: x\r\n"])))
def test_any_bytes_are_a_request_or_refused(pieces: list[bytes]) -> None:
    """Whatever comes, there is a request, a refusal with an answer, or more to wait for; never anything else."""
    wire = Wire(HEAD_BYTES)
    answer = Answer(status=204)
    for piece in pieces:
        wire.feed(piece)
        try:
            if wire.request() is None or wire.body(0) is None:
                continue
        except Refused as exc:
            answer = exc.answer
        assert wire.answer(answer, DATE).startswith(b"HTTP/1.1 %d " % answer.status)
        if not wire.go_on_reading():
            return


# In parts


def test_a_body_comes_in_parts() -> None:
    """As it comes, however long it is told to be; empty at its end, which is where the next request begins."""
    wire = fed(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 5\r\n\r\nhe".encode())
    assert wire.request() is not None
    assert (b"he", None) == (wire.part(5), wire.part(5))
    assert not wire.is_whole
    wire.feed(b"llo" + GET)
    assert (b"llo", b"", b"") == (wire.part(5), wire.part(5), wire.part(5))
    assert wire.is_whole
    assert wire.has_begun


def test_a_body_in_parts_is_as_long_as_it_may_be() -> None:
    """Whether its length is told or not; and one that ends too early is none."""
    wire = fed(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 6\r\n\r\n".encode())
    assert wire.request() is not None
    with pytest.raises(Refused):
        wire.part(5)
    wire = fed(f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n4\r\nfour\r\n4\r\nmore".encode())
    assert wire.request() is not None
    assert b"four" == wire.part(5)
    with pytest.raises(Refused):
        wire.part(5)
    wire = fed(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 6\r\n\r\nhe".encode(), b"")
    assert wire.request() is not None
    assert b"he" == wire.part(9)
    with pytest.raises(Refused):
        wire.part(9)


def test_an_answer_goes_in_parts() -> None:
    """Its head tells how long it is; what it says itself takes the place of what all say. HEAD has no parts."""

    async def parts() -> AsyncGenerator[bytes, None]:
        yield b""

    answer = Answer(status=200, headers=(("Content-Security-Policy", "sandbox"),), length=5, stream=parts())
    for method in ("GET", "HEAD"):
        wire = fed(GET.replace(b"GET", method.encode()))
        assert wire.request() is not None
        head = wire.answer(answer, DATE)
        assert b"Content-Length: 5\r\n" in head
        assert head.endswith(b"\r\n\r\n")
        assert [b"Content-Security-Policy: sandbox"] == [
            each for each in head.split(b"\r\n") if b"Security-Policy" in each
        ]
        assert (method == "GET") == wire.has_pieces(answer)
        if method == "GET":
            assert b"hello" == wire.piece(b"hello") + wire.end()
        assert wire.go_on_reading()
