"""The modules and folders that hand-written pages name are there: whoever moves one learns where it is named."""

import re
from pathlib import Path

import pytest

import trichat

PACKAGE = Path(trichat.__file__).parent  # not always beside the documentation: see `nox -s wheel`
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MADE = "<!-- Made by"  # these pages take the names from the code
OTHERS = {"irc-conformance.md"}  # names the files of the suite
PAGES = [
    page
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
    if "_build" not in page.parts and page.name not in OTHERS and MADE not in page.read_text(encoding="utf-8")[:100]
]
PLACE = re.compile(r"`((?:[a-z_]+/)*(?:[a-z_]+\.py|[a-z_]+/))`")


def _is_there(place: str) -> bool:
    return any((folder / place).exists() for folder in (ROOT, PACKAGE.parent, PACKAGE, *PACKAGE.iterdir()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_and_folders_that_a_page_names_are_there(page: Path) -> None:
    """A file or folder that a page names is there, from the root, from trichat/, or from one of its packages."""
    assert [] == [place for place in PLACE.findall(page.read_text(encoding="utf-8")) if not _is_there(place)]


def test_places_are_found() -> None:
    """The pattern for files and folders finds what it should."""
    text = (DOCS / "explanation" / "architecture.md").read_text(encoding="utf-8")
    assert {"chat/hub.py", "words/commands/", "pipeline/", "record.py"} <= set(PLACE.findall(text))
