"""A history as lines of JSON, one for each record and event, and back; nothing of it is lost on the way."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from trichat.chat.core.outcome import Durable
from trichat.storage import rows as codec
from trichat.storage.maintenance import reading
from trichat.storage.maintenance.reading import Stored
from trichat.storage.rows import Row, UnreadableError
from trichat.words.names.identity import from_text, to_text
from trichat.words.record import Record

VERSION = 1  # of the form of the lines


class _Head(Record, kw_only=True, forbid_unknown_fields=True):
    """The first line."""

    trichat: str
    version: int


class _RecordLine(Record, kw_only=True, forbid_unknown_fields=True):
    record: str  # its kind
    key: str
    value: msgspec.Raw


class _EventLine(Record, kw_only=True, forbid_unknown_fields=True):
    """An event in one place; `account` is the identity of the visit of who has none, as in the file."""

    event: str  # its kind
    time: str = ""  # for people and other programs: the id says it, or a tag `at`
    place: str
    id: str
    nick: str
    username: str
    host: str
    account: str
    target: str
    text: str
    tags: tuple[tuple[str, str], ...] | None = None


class _Any(Record, kw_only=True):
    """What tells the lines apart."""

    record: str | None = None
    event: str | None = None


def head() -> bytes:
    """Give the first line."""
    return _line(_Head(trichat="history", version=VERSION))


def of_record(record: Durable) -> bytes:
    """Write a record."""
    value = msgspec.Raw(codec.record_to_text(record).encode())
    return _line(_RecordLine(record=record.kind, key=record.key, value=value))


def of_event(stored: Stored) -> bytes:
    """Write an event. Raises UnreadableError if it is none."""
    seconds, thousandths = divmod(reading.event(stored.key, stored.row).time, 1000)
    row = stored.row
    time = datetime.fromtimestamp(seconds, UTC)
    return _line(
        _EventLine(
            event=row.kind,
            time=f"{time:%Y-%m-%dT%H:%M:%S}.{thousandths:03}Z",
            place=stored.key or "",
            id=to_text(row.id),
            nick=row.nick,
            username=row.username,
            host=row.host,
            account=row.account,
            target=row.target,
            text=row.text,
            tags=json.loads(row.tags) if row.tags is not None else None,
        )
    )


def _line(what: Record) -> bytes:
    return msgspec.json.encode(what) + b"\n"


def read(lines: Iterator[bytes]) -> Iterator[Durable | Stored]:
    """Read what was written. Raises UnreadableError, which names the line."""
    _check_head(next(lines, b""))
    for number, line in enumerate(lines, 2):
        try:
            if line.strip():
                yield _read(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, UnreadableError) as exc:
            raise UnreadableError(f"line {number}: {exc}") from exc


def _check_head(line: bytes) -> None:
    try:
        found = msgspec.json.decode(line, type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        found = None
    if found is None or found.trichat != "history":
        raise UnreadableError("line 1: no export of trichat begins like this")
    if found.version > VERSION:
        raise UnreadableError("line 1: it was written by a newer trichat, so upgrade this one")


def _read(line: bytes) -> Durable | Stored:
    what = msgspec.json.decode(line, type=_Any)
    if what.record is not None:
        return _read_record(msgspec.json.decode(line, type=_RecordLine))
    if what.event is not None:
        return _read_event(msgspec.json.decode(line, type=_EventLine))
    raise UnreadableError("this is neither a record nor an event")


def _read_record(line: _RecordLine) -> Durable:
    found = reading.record(line.record, line.key, bytes(line.value).decode())
    if isinstance(found, UnreadableError):
        raise found
    return found


def _read_event(line: _EventLine) -> Stored:
    number = from_text(line.id)
    if number is None:
        raise UnreadableError(f"{line.id!r} is no id: 16 digits of 0-9 and a-f are")
    row = Row(
        id=number,
        kind=line.event,
        nick=line.nick,
        username=line.username,
        host=line.host,
        target=line.target,
        text=line.text,
        tags=json.dumps(line.tags, ensure_ascii=False) if line.tags is not None else None,
        account=line.account,
    )
    reading.event(line.place, row)
    return Stored(0, line.place, row)
