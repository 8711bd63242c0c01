"""Records as text for a table, and back."""

import msgspec

from trichat.chat.accounts import Account, Secret
from trichat.chat.ignoring import IgnoreRecord
from trichat.chat.letters import Waiting
from trichat.chat.markers import ReadMarker
from trichat.chat.records import Durable
from trichat.chat.rooms import RoomRecord

# Every kind of record that is kept. Fields may be added, with a default; text written before stays readable.
_KINDS: tuple[type[Durable], ...] = (RoomRecord, Account, Secret, IgnoreRecord, ReadMarker, Waiting)
_TYPES = {kind.kind: kind for kind in _KINDS}


def to_text(record: Durable) -> str:
    """Write a record as JSON."""
    return msgspec.json.encode(record).decode()


def from_text(kind: str, text: str) -> Durable:
    """Read a record. Raises msgspec.ValidationError if the text is none of that kind."""
    return msgspec.json.decode(text, type=_TYPES[kind])
