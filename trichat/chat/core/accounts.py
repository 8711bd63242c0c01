"""Accounts: names that are somebody's, with what proves that one is that somebody."""

from collections.abc import Iterator
from typing import ClassVar

from trichat.protocols.scram import Keys, made_up
from trichat.words.names.identity import of_account
from trichat.words.names.lookalikes import Lookalikes
from trichat.words.names.names import fold
from trichat.words.record import Hidden, Record, replace


class Account(Record, kw_only=True):
    """What is kept of an account."""

    kind: ClassVar[str] = "account"
    key: str
    name: str
    created: int  # Unix milliseconds
    verifier: Hidden[str]  # Argon2id, as PHC text
    scram: Hidden[Keys]
    email: str = ""
    operator: bool = False
    fingerprints: tuple[str, ...] = ()  # SHA-256 of the certificates that log in, in hex
    removed: bool = False  # there is none any more; but its name is not for others
    metadata: tuple[tuple[str, str], ...] = ()  # what they tell of themselves: keys and values
    several: bool = True  # whether several connections may be here under one name at the same time

    @property
    def identity(self) -> str:
        """Whose private conversations those of this account are."""
        return of_account(self.name)


SALTS = "salts"


class Secret(Record, kw_only=True):
    """A random number, kept so that what is made with it stays the same.

    `salts` makes up salts for names that have none; `hosts` (see server/connection/addresses.py) what is shown of them.
    """

    kind: ClassVar[str] = "secret"
    key: str = SALTS
    value: Hidden[bytes]


# What takes time, or chance: the server does it in a thread (server/work.py).


class HashPassword(Record, kw_only=True):
    """Make what is kept of a password. The result is `Hashed`."""

    password: Hidden[str]


class Hashed(Record, kw_only=True):
    """What is kept of a password."""

    verifier: Hidden[str]
    scram: Hidden[Keys]


class CheckPassword(Record, kw_only=True):
    """See whether a password is the right one; the result is True or False.

    Without a verifier it takes as long, and is not.
    """

    password: Hidden[str]
    verifier: Hidden[str] = ""


class DrawLots(Record, kw_only=True):
    """Draw what nobody can guess. The result is `Lots`."""


class Lots(Record, kw_only=True):
    """Chance: a nonce, as letters and digits, and bytes for a secret."""

    nonce: Hidden[str]
    secret: Hidden[bytes]


class Accounts:
    """All accounts."""

    def __init__(self) -> None:
        self._by_key: dict[str, Account] = {}
        self._by_fingerprint: dict[str, Account] = {}
        self.shapes = Lookalikes()  # of their names
        self.secret: Secret | None = None

    def __iter__(self) -> Iterator[Account]:
        return (account for account in self._by_key.values() if not account.removed)

    def find(self, name: str) -> Account | None:
        """Find the account of a name, in whatever case."""
        account = self.record(name)
        return None if account is None or account.removed else account

    def record(self, name: str) -> Account | None:
        """Give what is kept under a name: of an account that is removed, too."""
        return self._by_key.get(fold(name))

    def current(self, account: Account) -> Account | None:
        """Give an account as it is now; None if it is gone or has another password."""
        now = self.find(account.key)
        return now if now and (now.created, now.verifier) == (account.created, account.verifier) else None

    def with_certificate(self, fingerprint: str) -> Account | None:
        """Find the account that a certificate logs in to."""
        return self._by_fingerprint.get(fingerprint) if fingerprint else None

    def set(self, key: str, account: Account | None) -> None:
        """Let this be the account of that key, or let there be none."""
        before = self._by_key.pop(key, None)
        if before is not None:
            self.shapes.remove(before.name)
        for fingerprint in before.fingerprints if before else ():
            del self._by_fingerprint[fingerprint]
        if account is not None:
            self._by_key[key] = account
            self.shapes.add(account.name)
            self._by_fingerprint.update(dict.fromkeys(account.fingerprints, account))

    def keys_for(self, name: str) -> Keys:
        """Give what a SCRAM exchange under this name begins with, whether or not there is such an account."""
        account = self.find(name)
        if account is not None:
            return account.scram
        return made_up(fold(name), self.secret.value if self.secret else b"")


def new_account(name: str, email: str, hashed: Hashed, created: int) -> Account:
    """Make an account; `created` is in Unix milliseconds."""
    return Account(
        key=fold(name), name=name, created=created, verifier=hashed.verifier, scram=hashed.scram, email=email
    )


def with_password(account: Account, hashed: Hashed) -> Account:
    """Give the account with another password."""
    return replace(account, verifier=hashed.verifier, scram=hashed.scram)
