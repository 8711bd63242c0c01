"""The documentation says what the code does: generated pages, links, and commands that the README prints."""

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CHECK = "pip install nox && nox"
NO_CHECK = {
    "keys",
    "bench",
    "flame",
    "clients",
    "irctest",
    "fuzz",
    "api",
    "soak",
    "elsewhere",
}  # take minutes, or what is not here: other servers, a suite, other systems
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_TOCTREE = re.compile(r"^```\{toctree\}\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _generator() -> ModuleType:
    sys.path.insert(0, str(DOCS))  # as it is when the script is run
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(DOCS))
    return module


GENERATOR = _generator()
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
WRITTEN = [*(ROOT / name for name in ("README.md", "README.ru.md", "CONTRIBUTING.md", "CHANGELOG.md")), *PAGES]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _prose(path: Path) -> str:
    """Give a page without what stands in it as code."""
    return _FENCED.sub("", path.read_text(encoding="utf-8"))


def _anchors(path: Path) -> set[str]:
    """Give the anchors that the headings of a page make."""
    headings = re.findall(r"^#+ (.+)$", _prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _broken(page: Path) -> Iterator[str]:
    for link in _LINK.findall(_prose(page)):
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        if re.match(r"[a-z]+:", link):
            continue
        if not target.is_file() or (anchor and anchor not in _anchors(target)):
            yield link


@pytest.mark.parametrize("path", sorted(GENERATOR.PAGES))
def test_a_generated_page_is_what_the_code_gives(path: str) -> None:
    """A page that is made from the code is made anew with it: `python docs/generate.py`."""
    expected = GENERATOR.PAGES[path]()
    assert expected == (DOCS / path).read_text(encoding="utf-8"), "run: python docs/generate.py"


@pytest.mark.parametrize("page", WRITTEN, ids=_name)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    """A link to a file of ours names one that is there, and a heading that is in it."""
    assert [] == list(_broken(page))


def test_every_page_is_in_the_table_of_contents() -> None:
    """Every page of the documentation is in a table of contents."""
    trees = _TOCTREE.findall((DOCS / "index.md").read_text(encoding="utf-8"))
    listed = {line for tree in trees for line in tree.split() if "/" in line}
    assert {page.relative_to(DOCS).with_suffix("").as_posix() for page in PAGES} - {"index"} == listed


def test_the_readme_has_one_command_that_installs_and_runs() -> None:
    """The README's first command is all that it takes to have a server."""
    assert "pip install . && trichat serve --port 8080" in _commands(ROOT / "README.md")


def test_the_readme_has_the_one_command_that_checks() -> None:
    """The README's command for the checks is the one that is run for every change."""
    assert CHECK in _commands(ROOT / "README.md")
    for caller in ROOT.glob(".ci/run"):  # not there where only the tests were copied to
        assert CHECK in caller.read_text(encoding="utf-8").splitlines()


def test_the_readme_in_russian_has_the_same_commands() -> None:
    """Whoever reads it in Russian types the same commands in the same order, and the same program."""
    english, russian = ROOT / "README.md", ROOT / "README.ru.md"
    only_there = {"python3 -m venv .venv", ". .venv/bin/activate", "trichat serve --port 8080 --lang ru"}
    assert _commands(english) == [command for command in _commands(russian) if command not in only_there]
    assert _programs(english) == _programs(russian)


def test_nox_alone_runs_all_checks() -> None:
    """`nox` without arguments, as the README has it, leaves out no session that checks."""
    assert _sessions() == set(_default_sessions()) | NO_CHECK


def test_sessions_that_are_written_about_exist() -> None:
    """Every `nox -s name` that the documentation tells people to type is a session."""
    told = {name for page in WRITTEN for name in re.findall(r"nox -s (\w+)", page.read_text(encoding="utf-8"))}
    assert told
    assert told <= _sessions()


def _commands(page: Path) -> list[str]:
    """Give the lines that a page prints to be typed in a shell."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def _programs(page: Path) -> list[str]:
    """Give the Python programs that a page prints."""
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def _noxfile() -> ast.Module:
    return ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))


def _sessions() -> set[str]:
    functions = [node for node in ast.walk(_noxfile()) if isinstance(node, ast.FunctionDef)]
    return {node.name for node in functions if any("nox.session" in ast.unparse(each) for each in node.decorator_list)}


def _default_sessions() -> list[str]:
    for node in ast.walk(_noxfile()):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "nox.options.sessions":
            return [str(name) for name in ast.literal_eval(node.value)]
    raise AssertionError("noxfile.py does not say which sessions run by default")
