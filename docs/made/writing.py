"""What all pages are written with."""

from collections.abc import Iterable


def page(title: str, source: str, *parts: str) -> str:
    """Put a page together; the first line says where it comes from."""
    made = f"<!-- Made by docs/generate.py from {source}. Change that, and run it again. -->"
    return "\n\n".join([made, f"# {title}", *(part.strip() for part in parts)]) + "\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """Write what is typed or read by programs; nothing for nothing."""
    return f"`{text}`" if text else ""
