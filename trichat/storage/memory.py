"""History in memory: the twin of the one on disk, for tests and for `--no-history`. Bounded, and gone at the end."""

from collections import OrderedDict, deque
from collections.abc import Sequence

from trichat.chat.records import Dropped, Moved, Record
from trichat.storage.base import Query, TargetsQuery, parties, within
from trichat.words.events import Happened, Said, places_of

PLACE_EVENTS = 1000  # of one place; what a slow reader can be caught up with
PLACES = 2000  # the places that were quiet for longest are forgotten first


class MemoryHistory:
    """Keeps the last events of each place."""

    waits = False

    def __init__(self) -> None:
        self._places: OrderedDict[str, deque[Happened]] = OrderedDict()
        self._records: dict[tuple[str, str], Record] = {}
        self._last_id = 0

    def last_id(self) -> int:
        """Give the greatest id that was ever kept; 0 if none was."""
        return self._last_id

    def records(self) -> Sequence[Record]:
        """Give the records that are kept."""
        return list(self._records.values())

    def commit(self, events: Sequence[Happened], kept: Sequence[Record | Dropped]) -> None:
        """Keep all of these."""
        for event in events:
            for place in places_of(event):
                self._place(place).append(event)
                self._last_id = event.id
        for record in kept:
            if isinstance(record, Dropped):
                self._records.pop((record.kind, record.key), None)
            elif isinstance(record, Moved):
                self._move(record)
            else:
                self._records[record.kind, record.key] = record

    def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""
        found = [
            event
            for event in self._places.get(query.place, ())
            if query.after < event.id < query.before and (not query.said_only or isinstance(event, Said))
        ]
        return within(found, query.limit, forward=query.forward)

    def targets(self, query: TargetsQuery) -> list[Said]:
        """Give the last thing said in each of the places asked for, oldest first."""
        places = [key for key in self._places if key in query.rooms or query.identity in parties(key)]
        last = [next(filter(_is_said, reversed(self._places[key])), None) for key in places]
        found = [event for event in last if isinstance(event, Said) and query.after < event.id < query.before]
        return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)

    def close(self) -> None:
        """Forget everything."""
        self._places.clear()

    def _move(self, moved: Moved) -> None:
        both = [*self._places.pop(moved.to, ()), *self._places.pop(moved.key, ())]
        self._place(moved.to).extend(sorted(both, key=lambda event: event.id))

    def _place(self, key: str) -> deque[Happened]:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = deque(maxlen=PLACE_EVENTS)
            if len(self._places) > PLACES:
                self._places.popitem(last=False)
        else:
            self._places.move_to_end(key)
        return place


def _is_said(event: Happened) -> bool:
    return isinstance(event, Said)
