"""What answers to a person are written with: a language, and for each kind of answer a function."""

from collections.abc import Callable
from typing import Any, Protocol

from trichat.words import events as ev


class Language(Protocol):
    """A catalogue of translations, as `gettext` gives it."""

    def gettext(self, message: str, /) -> str:
        """Translate a sentence."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a sentence that counts."""


Lines = list[str]
Writers = dict[type[ev.Event], Callable[[Any, Language], Lines]]  # how each kind of answer is written
