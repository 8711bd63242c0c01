"""What is found in a text: where it names somebody, in any script and spelling, and web addresses."""

import re
import unicodedata
from collections.abc import Iterator

_ALSO_IN_WORDS = "-_|"  # in names; so `anna` is not meant by `anna-maria`


def spans(text: str, nick: str) -> list[tuple[int, int]]:
    """Give the beginning and the end of each place where `text` names `nick`."""
    wanted = "".join(folded for folded, _, _ in _letters(nick))
    if not wanted:
        return []
    whole, begins, ends = _folded(text)
    return [
        (begins[at], ends[at + len(wanted) - 1])
        for at in _occurrences(whole, wanted)
        if not _goes_on(whole, at) and not _goes_on(whole, at + len(wanted))
    ]


def _folded(text: str) -> tuple[str, list[int], list[int]]:
    """Fold a text; for each character of the result, give where in the text it begins and ends."""
    if text.isascii():
        return text.lower(), list(range(len(text))), list(range(1, len(text) + 1))
    letters = list(_letters(text))
    begins = [begin for folded, begin, _ in letters for _ in folded]
    ends = [end for folded, _, end in letters for _ in folded]
    return "".join(folded for folded, _, _ in letters), begins, ends


def _letters(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each letter folded, together with the marks that follow it, and where it stands."""
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        composed = unicodedata.normalize("NFC", text[begin:end])
        yield unicodedata.normalize("NFC", composed.casefold()), begin, end
        begin = end


def _occurrences(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a word goes on from the character before `at` to the one there."""
    return 0 < at < len(text) and _in_word(text[at - 1]) and _in_word(text[at]) and not _needs_no_space(text, at)


def _in_word(char: str) -> bool:
    return char.isalnum() or char in _ALSO_IN_WORDS or bool(unicodedata.combining(char))


def _needs_no_space(text: str, at: int) -> bool:
    """Tell whether this is a script that puts no spaces between words: Chinese, Japanese; Korean adds particles."""
    return any(unicodedata.east_asian_width(char) in "WF" for char in text[at - 1 : at + 1])


_URL = re.compile(r"\bhttps?://[^\s<>\"`{}|\\^\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)
_PUNCTUATION = ".,;:!?'’”»…*_~"  # belongs to the sentence rather than to the address
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def find_urls(text: str) -> list[str]:
    """Give the addresses in a text, without the punctuation around them."""
    found = [_trimmed(match[0]) for match in _URL.finditer(text)]
    return [url for url in found if url.partition("://")[2]]


def _trimmed(url: str) -> str:
    """Leave out what follows; a closing bracket belongs to the address only if it was opened there."""
    while url and (url[-1] in _PUNCTUATION or _unopened(url)):
        url = url[:-1]
    return url


def _unopened(url: str) -> bool:
    opening = _BRACKETS.get(url[-1], "")
    return bool(opening) and url.count(opening) < url.count(url[-1])
