"""Times as people read them."""

from datetime import datetime, tzinfo


def clock_time(time_ms: int, now_ms: int, zone: tzinfo) -> str:
    """Write a time (Unix milliseconds) as hours and minutes, with the day unless it is that of `now_ms`."""
    moment = datetime.fromtimestamp(time_ms / 1000, zone)
    today = datetime.fromtimestamp(now_ms / 1000, zone).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%Y-%m-%d %H:%M}"
