"""Passwords in what is typed and shown: found and masked, so that nobody reads them over a shoulder or in a log."""

import re
from collections.abc import Iterable
from functools import cache

MASK = "•"
_SHORTEST = 4  # characters: shorter passwords would be words of the answer
_ADDRESS = re.compile(r"\S+@\S+\.\S+")


@cache  # made when it is needed first: that is after the first prompt
def _command() -> re.Pattern[str]:
    return re.compile(
        r"/(?:login|register|password|identify|oper|resume)[ ]+"
        r"|/(?:raw|quote)[ ]+(?:pass|oper|authenticate|register|resume)[ ]+"
        r"|/(?:msg|query)[ ]+(?:\S*serv|[qx]@\S+|[qx])[ ]+",
        re.IGNORECASE,
    )


@cache
def _service() -> re.Pattern[str]:
    return re.compile(r"\S*serv|[qx]", re.IGNORECASE)


@cache
def _secret() -> re.Pattern[str]:
    return re.compile(
        r"(?P<kept>(?:identify|id|login|auth|register|ghost|recover|release|regain|group|drop|confirm"
        r"|verify\s+register|set\s+password|set\s+pass|setpass|sidentify|resetpass)\s+)(?P<hidden>\S.*)",
        re.IGNORECASE | re.DOTALL,
    )


def secret_start(line: str) -> int | None:
    """Give where in a typed line a password may begin, or None if there is none in it."""
    found = _command().match(line) if line.startswith("/") else None
    if found is None:
        return None
    if not found[0].lower().startswith(("/msg", "/query")):
        return found.end()
    said = _secret().match(line, found.end())
    return said.start("hidden") if said else None


def mask_line(line: str) -> str:
    """Give a typed line of the same length with the password in it made unreadable."""
    start = secret_start(line)
    return line if start is None else line[:start] + re.sub(r"\S", MASK, line[start:])


def is_service(name: str) -> bool:
    """Tell whether it is a service of the network, such as NickServ, by what those are called."""
    return bool(_service().fullmatch(name))


def secrets(name: str, text: str) -> list[str]:
    """Give the words that may be the password in what was said to a service; short ones and addresses are none."""
    found = _secret().match(text) if is_service(name) else None
    words = found["hidden"].split() if found else []
    return [word for word in words if len(word) >= _SHORTEST and not _ADDRESS.fullmatch(word)]


def mask_words(text: str, words: Iterable[str]) -> str:
    """Give what a service answers, without the password, which some of them repeat."""
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", MASK * 3, text)
    return text


def mask_message(name: str, text: str) -> str:
    """Give what was said to somebody, without the password if that is a service."""
    found = _secret().match(text) if is_service(name) else None
    return found["kept"] + MASK * 3 if found else text
