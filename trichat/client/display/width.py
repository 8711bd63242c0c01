"""How many columns a text takes in a terminal, and texts cut to fit. Pure."""

from wcwidth import iter_graphemes, wcswidth


def width(text: str) -> int:
    """Give the columns that a clean text takes."""
    return max(wcswidth(text), 0)


def cut(text: str, columns: int) -> str:
    """Give a text that fits; an ellipsis says that there was more. What is one sign to the eye stays whole."""
    if len(text) * 2 <= columns or width(text) <= columns:
        return text
    kept, used = [], 1
    for sign in iter_graphemes(text):
        used += width(sign)
        if used > columns:
            break
        kept.append(sign)
    return "".join(kept) + "…"
