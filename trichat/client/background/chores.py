"""What a conversation wants done outside of it: web addresses opened, settings saved, logs written, what was seen."""

import webbrowser
from collections.abc import Callable
from pathlib import Path

import trio

from trichat.client.background.logs import Logs
from trichat.client.background.read_position import Seen
from trichat.client.conversation.state import ConversationState
from trichat.client.model.read_position import Position
from trichat.client.settings import file as settings_file
from trichat.errors import UsageError

_IN_TERMINALS = frozenset(("elinks", "links", "links2", "lynx", "w3m", "www-browser"))  # would draw over the chat


async def open_url(url: str) -> None:
    """Open it. Raises UsageError if it is no address of the web, or if there is no browser with a window."""
    if not url.lower().startswith(("http://", "https://")):
        raise UsageError("Only http and https addresses are opened.")
    # A thread: some browsers are waited for. It may be left alone when the client ends.
    if not await trio.to_thread.run_sync(_open, url, abandon_on_cancel=True):
        raise UsageError(f"No browser could be started. The address is {url}")


def _open(url: str) -> bool:
    try:
        browser = webbrowser.get()
        return Path(browser.name).name not in _IN_TERMINALS and browser.open(url)
    except (webbrowser.Error, OSError):
        return False


LOG_PAUSE = 1.0  # seconds between two writes of the logs: a flood is written with few of them
SEEN_PAUSE = 10.0  # seconds between two looks at how far the person is, where nothing was said to them in private
PRIVATE_PAUSE = 1.0  # seconds, where it was: after a crash, as much comes twice
_SHOWN = 0.1  # seconds in which the terminal writes what it is given
_LAST = 2.0  # seconds for the last write, when the client ends


class Chores:
    """Does it, in the order in which it was asked for; slow disks and browsers hold nothing else up."""

    def __init__(
        self, talk: ConversationState, config: Path | None, server: str, *, changed: Callable[[], None]
    ) -> None:
        """Take the conversation, where settings are saved, and what to call when there is something to show."""
        self._talk = talk
        self._config = config
        self._server = server
        self._changed = changed
        self._logs = Logs()
        self._seen = Seen()
        self._written = Position()
        talk.progress.seen = self._seen.read(talk.settings.host, talk.settings.port)
        self._to_do = trio.Event()
        self._to_log = trio.Event()
        self._to_remember = trio.Event()

    def wake(self) -> None:
        """Start whatever has something to do."""
        if self._talk.opening or self._talk.saving:
            self._to_do.set()
        if self._talk.logging:
            self._to_log.set()
        if self._talk.progress.private.at >= self._written.at and self._talk.progress.reached != self._written:
            self._to_remember.set()

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
            with trio.move_on_after(SEEN_PAUSE):
                await self._to_remember.wait()
            await trio.sleep(_SHOWN)
            self._to_remember = trio.Event()
            if not self._talk.items:  # else something has not been written to the terminal yet
                await self._remember()
                await trio.sleep(PRIVATE_PAUSE)

    async def _remember(self) -> None:
        """Write how far the person is, if that has changed."""
        talk, reached = self._talk, self._talk.progress.reached
        if reached != self._written and talk.known_as:
            self._written = reached
            where = talk.settings.host, talk.settings.port
            await trio.to_thread.run_sync(self._seen.write, *where, talk.known_as, reached)

    def _complain(self, exc: UsageError) -> None:
        self._talk.complain(str(exc))
        self._changed()
