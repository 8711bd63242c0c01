"""Uploaded files over HTTP: who may upload is asked of the hub, what comes goes to the shelf, and is fetched there."""

import contextlib
import logging
import secrets
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import trio

from trichat.config.settings import ServerSettings
from trichat.errors import ProtocolError
from trichat.protocols.control import told
from trichat.protocols.http import files
from trichat.protocols.http.api import ApiDialect
from trichat.protocols.http.messages import Answer, Refused, Request, sentence
from trichat.protocols.http.routing import Asked, Route, Who
from trichat.server.connection.proxies import Trusted
from trichat.server.history.archive import Archive
from trichat.server.history.shelf import Coming, Shelf, Shelved
from trichat.server.web.hub_calls import HubCalls
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Event
from trichat.words.names.addresses import is_local, place
from trichat.words.reasons import Reason
from trichat.words.record import replace

_log = logging.getLogger(__name__)

_ID_BYTES = 16  # of randomness: nobody guesses an address
_PART_BYTES = 256 * 1024  # of a file that is sent at once
_FULL = "There is no room for that on this server."
_NO_FILES = "This server takes no files, because it keeps no history."
_STATUS = {
    Reason.NO_FILES: 503,
    Reason.SHUT_OUT: 429,
    Reason.BUSY: 429,
    Reason.OWN_FILES_FULL: 507,
    Reason.ALL_FILES_FULL: 507,
    Reason.NOT_STORED: 503,
}


def announced(settings: ServerSettings) -> str:
    """Give where IRC clients are told to upload; empty: nowhere that is surely this server, or safe from others.

    A password goes there: so it is TLS, or no further than this machine.
    """
    hosts = {host for each in settings.listens for host in each.hosts}
    if settings.history is None:
        return ""
    if settings.files.files_url:
        return settings.files.files_url.rstrip("/")
    if settings.tls_certificate:
        port = settings.tls_port or settings.port
        return f"https://{settings.name}{'' if port == 443 else f':{port}'}{files.PATH}" if port else ""
    behind_proxy = settings.proxies or settings.web_origins
    if settings.port and not behind_proxy and all(host == "localhost" or is_local(host) for host in hosts):
        return f"http://localhost:{settings.port}{files.PATH}"
    return ""


class _Dialect(ApiDialect):
    """Keeps what is answered: after the batch with it was stored."""

    def __init__(self) -> None:
        self.answers: list[Event] = []

    def answer(self, event: Event, nick: str) -> bytes:  # noqa: ARG002
        """Keep it, and write nothing."""
        self.answers.append(event)
        return b""


