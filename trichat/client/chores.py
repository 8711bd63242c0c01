"""What a conversation wants done outside of it: web addresses opened, settings saved, logs written."""

from collections.abc import Callable
from pathlib import Path

import trio

from trichat.client import settings_file
from trichat.client.browser import open_url
from trichat.client.exchange import Exchange
from trichat.client.logs import Logs
from trichat.errors import UsageError

LOG_PAUSE = 1.0  # seconds between two writes of the logs: a flood is written with few of them
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

    def _complain(self, exc: UsageError) -> None:
        self._talk.complain(str(exc))
        self._changed()
