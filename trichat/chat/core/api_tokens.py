"""Tokens of programs: with one, a program speaks and reads over HTTP for an account, in the rooms that it names."""

import hashlib
from typing import ClassVar

from trichat.words.record import Hidden, Record


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
