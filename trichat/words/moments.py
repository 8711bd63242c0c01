"""Times as people type them: `10:00`, `2026-05-01`, `"2026-05-01 10:00"`, `yesterday`, `2h`."""

import re
from datetime import datetime, time, timedelta, tzinfo

_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_AGO = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[mhdw])", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAYS_AGO = {"today": 0, "yesterday": 1}


def read_moment(text: str, now_ms: int, zone: tzinfo) -> int | None:
    """Give the time that is meant, in Unix milliseconds; None if none is.

    A time of day is the last that there was; a day means its beginning. `zone` is where it is read.
    """
    now = datetime.fromtimestamp(now_ms / 1000, zone)
    try:
        found = _moment(text.strip().lower(), now)
    except (ValueError, OverflowError):
        return None
    return max(0, round(found.timestamp() * 1000))


def _moment(text: str, now: datetime) -> datetime:
    if clock := _CLOCK.fullmatch(text):
        found = _at(now, time(int(clock["hour"]), int(clock["minute"])))
        return found if found <= now else found - timedelta(days=1)
    if ago := _AGO.fullmatch(text):
        return now - int(ago["count"]) * _UNITS[ago["unit"].lower()]
    day, _, rest = text.partition(" ")
    if day in _DAYS_AGO:
        clock = _CLOCK.fullmatch(rest.strip() or "0:00")
        if clock is None:
            raise ValueError(text)
        return _at(now - timedelta(days=_DAYS_AGO[day]), time(int(clock["hour"]), int(clock["minute"])))
    found = datetime.fromisoformat(text.upper())
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _at(day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock, day.tzinfo)
