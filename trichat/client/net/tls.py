"""TLS for the client: whom to trust, and sentences for what OpenSSL says."""

import ipaddress
import ssl
from pathlib import Path

import trio

from trichat.client.net.trusted_certificates import Pins, fingerprint
from trichat.client.settings.table import Settings
from trichat.errors import StartError

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
