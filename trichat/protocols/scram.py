"""SCRAM-SHA-256, both sides (RFC 5802, RFC 7677): a password is proved without being sent.

Sections named without an RFC are those of RFC 5802, as are the names of keys and messages. Messages are text: base64
and lines around them are the business of SASL. There is no channel binding.
"""

import base64
import binascii
import hashlib
import hmac

from trichat.errors import ProtocolError
from trichat.protocols.sasl import NotUnderstood
from trichat.words.passwords import MOST_FORMS, saslprep
from trichat.words.record import Hidden, Record

ITERATIONS = 65_536  # of PBKDF2, done by the client at each login
LEAST_ITERATIONS = 4096  # RFC 7677, section 4: with fewer, whoever listens can guess the password
MOST_ITERATIONS = 1_000_000  # half a second of work: a server that asks for more would freeze the client
SALT_BYTES = 16
_GS2_FLAGS = ("n", "y")  # no channel binding (section 7, gs2-cbind-flag): a client that wants it is not understood
_GS2_HEADER = "n,,"  # our client's: no channel binding, and no authorization identity


class KeyPair(Record, kw_only=True):
    """What proves a password in one form: enough to check a proof, not enough to make one (section 3)."""

    stored_key: Hidden[bytes]
    server_key: Hidden[bytes]


class Keys(KeyPair, kw_only=True):
    """What the server keeps of a password: the keys of its OpaqueString form, and of forms that other clients prove.

    All have the same salt and count, since the server sends those before it knows which form the client uses.
    """

    salt: Hidden[bytes]
    iterations: int
    others: Hidden[tuple[KeyPair, ...]] = ()  # records from before there were others have none


class ClientFirst(Record, kw_only=True):
    """The client's first message (section 5; client-first-message in section 7)."""

    name: str
    nonce: str
    header: str  # GS2, which the last message repeats
    bare: str  # the rest, which both sides sign


def derive(form: str, *others: str, salt: bytes, iterations: int = ITERATIONS) -> Keys:
    """Make the keys of a password, given in each form that may be proved (words/passwords.py).

    Takes some 20 ms of a core for each form: not for the event loop. Raises ValueError for a count that clients refuse.
    """
    if not LEAST_ITERATIONS <= iterations <= MOST_ITERATIONS:
        raise ValueError(f"{iterations} iterations")
    first, *rest = [_key_pair(each, salt, iterations) for each in (form, *others)]
    return Keys(
        salt=salt, iterations=iterations, stored_key=first.stored_key, server_key=first.server_key, others=tuple(rest)
    )


def made_up(name: str, secret: bytes) -> Keys:
    """Give keys for a name that has none: the same each time, and no proof fits them.

    Without them, the first answer would tell which names are registered.
    """
    salt, stored_key, server_key = [_hmac(secret, purpose + name) for purpose in ("salt", "key", "server")]
    return Keys(salt=salt[:SALT_BYTES], iterations=ITERATIONS, stored_key=stored_key, server_key=server_key)


def read_first(text: str) -> ClientFirst:
    """Read `n,[a=name],n=name,r=nonce` (client-first-message in section 7). Raises NotUnderstood."""
    flag, _, rest = text.partition(",")
    acting_as, _, bare = rest.partition(",")
    values = _values(bare)
    name = _unescape(values.get("n", ""))
    nonce = values.get("r", "")
    if flag not in _GS2_FLAGS or not bare.startswith("n=") or not name or not nonce.isprintable() or not nonce:
        raise NotUnderstood("SCRAM")
    if acting_as and _unescape(acting_as.removeprefix("a=")) != name:
        raise NotUnderstood("SCRAM")
    return ClientFirst(name=name, nonce=nonce, header=text.removesuffix(bare), bare=bare)


class Server:
    """One exchange on the side of the server, from the client's first message on: send `challenge`, then `finish`."""

    def __init__(self, first: ClientFirst, keys: Keys, nonce: str) -> None:
        """Take what the client said first, and the server's part of the nonce: printable ASCII, new each time."""
        self._first = first
        self._keys = keys
        self._nonce = first.nonce + nonce
        self.challenge = f"r={self._nonce},s={_encoded(keys.salt)},i={keys.iterations}"  # server-first-message

    def finish(self, text: str) -> str | None:
        """Check client-final-message; give server-final-message, or None if the proof is wrong. Raises NotUnderstood.

        The ServerSignature is made with the keys of the form that was proved: no other would convince the client.
        """
        signed, _, _ = text.rpartition(",p=")
        values = _values(text)
        if _decoded(values.get("c", "")) != self._first.header.encode() or values.get("r") != self._nonce:
            raise NotUnderstood("SCRAM")
        message = _auth_message(self._first.bare, self.challenge, signed)
        proof = _decoded(values.get("p", ""))
        # Names that are not registered have one pair. As many are tried for any name, or the time would tell.
        pairs = (self._keys, *self._keys.others)
        tried = pairs + (self._keys,) * (MOST_FORMS - len(pairs))
        proved = [pair for pair in tried if _proves(proof, message, pair.stored_key)]
        return f"v={_encoded(_hmac(proved[0].server_key, message))}" if proved else None


