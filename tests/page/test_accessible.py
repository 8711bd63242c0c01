"""The page for all: axe-core looks at what is on the screen, in both colours, sizes and languages."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.page.conftest import DESK, PHONE, Visit

LOOK = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}"""


@pytest.fixture(scope="session")
def axe() -> str:
    """Give axe-core; skip where it is not."""
    path = os.environ.get("TRICHAT_AXE", "")
    if not path:
        pytest.skip("no axe-core: npm install axe-core, and say in TRICHAT_AXE where its axe.min.js is")
    return Path(path).read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "locale"), [(DESK, "en-GB"), (PHONE, "ru-RU")], ids=["desk", "phone"])
def test_nothing_is_in_the_way_of_anybody(
    visit: Visit, axe: str, scheme: str, size: dict[str, Any], locale: str
) -> None:
    """axe-core finds nothing in the door, the chat, the tools of a message, the windows and the drawers."""
    # The page's own policy lets in no foreign script, and axe is one.
    visitor = visit(color_scheme=scheme, locale=locale, bypass_csp=True, **size)
    page = visitor.open().page
    found: dict[str, list[str]] = {}

    def look(where: str) -> None:
        page.wait_for_timeout(250)  # what moves has come to rest: half-shown colours are nobody's
        found[where] = page.evaluate(LOOK)

    page.add_script_tag(content=axe)
    page.wait_for_selector("#name")
    look("door")
    page.fill("#name", "anna")
    page.press("#name", "Enter")
    visitor.inside()
    visitor.say("see `code`, #tea and https://example.org")
    visitor.say("> quoted\n```\nblock\n```")
    visitor.say("/me waves")
    row = visitor.sees("waves")
    look("chat")
    row.click()
    page.click(".tools [data-act^=sign]")
    page.wait_for_selector(".signs")
    row.click()
    look("tools")
    page.click("#find")
    page.fill("#dialog input", "code")
    page.wait_for_selector(".found button")
    look("search")
    page.keyboard.press("Escape")
    page.click("#emoji")
    look("emoji")
    page.keyboard.press("Escape")
    narrow = page.is_visible("#menu")
    if narrow:
        page.click("#menu")
        look("drawer")
    for window in ("you", "help", "directory"):
        if narrow and not page.is_visible("#side.open"):
            page.click("#menu")
        page.click(f"#{window}")
        look(window)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    if narrow:
        page.click("#people-button")
        look("people")
    page.click("#members button")
    look("person")
    assert {} == {where: problems for where, problems in found.items() if problems}
