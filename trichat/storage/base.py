"""`History`: what the server needs of a place to keep events in."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from trichat.chat.records import Dropped, Record
from trichat.words import events as ev
from trichat.words.events import Happened
from trichat.words.record import record


@record
class Query:
    """A part of one place's history: the events between two ids, both exclusive.

    Of more than `limit`, the last are meant, or the first if `forward`. `said_only` leaves out joins and the like.
    """

    place: str
    after: int
    before: int
    limit: int
    forward: bool = False
    said_only: bool = True


@record
class TargetsQuery:
    """The places among these rooms, and the conversations of this identity, where the last thing said is between ids.

    Both are exclusive. Of more than `limit`, the last are meant, or the first if `forward`.
    """

    rooms: tuple[str, ...]
    identity: str
    after: int
    before: int
    limit: int
    forward: bool = False


class History(Protocol):
    """Keeps events. Every method may wait for a disk, and raises HistoryError if that fails."""

    waits: bool  # whether it does wait: if so, it is called in a worker thread

    def last_id(self) -> int:
        """Give the greatest id that was ever kept; 0 if none was."""

    def records(self) -> Sequence[Record]:
        """Give the records that are kept."""

    def commit(self, events: Sequence[Happened], kept: Sequence[Record | Dropped]) -> None:
        """Keep all of these, or none. When it returns, they survive a power cut."""

    def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""

    def targets(self, query: TargetsQuery) -> list[ev.Said]:
        """Give the last thing said in each of the places asked for, oldest first."""

    def close(self) -> None:
        """Finish. Nothing may be called after it."""


def parties(place: str) -> tuple[str, ...]:
    """Give the identities of those whose conversation a place is; none if it is a room."""
    return tuple(dict.fromkeys(place.split(" "))) if " " in place else ()


T = TypeVar("T")


def within(found: list[T], limit: int, *, forward: bool) -> list[T]:
    """Give the first `limit` of what was found, or the last, in the same order."""
    return found[:limit] if forward else found[max(0, len(found) - limit) :]


def is_kept(event: Happened) -> bool:
    """Tell whether history keeps `event`: not what is true for the moment only."""
    if isinstance(event, (ev.Said, ev.Tagged)) and event.target.startswith(("@", "+")):
        return False  # for some of a room only: history is for all of it
    if isinstance(event, ev.Said):
        return event.kind not in (ev.Kind.CTCP, ev.Kind.CTCP_REPLY)
    if isinstance(event, ev.Tagged):
        return any(name not in _PASSING for name, _ in event.tags)
    return isinstance(event, ev.Stored) and not (isinstance(event, ev.ModesChanged) and event.returning)


_PASSING = frozenset({"+typing", "+draft/typing"})
