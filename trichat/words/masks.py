"""Masks: patterns with `*` and `?` that names and `nick!user@host` are held against."""

import fnmatch
import re

from trichat.words.names import fold

MOST_BYTES = 200  # longer than any mask that could fit


def compile_mask(mask: str) -> re.Pattern[str]:
    """Compile a mask; `fullmatch` it against folded text. Case does not count."""
    return re.compile(fnmatch.translate(fold(mask[:MOST_BYTES]).replace("[", "[[]")))
