"""The answer to a browser."""

from email.parser import BytesParser

from trichat.protocols.http import TLS_REFUSAL, answer


def test_a_whole_response() -> None:
    """A response has a status, an exact length, no guessing of types, and says what to do with this port."""
    head, _, body = answer(4321).partition(b"\r\n\r\n")
    status, _, fields = head.partition(b"\r\n")
    message = BytesParser().parsebytes(fields)
    assert b"HTTP/1.1 400 Bad Request" == status
    assert str(len(body)) == message["Content-Length"]
    assert "close" == message["Connection"]
    assert "nosniff" == message["X-Content-Type-Options"]
    assert "text/plain" == message.get_content_type()
    assert b"nc localhost 4321" in body
    assert b"{" not in body


def test_a_tls_alert() -> None:
    """An alert of TLS is a record of two bytes: fatal, handshake failure."""
    kind, version, length, alert = TLS_REFUSAL[:1], TLS_REFUSAL[1:3], TLS_REFUSAL[3:5], TLS_REFUSAL[5:]
    assert (b"\x15", b"\x03\x03", bytes([2, 40])) == (kind, version, alert)
    assert len(alert) == int.from_bytes(length)
