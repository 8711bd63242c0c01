"""The control socket: the command line of whoever runs the server asks the running server, through the hub."""

import contextlib
import logging
import os
import socket
from pathlib import Path

import trio

from trichat.chat.core.people import Session
from trichat.errors import ProtocolError
from trichat.protocols.control import LINE_BYTES, ControlDialect, Told, read_request, write_told
from trichat.server.admin.running import PATH_BYTES, answers
from trichat.server.connection.doors import Shared
from trichat.server.connection.outbox import Outbox
from trichat.system.sockets import HAVE_PATHS, path_socket
from trichat.words import requests as ask
from trichat.words.events import Farewell

_log = logging.getLogger(__name__)

_ASK_SECONDS = 10.0  # for the request to come, and for its answer to be taken
_PRIVATE = 0o177  # of the permissions, what nobody gets: only the owner of the server reads and writes


def open_listener(path: Path | None) -> trio.SocketListener | None:
    """Listen there. Without it the server runs all the same, so what is wrong is logged."""
    if path is None:
        return None
    if not HAVE_PATHS:
        _log.warning("no control socket: [server] control does nothing on this system")
        return None
    if len(os.fsencode(path)) > PATH_BYTES:
        _log.warning("no control socket: %s is longer than %d bytes; set [server] control", path, PATH_BYTES)
        return None
    end = path_socket()
    try:
        _bind(end, path)
    except OSError as exc:
        end.close()
        _log.warning("no control socket: %s: %s; set [server] control", path, exc.strerror or exc)
        return None
    return trio.SocketListener(trio.socket.from_stdlib_socket(end))


def _bind(end: socket.socket, path: Path) -> None:
    """Bind the socket, private from the first moment. One that a killed server has left behind makes way."""
    with contextlib.suppress(FileNotFoundError):
        if path.is_socket() and not answers(path):
            path.unlink()
    mask = os.umask(_PRIVATE)
    try:
        end.bind(os.fspath(path))
    finally:
        os.umask(mask)
    end.listen()


class ControlConnection:
    """One request from the command line, and its answer. Stands where the connection of a session does."""

    def __init__(self, stream: trio.SocketStream, shared: Shared) -> None:
        self._stream = stream
        self._shared = shared
        self._nursery: trio.Nursery | None = None
        self._session = Session("", outlet=self)
        self._session.admin = True
        self.dialect = ControlDialect()
        self.outbox = Outbox(stream, None, shared.limits)

    async def run(self) -> None:
        """Have it answered."""
        try:
            await self._run()
        finally:  # what was asked may still be under way, and nobody waits for it any more
            with trio.move_on_after(_ASK_SECONDS, shield=True), contextlib.suppress(trio.BrokenResourceError):
                await self._shared.requests.put("", (self._session, [ask.Gone(reason="")]))

    async def _run(self) -> None:
        with trio.move_on_after(_ASK_SECONDS), contextlib.suppress(trio.BrokenResourceError):
            line = await self._line()
            try:
                request = read_request(line)
            except ProtocolError as exc:
                await self._stream.send_all(write_told(Told(done=False, lines=(str(exc),))))
                return
            async with trio.open_nursery() as self._nursery:
                await self._shared.requests.put("", (self._session, [request, ask.InTurn(event=Farewell(reason=""))]))
                await self.outbox.run(trio.lowlevel.checkpoint)
        await trio.aclose_forcefully(self._stream)

    def work(self, task: object) -> None:
        """Have something done that takes time, and tell the hub what came of it."""
        assert self._nursery is not None
        self._nursery.start_soon(self._work, task)

    async def _work(self, task: object) -> None:
        result = await self._shared.workers.do(task, "")
        with contextlib.suppress(trio.BrokenResourceError, trio.ClosedResourceError):  # the server stops
            await self._shared.requests.put("", (self._session, [ask.Worked(result=result)]))

    async def _line(self) -> bytes:
        data = b""
        while b"\n" not in data and len(data) <= LINE_BYTES:
            more = await self._stream.receive_some(LINE_BYTES)
            if not more:
                break
            data += more
        return data
