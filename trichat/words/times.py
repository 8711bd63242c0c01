"""Lengths of time as people write them: `10m`, `2h`, `2d`."""

import re

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_DURATION = re.compile(r"(?:[0-9]{1,6}[smhdw])+", re.IGNORECASE)
_PART = re.compile(r"([0-9]+)([smhdw])", re.IGNORECASE)
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
