"""Requests and answers of HTTP, as values; and what every answer of ours says beside what was asked for."""

from collections.abc import AsyncGenerator
from http import HTTPStatus

from trichat.errors import ProtocolError
from trichat.words.record import Record

# Nothing but what this server serves is run, shown or spoken to, and nothing may put a frame around it. Trusted Types
# 'none': no text ever becomes HTML or a script. Browsers that do not know the last two words do without.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
SAFE = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"),
)
_TEXT = "text/plain; charset=utf-8"


class Request(Record, kw_only=True):
    """A request whose head has been read. Names of `headers` are in lower case; `head` is all of it as it came."""

    method: str
    target: str
    version: str = "1.1"
    headers: tuple[tuple[str, str], ...] = ()
    head: bytes = b""

    @property
    def path(self) -> str:
        """The path, as it was written: nothing in it is decoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """What is behind the question mark."""
        return self.target.partition("?")[2]

    def all(self, name: str) -> list[str]:
        """Give all values of a header, by its name in lower case."""
        return [value for each, value in self.headers if each == name]

    def one(self, name: str) -> str:
        """Give the values of a header as one (RFC 9110, 5.3); empty if there is none."""
        return ", ".join(self.all(name))

    @property
    def wants_websocket(self) -> bool:
        """Whether it asks to go on with WebSocket (RFC 6455, 4.1)."""
        return self.method == "GET" and self.one("upgrade").strip().lower() == "websocket"


class Answer(Record, kw_only=True):
    """An answer. `close`: nothing more is read from who gets it.

    `stream`: its body, in pieces; then it is the last, unless it has `length` bytes: those of a file, from `start` on.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    close: bool = False
    stream: AsyncGenerator[bytes, None] | None = None
    start: int = 0
    length: int = 0


class Refused(ProtocolError):
    """A request that is not taken; nothing is read behind it, for nobody can tell where that begins."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(status, text)
        self.answer = sentence(status, text, close=True)


def sentence(status: int, text: str, *headers: tuple[str, str], close: bool = False) -> Answer:
    """Give an answer that is one sentence for people."""
    every = (("Content-Type", _TEXT), ("Cache-Control", "no-store"), *headers)
    return Answer(status=status, headers=every, body=f"{text.rstrip()}\n".encode(), close=close)


def refusal(status: int, text: str) -> bytes:
    """Give a whole response with this status and text, for a connection that is closed behind it."""
    body = f"{text.rstrip()}\n".encode()
    headers = (
        *SAFE,
        ("Content-Type", _TEXT),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{head}\r\n".encode() + body
