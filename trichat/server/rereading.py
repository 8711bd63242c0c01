"""The settings of a running server, read again (REHASH): what of them counts at once."""

from collections.abc import Callable

from trichat.chat.operators import SettingsRead
from trichat.config.settings import ServerSettings
from trichat.errors import SettingsError

Reread = Callable[[], ServerSettings]  # gives the settings as they are now; raises SettingsError


def settings_again(reread: Reread) -> SettingsRead:
    """Read the settings, in a thread; what is wrong with them is told, and they stay as they are."""
    try:
        settings = reread()
    except SettingsError as exc:
        return SettingsRead(problem=str(exc))
    return SettingsRead(motd=settings.motd, operators=tuple(settings.operators.items()), admin=settings.admin)
