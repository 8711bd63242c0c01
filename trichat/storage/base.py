"""`History`: what the server needs of a place to keep events in."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from trichat.chat.core.outcome import Dropped, Durable
from trichat.words import events as ev
from trichat.words.events import Happened, SearchPage, TargetsPage
from trichat.words.record import Record


class Query(Record, kw_only=True):
    """A part of one place's history: the events between two ids, both exclusive.

    Of more than `limit`, the last are meant, or the first if `forward`. `said_only` leaves out joins and the like,
    `without` what people with these identities have said.
    """

    place: str
    after: int
    before: int
    limit: int
    forward: bool = False
    said_only: bool = True
    without: frozenset[str] = frozenset()


class History(Protocol):
    """Keeps events. Every method may wait for a disk, and raises HistoryError if that fails."""

    waits: bool  # whether it does wait: if so, it is called in a worker thread

    def last_id(self) -> int:
        """Give the greatest id that was ever kept; 0 if none was."""

    def records(self) -> Sequence[Durable]:
        """Give the records that are kept."""

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        """Keep all of these, or none. When it returns, they survive a power cut."""

    def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""

    def count(self, query: Query) -> int:
        """Count what was said in a part of the history of a place, whatever its `limit`."""

    def targets(self, query: TargetsPage) -> list[ev.Said]:
        """Give the last thing said in each of the places asked for, oldest first."""

    def search(self, search: SearchPage) -> list[ev.Said]:
        """Give what was said and indexed, and is as it is looked for, oldest first."""

    def keyed(self, after: int) -> list[ev.Said]:
        """Give what was said after an id and has a key, oldest first."""

    def index(self) -> bool:
        """Index some of what was said since; tell whether there is more to do. Called as `commit` is."""

    def tidy(self) -> bool:
        """Overwrite some of what was taken back or expired; tell whether there is more to do. Called as `commit` is."""

    def find(self, place: str, name: str) -> Happened | None:
        """Give an event of a place that can be answered or taken back, by its id in full or in short."""

    def expire(self, place: str, before: int) -> bool:
        """Forget some of the events of a place before an id; tell whether there are more. Called as `commit` is."""

    def places(self) -> list[str]:
        """Give the keys of all places in which something is kept."""

    @property
    def lost(self) -> bool:
        """Whether something was forgotten that named a file, since `unnamed` was asked."""

    def unnamed(self, before: int) -> list[str]:
        """Give the ids of the files that nothing names: what did is forgotten, or they are older than that.

        `before` is in Unix milliseconds.
        """

    def files(self) -> list[str]:
        """Give the ids of all files of which there is a record."""

    def look(self) -> None:
        """Raise HistoryGoneError if what was opened is not there any more."""

    def examine(self) -> None:
        """Look at all of it, which takes a while; raise HistoryDamagedError if it is damaged. `close` ends it early."""

    def close(self) -> None:
        """Finish. Nothing may be called after it."""


def parties(place: str) -> tuple[str, ...]:
    """Give the identities of those whose conversation a place is; none if it is a room."""
    return tuple(dict.fromkeys(place.split(" "))) if " " in place else ()


T = TypeVar("T")


def within(found: list[T], limit: int, *, forward: bool) -> list[T]:
    """Give the first `limit` of what was found, or the last, in the same order."""
    return found[:limit] if forward else found[max(0, len(found) - limit) :]


def is_by(event: Happened, people: frozenset[str]) -> bool:
    """Tell whether it was one of these people (identities) who said this, or sent these tags."""
    return event.source.identity in people and isinstance(event, (ev.Said, ev.Tagged))


def takes_back(event: Happened, other: Happened) -> bool:
    """Tell whether an event takes back the reaction that another one, by the same person, is."""
    if not isinstance(event, ev.Tagged) or not isinstance(other, ev.Tagged):
        return False
    back, made = ev.reaction(event.tags), ev.reaction(other.tags)
    same = back is not None and back.back and made == back._replace(back=False)
    return same and other.source.identity == event.source.identity


SHORT_NAMES = 1000  # of the last events of a place, those that have a short name
