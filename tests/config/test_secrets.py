"""Passwords in the settings."""

import pytest

from trichat.config.secrets import hashed, is_hashed, matches


def test_a_hash_stands_for_its_password() -> None:
    """A hash does not tell its password, is never the same twice, and matches no other."""
    first, second = hashed("pässword"), hashed("pässword")
    assert first != second
    assert "pässword" not in first
    assert is_hashed(first)
    assert matches("pässword", first)
    assert not matches("password", first)


def test_a_password_as_it_is_matches_itself() -> None:
    """Passwords that are kept as they are are compared as they are."""
    assert not is_hashed("secret")
    assert matches("secret", "secret")
    assert not matches("secrets", "secret")


@pytest.mark.parametrize("kept", ["$argon2", "$argon2id$v=19$nonsense", "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$x"])
def test_a_broken_hash_matches_nothing(kept: str) -> None:
    """A hash that was cut when it was copied lets nobody in, and is no crash."""
    assert not matches("secret", kept)
    assert not matches(kept, kept)
