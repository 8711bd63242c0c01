"""The certificate of the server: read at the start, and again whenever its settings are."""

from pathlib import Path
from typing import TYPE_CHECKING

from trichat.server.connection.transport import Transport

if TYPE_CHECKING:
    from trichat.server.connection.tls import TlsStream


class Certificates:
    """Puts TLS around streams, with the certificate that was read last."""

    def __init__(self, certificate: Path, key: Path | None) -> None:
        """Read the first. Raises StartError."""
        self.read(certificate, key)

    def read(self, certificate: Path, key: Path | None) -> None:
        """Read a certificate, for whoever comes from now on. Raises StartError; then it is the one before."""
        from trichat.server.connection import tls  # noqa: PLC0415 (100 ms to import)

        self._context = tls.context(certificate, key)

    def around(self, stream: Transport, data: bytes) -> "TlsStream":
        """Put TLS around a stream of which so much has been read."""
        from trichat.server.connection import tls  # noqa: PLC0415 (imported already)

        return tls.TlsStream(self._context, stream, data)
