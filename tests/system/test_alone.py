"""What is peculiar to a system is asked for in trichat/system, and nowhere else."""

import ast
from pathlib import Path

import pytest

import trichat
from tests.checks.elsewhere.hidden import MISSING, MODULES

ROOT = Path(trichat.__path__[0])
MODULE_NAMES = frozenset().union(*MODULES.values()) | {"msvcrt", "winreg", "select", "selectors", "ctypes"}
# By module, what nobody else uses of it. A descriptor is read and written by whoever knows whether it is a file's or a
# socket's, and trio can wait for a pipe on some systems only.
NAMES = {
    "os": MISSING["win32"]["os"] | {"name", "read", "write", "pipe", "strerror"},
    "socket": MISSING["win32"]["socket"] | MISSING["darwin"]["socket"],
    "time": MISSING["win32"]["time"],
    "sys": frozenset(("platform", "getwindowsversion")),
}
SIGNAL = frozenset(("Signals", "strsignal"))  # what anybody may use of it
METHODS = frozenset(("st_mode", "add_signal_handler", "add_reader", "add_writer", "tzset"))  # of whatever object
OPENS_TEXT = frozenset(("open", "fdopen", "read_text", "write_text", "NamedTemporaryFile", "TemporaryFile"))
TEXT_MODES = frozenset(("r", "w", "x", "a", "r+", "w+", "a+"))


def peculiarities(tree: ast.Module) -> list[str]:
    """Give what a file outside of trichat/system must not have."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found += [alias.name for alias in names if alias.name.partition(".")[0] in MODULE_NAMES]
            case ast.ImportFrom(module=str(module), names=names):
                if module.partition(".")[0] in MODULE_NAMES:
                    found.append(module)
                found += [f"{module}.{alias.name}" for alias in names if _is_peculiar(module, alias.name)]
            case ast.Attribute(value=value, attr=attr):
                module = ast.unparse(value).removeprefix("trio.")
                if _is_peculiar(module, attr) or attr in METHODS:
                    found.append(f"{module}.{attr}")
            case ast.Call(func=ast.Name(id="hasattr" | "getattr"), args=[value, ast.Constant(value=str(attr)), *_]):
                module = ast.unparse(value).removeprefix("trio.")
                if _is_peculiar(module, attr):
                    found.append(f"{module}.{attr}")
    return found


def _is_peculiar(module: str, name: str) -> bool:
    return name in NAMES.get(module, ()) or (module == "signal" and name not in SIGNAL)


def unnamed_encodings(tree: ast.Module) -> list[str]:
    """Give where a text is opened without saying how it is encoded: on Windows that is not UTF-8."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    unnamed = [node for node in calls if not any(word.arg == "encoding" for word in node.keywords)]
    return [f"{ast.unparse(node)} in line {node.lineno}" for node in unnamed if _opens_text(node)]


def _opens_text(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    binary = any("b" in mode for mode in texts)
    if name == "open" and isinstance(call.func, ast.Attribute):  # of a path: others have an `open` too
        return not binary and any(mode in TEXT_MODES for mode in texts)
    if name == "read_text" and call.args:  # of a path, that is the encoding; others read a text that the argument names
        return False
    return name in OPENS_TEXT and not binary


def elsewhere() -> dict[str, ast.Module]:
    """Give all files outside of trichat/system."""
    files = [file for file in ROOT.rglob("*.py") if ROOT / "system" not in file.parents]
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


def test_no_other_module_asks_which_system_it_is() -> None:
    """Nor does one use what some systems do not have: what to do there instead would have to be said in each."""
    found = {name: peculiarities(tree) for name, tree in elsewhere().items()}
    assert {} == {name: faults for name, faults in found.items() if faults}


def test_texts_are_utf_8_on_every_system() -> None:
    """Whoever opens one says so."""
    found = {name: unnamed_encodings(tree) for name, tree in elsewhere().items()}
    assert {} == {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize(
    "text",
    [
        "import fcntl", "from termios import ECHO", "import os\nos.fdatasync(1)", "from os import fork",
        "if hasattr(os, 'fork'): pass", "getattr(socket, 'AF_UNIX')", "signal.SIGHUP", "from signal import SIGTSTP",
        "trio.socket.AF_UNIX", "sys.platform", "path.stat().st_mode", "loop.add_signal_handler(2, f)",
    ],
)  # fmt: skip
def test_the_search_finds_what_is_peculiar(text: str) -> None:
    """The rule above would find a breach."""
    assert [] != peculiarities(ast.parse(text))


@pytest.mark.parametrize("text", ["open('x')", "path.open('w')", "os.fdopen(1, 'w')", "path.read_text()"])
def test_the_search_finds_unnamed_encodings(text: str) -> None:
    """So would this one."""
    assert [] != unnamed_encodings(ast.parse(text))
