"""One request to the hub for somebody who asks over HTTP, and its answer: no visit comes of it."""

import contextlib

import trio

from trichat.chat.core.people import Session
from trichat.config.limits import Limits
from trichat.protocols.http.api import ApiDialect
from trichat.protocols.http.messages import Refused
from trichat.server.connection.outbox import Outbox
from trichat.server.connection.queue import RequestQueue
from trichat.server.work import Workers
from trichat.words import requests as ask
from trichat.words.events import Farewell

_SECONDS = 30.0  # for the hub and the disk, and a password before that


class HubCalls:
    """Calls the hub."""

    def __init__(self, requests: RequestQueue, workers: Workers, limits: Limits) -> None:
        self._requests = requests
        self._workers = workers
        self._limits = limits

    async def call(
        self, request: ask.ApiRequest, dialect: ApiDialect, *, turn: str, address: str = "", exempt: bool = False
    ) -> bytes:
        """Give what the dialect writes of the answer, once that is stored. It waits for its `turn` as lines do.

        `address` is where a wrong password counts. Raises Refused.
        """
        with trio.move_on_after(_SECONDS), contextlib.suppress(trio.BrokenResourceError):
            async with trio.open_nursery() as nursery:
                caller = _Caller(self._requests, self._workers, nursery, dialect, self._limits)
                session = caller.session = _session(caller, address, exempt=exempt)
                try:
                    await self._requests.put(turn, (session, [request, ask.InTurn(event=Farewell(reason=""))]))
                    await caller.outbox.run(trio.lowlevel.checkpoint)
                    caller.may_be_known = caller.has_worked
                finally:
                    del caller.session  # it refers back
                    if caller.may_be_known:
                        await self._forget(session)
            return bytes(caller.answer.data)
        raise Refused(503, "The server has no time for that, or stops.")

    async def _forget(self, session: Session) -> None:
        with trio.move_on_after(_SECONDS, shield=True), contextlib.suppress(trio.BrokenResourceError):
            await self._requests.put("", (session, [ask.Gone(reason="")]))


def _session(caller: "_Caller", address: str, *, exempt: bool) -> Session:
    session = Session("", outlet=caller, address=address)
    session.exempt = exempt
    session.api = True
    return session


class _Caller:
    """Stands where the connection of a session does."""

    session: Session

    def __init__(
        self, requests: RequestQueue, workers: Workers, nursery: trio.Nursery, dialect: ApiDialect, limits: Limits
    ) -> None:
        self._requests = requests
        self._workers = workers
        self._nursery = nursery
        self.has_worked = False
        self.may_be_known = True  # the hub may remember something of it: a password that was tried, or still is
        self.dialect = dialect
        self.answer = _Collected()
        self.outbox = Outbox(self.answer, None, limits)

    def work(self, task: object) -> None:
        """Have something done that takes time, such as checking a password, and tell the hub what came of it."""
        self.has_worked = True
        self._nursery.start_soon(self._work, self.session, task)

    async def _work(self, session: Session, task: object) -> None:
        result = await self._workers.do(task, session.place)
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._requests.put("", (session, [ask.Worked(result=result)]))


class _Collected(trio.abc.SendStream):
    """A stream of which all is kept."""

    def __init__(self) -> None:
        self.data = bytearray()

    async def send_all(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it."""
        self.data += data
        await trio.lowlevel.checkpoint()

    async def wait_send_all_might_not_block(self) -> None:
        """It never does."""
        await trio.lowlevel.checkpoint()

    async def aclose(self) -> None:
        """Nothing is to be closed."""
        await trio.lowlevel.checkpoint()
