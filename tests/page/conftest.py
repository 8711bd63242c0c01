"""A server in a process of its own, a real browser, and node, as far as they are on this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PATIENCE

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking")
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}

# What the tests know of Playwright. It is not on every machine, and neither are its types.
Page = Any
Browser = Any


def find_chromium() -> str:
    """Give the path of Chromium; empty if there is none."""
    named = os.environ.get("TRICHAT_CHROMIUM", "")
    return named or next((path for name in CHROMIUMS if (path := shutil.which(name))), "")


class Server:
    """`python -m trichat serve`, which can be killed and started again at the same port with the same history."""

    def __init__(self, folder: Path) -> None:
        self._history = folder / "history.db"
        self._errors = folder / "errors"
        # On a machine that is busy, a browser can be slower to ask than a person at netcat is given to say nothing.
        self._settings = folder / "settings.toml"
        self._settings.write_text("[limits]\nknock_seconds = 30\n")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--history", str(self._history)]
        command = [sys.executable, "-m", "trichat", "serve", "--config", str(self._settings), *where]
        with self._errors.open("ab") as errors:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        assert self._process.stdout is not None
        assert any("Ctrl-C" in line for line in self._process.stdout), self._errors.read_text()

    def kill(self) -> None:
        """End it as a loss of power does."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Netcat:
    """Somebody at the plain door."""

    def __init__(self, port: int, name: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.say(name)
        self._until("#lobby")

    def say(self, text: str) -> None:
        self._socket.sendall(text.encode() + b"\n")

    def hears(self, text: str) -> None:
        """Wait until this is there."""
        self._until(text)

    def close(self) -> None:
        self._socket.close()

    def _until(self, text: str) -> None:
        found = b""
        while text.encode() not in found:
            data = self._socket.recv(4096)
            assert data, f"{text!r} did not come, but {found!r}"
            found += data


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Give a server with a history of its own."""
    server = Server(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def netcat(server: Server) -> Iterator[Callable[[str], Netcat]]:
    """Give a function that lets somebody come in at the plain door."""
    come: list[Netcat] = []

    def enter(name: str) -> Netcat:
        come.append(Netcat(server.port, name))
        return come[-1]

    yield enter
    for each in come:
        each.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give a browser; skip where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install playwright")
    with playwright.sync_playwright() as run:
        path = find_chromium() or run.chromium.executable_path  # where `playwright install` puts one
        if not Path(path).exists():
            pytest.skip("no Chromium: apt-get install chromium, or say in TRICHAT_CHROMIUM where it is")
        browser = run.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


class Visitor:
    """Somebody with the page, in a browser that remembers nothing of others."""

    def __init__(self, browser: Browser, server: Server, options: dict[str, Any]) -> None:
        self._server = server
        self.context = browser.new_context(**{"locale": "en-GB", **DESK, **options})
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, said: Any) -> None:
        if said.type == "error" and "WebSocket" not in said.text:  # a server that is down is what a test may be about
            self.problems.append(said.text)

    def open(self, path: str = "") -> "Visitor":
        self.page.goto(self._server.url + path)
        return self

    def enter(self, name: str, password: str = "", path: str = "") -> "Visitor":
        """Open the page and come in."""
        self.open(path)
        self.page.fill("#name", name)
        if password:
            self.page.click("#account summary")
            self.page.fill("#password", password)
        self.page.press("#name", "Enter")
        return self.inside()

    def inside(self) -> "Visitor":
        """Wait until they are in a place."""
        self.page.wait_for_selector("#title:not(:empty)")
        return self

    def say(self, text: str) -> None:
        self.page.fill("#say", text)
        self.page.press("#say", "Enter")

    def sees(self, text: str) -> Any:
        """Wait for the row of a message that is stored; give it."""
        row = self.page.locator("li.said:not(.pending)", has_text=text).last
        row.wait_for()
        return row

    def until(self, condition: str) -> None:
        """Wait until something is so in the page, as JavaScript says it."""
        give_up = time.monotonic() + PATIENCE  # Playwright's own way needs `eval`, which the page does not allow
        while not self.page.evaluate(condition):
            assert time.monotonic() < give_up, condition
            self.page.wait_for_timeout(20)

    def texts(self) -> list[str]:
        found: list[str] = self.page.locator("li.said:not(.pending) .text").all_inner_texts()
        return found


Visit = Callable[..., Visitor]


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Visit]:
    """Give a function that gives somebody a browser of their own. At the end, no page may have had a problem."""
    come: list[Visitor] = []

    def visitor(**options: Any) -> Visitor:
        come.append(Visitor(chromium, server, options))
        return come[-1]

    yield visitor
    problems = [problem for each in come for problem in each.problems]
    for each in come:
        each.context.close()
    assert [] == problems


@pytest.fixture(scope="session")
def node() -> list[str]:
    """Give the command of node that takes our modules for what they are; skip where there is no node."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("no node: it is only needed to test the modules of the page without a browser")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    major = int(said.lstrip("v").split(".")[0])
    if major < 18:
        pytest.skip(f"node {said.strip()} is too old: 18 or later is needed")
    return [path] if major >= 22 else [path, "--experimental-default-type=module"]
