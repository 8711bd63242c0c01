"""Passwords: what takes time about them, done in a thread."""

import functools
import secrets
import string

from trichat.chat.core.accounts import CheckPassword, DrawLots, Hashed, HashPassword, Lots
from trichat.config.secrets import hashed, matches
from trichat.protocols import scram

_NONCE_CHARACTERS = 24  # of 62: more than 128 bits
_SECRET_BYTES = 32
_ALPHABET = string.ascii_letters + string.digits


def make(task: HashPassword) -> Hashed:
    """Make what is kept of a password."""
    keys = scram.derive(task.password, secrets.token_bytes(scram.SALT_BYTES))
    return Hashed(verifier=hashed(task.password), scram=keys)


def check(task: CheckPassword) -> bool:
    """See whether a password is the right one. Where there is none, that takes as long."""
    fits = matches(task.password or "-", task.verifier or _nobodys())
    return fits and bool(task.verifier) and bool(task.password)


@functools.cache
def _nobodys() -> str:
    """Give what would be kept of a password that nobody has."""
    return hashed(secrets.token_urlsafe())


def draw(_task: DrawLots) -> Lots:
    """Draw lots."""
    nonce = "".join([secrets.choice(_ALPHABET) for _ in range(_NONCE_CHARACTERS)])
    return Lots(nonce=nonce, secret=secrets.token_bytes(_SECRET_BYTES))
