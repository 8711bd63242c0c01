"""Firefox, driven by WebDriver BiDi, which it speaks by itself: there is nothing to install but the browser.

The specification is https://www.w3.org/TR/webdriver-bidi/. Where it has a name for something, it has that name here.
"""

import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.conftest import PATIENCE

FIREFOXES = ("firefox-esr", "firefox")
KEYS = {"Enter": "\ue007", "ArrowUp": "\ue013", "Delete": "\ue017"}
PREFERENCES = {
    "ui.primaryPointerCapabilities": 6,  # a mouse, which it does not believe in without a screen
    "intl.accept_languages": "en-GB",
    # Without the rest it asks its maker for news at each start.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}


def find_firefox() -> str:
    """Give the path of Firefox; empty if there is none."""
    return next((path for name in FIREFOXES if (path := shutil.which(name))), "")


@contextmanager
def firefox(profile: Path) -> Iterator["Firefox"]:
    """Run Firefox with a profile of its own, and with one tab that is driven."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    options = ("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port=0")
    log = profile / "log"
    with log.open("wb") as output:
        process = subprocess.Popen([find_firefox(), *options], stdout=output, stderr=output)
    try:
        give_up = time.monotonic() + PATIENCE
        while not (found := re.search(r"BiDi listening on (ws://\S+)\n", log.read_text())):
            assert time.monotonic() < give_up, log.read_text()
            time.sleep(0.05)
        address = found[1]
        with connect(f"{address}/session", max_size=None, open_timeout=PATIENCE) as socket:
            yield Firefox(socket)
    finally:
        process.kill()
        process.wait()


class Firefox:
    """One tab: what one does there, and what it shows."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._number = 0
        self.problems: list[str] = []
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=["log.entryAdded"])
        self._tab = self._ask("browsingContext.create", type="tab")["context"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        self._ask("browsingContext.reload", context=self._tab, wait="complete")

    def size(self, width: int, height: int) -> None:
        self._ask("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def evaluate(self, expression: str) -> Any:
        """Give what an expression is worth: a number, a text, a truth or nothing."""
        given = self._ask("script.evaluate", expression=expression, target={"context": self._tab}, awaitPromise=True)
        assert given["type"] == "success", given
        return given["result"].get("value")

    def until(self, condition: str) -> None:
        """Wait until something is so in the page, as JavaScript says it."""
        give_up = time.monotonic() + PATIENCE
        while not self.evaluate(condition):
            assert time.monotonic() < give_up, (condition, self.evaluate("document.body.innerText"))
            time.sleep(0.02)

    def sees(self, text: str) -> None:
        """Wait for a message that is stored and has this text."""
        self.until(
            "[...document.querySelectorAll('li.said:not(.pending) .what')]"
            f".some((each) => each.innerText.includes({json.dumps(text)}))"
        )

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, each a name or a character."""
        signs = [KEYS.get(key, key) for key in keys]
        actions = [{"type": move, "value": sign} for sign in signs for move in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self._ask("input.performActions", context=self._tab, actions=[source])

    def type(self, text: str) -> None:
        """Type a text where the keyboard is, and send it."""
        self.press(*text, "Enter")

    def picture(self, path: Path) -> None:
        """Write what it shows to a PNG file."""
        given = self._ask("browsingContext.captureScreenshot", context=self._tab)
        path.write_bytes(base64.b64decode(given["data"]))

    def _ask(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE))
            if answer.get("method") == "log.entryAdded":
                self._note(answer["params"])
            elif answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]

    def _note(self, entry: dict[str, Any]) -> None:
        if entry["level"] == "error" and "ws://" not in str(
            entry["text"]
        ):  # a server that is down is what a test is about
            self.problems.append(entry["text"])
