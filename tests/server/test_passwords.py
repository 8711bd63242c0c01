"""Passwords: what is done with them in a thread."""

from trichat.chat.core.accounts import Account, CheckPassword, DeriveKeys, DrawRandom, HashPassword
from trichat.protocols import scram
from trichat.server import work
from trichat.storage.rows import record_from_text
from trichat.words.passwords import forms
from trichat.words.record import replace

SESAME = work.make(HashPassword(forms=("sesame",)))


def test_a_hash_is_argon2id_with_a_salt() -> None:
    """A hash is Argon2id with 19 MiB and two passes (OWASP); the same password twice has nothing in common."""
    assert SESAME.verifier.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    again = work.make(HashPassword(forms=("sesame",)))
    assert SESAME.verifier != again.verifier
    assert SESAME.scram.salt != again.scram.salt


def test_checking() -> None:
    """Only the right password is right; nothing is where nothing is kept, nor is an empty one."""
    assert work.check(CheckPassword(password="sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="Sesame", verifier=SESAME.verifier))
    assert not work.check(CheckPassword(password="sesame"))
    assert not work.check(CheckPassword(password="", verifier=SESAME.verifier))


def test_keys_of_every_form() -> None:
    """Every form of a password has keys with one salt; the hash is of the form that is compared."""
    hashed = work.make(HashPassword(forms=forms("m²-key-long")))
    assert work.check(CheckPassword(password="m²-key-long", verifier=hashed.verifier))
    alone = [scram.derive(form, salt=hashed.scram.salt) for form in ("m²-key-long", "m2-key-long")]
    assert [(each.stored_key, each.server_key) for each in alone] == [
        (each.stored_key, each.server_key) for each in (hashed.scram, *hashed.scram.others)
    ]


# As a version that knew one form of a password kept it, of "m²-key-long".
OLD = """{"key": "anna", "name": "Anna", "created": 1700000000000, "verifier": "-", "scram": {
    "salt": "c2l4dGVlbiBvZiBieXRlcw==", "iterations": 4096,
    "stored_key": "DSE7+pV8QZ8dxQTieb6tpC8PLTJnafbcVrP9tELIcoQ=",
    "server_key": "rRRAb/RHLAI7vmKvlyH9FowacBBKH9nzK4/BTcVsr/k="
}, "email": "", "operator": false, "fingerprints": [], "removed": false, "metadata": [], "several": true}"""


def test_the_keys_of_an_older_record() -> None:
    """An older record says that keys are missing; they are made with its salt and count, which stay."""
    account = record_from_text("account", OLD)
    assert isinstance(account, Account)
    assert () == account.scram.others
    keys = work.derive(DeriveKeys(forms=forms("m²-key-long"), keys=account.scram))
    assert account.scram == replace(keys, others=())
    assert scram.derive("m2-key-long", salt=keys.salt, iterations=4096).stored_key == keys.others[0].stored_key


def test_random_values() -> None:
    """Random values are long, never the same, and without a comma, which SCRAM does not allow (RFC 5802, 5.1)."""
    one, two = work.draw(DrawRandom()), work.draw(DrawRandom())
    assert one.nonce.isalnum()
    assert 24 == len(one.nonce)
    assert 32 == len(one.secret)
    assert (one.nonce, one.secret) != (two.nonce, two.secret)
