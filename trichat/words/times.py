"""Reads and writes times and lengths of time as people do: `2h30m`; `10:00`, `yesterday`, `"2026-05-01 10:00"`."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:[0-9]{1,6}[smhdw])+", re.IGNORECASE)
_PART = re.compile(r"([0-9]+)([smhdw])", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_AGO = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[mhdw])", re.IGNORECASE)
_DAYS_AGO = {"today": 0, "yesterday": 1}
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SECONDS = 3650 * 86_400  # ten years: whoever means longer means for ever


def seconds(text: str) -> int | None:
    """Read a length of time, in seconds: `90s`, `1h30m`. None if `text` is none, or is none at all, or is too long."""
    if not _DURATION.fullmatch(text):
        return None
    total = sum(int(number) * _UNITS[unit.lower()] for number, unit in _PART.findall(text))
    return total if 0 < total <= MOST_SECONDS else None


def write(seconds: int) -> str:
    """Write a length of time, with the two largest units that it has."""
    parts = []
    for unit, size in sorted(_UNITS.items(), key=lambda item: -item[1]):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts[:2]) or "0s"


def write_utc(moment: int) -> str:
    """Write a moment (Unix milliseconds) in UTC, to the second: any that a clock can say, however wrong it is."""
    try:
        return f"{_FIRST + timedelta(milliseconds=moment):%Y-%m-%d %H:%M:%S} UTC"
    except OverflowError:
        return f"{moment // 1000} seconds after 1970"


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
        return now - timedelta(seconds=int(ago["count"]) * _UNITS[ago["unit"].lower()])
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


def clock_time(time_ms: int, now_ms: int, zone: tzinfo) -> str:
    """Write a time (Unix milliseconds) as hours and minutes, with the day unless it is that of `now_ms`."""
    moment = datetime.fromtimestamp(time_ms / 1000, zone)
    today = datetime.fromtimestamp(now_ms / 1000, zone).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"
