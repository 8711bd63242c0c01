"""Times as IRCv3 server-time has them: `2011-10-19T16:40:51.620Z`."""

import functools
from datetime import UTC, datetime

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"


def read_time(text: str) -> int | None:
    """Give the time in Unix milliseconds; None if `text` is none."""
    try:
        moment = datetime.strptime(text, _FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return max(0, round(moment.timestamp() * 1000))


def write_time(time_ms: int) -> str:
    """Write a time, given in Unix milliseconds."""
    return f"{_second(time_ms // 1000)}.{time_ms % 1000:03d}Z"


@functools.lru_cache(maxsize=4)
def _second(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}"
