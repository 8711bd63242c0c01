"""TLS for the client: whom to trust, and sentences for what OpenSSL says."""

import ipaddress
import os
import ssl
from hashlib import sha256
from pathlib import Path

import trio

from trichat.client.settings.table import Settings
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


TLS_PORT = 6697  # RFC 7194: the port of IRC over TLS


def wanted(settings: Settings) -> bool:
    """Tell whether to encrypt."""
    return settings.tls == "on" or (settings.tls == "auto" and settings.port == TLS_PORT)


def context(settings: Settings) -> ssl.SSLContext:
    """Make what knows whom to trust: by default whoever the system trusts. Raises StartError."""
    made = ssl.create_default_context(cafile=_file(settings.tls_ca, "tls_ca"))
    if settings.tls_pin:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE  # the fingerprint is checked instead
    if settings.tls_cert:
        _show_who_we_are(made, settings)
    return made


def _show_who_we_are(made: ssl.SSLContext, settings: Settings) -> None:
    certificate, key = _file(settings.tls_cert, "tls_cert"), _file(settings.tls_key, "tls_key")
    assert certificate is not None
    try:
        # Without a password of ours OpenSSL would ask for one, in the middle of the screen.
        made.load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as exc:
        raise StartError(
            f"{certificate} does not hold a certificate and its key in PEM without a passphrase, "
            f"which tls_cert and tls_key should name."
        ) from exc


def _file(name: str, setting: str) -> Path | None:
    if not name:
        return None
    path = Path(name).expanduser()
    if not path.is_file():
        raise StartError(f"There is no file {path}, which {setting} names.")
    if setting == "tls_ca":
        _check_authorities(path)
    return path


def _check_authorities(path: Path) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except OSError as exc:  # ssl.SSLError is one
        raise StartError(f"{path} holds no certificates in PEM, which tls_ca should name.") from exc


async def secured(
    stream: trio.SocketStream, settings: Settings, made: ssl.SSLContext, pins: Pins
) -> tuple[trio.abc.Stream, str]:
    """Encrypt a connection; give with it a word to the person, or none. Raises StartError."""
    secure = trio.SSLStream(stream, made, server_hostname=settings.host, https_compatible=True)
    try:
        await secure.do_handshake()
        return secure, _pinned(secure, settings, pins) if settings.tls_pin else ""
    except trio.BrokenResourceError as exc:
        await trio.aclose_forcefully(stream)
        raise StartError(trouble(exc.__cause__, settings)) from exc
    except BaseException:
        await trio.aclose_forcefully(stream)
        raise


def _pinned(secure: trio.SSLStream[trio.SocketStream], settings: Settings, pins: Pins) -> str:
    certificate = secure.getpeercert(binary_form=True)
    assert certificate is not None
    if not pins.check(settings.host, settings.port, certificate):
        return ""
    return f"The certificate of {settings.host} is trusted from now on: {fingerprint(certificate)}"


def trouble(cause: BaseException | None, settings: Settings) -> str:
    """Say why no encrypted connection was made, and what would help."""
    where = f"{settings.host} port {settings.port}"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"The certificate of {where} cannot be trusted: {_reason(cause)}. {_help(cause)}"
    said = getattr(cause, "reason", "") or ""
    if said in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL", "HTTP_REQUEST"):
        return f"{where} does not speak TLS, or only an old one. Without encryption: --no-tls"
    if "ALERT" in said:
        return f"{where} refuses a connection with TLS: {said.removeprefix('TLSV1_').replace('_', ' ').lower()}."
    return f"{where} ends the connection before it is encrypted. If it does not speak TLS: --no-tls"


def _reason(cause: ssl.SSLCertVerificationError) -> str:
    return cause.verify_message.rstrip(".").lower() if "match" not in cause.verify_message else _other_name(cause)


def _other_name(cause: ssl.SSLCertVerificationError) -> str:
    return "it is for another name than " + cause.verify_message.rpartition("valid for ")[2].strip(".'\"")


def _help(cause: ssl.SSLCertVerificationError) -> str:
    message = cause.verify_message
    if "match" in message:
        return "Connect by the name that is in it; or trust just this certificate, if you know it: --tls-pin"
    if "expired" in message or "not yet valid" in message:
        return "Its keeper can renew it; and is your clock right?"
    return "If the server is yours: --tls-ca FILE names who has signed, --tls-pin trusts what it shows now."


def private(settings: Settings) -> bool:
    """Tell whether nobody can listen: it is encrypted, or stays on this machine."""
    if wanted(settings):
        return True
    try:
        return ipaddress.ip_address(settings.host).is_loopback
    except ValueError:
        return settings.host.lower().rstrip(".") == "localhost"
