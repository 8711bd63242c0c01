"""Connections to the server, with TLS or without: whom to trust, and sentences that say why one could not be made."""

import ipaddress
import os
import ssl
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import trio

from trichat.client.settings.table import Settings
from trichat.errors import StartError
from trichat.settings.file import named
from trichat.system import sockets

CONNECT_TIMEOUT = 15.0  # seconds: a server that has not answered by then is as good as away
TLS_PORT = 6697  # RFC 7194: the port of IRC over TLS
_ALERT = b"\x15\x03"  # RFC 8446, 5.1: a record with an alert, of any version of TLS
_WITHOUT = "leave out --tls, or say --no-tls"
_HEAD = "# Servers whose certificate was trusted when first seen: host, port, SHA-256. See --tls-pin.\n"


class Connector:
    """Makes connections to the server of the settings. `notes` has what the person should know about the last one."""

    def __init__(self, settings: Settings, pins: "Pins | None" = None) -> None:
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
            hint = f" If it does not speak TLS: {_WITHOUT}" if self._reached and wants_tls(self._settings) else ""
            raise StartError(f"{where} does not answer.{hint}") from exc
        except OSError as exc:
            hint = _how_to_start(self._settings) if is_local(self._settings.host) and _is_refused(exc) else ""
            raise StartError(f"No chat server can be reached at {where}: {_first_reason(exc)}.{hint}") from exc

    async def _connect(self) -> trio.abc.Stream:
        if not wants_tls(self._settings):
            return await trio.open_tcp_stream(self._settings.host, self._settings.port)
        self._context = self._context or _context(self._settings)
        stream = await trio.open_tcp_stream(self._settings.host, self._settings.port)
        self._reached = True
        secure = trio.SSLStream(stream, self._context, server_hostname=self._settings.host, https_compatible=True)
        try:
            await secure.do_handshake()
            if self._settings.tls_pin:
                self._check_pin(secure)
        except BaseException as exc:
            await trio.aclose_forcefully(stream)
            if isinstance(exc, trio.BrokenResourceError):
                raise StartError(handshake_error(exc.__cause__, self._settings)) from exc
            raise
        return secure

    def _check_pin(self, secure: trio.SSLStream[trio.SocketStream]) -> None:
        certificate = secure.getpeercert(binary_form=True)
        assert certificate is not None
        pins = self._pins or Pins(default_path())
        if pins.check(self._settings.host, self._settings.port, certificate):
            trusted = f"The certificate of {self._settings.host} is trusted from now on: {fingerprint(certificate)}"
            self.notes.append(trusted)


def _first(exc: OSError) -> OSError:
    """Give the first of the reasons; trio has one for each address that was tried."""
    causes: Sequence[OSError] = getattr(exc.__cause__, "exceptions", ())
    return causes[0] if causes else exc


def _is_refused(exc: OSError) -> bool:
    return isinstance(_first(exc), ConnectionRefusedError)


def _how_to_start(settings: Settings) -> str:
    """Say how there would be a server, on this machine."""
    port = "" if settings.port == Settings().port else f" --port {settings.port}"
    return f" Start one with: trichat serve{port}"


def _first_reason(exc: OSError) -> str:
    first = _first(exc)
    of_system = first.errno is not None and first.errno > 0  # those of name look-up are negative
    return (sockets.explain(first.errno or 0) if of_system else first.strerror or str(first)).lower()


def wants_tls(settings: Settings) -> bool:
    """Tell whether to encrypt. Who says whom to trust, or shows a certificate, means to, if they say nothing else."""
    means = bool(settings.tls_pin or settings.tls_ca or settings.tls_cert)
    return settings.tls == "on" or (settings.tls == "auto" and (settings.port == TLS_PORT or means))


