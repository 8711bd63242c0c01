"""Write trichat/words/names/lookalikes_data.py: `python docs/lookalikes.py confusables.json`.

The JSON is Unicode's confusables.txt (UTS #39) as the package `confusable_homoglyphs` on PyPI ships it: for each string
those that look like it. What cannot be in a name is left out.
"""

import base64
import json
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

from trichat.words.names.names import NameNotAllowed, check_name

TARGET = Path(__file__).parent.parent / "trichat" / "words" / "names" / "lookalikes_data.py"
_WIDTH = 110
_MARK = "\\u200e"  # in JSON: stands around what is written from right to left, and is no part of it
_HEAD = '''"""What looks like what; made by docs/lookalikes.py of Unicode's confusables.txt (see LICENSE-UNICODE).

Each line is what a group of characters look like, a tab, and the characters. Compressed, in base 85.
"""

PACKED = (
'''


def main(source: Path) -> None:
    """Make the module."""
    table = json.loads(source.read_text(encoding="utf-8").replace(_MARK, ""))
    text = "\n".join(f"{shape}\t{''.join(sorted(group))}" for shape, group in sorted(groups(table)))
    packed = base64.b85encode(zlib.compress(text.encode(), 9)).decode()
    lines = [packed[start : start + _WIDTH] for start in range(0, len(packed), _WIDTH)]
    body = "".join(f'    "{line}"\n' for line in lines)
    TARGET.write_text(f"{_HEAD}{body})\n", encoding="utf-8")


def groups(table: dict[str, list[dict[str, str]]]) -> Iterable[tuple[str, set[str]]]:
    """Give, for each group of strings that look alike, what stands for all of them, and the characters in it."""
    seen: set[str] = set()
    for start in table:
        if start in seen:
            continue
        group, todo = {start}, [start]
        while todo:
            for other in table.get(todo.pop(), ()):
                if other["c"] not in group:
                    group.add(other["c"])
                    todo.append(other["c"])
        seen |= group
        shape = min(group, key=lambda text: (-len(text), not text.isascii(), not text.islower(), text))
        characters = {char for char in group if len(char) == 1 and char != shape and can_be_in_a_name(char)}
        if characters:
            yield shape, characters


def can_be_in_a_name(char: str) -> bool:
    """Tell whether a name can hold this character, as it is."""
    try:
        return check_name(f"a{char}a") == f"a{char}a"
    except NameNotAllowed:
        return False


if __name__ == "__main__":
    main(Path(sys.argv[1]))
