"""Reads and writes times and lengths of time as people do: `2h30m`, `5 минут`; `10:00`, `yesterday`, `2026-05-01`."""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo

from trichat.errors import UsageError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}  # as they are written
_DAY = 86_400
# As they are read: what people call each unit, in every language in which we speak to them.
_WORDS = {
    word: size
    for size, words in (
        (1, "s sec secs second seconds с сек секунда секунду секунды секунд"),
        (60, "m min mins minute minutes м мин минута минуту минуты минут"),
        (3600, "h hr hrs hour hours ч час часа часов"),
        (_DAY, "d day days д дн день дня дней сут сутки суток"),
        (7 * _DAY, "w wk wks week weeks н нед неделя неделю недели недель"),
        (30 * _DAY, "mo month months мес месяц месяца месяцев"),
        (365 * _DAY, "y yr yrs year years г год года лет"),
    )
    for word in words.split()
}
_COUNTS = {
    word: count
    for count, words in enumerate(
        (
            "one an a один одну одна", "two два две", "three три", "four четыре", "five пять", "six шесть",
            "seven семь", "eight восемь", "nine девять", "ten десять",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_HALF = re.compile(r"(?:half an hour|half hour|полчаса)(?!\S)\s*", re.IGNORECASE)
# An end, where a length is wanted: too much like one to be the reason of something that then is for good.
_END = re.compile(r"(?:until|till|tomorrow|tonight|до|завтра)(?!\S)", re.IGNORECASE)
_PART = r"[0-9]{1,6}\s*[^\W\d_]+\.?"
_PARTS = re.compile(rf"(?:{_PART}\s*)+(?<!\s)")
_READ_PART = re.compile(r"([0-9]+)\s*([^\W\d_]+)")
_NUMBER = re.compile(r"[+-]?[.,]?\d")  # what begins so is meant as a length of time, whether it is one or not
_FOR = re.compile(r"(?:for|на)\s+(?:an?\s+)?", re.IGNORECASE)
FOR_GOOD = "forever"
_FOR_GOOD = re.compile(r"(?:forever|for ever|for good|permanent(?:ly)?|навсегда)(?!\S)\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})")
_DAYS_AGO = {"today": 0, "yesterday": 1}
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_WORDS = 8  # of one length of time: `1 week 2 days 3 hours 4 minutes`
MOST_SECONDS = 3650 * 86_400  # ten years: whoever means longer means for ever


class NoLength(UsageError):
    """What begins like a length of time is none: `what` is the part that is meant."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def seconds(text: str) -> int | None:
    """Read a length of time, in seconds: `90s`, `1h30m`, `5 minutes`. None if it is none, or nothing, or too long."""
    if not _PARTS.fullmatch(text):
        return None
    parts = [(int(number), _WORDS.get(unit.lower())) for number, unit in _READ_PART.findall(text)]
    total = sum(number * size for number, size in parts if size)
    return total if 0 < total <= MOST_SECONDS and all(size for _, size in parts) else None


def begins_like_length(text: str) -> bool:
    """Tell whether `split_length` takes the beginning of a text for a length of time."""
    try:
        return split_length(text) != (0, text)
    except NoLength:
        return True


def split_length(text: str) -> tuple[int, str]:
    """Split off the length of time with which a text begins: in seconds, 0 for good. Without one it is for good, too.

    `5min spam`, `two hours spam`, `for a week`, `forever 3 times`. What begins with a number is meant as a length of
    time, and so is `until`, so that a slip is no sentence for life. Raises NoLength.
    """
    if found := _FOR_GOOD.match(text):
        return 0, text[found.end() :]
    about = _FOR.match(text)
    rest = text[about.end() :] if about else text
    if _NUMBER.match(rest):
        return _split_number(rest)
    if found := _HALF.match(rest):
        return 1800, rest[found.end() :]
    if found := _END.match(rest):
        raise NoLength(" ".join(rest.split(" ")[:2]))
    unit, _, reason = rest.partition(" ")
    if count := _COUNTS.get(unit.lower()):
        named, _, behind = reason.partition(" ")
        size = _WORDS.get(named.lower().rstrip(".,:;"))
        if size and len(named) > 1:
            return count * size, behind.lstrip()
    if unit.lower() in _WORDS and len(unit) > 1 and (about or not reason):  # `for an hour`; `час`
        return _WORDS[unit.lower()], reason.lstrip()
    return 0, text


def _split_number(text: str) -> tuple[int, str]:
    """Take as many words as there are lengths in them."""
    words = text.split(" ")
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        length = seconds(" ".join(words[:count]).rstrip(",:;"))
        if length is not None:
            return length, " ".join(words[count:]).lstrip()
    raise NoLength(" ".join(words[:2]) if words[0].lstrip("+-").isdecimal() else words[0])


def write(seconds: int) -> str:
    """Write a length of time, with the two largest units that it has."""
    parts = []
    for unit, size in sorted(_UNITS.items(), key=lambda item: -item[1]):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts[:2]) or "0s"


def write_exactly(seconds: int) -> str:
    """Write a length of time with the one unit that says all of it."""
    unit, size = max(((unit, size) for unit, size in _UNITS.items() if seconds % size == 0), key=lambda row: row[1])
    return f"{seconds // size}{unit}"


def in_minutes(milliseconds: int) -> str:
    """Write how long somebody has to wait, in whole minutes."""
    return write(-(-milliseconds // 60_000) * 60)


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
        found = _moment(text.strip().lower(), now).timestamp()
    except (ValueError, OverflowError, OSError):  # OSError: a zone that asks the system, which knows only some years
        return None
    return max(0, round(found * 1000))


def _moment(text: str, now: datetime) -> datetime:
    if clock := _CLOCK.fullmatch(text):
        found = _at(now, time(int(clock["hour"]), int(clock["minute"])))
        return found if found <= now else found - timedelta(days=1)
    if ago := seconds(text):
        return now - timedelta(seconds=ago)
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
