"""The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677): proves the password without showing it. Pure."""

import hmac
import stringprep
import unicodedata
from base64 import b64decode, b64encode
from hashlib import pbkdf2_hmac, sha256

from trichat.errors import ProtocolError

MOST_ROUNDS = 1_000_000  # half a second of work: a server that asks for more would hold the client up
LEAST_ROUNDS = 4096  # RFC 7677, section 4: with fewer, whoever listens can guess the password
_NO_BINDING = "n,,"  # GS2 header: no channel binding, no authorization identity


def prepared(password: str) -> str:
    """Give the password as SASLprep (RFC 4013) has it, so that it is the same from every keyboard."""
    kept = (char for char in password if not stringprep.in_table_b1(char))
    return unicodedata.normalize("NFKC", "".join(" " if stringprep.in_table_c12(char) else char for char in kept))


class Scram:
    """One exchange: `first`, then `final` for what the server answers, then `check` for its last word."""

    def __init__(self, account: str, password: str, nonce: str) -> None:
        """Take who logs in, and some printable ASCII without a comma that nobody can guess."""
        self._password = prepared(password).encode()
        self._nonce = nonce
        name = prepared(account).replace("=", "=3D").replace(",", "=2C")
        self._bare = f"n={name},r={nonce}"
        self._expected = b""

    def first(self) -> str:
        """Speak first."""
        return _NO_BINDING + self._bare

    def final(self, challenge: str) -> str:
        """Answer the server's challenge with the proof. Raises ProtocolError."""
        parts = _parts(challenge)
        nonce, salt, rounds = parts.get("r", ""), _bytes(parts.get("s", "")), parts.get("i", "")
        if not nonce.startswith(self._nonce) or nonce == self._nonce or not salt:
            raise ProtocolError("The server's challenge does not fit what was asked.")
        if not rounds.isdecimal() or not LEAST_ROUNDS <= int(rounds) <= MOST_ROUNDS:
            raise ProtocolError(f"The server asks for {rounds or 'no'} rounds, which is too few or too many.")
        salted = pbkdf2_hmac("sha256", self._password, salt, int(rounds))
        last = f"c={b64encode(_NO_BINDING.encode()).decode()},r={nonce}"
        signed = f"{self._bare},{challenge},{last}".encode()
        client_key = _hmac(salted, b"Client Key")
        signature = _hmac(sha256(client_key).digest(), signed)
        proof = bytes(one ^ other for one, other in zip(client_key, signature, strict=True))
        self._expected = _hmac(_hmac(salted, b"Server Key"), signed)
        return f"{last},p={b64encode(proof).decode()}"

    def check(self, last: str) -> bool:
        """Tell whether the server has proved that it knows the password, too."""
        shown = _bytes(_parts(last).get("v", ""))
        return bool(self._expected) and hmac.compare_digest(shown, self._expected)


def _parts(text: str) -> dict[str, str]:
    return {part[0]: part[2:] for part in text.split(",") if part[1:2] == "="}


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, "sha256")
