"""Open an address of the web in the person's browser, beside the terminal and never in it."""

import webbrowser
from pathlib import Path

import trio

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
