"""Clients that log in by SCRAM-SHA-256 (RFC 5802, 7677), each with what it makes of a password."""

import base64
import hashlib
import hmac
import unicodedata
from typing import Literal, Protocol

from scramp import ScramClient


class Client(Protocol):
    """One exchange of a client: what it says first, what it answers, and whether it believes the server."""

    first: str

    def respond(self, challenge: str) -> str: ...

    def verify(self, text: str) -> None: ...


class Scramp:
    """A client with somebody else's implementation, which prepares with SASLprep."""

    def __init__(self, account: str, password: str, nonce: str) -> None:
        self._client = ScramClient(["SCRAM-SHA-256"], account, password, c_nonce=nonce)
        self.first: str = self._client.get_client_first()

    def respond(self, challenge: str) -> str:
        self._client.set_server_first(challenge)
        answer: str = self._client.get_client_final()
        return answer

    def verify(self, text: str) -> None:
        self._client.set_server_final(text)


class Raw:
    """A client that prepares nothing, as many do: what is typed is proved (RFC 5802, 3), composed or not."""

    form: Literal["NFC", "NFD"] = "NFC"

    def __init__(self, account: str, password: str, nonce: str) -> None:
        self._password = unicodedata.normalize(self.form, password).encode()
        self._bare = f"n={account},r={nonce}"
        self._expected = b""
        self.first = f"n,,{self._bare}"

    def respond(self, challenge: str) -> str:
        values = dict(part.split("=", 1) for part in challenge.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self._password, base64.b64decode(values["s"]), int(values["i"]))
        signed = f"c=biws,r={values['r']}"
        message = f"{self._bare},{challenge},{signed}".encode()
        client_key = hmac.digest(salted, b"Client Key", "sha256")
        signature = hmac.digest(hashlib.sha256(client_key).digest(), message, "sha256")
        shown = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
        self._expected = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), message, "sha256")
        return f"{signed},p={base64.b64encode(shown).decode()}"

    def verify(self, text: str) -> None:
        assert f"v={base64.b64encode(self._expected).decode()}" == text


class RawDecomposed(Raw):
    """The same on a system whose keyboard gives letters and accents one by one."""

    form = "NFD"
