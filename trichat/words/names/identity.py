"""Identities: ids of events, which grow and tell the time; and those of people, their account or one visit."""

import re
import zlib

from trichat.words.names.names import fold

_BITS = 20  # a million events a millisecond, before the next millisecond is borrowed
LAST_ID = 2**63 - 1  # what SQLite can hold; the year 2248
_TEXT = re.compile(r"[0-9a-f]{16}")


def next_id(last: int, now_ms: int) -> int:
    """Give an id later than `last`, of the time `now_ms` (Unix milliseconds) unless the clock went back."""
    first = now_ms << _BITS
    return first if first > last else last + 1


def first_id(time_ms: int) -> int:
    """Give the smallest id that an event at `time_ms` or later can have."""
    return time_ms << _BITS


def time_of(event_id: int) -> int:
    """Give the time of an event, in Unix milliseconds."""
    return event_id >> _BITS


def to_text(event_id: int) -> str:
    """Write an id as 16 hexadecimal digits, which sort as the numbers do."""
    return event_id.to_bytes(8).hex()


def from_text(text: str) -> int | None:
    """Read what `to_text` wrote; None if `text` is something else."""
    return int(text, 16) if _TEXT.fullmatch(text) else None


def short(event_id: int) -> str:
    """Give a name for an event that people can type. Of several with the same, the last is meant."""
    return f"{zlib.crc32(event_id.to_bytes(8, 'big')) & 0xFFFF:04x}"


def of_visit(event_id: int) -> str:
    """Give the identity of somebody without an account, for one visit. No name begins like it."""
    return "~" + to_text(event_id)


def is_visit(identity: str) -> bool:
    """Tell whether this is the identity of a visit, not of an account."""
    return identity.startswith("~")


def of_account(account: str) -> str:
    """Give the identity of an account: the key of its name."""
    return fold(account)
