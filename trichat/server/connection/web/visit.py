"""One connection of HTTP: requests are answered one after another, until one wants to go on with WebSocket."""

import contextlib
import inspect
from collections.abc import AsyncGenerator
from email.utils import formatdate
from functools import partial

import trio

from trichat.config.limits import Limits
from trichat.protocols.http.frames import Frames
from trichat.protocols.http.messages import Answer, Refused, Request, sentence
from trichat.protocols.http.routing import Asked, Found, Routes, Who
from trichat.protocols.http.wire import Wire
from trichat.server.connection.addresses import Origins
from trichat.server.connection.transport import Transport
from trichat.server.connection.web.visitors import Visitors
from trichat.words.record import Record

_PROGRESS = 64 * 1024  # bytes of a file, or its end, that must come in time: not a byte now and then
_LINGER_SECONDS = 5.0


class Site(Record, kw_only=True):
    """What there is to be had by HTTP, for whom, and who is here for it; and what all WebSockets share."""

    routes: Routes
    origins: Origins
    visitors: Visitors
    frames: Frames
    limits: Limits


class Visit:
    """What one browser, probe or program asks over one connection. It is nobody in the chat.

    `given` has been read of the stream already. `place` is what counts as its address; empty: a proxy speaks for many.
    """

    def __init__(self, stream: Transport, given: bytes, site: Site, place: str, *, exempt: bool) -> None:
        self._stream = stream
        self._site = site
        self._limits = site.limits
        self._place = place
        self._exempt = exempt
        self._wire = Wire(site.limits.http_head_bytes)
        self._wire.feed(given)
        self._lingers = False  # the last request was for a route whose bodies are long

    async def run(self) -> tuple[Request, bytes] | None:
        """Answer requests until one asks for WebSocket; give that, and what came behind it. None: it is over.

        Raises trio.BrokenResourceError.
        """
        with self._site.visitors.counting(self._place, exempt=self._exempt) as fits:
            for left in reversed(range(self._limits.http_requests if fits else 1)):
                try:
                    request = await self._next_request()
                    if request is None:
                        return None
                    found = self._site.routes.find(request)
                    if request.wants_websocket and isinstance(found, Found) and found.route.upgrades:
                        return request, self._wire.rest
                    answer = await self._answer_to(request, found) if fits else _too_many()
                except Refused as exc:
                    answer = exc.answer
                await self._send(answer, last=not left)
                if self._lingers and not self._wire.is_whole:
                    await self._linger()
                if not self._wire.go_on_reading():
                    break
        return None

    async def _next_request(self) -> Request | None:
        """Wait for a request; None: there is none, or not in time. Raises Refused."""
        with self._site.visitors.waiting(self._limits.http_idle_seconds):
            while not self._wire.has_begun and await self._feed():
                pass
        if not self._wire.has_begun:
            return None
        with trio.move_on_after(self._limits.http_request_seconds):
            while (request := self._wire.request()) is None:
                await self._feed()
            await self._site.visitors.take(self._place, exempt=self._exempt)
            return request
        raise Refused(408, "The request did not come to its end in time.")

    async def _feed(self) -> bool:
        data = bytes(await self._stream.receive_some(self._limits.read_bytes))
        self._wire.feed(data)
        return bool(data)

    async def _answer_to(self, request: Request, found: Found | Answer) -> Answer:
        """Answer a request. Raises Refused."""
        if isinstance(found, Answer):
            return found
        self._lingers = found.route.in_parts
        if found.route.who is not Who.ANYBODY and not self._site.origins.are_ours(request.one("host")):
            return _misdirected(request)
        if found.route.who is Who.PROGRAMS and self._is_from_elsewhere(request):
            return sentence(403, "This is for programs, and not for pages from elsewhere.")
        in_parts = found.route.in_parts
        asked = Asked(
            request=request,
            named=found.named,
            body=b"" if in_parts else await self._body(found),
            place=self._place,
            exempt=self._exempt,
            parts=partial(self._parts, found.route.body_bytes) if in_parts else None,
        )
        answer = found.route.handler(asked)
        return await answer if inspect.isawaitable(answer) else answer

    def _is_from_elsewhere(self, request: Request) -> bool:
        """Tell whether a page from elsewhere has a browser ask this."""
        site = request.one("sec-fetch-site").lower()
        origins = request.all("origin")
        allowed = self._site.origins.allow(origins[0] if origins else None, request.one("host"))
        return site not in ("", "same-origin", "none") or len(origins) > 1 or not allowed

    async def _body(self, found: Found) -> bytes:
        """Read the body of a request. Raises Refused."""
        if self._wire.is_asked_to_go_on and found.route.body_bytes:
            await self._stream.send_all(self._wire.go_on())
        with trio.move_on_after(self._limits.http_request_seconds):
            while (body := self._wire.body(found.route.body_bytes)) is None:
                if self._wire.is_asked_to_go_on:
                    raise Refused(400, "This request has no body.")
                await self._feed()
            return body
        raise Refused(408, "The body of the request did not come to its end in time.")

    async def _parts(self, most: int) -> AsyncGenerator[bytes, None]:
        """Give the body of a request as it comes. Raises Refused, if it is longer than `most`, or does not go on."""
        seconds, come = self._limits.file_stall_seconds, 0
        deadline = trio.current_time() + seconds
        while (part := self._wire.part(most)) != b"":
            if part:
                yield part
                come += len(part)
                if come >= _PROGRESS:
                    come, deadline = 0, trio.current_time() + seconds
                continue
            if self._wire.is_asked_to_go_on:
                await self._stream.send_all(self._wire.go_on())
            with trio.CancelScope(deadline=deadline) as scope:
                await self._feed()
            if scope.cancelled_caught:
                raise Refused(408, f"The file did not go on for {seconds:.0f} seconds.")

    async def _linger(self) -> None:
        """Read on for a moment, and throw it away: who is refused while they send a file would not see why.

        If a connection is closed while something of it is unread, the system tells the other side to forget our answer.
        """
        left = self._limits.file_bytes
        with trio.move_on_after(_LINGER_SECONDS):
            while left > 0 and (data := await self._stream.receive_some(self._limits.read_bytes)):
                left -= len(data)

    async def _send(self, answer: Answer, *, last: bool) -> None:
        data = self._wire.answer(answer, formatdate(usegmt=True), last=last)
        if answer.stream is not None and self._wire.has_pieces(answer):
            async with contextlib.aclosing(answer.stream) as pieces:
                async for piece in pieces:
                    await self._put(data + self._wire.piece(piece))
                    data = b""
            data += self._wire.end()
        await self._put(data)

    async def _put(self, data: bytes) -> None:
        with trio.move_on_after(self._limits.stall_seconds) as scope:
            await self._stream.send_all(data)
        if scope.cancelled_caught:
            raise trio.BrokenResourceError


def _too_many() -> Answer:
    text = "Too many connections come from your address. Try again later."
    return sentence(429, text, ("Retry-After", "20"), close=True)


def _misdirected(request: Request) -> Answer:
    """Refuse whoever calls us by another name: their browser may have been led here by a page (DNS rebinding)."""
    host = request.one("host") or "no name"
    return sentence(421, f"This server is not called {host}: [web] origins in its settings says how it is.")
