"""The architecture, enforced: who imports what, and what the pure packages keep out."""

import ast
from pathlib import Path

import pytest

import trichat

ROOT = Path(trichat.__path__[0])
MODULES = sorted(ROOT.rglob("*.py"))

# What each may import besides itself: the packages above it.
LAYERS = {
    "errors": set[str](),
    "words": {"errors"},
    "config": {"errors", "words"},
    "protocols": {"errors", "words"},
    "chat": {"errors", "words", "protocols"},
    "storage": {"errors", "config", "words", "protocols", "chat"},
    "server": {"errors", "config", "words", "protocols", "chat", "storage"},
    "client": {"errors", "words", "protocols"},
}
UNBOUND = {"cli", "__main__", "__init__"}  # these put the others together

PURE_PACKAGES = {"words", "protocols", "chat"}
PURE_MODULES = {
    f"client/{name}.py"
    for name in (
        "about",
        "account",
        "alerts",
        "answering",
        "attention",
        "bars",
        "batches",
        "catching_up",
        "columns",
        "composing",
        "emoji",
        "exchange",
        "folding",
        "hiding",
        "history",
        "keys",
        "login",
        "incoming/apply",
        "incoming/messages",
        "incoming/rooms",
        "making",
        "measuring",
        "mentions",
        "model",
        "modes",
        "multiline",
        "noted",
        "outbox",
        "own",
        "people",
        "recent",
        "registration",
        "room",
        "rooms",
        "scram",
        "sending",
        "setting",
        "settings",
        "tags",
        "themes",
        "typists",
        "urls",
        "values",
        "view",
        "who",
    )
}
# What a pure module needs of the standard library, PRECIS and msgspec; an allow-list, so that nothing slips through.
HARMLESS = {
    "base64", "binascii", "collections", "dataclasses", "datetime", "difflib", "enum", "fnmatch", "functools",
    "hashlib", "heapq", "hmac", "ipaddress", "itertools", "json", "msgspec", "operator", "re", "stringprep", "textwrap",
    "types", "typing", "unicodedata", "zlib", "precis_i18n", "prompt_toolkit", "wcwidth",
}  # fmt: skip
PURE_PARTS = {"prompt_toolkit": {"prompt_toolkit.formatted_text"}}  # of a dependency that also does I/O
ALLOWED = {"client/display/lines.py": {"time"}}  # to write the hour as it is where the reader sits
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "sleep"}  # of modules that are fine otherwise


def place(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def layer_of(module: Path) -> str:
    return module.relative_to(ROOT).parts[0].removesuffix(".py")


def is_pure(module: Path) -> bool:
    return layer_of(module) in PURE_PACKAGES or place(module) in PURE_MODULES


def imports(tree: ast.Module) -> set[str]:
    """Every module imported, wherever in the file; a name imported from a package may be a module of it."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {alias.name for alias in names}
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found.add(module)
                if module == "trichat":
                    found |= {f"{module}.{alias.name}" for alias in names}
            case ast.ImportFrom():
                found.add("relative")
    return found


def layers_imported(tree: ast.Module) -> set[str]:
    ours = [name.split(".") for name in imports(tree) if name.split(".")[0] in ("trichat", "relative")]
    return {parts[1] if len(parts) > 1 else parts[0] for parts in ours}


def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text())


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_imports_go_up_only(module: Path) -> None:
    """Each package imports only those above it. A new package needs a row."""
    layer = layer_of(module)
    if layer not in UNBOUND:
        assert set() == layers_imported(parsed(module)) - LAYERS[layer] - {layer, "trichat", "__version__"}


def test_decisions_know_no_dialect() -> None:
    """Of the protocols, the chat knows only those in which somebody proves who they are."""
    trees = [parsed(module) for module in MODULES if layer_of(module) == "chat"]
    froms = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named = {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
    assert {"sasl", "scram"} == {name.split(".")[2] for name in named if name.startswith("trichat.protocols")}


@pytest.mark.parametrize("module", [module for module in MODULES if is_pure(module)], ids=place)
def test_the_pure_packages_are_pure(module: Path) -> None:
    """No I/O, no clock, no randomness, and nothing that waits: the same input always gives the same output."""
    tree = parsed(module)
    foreign = {name for name in imports(tree) if name.split(".")[0] != "trichat"}
    assert set() == {name.split(".")[0] for name in foreign} - HARMLESS - ALLOWED.get(place(module), set())
    assert set() == {name for name in foreign for whole, parts in PURE_PARTS.items() if _outside(name, whole, parts)}
    waits = (ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith, ast.Await)
    assert [] == [node.lineno for node in ast.walk(tree) if isinstance(node, waits)]
    assert [] == [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and _has_clock(node.value)
    ]
    called = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert set() == {"open", "print", "input", "exec", "eval", "__import__"} & set(called)


def _outside(name: str, whole: str, parts: set[str]) -> bool:
    return name.split(".", maxsplit=1)[0] == whole and not any(
        name == part or name.startswith(part + ".") for part in parts
    )


def _has_clock(node: ast.expr) -> bool:
    return ast.unparse(node).split(".")[-1] in ("datetime", "date", "time")


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_say_what_they_are_for(module: Path) -> None:
    """In the first line, which is a whole one: the overview is made of them."""
    docstring = ast.get_docstring(parsed(module)) or ""
    first = docstring.split("\n")[0]
    assert first.endswith((".", "?", "!", ":"))
    assert 15 < len(first) <= 120


@pytest.mark.parametrize("module", MODULES, ids=place)
def test_modules_can_be_read_in_one_go(module: Path) -> None:
    """None has more than 330 lines."""
    assert len(module.read_text().splitlines()) <= 330


def test_the_search_sees_what_is_there() -> None:
    """The rules above would find a breach."""
    tree = ast.parse("import trio\nfrom trichat.server import outbox\ndef f():\n    from trichat import chat")
    assert {"trio", "trichat.server", "trichat", "trichat.chat"} == imports(tree)
    assert {"server", "trichat", "chat"} == layers_imported(tree)
    assert {"words", "protocols", "chat"} == {layer_of(module) for module in MODULES if is_pure(module)} - {"client"}
    assert PURE_MODULES <= {place(module) for module in MODULES}
    assert {layer_of(module) for module in MODULES} - UNBOUND == set(LAYERS)
