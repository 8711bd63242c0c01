"""Takes a text apart into words, and what somebody typed into what they search for."""

import re
import unicodedata
from collections.abc import Iterable

from trichat.words.record import Record
from trichat.words.text.clean import strip_formatting
from trichat.words.text.lines import whole

_WORD = re.compile(r"[^\W_]+")
# Written without spaces between words: each character is a word, so that any part of a text is found as a phrase.
_SINGLE = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_PREFIX_LEAST = 3  # characters: too many words begin with one or two
_ITEM = re.compile(r'(?:(?P<filter>from|in|before|after):)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))', re.IGNORECASE)


def tokens(text: str) -> tuple[str, ...]:
    """Give the words of a text, in small letters and without accents, so that what looks alike is found alike."""
    return tuple(_WORD.findall(normal(text)))


def normal(text: str) -> str:
    """Make a text one whose words are told apart by ASCII alone: whatever is not ASCII belongs to a word."""
    if text.isascii() and text.isprintable():
        return text.lower()
    text = strip_formatting(whole(text))
    plain = _decomposed(_decomposed(text).casefold())
    plain = "".join([char for char in plain if unicodedata.category(char) != "Mn"])
    return " ".join(_WORD.findall(_SINGLE.sub(r" \1 ", plain)))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)


class Phrase(Record, kw_only=True):
    """Words that follow each other; of the last, only the beginning if `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False

    def found_in(self, text: tuple[str, ...]) -> bool:
        """Tell whether these words are among those of a text, in this order, next to each other."""
        count = len(self.words)
        return any(self._fits(text[start : start + count]) for start in range(len(text) - count + 1))

    def _fits(self, part: tuple[str, ...]) -> bool:
        if not self.prefix:
            return part == self.words
        return part[:-1] == self.words[:-1] and part[-1].startswith(self.words[-1])


class Wanted(Record, kw_only=True):
    """What somebody searches for. Names and times are as they were typed; empty if none was."""

    phrases: tuple[Phrase, ...] = ()
    nick: str = ""
    place: str = ""
    before: str = ""
    after: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is looked for at all."""
        return self != Wanted()


def parse_search(text: str) -> Wanted:
    """Read what was typed: words, `"exact phrases"`, `begin*`, `from:NAME`, `in:ROOM`, `before:TIME`, `after:TIME`."""
    phrases: list[Phrase] = []
    filters = {"from": "", "in": "", "before": "", "after": ""}
    for found in _ITEM.finditer(text):
        quoted, bare = found["quoted"], found["bare"]
        if found["filter"]:
            filters[found["filter"].lower()] = (bare if quoted is None else quoted).strip()
        elif words := tokens(bare if quoted is None else quoted):
            prefix = quoted is None and bare.endswith("*") and len(words[-1]) >= _PREFIX_LEAST
            phrases.append(Phrase(words=words, prefix=prefix))
    return Wanted(
        phrases=tuple(phrases),
        nick=filters["from"],
        place=filters["in"],
        before=filters["before"],
        after=filters["after"],
    )


def write_search(wanted: Wanted) -> str:
    """Write what is looked for so that `parse_search` reads the same again."""
    named = (("from", wanted.nick), ("in", wanted.place), ("before", wanted.before), ("after", wanted.after))
    filters = [f"{name}:{_quoted(value)}" for name, value in named if value]
    return " ".join(part for part in (write_phrases(wanted.phrases), *filters) if part)


def write_phrases(phrases: Iterable[Phrase]) -> str:
    """Write only the words that are looked for, without names and times."""
    return " ".join(_written(phrase) for phrase in phrases)


def _written(phrase: Phrase) -> str:
    return "-".join(phrase.words) + "*" if phrase.prefix else _quoted(" ".join(phrase.words))


def _quoted(text: str) -> str:
    return text if text.split() == [text] else f'"{text}"'
