"""Passwords in the settings: kept as they are, or as a hash that tells nobody what they are."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trichat.errors import SettingsError
from trichat.system.files import others_may

if TYPE_CHECKING:
    from argon2 import PasswordHasher

HASHED = "$argon2"  # so begins a password that is kept as a hash
_NAMED = ("operators", "webirc")  # sections of passwords by name
_PRIVATE = 0o077  # what others may do with a file
_PASSES = 2
_MEMORY_KIB = 19 * 1024  # OWASP, "Password Storage Cheat Sheet": the least for two passes


def is_hashed(kept: str) -> bool:
    """Tell whether this is the hash of a password, and not a password."""
    return kept.startswith(HASHED)


def found_secrets(found: Mapping[str, Any]) -> dict[str, str]:
    """Give the passwords and hashes among what a file sets, by where they stand in it."""
    named = {f"[{section}] {name}": text for section in _NAMED for name, text in found.get(section, {}).items()}
    return {**named, "[server] password": found.get("password", "")}


def keep_secrets(path: Path, secrets: Mapping[str, str]) -> None:
    """Refuse a file with passwords in it, each named by its place, that others can read. Raises SettingsError."""
    plain = [name for name, secret in secrets.items() if secret and not is_hashed(secret)]
    if plain and others_may(path, _PRIVATE):
        raise SettingsError(
            f"{plain[0]} is a password that others can read. "
            f"Give its hash, which `trichat hash-password` makes, or: chmod 600 {path}"
        )


def hashed(password: str) -> str:
    """Give the hash of a password (Argon2id). Takes some 25 ms of a core: not for the event loop."""
    return _hasher().hash(password)


def matches(given: str, kept: str) -> bool:
    """Tell whether this is the password that is kept. As slow as `hashed` if it is kept as a hash."""
    if not is_hashed(kept):
        import hmac  # noqa: PLC0415 (`trichat --help` imports this file too, and needs no OpenSSL)

        return hmac.compare_digest(given.encode(), kept.encode())
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return _hasher().verify(kept, given)
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> "PasswordHasher":
    import argon2  # noqa: PLC0415 (few servers need it)

    return argon2.PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)
