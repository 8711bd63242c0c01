"""The languages in which the plain door speaks."""

import gettext
from datetime import UTC, datetime, timedelta, tzinfo
from importlib import resources

from trichat.config.defaults import LANGUAGES
from trichat.protocols.plain.answers import Language

DOMAIN = "trichat"


def load() -> dict[str, Language]:
    """Load the catalogue of every language. English is what stands in the code."""
    languages: dict[str, Language] = {"en": gettext.NullTranslations()}
    for code in LANGUAGES[1:]:
        with resources.files("trichat").joinpath("locale", code, "LC_MESSAGES", f"{DOMAIN}.mo").open("rb") as file:
            languages[code] = gettext.GNUTranslations(file)
    return languages


class LocalZone(tzinfo):
    """Asks the system anew for each moment. What `astimezone` gives stays what it was when the server started."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """Give how far the local time is from UTC at a moment in local time."""
        return _local(dt.replace(tzinfo=None)).utcoffset() if dt else None

    def dst(self, _dt: datetime | None) -> None:
        """Whether it is summer time, nobody asks."""
        return

    def tzname(self, _dt: datetime | None) -> str:
        """Give the name of the zone."""
        return "local time"

    def fromutc(self, dt: datetime) -> datetime:
        """Give the local time of a moment in UTC. The hour that comes twice is told apart by `fold`."""
        local = _local(dt.replace(tzinfo=UTC))
        found = local.replace(tzinfo=self)
        return found if found.utcoffset() == local.utcoffset() else found.replace(fold=1)


def _local(moment: datetime) -> datetime:
    """Give a moment in local time; in UTC where the system knows none: Windows, near 1970 and after 3000.

    A clock that has lost the time starts in 1970, and what is said then is shown with its time as ever.
    """
    try:
        return moment.astimezone()
    except OSError:
        return moment.replace(tzinfo=UTC)
