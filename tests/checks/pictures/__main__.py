"""Photographs the web page, light and dark, for the documentation: `python -m tests.checks.pictures`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.page.conftest import OPTIONS, Netcat, Server, Visitor, find_chromium

PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
SIZE = {"viewport": {"width": 1040, "height": 600}}
CODE = "```\n$ trichat serve --port 8080\n```"
PEOPLE = {"anna": ("Anna", "🌻"), "boris": ("Борис", "🚲"), "mei": ("Mei Lin", "")}


def main() -> int:
    """Let some people talk, and take pictures of it into a folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    with tempfile.TemporaryDirectory() as name, sync_playwright() as run:
        server = Server(Path(name))
        browser = run.chromium.launch(executable_path=find_chromium(), args=list(OPTIONS))
        try:
            people = {nick: Visitor(browser, server, SIZE).enter(nick) for nick in PEOPLE}
            _introduce(people)
            anna = _talk(people, Netcat(server.port, "clara"))
            for scheme in ("light", "dark"):
                anna.page.emulate_media(color_scheme=scheme)
                anna.page.wait_for_timeout(300)
                anna.page.screenshot(path=str(folder / f"page-{scheme}.png"))
        finally:
            browser.close()
            server.kill()
    return 0


def _introduce(people: dict[str, Visitor]) -> None:
    for nick, (full, sign) in PEOPLE.items():
        page = people[nick].page
        page.click("#you")
        page.fill("#field-name", full)
        page.fill("#field-face", sign)
        page.click("text=Save")


def _talk(people: dict[str, Visitor], clara: Netcat) -> Visitor:
    anna, boris, mei = people.values()
    for room in ("design", "release"):
        anna.say(f"/join {room}")
        anna.page.wait_for_selector(f"#title:text('#{room}')")
    anna.page.click("[data-place='#lobby']")
    anna.say("/topic Version 2 goes out on Friday")
    boris.say("Good morning! Who takes the release notes?")
    anna.sees("release notes").hover()
    anna.page.click(".tools [data-act=reply]")
    anna.say("I do. They begin in `docs/release.md`, and anybody may add to them:\n" + CODE)
    boris.sees("anybody may add").hover()
    boris.page.click(".tools [data-act='sign 👍']")
    mei.sees("anybody may add").hover()
    mei.page.click(".tools [data-act='sign 👍']")
    clara.say("hello from netcat, by the way; I read this on a machine without a screen")
    mei.sees("without a screen").hover()
    mei.page.click(".tools [data-act='sign ❤️']")
    mei.say("Доброе утро! #design has the new pictures, see https://example.org/pictures")
    boris.say("anna: lunch at one?")
    boris.say("/msg anna I have brought cake.")
    anna.page.wait_for_selector("#talks .count")
    anna.sees("lunch at one")
    mei.page.type("#say", "I")
    anna.page.wait_for_selector("#typing:not(:empty)")
    anna.page.mouse.move(5, 5)
    return anna


if __name__ == "__main__":
    sys.exit(main())
