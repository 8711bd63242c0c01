"""Records as text for a table, and back."""

import msgspec

from trichat.chat.core.accounts import Account, Secret
from trichat.chat.core.records import Durable
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.chat.people.read_markers import ReadMarker
from trichat.chat.talking.offline_messages import Waiting

# Every kind of record that is kept. Fields may be added, with a default; text written before stays readable.
_KINDS: tuple[type[Durable], ...] = (RoomRecord, Account, Secret, IgnoreRecord, ReadMarker, Waiting)
_TYPES = {kind.kind: kind for kind in _KINDS}


def to_text(record: Durable) -> str:
    """Write a record as JSON."""
    return msgspec.json.encode(record).decode()


def from_text(kind: str, text: str) -> Durable:
    """Read a record. Raises msgspec.ValidationError if the text is none of that kind."""
    return msgspec.json.decode(text, type=_TYPES[kind])
