"""The page of all modules."""

import ast
from pathlib import Path

import trichat
from made.writing import page

PACKAGE = Path(trichat.__file__).parent


def modules_page() -> str:
    """List every module with the first line of its docstring."""
    folders = sorted({file.parent for file in PACKAGE.rglob("*.py")})
    return page(
        "Modules",
        "the first lines of trichat's modules",
        "The first line of each module says what it is for. Nothing in `words`, `protocols`, `chat` and the folders of "
        "the client from `commands` to `display` waits, or touches a socket, a file or a clock.",
        *(part for folder in folders for part in _folder(folder)),
    )


def _folder(folder: Path) -> tuple[str, str, str]:
    name = folder.relative_to(PACKAGE.parent).as_posix()
    files = sorted(file for file in folder.glob("*.py") if file.name != "__init__.py")
    rows = [f"* `{file.name}`: {_first_line(file)}" for file in files]
    return f"## {name}/", _first_line(folder / "__init__.py"), "\n".join(rows)


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    if not docstring:
        raise ValueError(f"{file} does not say in its first line what it is for.")
    return docstring.splitlines()[0]
