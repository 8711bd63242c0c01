"""The rules that the settings make: at the start, and when a running server reads them again (REHASH)."""

from collections.abc import Callable

from trichat.chat.core.rules import Rules
from trichat.chat.operators.operators import SettingsRead
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError, StartError
from trichat.server.connection.addresses import Origins
from trichat.server.connection.certificates import Certificates
from trichat.server.connection.proxies import Trusted
from trichat.words.names.names import fold

Reread = Callable[[], ServerSettings]  # gives the settings as they are now; raises SettingsError


def settings_again(
    reread: Reread, trusted: Trusted, certificates: Certificates | None = None, origins: Origins | None = None
) -> SettingsRead:
    """Read the settings and the certificate, in a thread; what is wrong is told, and all stays as it is."""
    try:
        settings = reread()
        if certificates is not None and settings.tls_certificate is not None:
            certificates.read(settings.tls_certificate, settings.tls_key)
    except (SettingsError, StartError) as exc:
        return SettingsRead(problem=str(exc))
    trusted.read(settings)
    if origins is not None:
        origins.read(settings.web_origins)
    return SettingsRead(rules=rules_of(settings))


def rules_of(settings: ServerSettings) -> Rules:
    """Give the rules that settings make."""
    return Rules(
        motd=settings.motd,
        server=settings.name,
        keep_days=settings.keep_days,
        history_on_disk=settings.history is not None,
        password=settings.password,
        guests=settings.guests,
        listed=frozenset(fold(name) for name in settings.listed),
        may_register=settings.registration,
        register_before_entering=settings.before_connect,
        email_required=settings.email_required,
        operators=tuple(settings.operators.items()),
        admin=settings.admin,
        invisible=settings.invisible,
        wrong_passwords=settings.limits.wrong_passwords,
        wrong_passwords_seconds=settings.limits.wrong_passwords_seconds,
        passwords_per_address=settings.limits.passwords_per_address,
        accounts_per_hour=settings.limits.accounts_per_hour,
        remembered=settings.limits.remembered,
        remembered_days=settings.limits.remembered_days,
        accounts_per_day=settings.limits.accounts_per_day,
        accounts=settings.limits.accounts,
        left_per_day=settings.limits.left_per_day,
        reports_per_hour=settings.limits.reports_per_hour,
        empty_rooms_each=settings.limits.empty_rooms_each,
        empty_rooms=settings.limits.empty_rooms,
        resume_seconds=settings.limits.resume_seconds,
        resume_per_address=settings.limits.resume_per_address,
        files=settings.history is not None,
        guest_files=settings.files.guest_files,
        files_bytes=settings.limits.files_bytes,
        files_bytes_per_account=settings.limits.files_bytes_per_account,
    )
