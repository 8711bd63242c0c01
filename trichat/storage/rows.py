"""Events as rows of a table, and back."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from trichat.chat.core.accounts import Account, Secret
from trichat.chat.core.outcome import Durable
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.people.ignoring import IgnoreRecord
from trichat.chat.people.read_markers import ReadMarker
from trichat.chat.talking.offline_messages import Waiting
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.events import Happened, Kind, Source
from trichat.words.names.identity import is_visit, of_account, to_text

_WORDS = {kind: kind.value for kind in Kind}
_SAID = frozenset(_WORDS.values())


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
    account: str  # or the identity of the visit, if there is none


Values = tuple[int, str, str, str, str, str, str, str | None, str]  # those of a Row; made in an eighth of the time


def rows(event: Happened) -> Sequence[tuple[str, Values]]:
    """Give the rows of an event, each with the key of its place."""
    match event:
        case ev.Said():
            return [(event.place, _row(event, _WORDS[event.kind], event.target, event.text, _marks(event)))]
        case ev.Tagged():
            return [(event.place, _row(event, "tags", event.target, "", _marks(event)))]
        case ev.Redacted():
            mark = (("msgid", to_text(event.redacted)), ("author", event.author))
            return [(event.place, _row(event, "redact", event.target, event.reason, mark))]
        case ev.Joined():
            return [(event.place, _row(event, "join", event.target, event.realname))]
        case ev.Left():
            return [(event.place, _row(event, "part", event.target, event.reason))]
        case ev.TopicChanged():
            return [(event.place, _row(event, "topic", event.target, event.text))]
        case ev.ModesChanged():
            return [(event.place, _row(event, "mode", event.target, modes.write(event.changes)))]
        case ev.Kicked():
            return [(event.place, _row(event, "kick", event.target, f"{event.nick} {event.reason}"))]
        case ev.Act():
            text = json.dumps([event.deed, event.about, event.reason], ensure_ascii=False)
            return [(event.place, _row(event, "act", event.target, text))]
        case ev.Renamed():
            return [(key, _row(event, "nick", name, event.nick)) for key, name in event.places]
        case ev.Departed():
            return [(key, _row(event, "quit", name, event.reason)) for key, name in event.places]
    return []


def _marks(event: ev.Said | ev.Tagged) -> ev.Tags:
    """Give the tags, and among them what we know besides; the names of tags begin with `+`."""
    return (("answers", event.answers), *event.tags) if event.answers else event.tags


def _row(event: Happened, kind: str, target: str, text: str, tags: ev.Tags = ()) -> Values:
    source = event.source
    written = json.dumps(tags, ensure_ascii=False) if tags else None
    who = source.account or source.identity
    return event.id, kind, source.nick, source.username, source.host, target, text, written, who


_Common = dict[str, Any]


def _redacted(row: Row, common: _Common, place: tuple[str, str]) -> Happened:
    marks = dict(_tags(row))
    redacted, author = int(marks["msgid"], 16), marks["author"]
    return ev.Redacted(**common, place=place[0], target=place[1], reason=row.text, redacted=redacted, author=author)


def _act(row: Row, common: _Common, place: tuple[str, str]) -> Happened:
    deed, about, reason = json.loads(row.text)
    return ev.Act(**common, place=place[0], target=place[1], deed=deed, about=about, reason=reason)


_BUILDERS: dict[str, Callable[[Row, _Common, tuple[str, str]], Happened]] = {
    "tags": lambda row, common, place: ev.Tagged(
        **common, place=place[0], target=place[1], tags=_client_tags(row), answers=_answers(row)
    ),
    "redact": _redacted,
    "join": lambda row, common, place: ev.Joined(**common, place=place[0], target=place[1], realname=row.text),
    "part": lambda row, common, place: ev.Left(**common, place=place[0], target=place[1], reason=row.text),
    "topic": lambda row, common, place: ev.TopicChanged(**common, place=place[0], target=place[1], text=row.text),
    "mode": lambda row, common, place: ev.ModesChanged(
        **common, place=place[0], target=place[1], changes=modes.read(row.text.split(" "))
    ),
    "kick": lambda row, common, place: ev.Kicked(
        **common, place=place[0], target=place[1], nick=row.text.partition(" ")[0], reason=row.text.partition(" ")[2]
    ),
    "act": _act,
    "nick": lambda row, common, place: ev.Renamed(**common, nick=row.text, places=(place,)),
    "quit": lambda row, common, place: ev.Departed(**common, reason=row.text, places=(place,)),
}


def event(place: str, row: Row) -> Happened:
    """Give the event that a row is of, as it was in that place."""
    account = "" if is_visit(row.account) else row.account
    identity = of_account(account) if account else row.account
    source = Source(nick=row.nick, username=row.username, host=row.host, account=account, identity=identity)
    if row.kind in _SAID:
        return ev.Said(
            id=row.id,
            source=source,
            place=place,
            target=row.target,
            kind=Kind(row.kind),
            text=row.text,
            tags=_client_tags(row),
            answers=_answers(row),
        )
    return _BUILDERS[row.kind](row, {"id": row.id, "source": source}, (place, row.target))


def _tags(row: Row) -> ev.Tags:
    return tuple((name, value) for name, value in json.loads(row.tags)) if row.tags else ()


def _client_tags(row: Row) -> ev.Tags:
    return tuple([tag for tag in _tags(row) if tag[0] != "answers"]) if row.tags else ()


def _answers(row: Row) -> str:
    return dict(_tags(row)).get("answers", "") if row.tags else ""


# Every kind of record that is kept. Fields may be added, with a default; text written before stays readable.
_KINDS: tuple[type[Durable], ...] = (RoomRecord, Account, Secret, IgnoreRecord, ReadMarker, Waiting)
_TYPES = {kind.kind: kind for kind in _KINDS}


def record_to_text(record: Durable) -> str:
    """Write a record as JSON."""
    return msgspec.json.encode(record).decode()


def record_from_text(kind: str, text: str) -> Durable:
    """Read a record. Raises msgspec.ValidationError if the text is none of that kind."""
    return msgspec.json.decode(text, type=_TYPES[kind])