def wants_tls_itself(settings: Settings, said: bytes) -> str:
    """Say so, if this is what a server says that has been spoken to in the clear and speaks TLS only; "" if not.

    `said` is how a visit began that has ended before we were let in. An alert is what most say, others nothing.
    """
    if wants_tls(settings):
        return ""
    where = f"{settings.host} port {settings.port}"
    if said.startswith(_ALERT) or (said.startswith(b"ERROR") and b"TLS" in said):
        return f"{where} speaks TLS and nothing else: start the client with --tls."
    return "" if said else f"{where} ends the connection without a word. If it speaks TLS: --tls"


def is_private(settings: Settings) -> bool:
    """Tell whether nobody can listen to the connection: it is encrypted, or stays on this machine."""
    return wants_tls(settings) or is_local(settings.host)


def is_local(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


# TLS.


def _context(settings: Settings) -> ssl.SSLContext:
    """Make what knows whom to trust: by default whoever the system trusts. Raises StartError."""
    authorities = _file(settings.tls_ca, "tls_ca")
    if authorities:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(authorities)
        except OSError as exc:  # ssl.SSLError is one
            raise StartError(f"{authorities} holds no certificates in PEM, which tls_ca should name.") from exc
    context = ssl.create_default_context(cafile=authorities)
    if settings.tls_pin:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # the fingerprint is checked instead
    if settings.tls_cert:
        _show_who_we_are(context, settings)
    return context


def _show_who_we_are(context: ssl.SSLContext, settings: Settings) -> None:
    certificate, key = _file(settings.tls_cert, "tls_cert"), _file(settings.tls_key, "tls_key")
    assert certificate is not None
    try:
        # Without a password of ours OpenSSL would ask for one, in the middle of the screen.
        context.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as exc:
        raise StartError(
            f"{certificate} does not hold a certificate and its key in PEM without a passphrase, "
            f"which tls_cert and tls_key should name."
        ) from exc


def _file(name: str, setting: str) -> Path | None:
    path = named(name) if name else None
    if path and not path.is_file():
        raise StartError(f"There is no file {path}, which {setting} names.")
    return path


def handshake_error(cause: BaseException | None, settings: Settings) -> str:
    """Say why no encrypted connection was made, and what would help."""
    where = f"{settings.host} port {settings.port}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The certificate of {where} cannot be trusted: {_not_trusted(cause.verify_message)}"
    said = getattr(cause, "reason", "") or ""
    if said in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL", "HTTP_REQUEST"):
        return f"{where} does not speak TLS, or only an old one: {_WITHOUT}."
    if said == "SSLV3_ALERT_HANDSHAKE_FAILURE":  # what our server says without a certificate, and most others
        return f"{where} does not speak TLS, or no kind of it that we know: {_WITHOUT}."
    if "ALERT" in said:
        return f"{where} refuses a connection with TLS: {said.removeprefix('TLSV1_').replace('_', ' ').lower()}."
    return f"{where} ends the connection before it is encrypted. If it does not speak TLS: {_WITHOUT}."


def _not_trusted(message: str) -> str:
    """Give what OpenSSL says of a certificate, and what would help."""
    if "match" in message:
        other = message.rpartition("valid for ")[2].strip(".'\"")
        hint = "Connect by the name that is in it; or trust just this certificate, if you know it: --tls-pin"
        return f"it is for another name than {other}. {hint}"
    if "expired" in message or "not yet valid" in message:
        hint = "Its keeper can renew it; and is your clock right?"
    else:
        hint = "If the server is yours: --tls-ca FILE names who has signed, --tls-pin trusts what it shows now."
    return f"{message.rstrip('.').lower()}. {hint}"


# Certificates that are trusted on first use.


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
            raise StartError(
                f"{host} port {port} shows another certificate than the one you trusted: somebody may be listening in. "
                f"Before: {before} Now: {now} "
                f"If its keeper says that it has been renewed, take the line of this server out of {self.path}"
            )
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
            self.path.chmod(0o600)
            file.write(("" if os.fstat(number).st_size else _HEAD) + f"{host.lower()} {port} {seen}\n")
