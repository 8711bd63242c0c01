"""Passwords: what is done with them in a thread."""

from trichat.chat.core.accounts import CheckPassword, DrawLots, HashPassword
from trichat.server import work

SESAME = work.make(HashPassword(password="sesame"))


def test_a_hash_is_argon2id_with_a_salt() -> None:
    """19 MiB, two passes (OWASP); the same password twice has nothing in common."""
    assert SESAME.verifier.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    again = work.make(HashPassword(password="sesame"))
    assert SESAME.verifier != again.verifier
    assert SESAME.scram.salt != again.scram.salt


def test_checking() -> None:
    """Only the right one is right; and nothing is where nothing is kept, or for an empty password."""
    assert work.check(CheckPassword(password="sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="Sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="sesame"))
    assert not work.check(CheckPassword(password="", verifier=SESAME.verifier))


def test_lots() -> None:
    """Long, never the same, and without a comma, which SCRAM does not allow (RFC 5802, 5.1)."""
    one, two = work.draw(DrawLots()), work.draw(DrawLots())
    assert one.nonce.isalnum()
    assert 24 == len(one.nonce)
    assert 32 == len(one.secret)
    assert (one.nonce, one.secret) != (two.nonce, two.secret)
