"""Tokens: what is shown instead of a password, by a guest who goes on with a visit, and by a program.

With that of a visit, it is gone on with over another connection. With that of a program, it speaks and reads over HTTP
for an account, in the rooms that the token names.
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
