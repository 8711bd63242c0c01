"""One connection of HTTP: requests are answered one after another, until one wants to go on with WebSocket."""

import inspect
from email.utils import formatdate

import trio

from trichat.config.limits import Limits
from trichat.protocols.http.messages import Answer, Refused, Request
from trichat.protocols.http.routing import Asked, Found, Routes
from trichat.protocols.http.wire import Wire
from trichat.server.connection.transport import Transport


class Visit:
    """What one browser, probe or program asks over one connection. It is nobody in the chat.

    `given`: what has been read of the stream already.
    """

    def __init__(self, stream: Transport, given: bytes, routes: Routes, limits: Limits) -> None:
        self._stream = stream
        self._routes = routes
        self._limits = limits
        self._wire = Wire(limits.http_head_bytes)
        self._wire.feed(given)

    async def run(self) -> tuple[Request, bytes] | None:
        """Answer requests until one asks for WebSocket; give that, and what came behind it. None: it is over.

        Raises trio.BrokenResourceError.
        """
        for number in range(self._limits.http_requests):
            try:
                request = await self._next_request()
                if request is None:
                    return None
                if request.wants_websocket:
                    return request, self._wire.rest
                answer = await self._answer_to(request)
            except Refused as exc:
                answer = exc.answer
            await self._send(answer, last=number + 1 == self._limits.http_requests)
            if not self._wire.go_on_reading():
                return None
        return None

    async def _next_request(self) -> Request | None:
        """Wait for a request; None: there is none, or not in time. Raises Refused."""
        while not self._wire.has_begun:
            with trio.move_on_after(self._limits.http_idle_seconds) as scope:
                if not await self._feed():
                    return None
            if scope.cancelled_caught:
                return None
        with trio.move_on_after(self._limits.http_request_seconds):
            while (request := self._wire.request()) is None:
                await self._feed()
            return request
        raise Refused(408, "The request did not come to its end in time.")

    async def _feed(self) -> bool:
        data = bytes(await self._stream.receive_some(self._limits.read_bytes))
        self._wire.feed(data)
        return bool(data)

    async def _answer_to(self, request: Request) -> Answer:
        found = self._routes.find(request)
        if isinstance(found, Answer):
            return found
        asked = Asked(request=request, named=found.named, body=await self._body(found))
        answer = found.route.handler(asked)
        return await answer if inspect.isawaitable(answer) else answer

    async def _body(self, found: Found) -> bytes:
        """Read the body of a request. Raises Refused."""
        if self._wire.is_asked_to_go_on:
            if not found.route.body_bytes:
                raise Refused(417, "Nothing is to come behind this request.")
            await self._stream.send_all(self._wire.go_on())
        with trio.move_on_after(self._limits.http_request_seconds):
            while (body := self._wire.body(found.route.body_bytes)) is None:
                await self._feed()
            return body
        raise Refused(408, "The body of the request did not come to its end in time.")

    async def _send(self, answer: Answer, *, last: bool) -> None:
        data = self._wire.answer(answer, formatdate(usegmt=True), last=last)
        with trio.move_on_after(self._limits.stall_seconds) as scope:
            await self._stream.send_all(data)
        if scope.cancelled_caught:
            raise trio.BrokenResourceError
