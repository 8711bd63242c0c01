"""What is done for a conversation, outside of it."""

import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import pytest
import trio
import trio.testing

from tests.conftest import PATIENCE
from trichat.client.background import chores
from trichat.client.background.chores import Chores, open_url
from trichat.client.background.files import SavedPositions
from trichat.client.conversation.conversation import Conversation
from trichat.client.display.item import Item, ItemKind
from trichat.client.model.windows import Position
from trichat.client.settings import file
from trichat.client.settings.table import Settings
from trichat.errors import UsageError


@pytest.fixture(autouse=True)
def _slow_disks_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "_LAST", PATIENCE)


@pytest.fixture
def talk(tmp_path: Path) -> Conversation:
    settings = Settings(nick="anna", logs=True, logs_folder=str(tmp_path / "logs"), logs_by="room", host="h", port=7)
    return Conversation(settings, username="a")


class Work:
    """Chores at work, and a way to wait for a complaint."""

    def __init__(self, talk: Conversation, config: Path) -> None:
        self.chores = Chores(talk, config, "", changed=self._changed)
        self.talk = talk
        self._more = trio.Event()

    def _changed(self) -> None:
        self._more.set()

    async def run_and_end(self) -> None:
        """Begin, and be cancelled when there is nothing to do."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self.chores.run)
            await trio.testing.wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()

    async def complaint(self) -> str:
        with trio.fail_after(PATIENCE):
            await self._more.wait()
        return self.talk.items[-1].text


@pytest.fixture
def work(talk: Conversation, tmp_path: Path) -> Work:
    return Work(talk, tmp_path / "chat.toml")


async def _until(holds: Callable[[], bool]) -> None:
    with trio.fail_after(PATIENCE):
        while not holds():  # noqa: ASYNC110 - a thread writes, and sets no event
            await trio.sleep(0.005)


async def test_settings_are_saved(work: Work, tmp_path: Path, nursery: trio.Nursery) -> None:
    """A setting is saved in the file that the client was started with."""
    nursery.start_soon(work.chores.run)
    work.talk.settings_to_save = {"theme": "dark", "port": 7}
    work.chores.wake()
    await _until(lambda: (tmp_path / "chat.toml").exists() and "port = 7\n" in (tmp_path / "chat.toml").read_text())
    assert ("dark", 7) == (
        file.read(tmp_path / "chat.toml").theme,
        file.read(tmp_path / "chat.toml").port,
    )
    nursery.cancel_scope.cancel()


async def test_what_cannot_be_saved_is_said(work: Work, tmp_path: Path, nursery: trio.Nursery) -> None:
    """The client says that a setting cannot be saved, and goes on."""
    (tmp_path / "chat.toml").write_text("port =")
    nursery.start_soon(work.chores.run)
    work.talk.settings_to_save = {"port": 7}
    work.chores.wake()
    assert "not saved: the file is not TOML any more" in await work.complaint()
    nursery.cancel_scope.cancel()


async def test_a_browser_that_fails_is_said(work: Work, monkeypatch: pytest.MonkeyPatch, nursery: trio.Nursery) -> None:
    """The client says in a sentence that the browser failed."""

    async def open_url(url: str) -> None:
        raise UsageError(f"No browser for {url}")

    monkeypatch.setattr(chores, "open_url", open_url)
    nursery.start_soon(work.chores.run)
    work.talk.urls_to_open = ["http://x"]
    work.chores.wake()
    assert "No browser for http://x" == await work.complaint()
    nursery.cancel_scope.cancel()


async def test_logs_are_written_even_at_the_end(work: Work, tmp_path: Path) -> None:
    """What was said last is in the log when the client has ended."""
    async with trio.open_nursery() as nursery:
        nursery.start_soon(work.chores.run)
        await trio.testing.wait_all_tasks_blocked()
        work.talk.show(Item(kind=ItemKind.SAID, text="the last word", at=1, nick="bob", place="#lobby"))
        nursery.cancel_scope.cancel()
    assert "<bob> the last word" in (tmp_path / "logs" / "h-7" / "#lobby.log").read_text()


async def test_logs_are_written_before_long(work: Work, tmp_path: Path, nursery: trio.Nursery) -> None:
    """The log is written while one chats."""
    file = tmp_path / "logs" / "h-7" / "#lobby.log"
    nursery.start_soon(work.chores.run)
    work.talk.show(Item(kind=ItemKind.SAID, text="hi", at=1, nick="bob", place="#lobby"))
    work.chores.wake()
    await _until(lambda: file.exists() and "<bob> hi" in file.read_text())
    nursery.cancel_scope.cancel()


async def test_logs_that_cannot_be_written_are_said(work: Work, tmp_path: Path, nursery: trio.Nursery) -> None:
    """The client says each time that the log cannot be written: it is the person's wish that it is."""
    (tmp_path / "logs").write_text("in the way")
    nursery.start_soon(work.chores.run)
    work.talk.show(Item(kind=ItemKind.SAID, text="hi", at=1, nick="bob", place="#lobby"))
    work.chores.wake()
    assert "Logs cannot be written in" in await work.complaint()
    nursery.cancel_scope.cancel()


