"""Open an address of the web in the person's browser, beside the terminal and never in it."""

import webbrowser

import trio

from trichat.errors import UsageError


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
        return not _is_for_terminals(browser) and browser.open(url)
    except (webbrowser.Error, OSError):
        return False


def _is_for_terminals(browser: webbrowser.BaseBrowser) -> bool:
    """Tell whether it would draw over ours (lynx, w3m, links)."""
    if isinstance(browser, webbrowser.BackgroundBrowser):
        return False
    return isinstance(browser, webbrowser.GenericBrowser) or not getattr(browser, "background", True)
