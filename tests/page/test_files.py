"""The files of the page: what they weigh, and what is not in them."""

import gzip
import re
from importlib.resources import files
from pathlib import Path

PAGE = Path(str(files("trichat") / "page"))
FILES = sorted(path for path in PAGE.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
LATER = {  # fetched when they are wanted, by `import()`: whoever only talks does not wait for them
    "view/windows/emoji.js", "view/windows/finding.js", "view/windows/person.js", "view/windows/uploading.js",
    "view/windows/you.js", "words/ru.js", "irc/login.js",
}  # fmt: skip
FIRST = [path for path in FILES if path.relative_to(PAGE).as_posix() not in LATER]
MOST_BYTES = 60 * 1024  # of what a first visit loads, gzipped: a second at 500 kbit/s
MOST_LATER_BYTES = 15 * 1024
MOST_LINES = 330
# What makes nodes or code of texts: one of these, and what somebody says could run in the pages of all others.
PARSERS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML|srcdoc"
    r"|\beval\(|new Function\(|javascript:|setAttribute\(\s*[\"']on",
)


def named(found: dict[Path, object]) -> dict[str, object]:
    return {path.relative_to(PAGE).as_posix(): what for path, what in found.items() if what}


def test_the_page_is_light() -> None:
    """What a first visit loads is at most 60 KB, and all that can come later a few more."""
    weights = {path: len(gzip.compress(path.read_bytes(), 9)) for path in FILES}
    assert MOST_BYTES >= sum(weights[path] for path in FIRST)
    assert MOST_LATER_BYTES >= sum(weights[path] for path in set(FILES) - set(FIRST))


def test_nothing_parses_html() -> None:
    """No script makes nodes or code of a text, so nothing that is said can become part of the page."""
    assert {} == named({path: PARSERS.findall(path.read_text()) for path in SCRIPTS})


def test_addresses_are_relative() -> None:
    """The page can lie under any path behind a proxy, and asks nobody else for anything."""
    absolute = re.compile(r"(?:href|src)=\"(?:/|https?:)|from \"(?![.])|url\((?!#)|@import")
    assert {} == named({path: absolute.findall(path.read_text()) for path in FILES if path.suffix != ".svg"})


def test_every_module_is_loaded_ahead() -> None:
    """The index names all modules that are needed at once: to find them one in another takes a while for each step."""
    index = (PAGE / "index.html").read_text()
    ahead = set(re.findall(r'modulepreload" href="([^"]+)"', index)) | {"start.js"}
    assert {path.relative_to(PAGE).as_posix() for path in FIRST if path.suffix == ".js"} == ahead
    later = {Path(name).name for name in LATER}
    static = re.compile(rf"^import .*/({'|'.join(map(re.escape, later))})\"", re.MULTILINE)
    assert {} == named({path: static.findall(path.read_text()) for path in SCRIPTS})


def test_modules_say_what_they_are_for() -> None:
    """A module says in its first line, a whole one, what it is for."""
    first = {path: path.read_text().split("\n")[0] for path in SCRIPTS}
    told = re.compile(r"/\*\* .{15,}[.?:] @module \*/")
    assert {} == named({path: line for path, line in first.items() if not told.fullmatch(line)})


def test_modules_can_be_read() -> None:
    """Lines fit on a screen, modules in a head, folders in a glance."""
    long = {path: [line for line in path.read_text().split("\n") if len(line) > 120] for path in FILES}
    assert {} == named({path: lines for path, lines in long.items() if path.name != "icon.svg"})
    assert {} == named({path: True for path in SCRIPTS if len(path.read_text().splitlines()) > MOST_LINES})
    folders = [path for path in PAGE.rglob("*") if path.is_dir()] + [PAGE]
    assert {} == named({folder: True for folder in folders if len(list(folder.iterdir())) > 13})


def test_what_is_said_is_in_the_table() -> None:
    """Each word that the page asks for is in the table of English, and none of them is there for nothing."""
    table = set(re.findall(r"^  \"?([\w-]+)\"?:", (PAGE / "words/en.js").read_text(), re.MULTILINE))
    others = "".join(
        path.read_text() for path in FILES if path.parent.name != "words" and path.suffix in (".js", ".html")
    )
    asked = set(re.findall(r"\bt\(\s*\"([\w-]+)\"", others)) | set(re.findall(r'data-(?:t|label)="(\w+)"', others))
    assert set() == asked - table
    made = {"theme", "language", "typing", "time"}  # the names of these are put together
    unused = {word for word in table - asked if not re.search(rf'"{word}"', others)}
    assert set() == {word for word in unused if not any(word.startswith(start) for start in made)} - {
        "joined", "left", "renamed", "kicked", "noscript", "today", "yesterday",
    }  # fmt: skip
