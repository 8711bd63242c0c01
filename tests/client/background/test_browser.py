"""Addresses of the web are opened beside the terminal, never in it."""

import threading
import webbrowser

import pytest

from trichat.client.background.chores import open_url
from trichat.errors import UsageError

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
    """Some browsers are waited for, and messages go on meanwhile."""
    browser = Window()
    use(monkeypatch, browser)
    await open_url(URL)
    assert browser.opened == [URL]
    assert browser.thread is not threading.current_thread()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "-h", "", "httpx://a"])
async def test_nothing_else_is_opened(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Only addresses of the web."""
    browser = Window()
    use(monkeypatch, browser)
    with pytest.raises(UsageError):
        await open_url(url)
    assert browser.opened == []


@pytest.mark.parametrize("browser", [webbrowser.GenericBrowser("/usr/bin/lynx"), webbrowser.Elinks("elinks")])
async def test_a_browser_for_terminals_is_not_started(
    monkeypatch: pytest.MonkeyPatch, browser: webbrowser.BaseBrowser
) -> None:
    """It would draw over the chat; the address is there to be copied."""
    monkeypatch.setattr(type(browser), "open", lambda *_: pytest.fail("started"))
    use(monkeypatch, browser)
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)


async def test_a_browser_in_the_background_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is what BROWSER="firefox %s &" gives."""
    opened: list[str] = []

    def start(_self: webbrowser.BackgroundBrowser, url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser.BackgroundBrowser, "open", start)
    use(monkeypatch, webbrowser.BackgroundBrowser("firefox"))
    await open_url(URL)
    assert opened == [URL]


async def test_a_browser_that_does_not_start_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the address."""
    use(monkeypatch, Window(starts=False))
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)


async def test_no_browser_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a server."""

    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    with pytest.raises(UsageError, match=URL):
        await open_url(URL)
