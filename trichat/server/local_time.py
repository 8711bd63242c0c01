"""The time zone of the machine, for as long as a server runs: with summer time, when it is."""

from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """Asks the system anew for each moment. What `astimezone` gives stays what it was when the server started."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """Give how far the local time is from UTC at a moment in local time."""
        return dt.replace(tzinfo=None).astimezone().utcoffset() if dt else None

    def dst(self, _dt: datetime | None) -> None:
        """Whether it is summer time, nobody asks."""
        return

    def tzname(self, _dt: datetime | None) -> str:
        """Give the name of the zone."""
        return "local time"

    def fromutc(self, dt: datetime) -> datetime:
        """Give the local time of a moment in UTC. The hour that comes twice is told apart by `fold`."""
        local = dt.replace(tzinfo=UTC).astimezone()
        found = local.replace(tzinfo=self)
        return found if found.utcoffset() == local.utcoffset() else found.replace(fold=1)