class Files:
    """The handlers of the routes for files, and what removes those that nothing names."""

    def __init__(self, settings: ServerSettings, hub: HubCalls, archive: Archive, trusted: Trusted) -> None:
        self.settings = settings
        self._hub = hub
        self._archive = archive
        self._trusted = trusted
        self._limits = settings.limits
        self._shelf = Shelf(folder_of(settings.history), self._limits.files_spare_bytes) if settings.history else None
        self._coming: dict[str, None] = {}  # ids of files that are not kept yet
        self._expected: Counter[str] = Counter()  # bytes that may come, by owner
        host = urlsplit(settings.files.files_url).hostname
        self.hosts = [host] if host else []  # under which this server is called for files, besides its own
        self._base = announced(settings) or files.PATH.lstrip("/")  # relative to where it was uploaded

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route(
                pattern=files.PATH,
                methods=("POST",),
                handler=self._post,
                who=Who.PROGRAMS,
                body_bytes=self._limits.file_bytes,
                in_parts=True,
            ),
            Route(pattern=f"{files.PATH}/{{file}}/{{name}}", methods=("GET", "HEAD"), handler=self._get),
        ]

    # Fetching

    async def _get(self, asked: Asked) -> Answer:
        name = files.stored_as(asked.named["file"], asked.named["name"])
        size = await trio.to_thread.run_sync(self._shelf.size, name) if self._shelf and name else None
        if self._shelf is None or size is None:
            return sentence(404, "There is no such file, or it is there no longer.")
        answer = files.head(name, asked.named["name"], size, asked.request)
        return replace(answer, stream=_read(self._shelf.path(name), answer)) if answer.length else answer

    # Uploading

    async def _post(self, asked: Asked) -> Answer:
        """Take a file, whole or not at all. Raises Refused."""
        if self._shelf is None or asked.parts is None:
            raise Refused(503, _NO_FILES)
        granted = await self._grant(asked.request, asked)
        size = self._size(asked.request)
        file_id = secrets.token_hex(_ID_BYTES)
        with self._expecting(granted, file_id, size):
            try:
                coming = await trio.to_thread.run_sync(self._shelf.begin, file_id, size)
                if coming is None:
                    raise Refused(507, _FULL)
                shelved = await self._take(coming, asked.parts())
                with trio.CancelScope(shield=True):
                    await self._keep(coming, granted.owner, file_id)
            except OSError as exc:
                _log.warning("an uploaded file cannot be written: %s", exc)
                raise Refused(507, "The file cannot be written, because of the disk of this server.") from exc
        name = files.clean_name(files.said_name(asked.request), shelved.ending)
        location = files.address(self._base, file_id, name, coming.size, shelved.pixels)
        return sentence(201, location, ("Location", location))

    async def _grant(self, request: Request, asked: Asked) -> ev.UploadGranted:
        """See who wants to upload. Raises Refused."""
        shown = files.credentials(request)
        address, exempt = asked.place, asked.exempt
        if not address:  # a proxy speaks for many: tries of passwords count for whom it names, or else for all of them
            with contextlib.suppress(ProtocolError):
                address = self._trusted.forwarded_for(request)
            exempt = self._trusted.is_exempt(address) if address else False
        begin = ask.BeginUpload(token=shown.token, name=shown.name, password=shown.password)
        answer = await self._ask(begin, place(address), address or "unknown", exempt=exempt)
        if isinstance(answer, ev.UploadGranted):
            return answer
        text = " ".join(told(answer).lines)
        status = _STATUS.get(answer.reason, 401)
        raise files.unauthorized(request, text) if status == 401 else Refused(status, text)

    def _size(self, request: Request) -> int:
        """Give how long the body may be. Raises Refused."""
        told = request.one("content-length")
        size = int(told) if told else self._limits.file_bytes
        if told and not size:
            raise Refused(400, "The file is empty.")
        if size > self._limits.file_bytes:
            raise Refused(413, f"A file has at most {self._limits.file_bytes} bytes.")
        return size

    @contextlib.contextmanager
    def _expecting(self, granted: ev.UploadGranted, file_id: str, size: int) -> Iterator[None]:
        """Reserve room for a file while it comes: many at once take no more than one after another. Raises Refused."""
        limits, owner = self._limits, granted.owner
        if granted.taken + self._expected[owner] + size > limits.files_bytes_per_account:
            mib = limits.files_bytes_per_account // 1024**2
            raise Refused(507, f"All your files together have at most {mib} MiB: take back messages with some of them.")
        if granted.taken_by_all + self._expected.total() + size > limits.files_bytes:
            raise Refused(507, _FULL)
        self._expected[owner] += size
        self._coming[file_id] = None
        try:
            yield
        finally:
            self._expected[owner] -= size
            del self._coming[file_id]
            if not self._expected[owner]:
                del self._expected[owner]

    async def _take(self, coming: Coming, parts: AsyncGenerator[bytes, None]) -> Shelved:
        """Write what comes; if it breaks off, nothing of it is left. Raises Refused, OSError."""
        with _whole_or_not(coming):
            async with contextlib.aclosing(parts):
                async for part in parts:
                    await trio.to_thread.run_sync(coming.add, part)
            if not coming.size:
                raise Refused(400, "The file is empty.")
            return await trio.to_thread.run_sync(coming.finish)

    async def _keep(self, coming: Coming, owner: str, file_id: str) -> None:
        """Have it known that the file is there. Raises Refused."""
        with _whole_or_not(coming):
            answer = await self._ask(ask.EndUpload(id=file_id, owner=owner, size=coming.size), "", "", exempt=True)
            if isinstance(answer, ev.Refused):
                raise Refused(_STATUS.get(answer.reason, 403), " ".join(told(answer).lines))

    async def _ask(
        self, request: ask.ApiRequest, turn: str, address: str, *, exempt: bool
    ) -> ev.UploadGranted | ev.Refused:
        """Have the hub decide. Raises Refused."""
        dialect = _Dialect()
        await self._hub.call(request, dialect, turn=turn, address=address, exempt=exempt)
        for answer in dialect.answers:
            if isinstance(answer, (ev.UploadGranted, ev.Refused)):
                return answer
        raise Refused(503, "The server has no time for that, or stops.")

    # Sweeping

    async def sweep(self, now: int) -> None:
        """Remove the files that nothing names, and what is on the disk of which nobody knows. Raises HistoryError."""
        if self._shelf is None:
            return
        unnamed = await self._archive.unnamed(now - int(self._limits.file_unnamed_seconds * 1000))
        if unnamed:
            with contextlib.suppress(Refused):  # it stays until the next time
                await self._ask(ask.DropFiles(ids=tuple(unnamed)), "", "", exempt=True)
        # In this order: a file that is found here and is no longer coming then is known by now.
        found = await trio.to_thread.run_sync(self._shelf.ids)
        coming = set(self._coming)
        if found:
            known = {*coming, *await self._archive.files()}
            await trio.to_thread.run_sync(self._shelf.remove, [each for each in found if each not in known])


@contextlib.contextmanager
def _whole_or_not(coming: Coming) -> Iterator[None]:
    """Leave nothing of a file behind if something fails."""
    try:
        yield
    except BaseException:
        coming.give_up()
        raise


def folder_of(history: Path) -> Path:
    """Give the folder of the files of a history: beside it."""
    return history.with_name(history.name + ".files")


async def _read(path: Path, answer: Answer) -> AsyncGenerator[bytes, None]:
    """Read the part of a file that is asked for. Raises trio.BrokenResourceError if it is gone meanwhile."""
    left = answer.length
    try:
        async with await trio.open_file(path, "rb") as file:
            await file.seek(answer.start)
            while left:
                part = await file.read(min(left, _PART_BYTES))
                if not part:
                    raise trio.BrokenResourceError
                left -= len(part)
                yield part
    except OSError as exc:
        raise trio.BrokenResourceError from exc