async def test_what_was_seen_is_kept_until_the_next_time(work: Work) -> None:
    """How far one has read is kept though the client ends soon; a client that was never let in keeps nothing."""
    await work.run_and_end()
    assert {} == SavedPositions().read("h", 7)
    work.talk.model.nick, work.talk.read_position.current = "anna", Position(at=3_000)
    await work.run_and_end()
    assert {"anna": Position(at=3_000)} == SavedPositions().read("h", 7)
    again = Conversation(work.talk.settings, username="a")
    Chores(again, None, "", changed=lambda: None)
    assert {"anna": Position(at=3_000)} == again.read_position.saved


async def test_what_was_seen_is_kept_now_and_then(
    work: Work, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How far one has read is kept now and then, so that a crash forgets little."""
    monkeypatch.setattr(chores, "POSITION_PAUSE", 0.001)
    work.talk.model.nick, work.talk.read_position.current = "anna", Position(at=3_000)
    nursery.start_soon(work.chores.run)
    await _until(lambda: SavedPositions().read("h", 7) == {"anna": Position(at=3_000)})


async def test_what_was_said_in_private_is_kept_soon(
    work: Work, nursery: trio.Nursery, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Private words count as read when the terminal has them: after a crash they come if they were not shown."""
    monkeypatch.setattr(chores, "_SHOWN", 0.0)
    work.talk.model.nick, work.talk.read_position.current = "anna", Position(at=3_000, ids=("x",))
    nursery.start_soon(work.chores.run)
    work.talk.read_position.last_private = work.talk.read_position.current
    work.talk.items.append(Item(kind=ItemKind.SAID, text="psst", at=3_000, nick="bob", place="bob", private=True))
    work.chores.wake()
    await trio.testing.wait_all_tasks_blocked()
    assert {} == SavedPositions().read("h", 7)
    work.talk.items.clear()
    work.chores.wake()
    await _until(lambda: SavedPositions().read("h", 7) == {"anna": Position(at=3_000, ids=("x",))})
    nursery.cancel_scope.cancel()


# Addresses of the web are opened beside the terminal, never in it.

URL = "https://example.org/a"


class Window(webbrowser.BaseBrowser):
    """A browser with a window of its own."""

    def __init__(self, *, starts: bool = True) -> None:
        super().__init__("window")
        self.opened: list[str] = []
        self.thread = threading.current_thread()
        self._starts = starts

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:  # noqa: ARG002 - theirs
        self.opened.append(url)
        self.thread = threading.current_thread()
        return self._starts


def use(monkeypatch: pytest.MonkeyPatch, browser: webbrowser.BaseBrowser) -> None:
    """Let this be the person's browser."""
    monkeypatch.setattr(webbrowser, "get", lambda: browser)


async def test_it_is_opened_in_a_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser is started in a thread: some are waited for, and messages go on meanwhile."""
    browser = Window()
    use(monkeypatch, browser)
    await open_url(URL)
    assert browser.opened == [URL]
    assert browser.thread is not threading.current_thread()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-h", "", "httpx://a"])
async def test_nothing_else_is_opened(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Only addresses of the web are opened."""
    browser = Window()
    use(monkeypatch, browser)
    with pytest.raises(UsageError):
        await open_url(url)
    assert browser.opened == []


@pytest.mark.parametrize("browser", [webbrowser.GenericBrowser("/usr/bin/lynx"), webbrowser.Elinks("elinks")])
async def test_a_browser_for_terminals_is_not_started(
    monkeypatch: pytest.MonkeyPatch, browser: webbrowser.BaseBrowser
) -> None:
    """A browser for terminals would draw over the chat; instead the address is shown, to be copied."""
    monkeypatch.setattr(type(browser), "open", lambda *_: pytest.fail("started"))
    use(monkeypatch, browser)
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)


async def test_a_browser_in_the_background_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser in the background, which is what BROWSER="firefox %s &" gives, is started."""
    opened: list[str] = []

    def start(_self: webbrowser.BackgroundBrowser, url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser.BackgroundBrowser, "open", start)
    use(monkeypatch, webbrowser.BackgroundBrowser("firefox"))
    await open_url(URL)
    assert opened == [URL]


async def test_a_browser_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that a browser does not start, with the address."""
    use(monkeypatch, Window(starts=False))
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)


async def test_no_browser_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no browser, as on a server, the address is shown."""

    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)
