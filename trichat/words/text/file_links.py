"""The addresses of uploaded files: which a text names, and how one is made."""

import re

ID_CHARACTERS = 32  # hexadecimal digits: 128 random bits, which nobody guesses; in whatever case a disk tells apart
_HERE = "/files/"
_NAMED = re.compile(rf"{_HERE}([0-9a-f]{{{ID_CHARACTERS}}})(?![0-9a-f])")
_ID = re.compile(rf"[0-9a-f]{{{ID_CHARACTERS}}}")


def is_id(text: str) -> bool:
    """Tell whether a text has the form of the id of a file."""
    return _ID.fullmatch(text) is not None


def named_in(text: str) -> list[str]:
    """Give the ids of the files whose addresses stand in a text, each once.

    Whatever server they are said to be on: it may be called otherwise by now, and nobody hits another one's id.
    """
    return list(dict.fromkeys(_NAMED.findall(text))) if _HERE in text else []
