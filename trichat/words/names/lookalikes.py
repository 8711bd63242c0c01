"""Finds names that look like other names, by their skeletons (UTS #39, section 4)."""

import base64
import functools
import unicodedata
import zlib
from collections.abc import Iterable


@functools.lru_cache(maxsize=1000)  # a name is held against several lists when it is taken, and added to one of them
def skeletons(name: str) -> tuple[str, str]:
    """Give the two skeletons of a name, as it is written and in small letters.

    Two names of which one text is the same can be taken for each other, in whatever case they are written.
    """
    return _skeleton(name).casefold(), _skeleton(name.casefold())


def shapes(names: Iterable[str]) -> frozenset[str]:
    """Give what names look like that are written in small letters, capitals or both; for `looks_like`."""
    return frozenset([shape for name in names for form in (name, name.upper()) for shape in skeletons(form)])


def looks_like(name: str, kept: frozenset[str]) -> bool:
    """Tell whether a name can be taken for one of those names, in ASCII too: there is no reason to come so close."""
    return not kept.isdisjoint(skeletons(name))


def alike(one: str, other: str) -> bool:
    """Tell whether two names can be taken for each other; of two names of ASCII, people are used to what is alike."""
    if one.isascii() and other.isascii():
        return False
    return not set(skeletons(one)).isdisjoint(skeletons(other))


def _skeleton(text: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).translate(_confusables()))


@functools.cache
def _confusables() -> dict[int, str]:
    """Give what each character can be taken for. The data take a few milliseconds to unpack, so not on import."""
    from trichat.words.names.lookalikes_data import PACKED  # noqa: PLC0415

    lines = zlib.decompress(base64.b85decode(PACKED)).decode().split("\n")
    parts = [line.split("\t") for line in lines]
    return {ord(char): like for like, characters in parts for char in characters}


class Lookalikes:
    """A collection of names that finds those that look alike."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, None]] = {}  # by skeleton; a set that keeps its order

    def add(self, name: str) -> None:
        """Add a name."""
        for skeleton in skeletons(name):
            self._names.setdefault(skeleton, {})[name] = None

    def remove(self, name: str) -> None:
        """Take a name out again."""
        for skeleton in skeletons(name):
            names = self._names.get(skeleton, {})
            names.pop(name, None)
            if not names:
                self._names.pop(skeleton, None)

    def of(self, name: str) -> list[str]:
        """Give the names that can be taken for `name`, itself included.

        Two names of ASCII only are never among them: what is alike in those (0 and O, 1 and l), people are used to.
        """
        found: dict[str, None] = {}
        for skeleton in skeletons(name):
            names = self._names.get(skeleton)
            if names is not None:  # seldom, and it is asked whenever somebody comes in
                found |= names
        return [other for other in found if other == name or not (other.isascii() and name.isascii())]
