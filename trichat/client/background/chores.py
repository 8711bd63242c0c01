"""Chores of a conversation that take time: web addresses opened, settings saved, logs and read positions written."""

import webbrowser
from collections.abc import Callable
from pathlib import Path

import trio

from trichat.client.background.files import SavedPositions, write_logs
from trichat.client.conversation.state import ConversationState
from trichat.client.model.windows import Position
from trichat.client.settings import file as settings_file
from trichat.errors import UsageError

LOG_PAUSE = 1.0  # seconds between two writes of the logs: a flood is written with few of them
POSITION_PAUSE = 10.0  # seconds between two looks at how far the person is, where nothing was said to them in private
PRIVATE_PAUSE = 1.0  # seconds, where it was: after a crash, as much comes twice
_SHOWN = 0.1  # seconds in which the terminal writes what it is given
_LAST = 2.0  # seconds for the last write, when the client ends
_IN_TERMINALS = frozenset(("elinks", "links", "links2", "lynx", "w3m", "www-browser"))  # would draw over the chat


async def open_url(url: str) -> None:
    """Open it in a browser. Raises UsageError if it is no address of the web, or if no browser has a window."""
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


class Chores:
    """Runs the chores beside the conversation, each kind in order: slow disks and browsers hold nothing else up."""

    def __init__(
        self, talk: ConversationState, config: Path | None, server: str, *, changed: Callable[[], None]
    ) -> None:
        """Take the conversation, where settings are saved, and what to call when there is something to show."""
        self._talk = talk
        self._config = config
        self._server = server
        self._changed = changed
        self._positions = SavedPositions()
        self._written = Position()
        talk.read_position.saved = self._positions.read(talk.settings.host, talk.settings.port)
        self._asked = trio.Event()
        self._to_log = trio.Event()
        self._position_due = trio.Event()

    def wake(self) -> None:
        """Start whatever has something to do."""
        if self._talk.urls_to_open or self._talk.settings_to_save:
            self._asked.set()
        if self._talk.items_to_log:
            self._to_log.set()
        position = self._talk.read_position
        if position.last_private.at >= self._written.at and position.current != self._written:
            self._position_due.set()

    async def run(self) -> None:
        """Run the chores until cancelled; what is to be logged is written even then."""
        try:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._keep_logs)
                nursery.start_soon(self._keep_position)
                while True:
                    await self._asked.wait()
                    self._asked = trio.Event()
                    urls, self._talk.urls_to_open = self._talk.urls_to_open, []
                    for url in urls:
                        nursery.start_soon(self._open, url)
                    await self._save_settings()
        finally:
            with trio.move_on_after(_LAST, shield=True):
                await self._write_logs()
                await self._write_position()

    async def _open(self, url: str) -> None:
        try:
            await open_url(url)
        except UsageError as exc:
            self._complain(exc)

    async def _save_settings(self) -> None:
        saving, self._talk.settings_to_save = self._talk.settings_to_save, {}
        for name, value in saving.items():
            try:
                await trio.to_thread.run_sync(settings_file.save, self._config, name, value, self._server)
            except UsageError as exc:
                self._complain(exc)

    async def _keep_logs(self) -> None:
        while True:
            await self._to_log.wait()
            self._to_log = trio.Event()
            await self._write_logs()
            await trio.sleep(LOG_PAUSE)

    async def _write_logs(self) -> None:
        items, self._talk.items_to_log = self._talk.items_to_log, []
        if not items:
            return
        try:
            await trio.to_thread.run_sync(write_logs, items, self._talk.settings)
        except UsageError as exc:
            self._complain(exc)

    async def _keep_position(self) -> None:
        while True:
            with trio.move_on_after(POSITION_PAUSE):
                await self._position_due.wait()
            await trio.sleep(_SHOWN)
            self._position_due = trio.Event()
            if not self._talk.items:  # else something has not been written to the terminal yet
                await self._write_position()
                await trio.sleep(PRIVATE_PAUSE)

    async def _write_position(self) -> None:
        """Write how far the person has read, if that has changed."""
        talk, position = self._talk, self._talk.read_position.current
        if position != self._written and talk.account_or_nick:
            self._written = position
            server = talk.settings.host, talk.settings.port
            await trio.to_thread.run_sync(self._positions.write, *server, talk.account_or_nick, position)

    def _complain(self, exc: UsageError) -> None:
        self._talk.show_error(str(exc))
        self._changed()