class Client:
    """One exchange on the side of the client: send `first`, then what `respond` gives; `verify` the answer to that."""

    def __init__(self, account: str, password: str, nonce: str) -> None:
        """Take who logs in, and a nonce: printable ASCII without a comma that nobody can guess (section 5.1)."""
        self._password = saslprep(password)  # Normalize() in section 2.2
        self._nonce = nonce
        name = saslprep(account).replace("=", "=3D").replace(",", "=2C")  # saslname in section 5.1, `n`
        self._bare = f"n={name},r={nonce}"
        self._signature = b""
        self.first = _GS2_HEADER + self._bare

    def respond(self, challenge: str) -> str:
        """Answer server-first-message with client-final-message, which has the proof. Raises ProtocolError."""
        values = _said_by_server(challenge)
        nonce, salt = values.get("r", ""), _decoded(values.get("s", ""))
        if not nonce.startswith(self._nonce) or nonce == self._nonce or not salt:
            raise ProtocolError("The server's challenge does not fit what was asked.")
        client_key, server_key = _client_and_server_key(self._password, salt, _iterations(values.get("i", "")))
        signed = f"c={_encoded(_GS2_HEADER.encode())},r={nonce}"
        message = _auth_message(self._bare, challenge, signed)
        self._signature = _hmac(server_key, message)
        return f"{signed},p={_encoded(_xor(client_key, _hmac(_h(client_key), message)))}"

    def verify(self, text: str) -> None:
        """Check by server-final-message that the server knows the password, too. Raises ProtocolError if not."""
        signature = _decoded(_said_by_server(text).get("v", ""))
        if not self._signature or not hmac.compare_digest(signature, self._signature):
            raise ProtocolError("The server cannot prove that it knows your password: it is not the one you mean.")


# The computations of section 3. HMAC, H, Hi and XOR are those of section 2.2; RFC 7677 says that the hash is SHA-256.


def _client_and_server_key(password: str, salt: bytes, iterations: int) -> tuple[bytes, bytes]:
    """Give ClientKey and ServerKey; SaltedPassword, from which both are made, is Hi(), which is PBKDF2."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    return _hmac(salted, "Client Key"), _hmac(salted, "Server Key")


def _key_pair(password: str, salt: bytes, iterations: int) -> KeyPair:
    client_key, server_key = _client_and_server_key(password, salt, iterations)
    return KeyPair(stored_key=_h(client_key), server_key=server_key)


def _proves(proof: bytes, message: str, stored_key: bytes) -> bool:
    """Tell whether ClientProof XOR ClientSignature is a ClientKey of which StoredKey is the hash."""
    signature = _hmac(stored_key, message)
    if len(proof) != len(signature):
        return False
    return hmac.compare_digest(_h(_xor(proof, signature)), stored_key)


def _auth_message(client_first_bare: str, server_first: str, client_final_without_proof: str) -> str:
    """Give AuthMessage, which both sides sign."""
    return f"{client_first_bare},{server_first},{client_final_without_proof}"


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _h(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


# Messages as text: the attributes of section 5.1, in the syntax of section 7.


def _values(text: str) -> dict[str, str]:
    """Give the attributes of a message, `name=value` with commas between. An unknown mandatory one (`m`) is refused."""
    pairs = [part.partition("=") for part in text.split(",")]
    if any(not equals or len(name) != 1 or name == "m" for name, equals, _ in pairs):
        raise NotUnderstood("SCRAM")
    return {name: value for name, _, value in pairs}


def _said_by_server(text: str) -> dict[str, str]:
    """Give the attributes of a message of the server. Raises ProtocolError if it is an error (section 5.1, `e`)."""
    values = _values(text)
    if "e" in values:
        raise ProtocolError(f"The server says {values['e']}.")
    return values


def _iterations(text: str) -> int:
    """Read the iteration count (section 5.1, `i`). Raises ProtocolError if it is too low, too high, or no number.

    Very long numbers are not even read: Python itself refuses them, with another error.
    """
    count = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ITERATIONS)) else 0
    if not LEAST_ITERATIONS <= count <= MOST_ITERATIONS:
        raise ProtocolError(f"The server asks for {text[:20] or 'no'} rounds, which is too few or too many.")
    return count


def _unescape(name: str) -> str:
    """Take the escapes out of a name (section 5.1, `n`): `=2C` and `=3D`, and no other."""
    first, *parts = name.split("=")
    if any(not part.startswith(("2C", "3D")) for part in parts):
        raise NotUnderstood("SCRAM")
    return first + "".join([{"2C": ",", "3D": "="}[part[:2]] + part[2:] for part in parts])


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise NotUnderstood("SCRAM") from exc
