"""Requests and answers as values."""

from email.parser import BytesParser

import pytest

from trichat.protocols.http.messages import Refused, Request, refusal, sentence


def test_a_refusal_is_a_whole_response() -> None:
    """It has a status, an exact length, no guessing of types, and is the end of the connection."""
    head, _, body = refusal(503, "Too many connections.").partition(b"\r\n\r\n")
    status, _, fields = head.partition(b"\r\n")
    message = BytesParser().parsebytes(fields)
    assert (b"HTTP/1.1 503 Service Unavailable", b"Too many connections.\n") == (status, body)
    assert (str(len(body)), "close", "nosniff") == (
        message["Content-Length"],
        message["Connection"],
        message["X-Content-Type-Options"],
    )
    assert "text/plain" == message.get_content_type()


def test_a_sentence_is_not_kept() -> None:
    """What goes wrong may go right a moment later: nobody keeps the answer."""
    answer = sentence(404, "There is nothing here.", ("X", "y"))
    assert ("Cache-Control", "no-store") in answer.headers
    assert ("X", "y") in answer.headers
    assert not answer.close
    assert Refused(400, "No.").answer.close


def test_what_is_in_a_request() -> None:
    """Path and query are as they were written; headers of one name are one list."""
    request = Request(method="GET", target="/a%2Fb?c=d?e", headers=(("x", "1"), ("y", "2"), ("x", "3")))
    assert ("/a%2Fb", "c=d?e", "1, 3", ["1", "3"], "") == (
        request.path,
        request.query,
        request.one("x"),
        request.all("x"),
        request.one("z"),
    )


@pytest.mark.parametrize(
    ("method", "upgrade", "wants"),
    [("GET", "websocket", True), ("GET", "WebSocket", True), ("POST", "websocket", False), ("GET", "h2c", False)],
)
def test_who_wants_a_websocket(method: str, upgrade: str, wants: bool) -> None:
    """A GET that says so, in any case of letters."""
    assert wants is Request(method=method, target="/", headers=(("upgrade", upgrade),)).wants_websocket
