"""What a conversation wants done outside of it: web addresses opened, settings saved, logs written, what was seen."""

from collections.abc import Callable
from pathlib import Path

import trio

from trichat.client import settings_file
from trichat.client.browser import open_url
from trichat.client.exchange import Exchange
from trichat.client.logs import Logs
from trichat.client.seen import Seen
from trichat.errors import UsageError

LOG_PAUSE = 1.0  # seconds between two writes of the logs: a flood is written with few of them
SEEN_PAUSE = 10.0  # seconds between two looks at what has been seen: after a crash, as much comes twice
_LAST = 2.0  # seconds for the last write, when the client ends


class Chores:
    """Does it, in the order in which it was asked for; slow disks and browsers hold nothing else up."""

    def __init__(self, talk: Exchange, config: Path | None, server: str, *, changed: Callable[[], None]) -> None:
        """Take the conversation, where settings are saved, and what to call when there is something to show."""
        self._talk = talk
        self._config = config
        self._server = server
        self._changed = changed
        self._logs = Logs()
        self._seen = Seen()
        self._seen_at = 0
        talk.seen = self._seen.read(talk.settings.host, talk.settings.port)
        self._to_do = trio.Event()
        self._to_log = trio.Event()

    def wake(self) -> None:
        """Look whether there is something to do."""
        if self._talk.opening or self._talk.saving:
            self._to_do.set()
        if self._talk.logging:
            self._to_log.set()

    async def run(self) -> None:
        """Work until cancelled; what is to be logged is written even then."""
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._write_logs)
                nursery.start_soon(self._keep_seen)
                while True:
                    await self._to_do.wait()
                    self._to_do = trio.Event()
                    urls, self._talk.opening = self._talk.opening, []
                    for url in urls:
                        nursery.start_soon(self._open, url)
                    await self._save()
        finally:
            with trio.move_on_after(_LAST, shield=True):
                await self._write()
                await self._remember()

    async def _open(self, url: str) -> None:
        try:
            await open_url(url)
        except UsageError as exc:
            self._complain(exc)

    async def _save(self) -> None:
        saving, self._talk.saving = self._talk.saving, {}
        for name, value in saving.items():
            try:
                await trio.to_thread.run_sync(settings_file.save, self._config, name, value, self._server)
            except UsageError as exc:
                self._complain(exc)

    async def _write_logs(self) -> None:
        while True:
            await self._to_log.wait()
            self._to_log = trio.Event()
            await self._write()
            await trio.sleep(LOG_PAUSE)

    async def _write(self) -> None:
        items, self._talk.logging = self._talk.logging, []
        if not items:
            return
        try:
            await trio.to_thread.run_sync(self._logs.write, items, self._talk.settings)
        except UsageError as exc:
            self._complain(exc)

    async def _keep_seen(self) -> None:
        while True:
            await trio.sleep(SEEN_PAUSE)
            await self._remember()

    async def _remember(self) -> None:
        """Write up to when the person has seen everything, if that has changed."""
        talk, at = self._talk, self._talk.heard_at
        if at > self._seen_at and talk.known_as:
            self._seen_at = at
            where = talk.settings.host, talk.settings.port
            await trio.to_thread.run_sync(self._seen.write, *where, talk.known_as, at)

    def _complain(self, exc: UsageError) -> None:
        self._talk.complain(str(exc))
        self._changed()
