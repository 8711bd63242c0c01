"""Certificates trusted on first use: their fingerprints, in a file that only the person can read and write."""

import os
from hashlib import sha256
from pathlib import Path

from trichat.errors import StartError

_HEAD = "# Servers whose certificate was trusted when first seen: host, port, SHA-256. See --tls-pin.\n"


def default_path() -> Path:
    """Give the file that is used unless told otherwise."""
    import platformdirs  # noqa: PLC0415 (takes a while to import)

    return platformdirs.user_data_path("trichat") / "trusted-servers"


def fingerprint(certificate: bytes) -> str:
    """Give the fingerprint of a certificate in DER, as `openssl x509 -fingerprint -sha256` writes it."""
    return sha256(certificate).digest().hex(":").upper()


class Pins:
    """One line for each server. The file is read anew each time: another client may have added to it."""

    def __init__(self, path: Path) -> None:
        """Take the name of the file, which need not be there."""
        self.path = path

    def check(self, host: str, port: int, certificate: bytes) -> bool:
        """Trust the certificate of a server; tell whether it is seen for the first time.

        Raises StartError if another one was trusted before, or if the file cannot be read or written.
        """
        now = fingerprint(certificate)
        try:
            before = self._known(host, port)
            if not before:
                self._add(host, port, now)
        except (OSError, UnicodeDecodeError) as exc:
            why = getattr(exc, "strerror", None) or "it is not text"
            raise StartError(f"The trusted certificates cannot be kept in {self.path}: {why.lower()}.") from exc
        if before and before != now:
            raise StartError(_changed(f"{host} port {port}", before, now, self.path))
        return not before

    def _known(self, host: str, port: int) -> str:
        if not self.path.exists():
            return ""
        lines = [line.split() for line in self.path.read_text(encoding="utf-8").splitlines()]
        found = [words[2] for words in lines if words[:2] == [host.lower(), str(port)] and words[2:]]
        return found[-1].upper() if found else ""

    def _add(self, host: str, port: int, seen: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            os.fchmod(number, 0o600)
            file.write(("" if os.fstat(number).st_size else _HEAD) + f"{host.lower()} {port} {seen}\n")


def _changed(where: str, before: str, now: str, path: Path) -> str:
    return (
        f"{where} shows another certificate than the one you trusted: somebody may be listening in. "
        f"Before: {before} Now: {now} "
        f"If its keeper says that it has been renewed, take the line of this server out of {path}"
    )
