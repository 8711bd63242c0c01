"""The settings of a running server, read again (REHASH): what of them counts at once."""

from collections.abc import Callable

from trichat.chat.operators import SettingsRead
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError, StartError
from trichat.server.certificates import Certificates

Reread = Callable[[], ServerSettings]  # gives the settings as they are now; raises SettingsError


def settings_again(reread: Reread, certificates: Certificates | None = None) -> SettingsRead:
    """Read the settings and the certificate, in a thread; what is wrong is told, and all stays as it is."""
    try:
        settings = reread()
        if certificates is not None and settings.tls_certificate is not None:
            certificates.read(settings.tls_certificate, settings.tls_key)
    except (SettingsError, StartError) as exc:
        return SettingsRead(problem=str(exc))
    return SettingsRead(motd=settings.motd, operators=tuple(settings.operators.items()), admin=settings.admin)
