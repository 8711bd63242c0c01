"""Events as rows of a table, and back."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from trichat.words import events as ev
from trichat.words.events import Happened, Kind, Source

_SAID = {kind.value for kind in Kind}


class Row(NamedTuple):
    """One event in one place; the columns of the table `event` but the first, which is the place."""

    id: int
    kind: str
    nick: str
    username: str
    host: str
    target: str
    text: str
    tags: str | None


def rows(event: Happened) -> Iterator[tuple[str, Row]]:
    """Give the rows of an event, each with the key of its place."""
    source = event.source
    match event:
        case ev.Said():
            tags = json.dumps(event.tags, ensure_ascii=False) if event.tags else None
            yield event.place, _row(event.id, event.kind.value, source, event.target, event.text, tags)
        case ev.Tagged():
            tags = json.dumps(event.tags, ensure_ascii=False)
            yield event.place, _row(event.id, "tags", source, event.target, "", tags)
        case ev.Joined():
            yield event.place, _row(event.id, "join", source, event.target, event.realname)
        case ev.Left():
            yield event.place, _row(event.id, "part", source, event.target, event.reason)
        case ev.TopicChanged():
            yield event.place, _row(event.id, "topic", source, event.target, event.text)
        case ev.Renamed():
            for key, name in event.places:
                yield key, _row(event.id, "nick", source, name, event.nick)
        case ev.Departed():
            for key, name in event.places:
                yield key, _row(event.id, "quit", source, name, event.reason)


def _row(event_id: int, kind: str, source: Source, target: str, text: str, tags: str | None = None) -> Row:
    return Row(event_id, kind, source.nick, source.username, source.host, target, text, tags)


_Common = dict[str, Any]
_BUILDERS: dict[str, Callable[[Row, _Common, tuple[str, str]], Happened]] = {
    "tags": lambda row, common, place: ev.Tagged(**common, place=place[0], target=place[1], tags=_tags(row)),
    "join": lambda row, common, place: ev.Joined(**common, place=place[0], target=place[1], realname=row.text),
    "part": lambda row, common, place: ev.Left(**common, place=place[0], target=place[1], reason=row.text),
    "topic": lambda row, common, place: ev.TopicChanged(**common, place=place[0], target=place[1], text=row.text),
    "nick": lambda row, common, place: ev.Renamed(**common, nick=row.text, places=(place,)),
    "quit": lambda row, common, place: ev.Departed(**common, reason=row.text, places=(place,)),
}


def event(place: str, row: Row) -> Happened:
    """Give the event that a row is of, as it was in that place."""
    source = Source(nick=row.nick, username=row.username, host=row.host)
    if row.kind in _SAID:
        return ev.Said(
            id=row.id,
            source=source,
            place=place,
            target=row.target,
            kind=Kind(row.kind),
            text=row.text,
            tags=_tags(row),
        )
    return _BUILDERS[row.kind](row, {"id": row.id, "source": source}, (place, row.target))


def _tags(row: Row) -> ev.Tags:
    return tuple((name, value) for name, value in json.loads(row.tags)) if row.tags else ()
