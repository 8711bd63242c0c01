"""Addresses of the web in what people say. Pure."""

import re

_FOUND = re.compile(r"\bhttps?://[^\s<>\"`{}|\\^\x00-\x1f\x7f-\x9f]+", re.IGNORECASE)
_AFTER = ".,;:!?'’”»…*_~"  # belongs to the sentence rather than to the address
_PAIRS = {")": "(", "]": "[", "}": "{"}


def find(text: str) -> list[str]:
    """Give the addresses in a text, without the punctuation around them."""
    found = [_trimmed(match[0]) for match in _FOUND.finditer(text)]
    return [url for url in found if url.partition("://")[2]]


def _trimmed(url: str) -> str:
    """Leave out what follows; a closing bracket belongs to the address only if it was opened there."""
    while url and (url[-1] in _AFTER or _unopened(url)):
        url = url[:-1]
    return url


def _unopened(url: str) -> bool:
    opening = _PAIRS.get(url[-1], "")
    return bool(opening) and url.count(opening) < url.count(url[-1])
