"""SCRAM-SHA-256 on the side of the server (RFC 5802, RFC 7677): a password is proved without being sent. Pure."""

import base64
import binascii
import hashlib
import hmac

from trichat.protocols.sasl import NotUnderstood
from trichat.words.record import Hidden, Record

ITERATIONS = 65_536  # of PBKDF2, done by the client at each login; RFC 7677 wants 4,096 at least
SALT_BYTES = 16
_GS2 = ("n", "y")  # no channel binding: we do not offer it, so a client that wants it is not understood


class Keys(Record, kw_only=True):
    """What the server keeps of a password: enough to check a proof, not enough to make one."""

    salt: Hidden[bytes]
    iterations: int
    stored_key: Hidden[bytes]
    server_key: Hidden[bytes]


class ClientFirst(Record, kw_only=True):
    """The first message of a client."""

    name: str
    nonce: str
    header: str  # GS2, which the last message repeats
    bare: str  # the rest, which both sides sign


def derive(password: str, salt: bytes, iterations: int = ITERATIONS) -> Keys:
    """Make the keys of a password. Takes some 20 ms of a core: not for the event loop."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, iterations)
    stored_key = hashlib.sha256(_hmac(salted, b"Client Key")).digest()
    return Keys(salt=salt, iterations=iterations, stored_key=stored_key, server_key=_hmac(salted, b"Server Key"))


def made_up(name: str, secret: bytes) -> Keys:
    """Give keys for a name that has none: the same each time, and no proof fits them.

    Without them, the first answer would tell which names are registered.
    """
    salt, stored_key, server_key = [_hmac(secret, purpose + name.encode()) for purpose in (b"salt", b"key", b"server")]
    return Keys(salt=salt[:SALT_BYTES], iterations=ITERATIONS, stored_key=stored_key, server_key=server_key)


def read_first(data: bytes) -> ClientFirst:
    """Read `n,[a=name],n=name,r=nonce`. Raises NotUnderstood."""
    text = _text(data)
    flag, _, rest = text.partition(",")
    acting_as, _, bare = rest.partition(",")
    values = _values(bare)
    name = _unescape(values.get("n", ""))
    nonce = values.get("r", "")
    if flag not in _GS2 or not bare.startswith("n=") or not name or not nonce.isprintable() or not nonce:
        raise NotUnderstood("SCRAM")
    if acting_as and _unescape(acting_as.removeprefix("a=")) != name:
        raise NotUnderstood("SCRAM")
    return ClientFirst(name=name, nonce=nonce, header=text.removesuffix(bare), bare=bare)


class Server:
    """One exchange, from the client's first message on. `nonce` is the server's part, and new each time."""

    def __init__(self, first: ClientFirst, keys: Keys, nonce: str) -> None:
        self._first = first
        self._keys = keys
        self._nonce = first.nonce + nonce
        salt = base64.b64encode(keys.salt).decode()
        self.challenge = f"r={self._nonce},s={salt},i={keys.iterations}"

    def finish(self, data: bytes) -> bytes | None:
        """Check the client's last message; give what proves to it who we are, or None: the proof is wrong.

        Raises NotUnderstood.
        """
        text = _text(data)
        signed, _, _ = text.rpartition(",p=")
        values = _values(text)
        if _decoded(values.get("c", "")) != self._first.header.encode() or values.get("r") != self._nonce:
            raise NotUnderstood("SCRAM")
        message = f"{self._first.bare},{self.challenge},{signed}".encode()
        proof = _decoded(values.get("p", ""))
        if not self._proves(proof, message):
            return None
        signature = _hmac(self._keys.server_key, message)
        return b"v=" + base64.b64encode(signature)

    def _proves(self, proof: bytes, message: bytes) -> bool:
        signature = _hmac(self._keys.stored_key, message)
        if len(proof) != len(signature):
            return False
        key = bytes(left ^ right for left, right in zip(proof, signature, strict=True))
        return hmac.compare_digest(hashlib.sha256(key).digest(), self._keys.stored_key)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as exc:
        raise NotUnderstood("SCRAM") from exc


def _values(text: str) -> dict[str, str]:
    """Give the attributes of a message, `name=value` with commas between. An unknown mandatory one is refused."""
    pairs = [part.partition("=") for part in text.split(",")]
    if any(not equals or len(name) != 1 or name == "m" for name, equals, _ in pairs):
        raise NotUnderstood("SCRAM")
    return {name: value for name, _, value in pairs}


def _unescape(name: str) -> str:
    """Take the escapes out of a name: `=2C` and `=3D`, and no other."""
    first, *parts = name.split("=")
    if any(not part.startswith(("2C", "3D")) for part in parts):
        raise NotUnderstood("SCRAM")
    return first + "".join([{"2C": ",", "3D": "="}[part[:2]] + part[2:] for part in parts])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, ValueError) as exc:
        raise NotUnderstood("SCRAM") from exc
