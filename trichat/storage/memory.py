"""History in memory, as the one on disk: for tests and for `--no-history`. Bounded, and gone at the end."""

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence

from trichat.chat.core.outcome import Dropped, Durable, Moved
from trichat.storage.base import SHORT_NAMES, Query, is_by, parties, takes_back, within
from trichat.words.events import Happened, Redacted, Said, SearchPage, Tagged, TargetsPage, key_of
from trichat.words.names.identity import from_text, short
from trichat.words.names.names import fold
from trichat.words.text.search import tokens

PLACE_EVENTS = 1000  # of one place; what a slow reader can be caught up with
PLACES = 2000  # the places that were quiet for longest are forgotten first
BYTES = 64 * 1024 * 1024  # of texts and tags, in all; beyond, they are forgotten likewise

_EVENT_BYTES = 500  # of an event, without text and tags


class MemoryHistory:
    """Keeps the last events of each place."""

    waits = False

    def __init__(self) -> None:
        self._places: OrderedDict[str, deque[Happened]] = OrderedDict()
        self._records: dict[tuple[str, str], Durable] = {}
        self._last_id = 0
        self._bytes = 0

    def last_id(self) -> int:
        """Give the greatest id that was ever kept; 0 if none was."""
        return self._last_id

    def records(self) -> Sequence[Durable]:
        """Give the records that are kept."""
        return list(self._records.values())

    def commit(self, events: Sequence[Happened], kept: Sequence[Durable | Dropped]) -> None:
        """Keep all of these."""
        for event in events:
            for place, _ in event.kept_in:
                self._append(self._place(place), event)
                self._last_id = event.id
            if isinstance(event, Redacted):
                self._redact(event)
            elif isinstance(event, Tagged) and event.takes_back:
                self._take_back(event)
        while self._bytes > BYTES:
            self._forget_some()
        for record in kept:
            if isinstance(record, Dropped):
                self._records.pop((record.kind, record.key), None)
            elif isinstance(record, Moved):
                self._move(record)
            else:
                self._records[record.kind, record.key] = record

    def page(self, query: Query) -> list[Happened]:
        """Give a part of the history of a place, oldest first."""
        return within(self._between(query), query.limit, forward=query.forward)

    def count(self, query: Query) -> int:
        """Count what was said in a part of the history of a place."""
        return len(self._between(query))

    def _between(self, query: Query) -> list[Happened]:
        return [
            event
            for event in self._places.get(query.place, ())
            if query.after < event.id < query.before
            and (not query.said_only or isinstance(event, Said))
            and not is_by(event, query.without)
        ]

    def targets(self, query: TargetsPage) -> list[Said]:
        """Give the last thing said in each of the places asked for, oldest first."""
        last = [self._last_said(key, query.without) for key in self._searched(query)]
        found = [event for event in last if event is not None and query.after < event.id < query.before]
        return within(sorted(found, key=lambda event: event.id), query.limit, forward=query.forward)

    def search(self, search: SearchPage) -> list[Said]:
        """Give what was said and is as it is looked for, oldest first."""
        found = [
            event
            for key in self._searched(search)
            for event in self._places[key]
            if isinstance(event, Said) and search.after < event.id < search.before and _is_looked_for(event, search)
        ]
        return within(sorted(found, key=lambda event: event.id), search.limit, forward=search.forward)

    def keyed(self, after: int) -> list[Said]:
        """Give what was said after an id and has a key, oldest first."""
        events = [event for place in self._places.values() for event in place if event.id > after]
        found = [event for event in events if isinstance(event, Said) and key_of(event.tags)]
        return sorted(found, key=lambda event: event.id)

    def index(self) -> bool:
        """Nothing: this history is searched as it is."""
        return False

    def tidy(self) -> bool:
        """Nothing: what was taken back is gone."""
        return False

    def find(self, place: str, name: str) -> Happened | None:
        """Give an event of a place that can be answered or taken back, by its id in full or in short."""
        full = from_text(name)
        events = [event for event in self._places.get(place, ()) if isinstance(event, (Said, Tagged))]
        if full is not None:
            return next((event for event in events if event.id == full), None)
        return next((event for event in reversed(events[-SHORT_NAMES:]) if short(event.id) == name), None)

    def expire(self, place: str, before: int) -> bool:
        """Forget the events of a place before an id."""
        self._keep_only(place, lambda event: event.id >= before)
        return False

    def places(self) -> list[str]:
        """Give the keys of all places in which something is kept."""
        return [key for key, events in self._places.items() if events]

    def _searched(self, asked: TargetsPage | SearchPage) -> list[str]:
        return [key for key in self._places if key in asked.rooms or asked.identity in parties(key)]

    def _last_said(self, place: str, without: frozenset[str]) -> Said | None:
        said = (event for event in reversed(self._places[place]) if isinstance(event, Said))
        return next((event for event in said if not is_by(event, without)), None)

    def _redact(self, event: Redacted) -> None:
        self._keep_only(event.place, lambda other: other.id != event.redacted)

    def _take_back(self, event: Tagged) -> None:
        self._keep_only(event.place, lambda other: not takes_back(event, other))

    def _keep_only(self, place: str, wanted: Callable[[Happened], bool]) -> None:
        events = self._places.get(place)
        if events is not None:
            kept = [event for event in events if wanted(event)]
            self._bytes += sum(map(_size, kept)) - sum(map(_size, events))
            events.clear()
            events.extend(kept)

    lost = False  # there are no files beside this history

    def unnamed(self, before: int) -> list[str]:  # noqa: ARG002
        """Give none."""
        return []

    def files(self) -> list[str]:
        """Give none."""
        return []

    def look(self) -> None:
        """Nothing: it is there as long as the server is."""

    def examine(self) -> None:
        """Nothing, likewise."""

    def close(self) -> None:
        """Forget everything."""
        self._places.clear()
        self._bytes = 0

    def _append(self, events: deque[Happened], event: Happened) -> None:
        if len(events) == PLACE_EVENTS:
            self._bytes -= _size(events.popleft())
        events.append(event)
        self._bytes += _size(event)

    def _forget_some(self) -> None:
        """Forget the oldest of the place that was quiet for longest, and the place with the last of them."""
        key, events = next(iter(self._places.items()))
        if events:
            self._bytes -= _size(events.popleft())
        if not events:
            del self._places[key]

    def _move(self, moved: Moved) -> None:
        mine = self._places.pop(moved.key, ())
        later = [event for event in mine if event.id > moved.until > 0]
        both = [*self._places.pop(moved.to, ()), *[event for event in mine if not later or event.id <= moved.until]]
        by_id = {event.id: event for event in both}  # whoever left the server left both rooms with one event
        self._bytes -= sum(map(_size, both)) + sum(map(_size, later))
        for key, events in ((moved.to, [by_id[event_id] for event_id in sorted(by_id)]), (moved.key, later)):
            place = self._place(key) if events else deque()
            for event in events:
                self._append(place, event)

    def _place(self, key: str) -> deque[Happened]:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = deque(maxlen=PLACE_EVENTS)
            if len(self._places) > PLACES:
                self._bytes -= sum(map(_size, self._places.popitem(last=False)[1]))
        else:
            self._places.move_to_end(key)
        return place


def _size(event: Happened) -> int:
    """Give the bytes that an event takes, more or less: that of those that people make as long as they like."""
    if isinstance(event, (Said, Tagged)):
        text = event.text if isinstance(event, Said) else ""
        return _EVENT_BYTES + len(text) + sum(len(name) + len(value) for name, value in event.tags)
    return _EVENT_BYTES


def _is_looked_for(event: Said, search: SearchPage) -> bool:
    source = event.source
    if is_by(event, search.without) or (search.nick and search.nick not in (fold(source.nick), fold(source.account))):
        return False
    words = tokens(event.text)
    return all(phrase.found_in(words) for phrase in search.phrases)
