"""The page in Firefox: that what people do first works there as in Chromium, in which everything else is tested."""

from collections.abc import Callable, Iterator

import pytest

from tests.page.conftest import Netcat, Server
from tests.page.firefox import Firefox, find_firefox, firefox


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Give a Firefox, which takes seconds to start; skip where there is none."""
    if not find_firefox():
        pytest.skip("no Firefox: apt-get install firefox-esr")
    with firefox(tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture
def browser(started: Firefox) -> Iterator[Firefox]:
    """Give the Firefox, which knows nothing of other tests: their servers had other ports. No page may have a fault."""
    yield started
    assert [] == started.problems


def test_what_people_do_first(browser: Firefox, server: Server, netcat: Callable[[str], Netcat]) -> None:
    """One comes in, talks, answers, reacts, loads the page again, and is there again when the server is."""
    clara = netcat("clara")
    browser.size(1280, 800)
    browser.open(server.url)
    browser.until("!document.querySelector('#door').hidden")
    browser.type("anna")
    browser.until("document.querySelector('#title').innerText === '#lobby'")
    clara.say("hello from netcat")
    browser.sees("hello from netcat")
    browser.type("hello from Firefox")
    clara.hears("hello from Firefox")

    browser.sees("hello from Firefox")
    browser.press("ArrowUp", "ArrowUp", "r")
    browser.type("an answer")
    browser.sees("an answer")
    browser.until("document.querySelector('.quote')?.innerText.includes('hello from netcat')")
    browser.press("ArrowUp", "e")
    browser.until("document.activeElement.matches('.picker input')")
    browser.press(*"tada")
    browser.until("document.querySelector('.picker .grid button')?.textContent === '🎉'")
    browser.press("Enter")
    browser.until("document.querySelector('.signs button')?.textContent.startsWith('🎉 1')")

    browser.reload()
    for text in ("hello from netcat", "an answer"):
        browser.sees(text)
    browser.until("document.querySelector('.signs')")  # of history too

    server.kill()
    browser.until("!document.querySelector('#state').hidden")
    browser.type("said meanwhile")
    browser.until("document.querySelector('.pending')")
    server.start()
    browser.sees("said meanwhile")
    again = netcat("clara")
    again.say("both back")
    browser.sees("both back")
    assert 5 == browser.evaluate("document.querySelectorAll('li.said').length")


def test_it_fits_a_small_screen(browser: Firefox, server: Server) -> None:
    """At the size of a phone, nothing lies beside the page, and one can come in and write."""
    browser.size(360, 640)
    browser.open(server.url)
    browser.until("!document.querySelector('#door').hidden")
    browser.type("anna")
    browser.until("document.querySelector('#title').innerText === '#lobby'")
    browser.evaluate("document.querySelector('#say').focus()")  # a touch; there is no keyboard until then
    browser.type("short")
    browser.sees("short")
    assert 360 >= browser.evaluate("document.documentElement.scrollWidth")
    assert 640 >= browser.evaluate("document.querySelector('#composer').getBoundingClientRect().bottom")
