"""Tokens: what is shown instead of a password, by a guest who goes on with a visit, by a program, for an upload.

With that of a visit, it is gone on with over another connection. With that of a program, it speaks and reads over HTTP
for an account, in the rooms that the token names. With that of an upload, one file comes over HTTP.
"""

import base64
import hashlib
import hmac
from typing import ClassVar

from trichat.words.record import Hidden, Record

_STARTED = 6  # bytes: when the server started, in Unix milliseconds
_VISIT = 8  # bytes: the number of the visit
_PROOF = 16  # bytes of HMAC-SHA-256: nobody guesses 128 bits
LENGTH = (_STARTED + _VISIT + _PROOF) * 4 // 3  # characters, in base64


def make(key: bytes, started: int, visit: int) -> str:
    """Make the token of a visit to the server that started then: letters, digits, `-` and `_`.

    It is derived from a key, not drawn: so nothing is kept of it, and whoever never asks for theirs costs nothing. The
    start is named, because the key is the same after it: a token from before is known for what it is, and is no guess;
    and it is no other visit's, though a clock may go back.
    """
    named = started.to_bytes(_STARTED) + visit.to_bytes(_VISIT)
    proof = hmac.digest(key, named, "sha256")[:_PROOF]
    return base64.urlsafe_b64encode(named + proof).decode()


def read(key: bytes, token: str) -> tuple[int, int] | None:
    """Give the start and the visit that a token is for; None if it was not made with this key.

    It takes as long for a wrong one, however much of it is right. Without a key there are no tokens.
    """
    try:
        named = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        named = b""
    started, visit = int.from_bytes(named[:_STARTED]), int.from_bytes(named[_STARTED : _STARTED + _VISIT])
    right = hmac.compare_digest(make(key, started, visit).encode(), token.encode(errors="replace"))
    return (started, visit) if right and key else None


class ApiToken(Record, kw_only=True):
    """The record of a token. Its key is the hash of what is shown once; `name` is its beginning, to speak of it.

    A hash that is quickly made is enough: nobody guesses 256 bits, as they would a password.
    """

    kind: ClassVar[str] = "api-token"
    key: Hidden[str]
    account: str  # its key
    rooms: tuple[str, ...]  # their names; keys are made of them when they are looked for
    created: int  # Unix milliseconds

    @property
    def name(self) -> str:
        """A name for it that tells nothing of it."""
        return self.key[:8]


def hashed(token: str) -> str:
    """Give the hash under which a token is kept, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


_UPLOADS_MOST = 20  # tokens of one visit: more than anybody drops at once on a page
_UPLOAD_TIME = 60_000  # milliseconds


class UploadTokens:
    """Tokens for one upload each, which are good for a minute: whose they are."""

    def __init__(self) -> None:
        self._given: dict[str, tuple[int, int, str]] = {}  # when (Unix milliseconds), to which visit, for which owner

    def add(self, token: str, visit: int, owner: str, now: int) -> None:
        """Remember one; of too many of one visit, the first is forgotten."""
        self._given = {each: given for each, given in self._given.items() if _is_good(given[0], now)}
        mine = [each for each, given in self._given.items() if given[1] == visit]
        if len(mine) >= _UPLOADS_MOST:
            del self._given[mine[0]]
        self._given[token] = now, visit, owner

    def take(self, token: str, now: int) -> str | None:
        """Give whose upload a token is for, once: empty for guests, None if it is good for nothing."""
        given = self._given.pop(token, None)
        return given[2] if given is not None and _is_good(given[0], now) else None


def _is_good(given: int, now: int) -> bool:
    return 0 <= now - given < _UPLOAD_TIME
