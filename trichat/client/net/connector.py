"""Making a connection: where to, encrypted or not, and the sentence that says why it could not be made."""

import os
import ssl
from collections.abc import Sequence

import trio

from trichat.client.net import tls
from trichat.client.net.tls import Pins, default_path
from trichat.client.settings.table import Settings
from trichat.errors import StartError

CONNECT_TIMEOUT = 15.0  # seconds: a server that has not answered by then is as good as away


class Connector:
    """Makes connections to the server of the settings. `notes` has what the person should know about the last one."""

    def __init__(self, settings: Settings, pins: Pins | None = None) -> None:
        """Take the settings, and where certificates are kept that were trusted on first use."""
        self.notes: list[str] = []
        self._reached = False  # the machine, though not yet the server
        self._settings = settings
        self._pins = pins
        self._context: ssl.SSLContext | None = None

    async def __call__(self) -> trio.abc.Stream:
        """Connect. Raises StartError."""
        where = f"{self._settings.host} port {self._settings.port}"
        self._reached = False
        try:
            with trio.fail_after(CONNECT_TIMEOUT):
                return await self._connect()
        except trio.TooSlowError as exc:
            hint = " If it does not speak TLS: --no-tls" if self._reached and tls.wanted(self._settings) else ""
            raise StartError(f"{where} does not answer.{hint}") from exc
        except OSError as exc:
            raise StartError(f"No chat server can be reached at {where}: {reason(exc)}.") from exc

    async def _connect(self) -> trio.abc.Stream:
        if not tls.wanted(self._settings):
            return await trio.open_tcp_stream(self._settings.host, self._settings.port)
        self._context = self._context or tls.context(self._settings)
        stream = await trio.open_tcp_stream(self._settings.host, self._settings.port)
        pins = self._pins or Pins(default_path())
        self._reached = True
        secure, note = await tls.secured(stream, self._settings, self._context, pins)
        self.notes += [note] if note else []
        return secure


def reason(exc: OSError) -> str:
    """Give the first of the reasons; trio has one for each address that was tried."""
    causes: Sequence[OSError] = getattr(exc.__cause__, "exceptions", ())
    first = causes[0] if causes else exc
    of_system = first.errno is not None and first.errno > 0  # those of name look-up are negative
    return (os.strerror(first.errno or 0) if of_system else first.strerror or str(first)).lower()
