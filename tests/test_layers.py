"""The architecture, enforced: who imports what, what the pure folders keep out, and that every file can be read.

And that tests stand where the module is that they test, and have their helpers from no other test.
"""

import ast
import subprocess
import sys
from pathlib import Path

import trichat

ROOT = Path(trichat.__path__[0])
PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
MODULES = sorted(ROOT.rglob("*.py"))

PURE = {
    "words", "protocols", "chat",
    "client/commands", "client/conversation", "client/incoming", "client/model", "client/irc", "client/display",
}  # fmt: skip
# What a pure module needs of the standard library, PRECIS, msgspec and h11: an allow-list, nothing slips through.
HARMLESS = {
    "base64", "binascii", "collections", "contextlib", "dataclasses", "datetime", "difflib", "enum", "fnmatch",
    "functools", "hashlib", "heapq", "hmac", "http", "ipaddress", "itertools", "json", "msgspec", "operator", "re",
    "stringprep", "textwrap", "types", "typing", "unicodedata", "urllib", "zlib", "h11", "precis_i18n",
    "prompt_toolkit", "wcwidth",
}  # fmt: skip
PURE_PARTS = {
    "prompt_toolkit": {"prompt_toolkit.formatted_text"},
    "urllib": {"urllib.parse"},
}  # of a dependency that also does I/O
EXCEPTIONS = {
    "client/display/lines.py": {"time"},  # writes the hour as it is where the reader sits
}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "sleep"}  # of modules that are fine otherwise
READS_THE_CLOCK = {"client/irc/requests.py"}  # `/history yesterday` is meant by the reader's own calendar
MOST_LINES = 330

TESTS = Path(__file__).parent
OF_NO_MODULE = {  # tests, or folders of them, that stand beside no module of their name, and what they are about
    "chat/visit/test_passwords_at_a_prompt.py": "admission, logging_in and entering together",
    "checks": "programs that are run when asked, and their own tests",
    "docs": "the documentation, and the program of its tutorial",
    "end_to_end": "server and client as programs, over real sockets",
    "page": "the page, which is not written in Python",
    "test_docs.py": "the documentation",
    "test_layers.py": "the architecture",
    "test_cli_accounts.py": "a part of cli/__init__.py that is long enough",
    "chat/test_blank_texts.py": "texts in which there is nothing to see, wherever somebody says something",
    "chat/test_determinism.py": "that nothing in the chat depends on the order of a set",
    "chat/test_limits.py": "what strangers can make all of the chat keep",
    "chat/test_machine.py": "any requests in any order, against a model",
    "chat/accounts/test_certificates.py": "how certificates come to an account, which is told in sasl.py",
    "chat/visit/test_wrong_passwords.py": "trying passwords, wherever one is asked for",
    "client/test_any_server.py": "the client as a whole, whatever a server sends it",
    "system/test_alone.py": "all modules outside of trichat/system",
    "server/test_costs.py": "what a message costs on its way through the server",
    "server/test_floods.py": "many who come at once, and what they must not do to others",
}


