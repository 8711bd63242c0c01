"""The bytes of one connection of HTTP/1.1: requests are read out of them, and answers written. Sans-I/O.

h11 knows the states of a connection and how long a body is. It is kinder than we are: where a proxy
and a server read the same bytes in two ways, one request can be hidden in another (smuggling). So it is only given
heads that can be read in one way.
"""

import re
from http import HTTPStatus

import h11

from trichat.protocols.http.messages import SAFE, Answer, Refused, Request

# RFC 9112, 2.2 and 5.2: what others take for the end of a line, and a line that goes on in the next one.
_ODD = re.compile(rb"(?<!\r)\n|\r(?=[^\n])|\r\n[ \t]")
_REQUEST_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+ [!-~]+ HTTP/([0-9])\.([0-9])\r\n")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]*)(?::[0-9]{0,5})?")
_END = b"\r\n\r\n"
_LINE_END = b"\r\n"
_WITHOUT_BODY = (204, 304)


class Wire:
    """The server's end of one connection.

    `feed` it what comes; ask for the next `request`, then for its `body`, and write one `answer`.
    """

    def __init__(self, head_bytes: int) -> None:
        self._head_bytes = head_bytes
        self._http = self._fresh()
        self._rest = b""  # what has come and h11 has not been given
        self._ended = False  # nothing more comes
        self._body = b""
        self._asked_for_head = False
        self._length = 0  # of the body, as far as it is told beforehand
        self._count = 0  # bytes of the body that have come
        self._is_whole = False  # the request has been read to its end

    def _fresh(self) -> h11.Connection:
        """Give the state of one request and its answer. What is behind a request is ours, and not given to it."""
        return h11.Connection(h11.SERVER, max_incomplete_event_size=self._head_bytes)

    def feed(self, data: bytes) -> None:
        """Take more bytes; none at their end."""
        self._rest += data
        self._ended = self._ended or not data

    @property
    def has_begun(self) -> bool:
        """Whether there is anything of a next request."""
        return bool(self._rest)

    @property
    def rest(self) -> bytes:
        """What has come behind the head of a request, when the connection goes on with another protocol."""
        return self._rest

    def request(self) -> Request | None:
        """Give the next request; None: there is more to come. Raises Refused."""
        self._rest = self._rest.removeprefix(_LINE_END)  # RFC 9112, 2.2: some old ones send it behind a body
        head, end, rest = self._rest.partition(_END)
        self._check(head + end)
        if not end:
            if self._ended and head:
                raise Refused(400, "The request does not end.")
            return None
        self._rest = rest
        return self._read(head + end)

    def _check(self, head: bytes) -> None:
        """Refuse the beginning of a head as soon as nothing can become of it."""
        if _LINE_END in head:
            line = _REQUEST_LINE.match(head)
            if line is None:
                raise Refused(400, "That is no request of HTTP/1.1.")
            if line[1] != b"1" or line[2] > b"1":  # the preface of HTTP/2 is one such (RFC 9113, 3.4)
                raise Refused(505, "HTTP/1.1 is spoken here, and HTTP/1.0.")
        if _ODD.search(head):
            raise Refused(400, "Lines of a request end in CR LF, and each header is on one line.")
        if len(head) > self._head_bytes:
            raise Refused(431, f"The head of a request has at most {self._head_bytes} bytes.")

    def _read(self, head: bytes) -> Request:
        self._http.receive_data(head)
        event = self._next()
        assert isinstance(event, h11.Request)
        request = Request(
            method=event.method.decode("ascii"),
            target=event.target.decode("ascii"),
            version=event.http_version.decode("ascii"),
            headers=tuple((name.decode("ascii"), value.decode("latin-1")) for name, value in event.headers),
            head=head,
        )
        self._asked_for_head, self._is_whole, self._body = request.method == "HEAD", False, b""
        self._count = 0
        coded, sized = request.all("transfer-encoding"), request.all("content-length")
        if coded and (sized or request.version == "1.0"):  # RFC 9112, 6.1
            raise Refused(400, "A body has one length: Content-Length, or in HTTP/1.1 chunks.")
        if request.wants_websocket and (coded or sized):
            raise Refused(400, "A request for a WebSocket has no body.")
        self._length = int(sized[0]) if sized else 0
        if not request.target.startswith("/"):
            raise Refused(400, "A request names a path, which begins with /.")
        if not _HOST.fullmatch(request.one("host")):
            raise Refused(400, "Host is a name or an address, with a port or without.")
        if request.one("expect").lower() not in ("", "100-continue"):
            raise Refused(417, "Nothing but 100-continue can be expected here.")
        if not coded and not self._length:
            self.body(0)
        return request

    def _next(self) -> object:
        try:
            return self._http.next_event()
        except h11.RemoteProtocolError as exc:
            raise Refused(exc.error_status_hint, "That is no request of HTTP/1.1.") from exc

    @property
    def is_asked_to_go_on(self) -> bool:
        """Whether the other side sends the body only if it is told to (Expect: 100-continue)."""
        return self._http.they_are_waiting_for_100_continue

    def go_on(self) -> bytes:
        """Give what tells the other side to send the body."""
        told = self._http.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue"))
        return told or b""

    def body(self, most: int) -> bytes | None:
        """Give the body; None: there is more to come. Raises Refused, if it has more bytes than `most`."""
        while part := self.part(most):
            self._body += part
        return None if part is None else self._body

    def part(self, most: int) -> bytes | None:
        """Give the next part of the body; empty at its end; None: there is more to come. Raises Refused, likewise."""
        if self._is_whole:
            return b""
        if self._rest:
            self._http.receive_data(self._rest)
            self._rest = b""
        elif self._ended:
            self._http.receive_data(b"")
        event = self._next()
        if isinstance(event, h11.EndOfMessage):
            self._rest = self._http.trailing_data[0]
            self._is_whole = True
            return b""
        part = bytes(event.data) if isinstance(event, h11.Data) else None
        self._count += len(part or b"")
        if max(self._length, self._count) > most:
            raise _too_long(most)
        return part

    @property
    def is_whole(self) -> bool:
        """Whether the request has been read to its end."""
        return self._is_whole

    def answer(self, answer: Answer, date: str, *, last: bool = False) -> bytes:
        """Write an answer: what it says, with what all of them say. `last`: nothing is read behind it.

        Of one that is a stream only the head is written; then its `piece`s, and its `end`. What an answer says itself
        takes the place of what all say.
        """
        told = {name for name, _ in answer.headers}
        headers = [("Date", date), *[each for each in SAFE if each[0] not in told], *answer.headers]
        is_endless = answer.stream is not None and not answer.length
        if answer.status not in _WITHOUT_BODY and not is_endless:
            headers.append(("Content-Length", str(answer.length if answer.stream else len(answer.body))))
        # What is not read of a body would be taken for the next request.
        if answer.close or last or is_endless or not self._is_whole:
            headers.append(("Connection", "close"))
        phrase = HTTPStatus(answer.status).phrase
        head = h11.Response(status_code=answer.status, headers=headers, reason=phrase.encode())
        if self.has_pieces(answer):
            return self._sent(head)
        body = answer.body if answer.status not in _WITHOUT_BODY and not self._asked_for_head else b""
        return self._sent(head) + self.piece(body) + self.end()

    def has_pieces(self, answer: Answer) -> bool:
        """Whether pieces of an answer are to be sent behind its head."""
        return answer.stream is not None and not (self._asked_for_head and answer.length)

    def piece(self, data: bytes) -> bytes:
        """Write a piece of the body of an answer: one chunk, if the other side knows HTTP/1.1."""
        return self._sent(h11.Data(data=data)) if data else b""

    def end(self) -> bytes:
        """End the body of an answer."""
        return self._sent(h11.EndOfMessage())

    def _sent(self, event: h11.Event) -> bytes:
        return self._http.send(event) or b""

    def go_on_reading(self) -> bool:
        """Begin with the next request; False: there is none."""
        if h11.DONE is self._http.our_state is self._http.their_state:
            self._http = self._fresh()
            return True
        return False


def _too_long(most: int) -> Refused:
    if not most:
        return Refused(400, "This request has no body.")
    return Refused(413, f"The body of this request has at most {most} bytes.")
