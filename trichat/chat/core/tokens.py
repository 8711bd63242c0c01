"""Tokens of visits: what a guest shows to go on with a visit over another connection, as others show a password."""

import base64
import hmac

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
