"""What answers to a person are written with: a language, and for each kind of answer a function."""

from collections.abc import Callable
from typing import Any, Protocol

from trichat.words import events as ev
from trichat.words.record import asdict


class Language(Protocol):
    """A catalogue of translations, as `gettext` gives it."""

    def gettext(self, message: str, /) -> str:
        """Translate a sentence."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a sentence that counts."""


Lines = list[str]
Writer = Callable[[Any, Language], Lines]
Writers = dict[type[ev.Event], Writer]  # how each kind of answer is written


def says(text: str, **fields: str) -> Writer:
    """Make the writer of an answer that is one sentence.

    A placeholder in it is the field of the event that is called so, or that `fields` name for it.
    """

    def write(event: ev.Event, language: Language) -> Lines:
        values = asdict(event)
        values |= {placeholder: values[field] for placeholder, field in fields.items()}
        return [language.gettext(text).format(**values)]

    return write
