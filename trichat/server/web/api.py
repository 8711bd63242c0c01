"""What programs ask over HTTP: to speak in a room, and to read it. No visit comes of it."""

import trio

from trichat.chat.core.tokens import hashed
from trichat.config.limits import Limits
from trichat.protocols.http import api, hooks, sse
from trichat.protocols.http.messages import Answer
from trichat.protocols.http.routing import Asked, Route, Who
from trichat.server.connection.throttle import Throttles
from trichat.server.connection.web.visitors import Visitors
from trichat.server.history.archive import Archive
from trichat.server.web.hub_calls import HubCalls
from trichat.server.web.streams import Streams
from trichat.words import requests as ask
from trichat.words.record import replace

_SAID = 201


class Api:
    """The handlers of the routes for programs."""

    def __init__(
        self, hub: HubCalls, throttles: Throttles, archive: Archive, visitors: Visitors, limits: Limits
    ) -> None:
        self._hub = hub
        self._throttles = throttles
        self._archive = archive
        self._visitors = visitors
        self._streams = Streams(archive.bells, visitors, limits)

    def routes(self) -> list[Route]:
        """Give the routes."""
        messages = "/api/rooms/{room}/messages"
        return [
            Route(
                pattern=messages,
                methods=("GET", "HEAD", "POST"),
                handler=self._messages,
                who=Who.PROGRAMS,
                body_bytes=api.BODY_BYTES,
                about={
                    "GET": "Read what was said in a room: lines of JSON; after=ID, limit=NUMBER, wait=SECONDS."
                    " With Accept: text/event-stream as a stream.",
                    "POST": "Say something in a room: text, or JSON with it. With an Idempotency-Key, once.",
                },
            ),
            *[
                Route(
                    pattern=pattern,
                    methods=("POST",),
                    handler=self._hook,
                    who=Who.PROGRAMS,
                    body_bytes=hooks.BODY_BYTES,
                    about={"POST": "Say something in the first room of the token in the path, in the form of Slack."},
                )
                for pattern in ("/api/hooks/{token}", "/api/hooks/{token}/slack")  # which some add by themselves
            ],
        ]

    async def _messages(self, asked: Asked) -> Answer:
        token = hashed(api.token_of(asked.request))
        if asked.request.method == "POST":
            return await self._post(asked, api.post(asked.request, asked.named["room"], asked.body, token))
        return await self._read(asked, token)

    async def _hook(self, asked: Asked) -> Answer:
        """Speak in the first room of a token that stands in the path, for services that can send nothing else."""
        answer = await self._post(asked, hooks.post(asked.request, asked.body, hashed(asked.named["token"])))
        return hooks.OK if answer.status == _SAID else answer

    async def _post(self, asked: Asked, request: ask.Post) -> Answer:
        await self._take(asked, request)
        return api.answer(await self._call(asked, request, api.ApiDialect()), _SAID)

    async def _read(self, asked: Asked, token: str) -> Answer:
        """Read what was said, and wait for something if there is nothing."""
        request, wait = api.read(asked.request, asked.named["room"], token)
        await self._take(asked, request)
        if sse.is_wanted(asked.request):
            return await self._streams.open(asked, sse.begin(asked.request, request), self._call)
        dialect = api.ApiDialect()
        lines = await self._call(asked, request, dialect)
        if lines or not wait:
            return api.answer(lines, 200)
        with self._archive.bells.listening(dialect.place) as bell, self._visitors.waiting(wait):
            while not lines:
                await bell.wait()
                bell.take()
                with trio.CancelScope(shield=True):
                    after = replace(request, after=dialect.position)
                    lines = await self._call(asked, after, dialect)
        return api.answer(lines, 200)

    async def _take(self, asked: Asked, request: ask.ApiRequest) -> None:
        """Wait until this may be asked: as fast as others may send lines. Who is woken has asked already."""
        await self._throttles.make(asked.place, lambda: request.token, exempt=asked.exempt).take_from([request])

    async def _call(self, asked: Asked, request: ask.ApiRequest, dialect: api.ApiDialect) -> bytes:
        return await self._hub.call(request, dialect, turn=asked.place)