def place(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def is_pure(module: Path) -> bool:
    return any(place(module).startswith(folder + "/") for folder in PURE)


def imports(tree: ast.Module) -> set[str]:
    """Every module imported, wherever in the file."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module)
            case ast.ImportFrom():
                found.add("relative")
    return found


def impurities(name: str, tree: ast.Module) -> list[str]:
    """Give what a pure file must not have: I/O, a clock, randomness, anything that waits."""
    foreign = {module for module in imports(tree) if module.split(".")[0] != "trichat"}
    found = [f"imports {module}" for module in foreign if not _is_harmless(name, module)]
    for node in ast.walk(tree):
        match node:
            case ast.AsyncFunctionDef() | ast.AsyncFor() | ast.AsyncWith() | ast.Await():
                found.append(f"waits in line {node.lineno}")
            case ast.Attribute(attr=attr) if attr in CLOCKS and _has_clock(node.value) and name not in READS_THE_CLOCK:
                found.append(f"reads a clock in line {node.lineno}")
            case ast.Call(func=ast.Name(id="open" | "print" | "input" | "exec" | "eval" | "__import__" as called)):
                found.append(f"calls {called}() in line {node.lineno}")
    return found


def _is_harmless(name: str, module: str) -> bool:
    package = module.split(".", maxsplit=1)[0]
    parts = PURE_PARTS.get(package, {package})
    inside = any(module == part or module.startswith(part + ".") for part in parts)
    return package in EXCEPTIONS.get(name, set()) or (package in HARMLESS and inside)


def _has_clock(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] in ("datetime", "date", "time")


def test_imports_go_down_and_in_no_circle() -> None:
    """Each folder imports only those below it, and no two files or folders each other: the contracts in pyproject."""
    # In a process of its own: it sets up logging anew, which switches off the loggers of other tests.
    check = f"from importlinter.cli import lint_imports; exit(lint_imports({str(PYPROJECT)!r}, no_cache=True))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stdout


def test_the_pure_folders_are_pure() -> None:
    """Pure folders have no I/O, clock, randomness or waiting: the same input always gives the same output."""
    pure = [module for module in MODULES if is_pure(module)]
    found = {place(module): impurities(place(module), ast.parse(module.read_text())) for module in pure}
    assert {} == {name: faults for name, faults in found.items() if faults}


def test_every_pure_folder_is_there() -> None:
    """A pure folder that was renamed is not unwatched, nor an exception there without its file."""
    assert [] == [folder for folder in PURE if not any((ROOT / folder).glob("*.py"))]
    assert [] == [name for name in {*EXCEPTIONS, *READS_THE_CLOCK} if not (ROOT / name).is_file()]


def test_the_search_finds_what_is_impure() -> None:
    """The search for what is impure finds a breach."""
    text = "import trio\nfrom prompt_toolkit import input\nprint(datetime.now())\nasync def f(): pass"
    expected = ["imports prompt_toolkit", "imports trio", "waits in line 4", "reads a clock in line 3"]
    assert sorted([*expected, "calls print() in line 3"]) == sorted(impurities("words/x.py", ast.parse(text)))


def test_modules_say_what_they_are_for() -> None:
    """A module says in its first line, a whole one, what it is for: the overview is made of them."""
    first = {str(module): _first_line(module) for module in (*MODULES, *(TESTS / "checks").rglob("*.py"))}
    assert {} == {name: line for name, line in first.items() if not line.endswith((".", "?", "!", ":"))}
    assert {} == {name: line for name, line in first.items() if not 15 < len(line) <= 120}


def _first_line(module: Path) -> str:
    return (ast.get_docstring(ast.parse(module.read_text())) or "").split("\n")[0]


def test_modules_can_be_read_in_one_go() -> None:
    """No module has more lines than a reader keeps in mind."""
    lines = {place(module): len(module.read_text().splitlines()) for module in MODULES}
    assert {} == {name: count for name, count in lines.items() if count > MOST_LINES}


def test_folders_can_be_seen_at_a_glance() -> None:
    """No folder has more than thirteen entries beside its `__init__.py`."""
    entries: dict[str, set[str]] = {}
    for module in MODULES:
        parts = module.relative_to(ROOT.parent).parts
        for depth in range(1, len(parts)):
            entries.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    assert {} == {folder: found for folder, found in entries.items() if len(found - {"__init__.py"}) > 13}


def test_tests_stand_where_the_module_is() -> None:
    """Beside tests/X/test_Y.py there is trichat/X/Y.py, or the package trichat/X/Y: who changes one finds the other."""
    alone = {path for path in map(within_tests, TESTS.rglob("test_*.py")) if not is_beside_its_module(path)}
    excused = {path for path in alone if OF_NO_MODULE.keys() & {path, *map(str, Path(path).parents)}}
    assert set() == alone - excused
    assert set() == {each for each in OF_NO_MODULE if not any(Path(path).is_relative_to(each) for path in alone)}


def within_tests(path: Path) -> str:
    return path.relative_to(TESTS).as_posix()


def is_beside_its_module(path: str) -> bool:
    """Tell whether there is what these tests are named after."""
    module = ROOT / Path(path).with_name(Path(path).name.removeprefix("test_"))
    return module.is_file() or module.with_suffix("").is_dir()


def test_tests_have_their_helpers_from_no_other_test() -> None:
    """What several tests need is in a conftest.py or in a module of its own."""
    found = {within_tests(path): imports(ast.parse(path.read_text())) for path in TESTS.rglob("*.py")}
    borrowed = {path: {each for each in modules if ".test_" in each} for path, modules in found.items()}
    assert {} == {path: modules for path, modules in borrowed.items() if modules}
