"""Events as rows of a table, and back."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from trichat.chat.core.outcome import Durable
from trichat.chat.hub import RESTORERS
from trichat.words import events as ev
from trichat.words import modes
from trichat.words.events import Happened, Kind, Source
from trichat.words.names.identity import is_visit, of_account, to_text


class UnreadableError(Exception):
    """What stands in the history file is nothing that was ever written there: the text says what and where."""


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
    """Give the rows of an event, each with the key of its place: none of what is not kept."""
    if type(event) is ev.Said:  # first, for there are most of these
        return [(event.place, _row(event, _WORDS[event.kind], event.target, event.text, _marks(event)))]
    if event.stored_as is None:
        return []
    text, marks = _CODECS[event.stored_as].write(event)
    return [(key, _row(event, event.stored_as, name, text, marks)) for key, name in event.kept_in]


def _marks(event: ev.Said | ev.Tagged) -> ev.Tags:
    """Give the tags, and among them what we know besides (`_OURS`); the names of tags begin with `+`."""
    return (("answers", event.answers), *event.tags) if event.answers else event.tags


def _row(event: Happened, kind: str, target: str, text: str, tags: ev.Tags = ()) -> Values:
    source = event.source
    if event.at:  # of any kind of event
        tags = (("at", str(event.at)), *tags)
    written = json.dumps(tags, ensure_ascii=False) if tags else None
    who = source.account or source.identity
    return event.id, kind, source.nick, source.username, source.host, target, text, written, who


class _Codec(NamedTuple):
    """How one kind of event is written into the columns `text` and `tags`, and its own fields are read from a row."""

    write: Callable[[Any], tuple[str, ev.Tags]]
    read: Callable[[Row], dict[str, Any]]


def _text_alone(kind: type[Happened]) -> _Codec:
    """Write an event whose own fields say it all: there is one, and it is a text."""
    (field,) = [name for name in kind.__struct_fields__ if name not in _COMMON]
    return _Codec(lambda event: (getattr(event, field), ()), lambda row: {field: row.text})


def _redact_marks(event: ev.Redacted) -> tuple[str, ev.Tags]:
    return event.reason, (("msgid", to_text(event.redacted)), ("author", event.author))


def _redact_fields(row: Row) -> dict[str, Any]:
    marks = dict(_tags(row))
    return {"reason": row.text, "redacted": int(marks["msgid"], 16), "author": marks["author"]}


_OURS = frozenset({"answers", "at"})
_COMMON = frozenset({"id", "source", "at", "place", "target", "places"})  # fields that each row has, whatever its kind
# What is more than a text; the form of each stands in files since the first version, and stays.
_OWN: dict[type[Happened], _Codec] = {
    ev.Tagged: _Codec(
        lambda event: ("", _marks(event)), lambda row: {"tags": _client_tags(row), "answers": _answers(row)}
    ),
    ev.Redacted: _Codec(_redact_marks, _redact_fields),
    ev.ModesChanged: _Codec(
        lambda event: (modes.write(event.changes), ()), lambda row: {"changes": modes.read(row.text.split(" "))}
    ),
    ev.Kicked: _Codec(
        lambda event: (f"{event.nick} {event.reason}", ()),
        lambda row: dict(zip(("nick", "reason"), row.text.partition(" ")[::2], strict=True)),
    ),
    ev.Act: _Codec(
        lambda event: (json.dumps([event.deed, event.about, event.reason], ensure_ascii=False), ()),
        lambda row: dict(zip(("deed", "about", "reason"), json.loads(row.text), strict=True)),
    ),
}
KINDS = {kind.stored_as: kind for kind in ev.HAPPENED if kind.stored_as is not None}
_CODECS = {word: _OWN.get(kind) or _text_alone(kind) for word, kind in KINDS.items() if kind is not ev.Said}


def event(place: str, row: Row) -> Happened:
    """Give the event that a row is of, as it was in that place. Raises UnreadableError if it is of none."""
    try:
        return _event(place, row)
    except (ValueError, LookupError, TypeError, AttributeError, UnreadableError) as exc:
        raise UnreadableError(f"event {row.id} in {place}, of the kind {row.kind!r}") from exc


def _event(place: str, row: Row) -> Happened:
    account = "" if is_visit(row.account) else row.account
    identity = of_account(account) if account else row.account
    source = Source(nick=row.nick, username=row.username, host=row.host, account=account, identity=identity)
    if row.kind in _SAID:
        return ev.Said(
            id=row.id,
            source=source,
            at=_at(row),
            place=place,
            target=row.target,
            kind=Kind(row.kind),
            text=row.text,
            tags=_client_tags(row),
            answers=_answers(row),
        )
    kind = KINDS[row.kind]
    one = issubclass(kind, ev.PlaceEvent)
    where: dict[str, Any] = {"place": place, "target": row.target} if one else {"places": ((place, row.target),)}
    return kind(id=row.id, source=source, at=_at(row), **where, **_CODECS[row.kind].read(row))


def _tags(row: Row) -> ev.Tags:
    return tuple((name, value) for name, value in json.loads(row.tags)) if row.tags else ()


def _client_tags(row: Row) -> ev.Tags:
    return tuple([tag for tag in _tags(row) if tag[0] not in _OURS]) if row.tags else ()


def _at(row: Row) -> int:
    return int(dict(_tags(row)).get("at", "0")) if row.tags else 0


def _answers(row: Row) -> str:
    return dict(_tags(row)).get("answers", "") if row.tags else ""


# Fields of records may be added, with a default; text written before stays readable.
_TYPES = {record.kind: record for record in RESTORERS}


def record_to_text(record: Durable) -> str:
    """Write a record as JSON."""
    return msgspec.json.encode(record).decode()


def record_from_text(kind: str, text: str) -> Durable:
    """Read a record. Raises UnreadableError if the text is none of that kind."""
    try:
        return msgspec.json.decode(text, type=_TYPES[kind])
    except KeyError as exc:
        raise UnreadableError(f"there are no records of the kind {kind!r}") from exc
    except (msgspec.MsgspecError, UnicodeEncodeError, TypeError) as exc:
        raise UnreadableError(f"a record of the kind {kind!r}: {exc}") from exc
