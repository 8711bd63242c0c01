"""Passwords in what is typed and shown: found, so that nobody reads them over a shoulder or in a log. Pure."""

import re
from functools import cache

MASK = "•"


@cache  # made when it is needed first: that is after the first prompt
def _command() -> re.Pattern[str]:
    return re.compile(
        r"/(?:login|register|password|identify|oper)[ ]+|/(?:raw|quote)[ ]+(?:pass|oper|authenticate|register)[ ]+"
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


def secret_from(line: str) -> int | None:
    """Give where in a typed line a password may begin, or None if there is none in it."""
    found = _command().match(line) if line.startswith("/") else None
    if found is None:
        return None
    if not found[0].lower().startswith(("/msg", "/query")):
        return found.end()
    said = _secret().match(line, found.end())
    return said.start("hidden") if said else None


def hidden(line: str) -> str:
    """Give a typed line of the same length with the password in it made unreadable."""
    start = secret_from(line)
    return line if start is None else line[:start] + re.sub(r"\S", MASK, line[start:])


def said_to(name: str, text: str) -> str:
    """Give what was said to somebody, without the password if that is a service."""
    found = _secret().match(text) if _service().fullmatch(name) else None
    return found["kept"] + MASK * 3 if found else text
