"""Answers a browser or a probe that takes this port for a web server, and refuses TLS where there is none."""

_PHRASES = {400: "Bad Request", 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable"}  # RFC 9110, 15.5

_TEXT = """This is a chat server, not a web server.

Join with:  trichat chat --port {port}
or:         nc localhost {port}
or any IRC client, for example:  irssi -c localhost -p {port}
"""


def answer(port: int) -> bytes:
    """Give a whole HTTP response (RFC 9112) that says what this port is; the connection is closed behind it."""
    return refusal(400, _TEXT.format(port=port))


def refusal(status: int, text: str) -> bytes:
    """Give a whole HTTP response with this status and text; the connection is closed behind it."""
    body = f"{text.rstrip()}\n".encode()
    head = (
        f"HTTP/1.1 {status} {_PHRASES[status]}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Connection: close\r\n"
        "\r\n"
    )
    return head.encode() + body


# RFC 8446, 6: a fatal handshake_failure alert, for a TLS hello where there is no certificate. A TLS client
# shows it as such; anything else would be "wrong version number".
TLS_REFUSAL = b"\x15\x03\x03\x00\x02\x02\x28"
