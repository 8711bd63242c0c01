"""Accounts: registered names, with what proves that somebody is the owner of one."""

from collections.abc import Iterator
from typing import ClassVar

from trichat.chat.core.people import User
from trichat.chat.core.tokens import ApiToken, UploadTokens
from trichat.protocols.scram import Keys, made_up
from trichat.words.names.identity import of_account
from trichat.words.names.lookalikes import Lookalikes
from trichat.words.names.names import fold
from trichat.words.record import Hidden, Record, replace


class Account(Record, kw_only=True):
    """The record of an account, as it is stored."""

    kind: ClassVar[str] = "account"
    key: str
    name: str
    created: int  # Unix milliseconds
    verifier: Hidden[str]  # Argon2id, as PHC text
    scram: Hidden[Keys]
    email: str = ""
    operator: bool = False
    fingerprints: tuple[str, ...] = ()  # SHA-256 of the certificates that log in, in hex
    removed: bool = False  # the account is gone, but others cannot register its name
    metadata: tuple[tuple[str, str], ...] = ()  # what they tell of themselves: keys and values
    several: bool = True  # whether several connections may be here under one name at the same time

    @property
    def identity(self) -> str:
        """The identity under which the private conversations of this account are kept."""
        return of_account(self.name)


class File(Record, kw_only=True):
    """The record of an uploaded file. Its key is its id, which stands in its address and in its name on the disk."""

    kind: ClassVar[str] = "file"
    key: str
    owner: str  # the key of an account; empty: guests have theirs together
    size: int  # bytes
    made: int  # Unix milliseconds

    @property
    def counts(self) -> int:
        """The bytes that it counts for: for a small one more than it has, for each is remembered as long as it lives.

        So 2 GiB are 32,768 files at most, and the memory for them some 16 MiB.
        """
        return max(self.size, _LEAST_FILE)


_LEAST_FILE = 64 * 1024  # bytes
SALTS = "salts"


class Secret(Record, kw_only=True):
    """A random number, stored so that what is derived from it stays the same.

    `salts` makes up salts for names that have none; `hosts` (see server/connection/addresses.py) what is shown of them.
    """

    kind: ClassVar[str] = "secret"
    key: str = SALTS
    value: Hidden[bytes]


# Tasks that take time or randomness: the server does them in a thread (server/work.py).


class HashPassword(Record, kw_only=True):
    """Task: hash a new password, given in all its forms (words/passwords.py). The result is `Hashed`."""

    forms: Hidden[tuple[str, ...]]


class Hashed(Record, kw_only=True):
    """What is kept of a password: its hash (Argon2id, as PHC text), and its SCRAM keys."""

    verifier: Hidden[str]
    scram: Hidden[Keys]


class CheckPassword(Record, kw_only=True):
    """Task: check a password. The result is True or False; without a verifier it takes as long, and is False."""

    password: Hidden[str]
    verifier: Hidden[str] = ""


class DeriveKeys(Record, kw_only=True):
    """Task: make the SCRAM keys of all forms of a password, to replace the keys of one. The result is `Keys`."""

    forms: Hidden[tuple[str, ...]]
    keys: Hidden[Keys]  # of which salt and iteration count stay


class DrawRandom(Record, kw_only=True):
    """Task: draw random values. The result is `RandomValues`."""


class RandomValues(Record, kw_only=True):
    """Random values: a nonce of letters and digits, and bytes for a secret."""

    nonce: Hidden[str]
    secret: Hidden[bytes]


class Accounts:
    """All accounts, by name and by certificate."""

    def __init__(self) -> None:
        self._by_key: dict[str, Account] = {}
        self._by_fingerprint: dict[str, Account] = {}
        self.skeletons = Lookalikes()  # of the names of those that are not removed
        self.secret: Secret | None = None
        self.api_tokens: dict[str, ApiToken] = {}  # by their hashes
        self.files: dict[str, File] = {}  # by their ids
        self.upload_tokens = UploadTokens()
        self.speakers: dict[str, User] = {}  # for whom programs speak: by the key of the account

    def __len__(self) -> int:
        return len(self._by_key)

    def __iter__(self) -> Iterator[Account]:
        return (account for account in self._by_key.values() if not account.removed)

    def find(self, name: str) -> Account | None:
        """Find the account of a name, in whatever case."""
        account = self.record(name)
        return None if account is None or account.removed else account

    def record(self, name: str) -> Account | None:
        """Find the record of a name, even if the account is removed."""
        return self._by_key.get(fold(name))

    def current(self, account: Account) -> Account | None:
        """Give an account as it is now; None if it is gone or has another password."""
        now = self.find(account.key)
        return now if now and (now.created, now.verifier) == (account.created, account.verifier) else None

    def with_certificate(self, fingerprint: str) -> Account | None:
        """Find the account that a certificate logs in to."""
        return self._by_fingerprint.get(fingerprint) if fingerprint else None

    def set(self, key: str, account: Account | None) -> None:
        """Set the account of a key; None removes it."""
        before = self._by_key.pop(key, None)
        if before is not None and not before.removed:
            self.skeletons.remove(before.name)
        for fingerprint in before.fingerprints if before else ():
            del self._by_fingerprint[fingerprint]
        if account is not None:
            self._by_key[key] = account
            if not account.removed:
                self.skeletons.add(account.name)
            self._by_fingerprint.update(dict.fromkeys(account.fingerprints, account))

    def keys_for(self, name: str) -> Keys:
        """Give the SCRAM keys of an account; for a name without one, made-up keys that no proof fits."""
        invented = made_up(fold(name), self.secret.value if self.secret else b"")  # always, or the time would tell
        account = self.find(name)
        return account.scram if account else invented


def new_account(name: str, email: str, hashed: Hashed, created: int) -> Account:
    """Make an account; `created` is in Unix milliseconds."""
    return Account(
        key=fold(name), name=name, created=created, verifier=hashed.verifier, scram=hashed.scram, email=email
    )


def with_password(account: Account, hashed: Hashed) -> Account:
    """Give the account with another password."""
    return replace(account, verifier=hashed.verifier, scram=hashed.scram)
