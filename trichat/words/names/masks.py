"""Masks: patterns with `*` and `?` that names and `nick!user@host` are held against."""

import fnmatch
import re

from trichat.words.names.names import fold

MOST_BYTES = 200  # longer than any mask that could fit


def compile_mask(mask: str) -> re.Pattern[str]:
    """Compile a mask; `fullmatch` it against folded text. Case does not count."""
    return re.compile(fnmatch.translate(fold(mask[:MOST_BYTES]).replace("[", "[[]")))


def spoken(mask: str) -> str:
    """Give a mask of a list as people write it: `bob`, `account:bob`, `10.0.0.0/8`, or as it is."""
    if mask.startswith("a:"):
        return "account:" + mask.removeprefix("a:")
    nick, _, rest = mask.partition("!")
    if rest == "*@*":
        return nick
    return rest.removeprefix("*@") if nick == "*" and rest.startswith("*@") else mask
