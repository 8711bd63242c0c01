"""Fetches from history: bytes that are not there yet. The writer task of a connection awaits them, in their turn.

The hub has permitted each at its place in the order; what comes after it for this connection waits, all others go on.
"""

import contextlib
from collections.abc import Callable, Sequence

from trichat.errors import HistoryError
from trichat.protocols.dialect import Dialect
from trichat.server.connection.outbox import Fetch, Missed
from trichat.server.history.archive import Archive
from trichat.storage.base import Query, parties, within
from trichat.words import events as ev
from trichat.words.events import Happened, Said, Source
from trichat.words.names.identity import LAST_ID
from trichat.words.names.names import is_room
from trichat.words.reasons import Reason
from trichat.words.record import replace

_PART = 500  # events read at once: a larger part would hold the interpreter for too long
_CONVERSATIONS = 50  # shown to who comes back; the others are there for who asks
_EACH_MOST = 100  # messages of each


async def history_page(archive: Archive, dialect: Dialect, page: ev.Page) -> bytes:
    """Fetch and encode a page of history."""
    try:
        if page.around:
            events = await _around(archive, dialect, page)
        elif page.missed:
            page, events = await _missed(archive, dialect, page)
        else:
            page, events = await _whether_all(archive, dialect, page)
    except HistoryError:
        return _failed(dialect, page.asked, page.target)
    return dialect.page(page, [_named_as_now(event, page) for event in events])


async def _part(
    archive: Archive, dialect: Dialect, page: ev.Page, after: int, before: int, *, forward: bool
) -> list[Happened]:
    return await archive.page(_query(dialect, page, after, before, forward=forward))


def _query(dialect: Dialect, page: ev.Page, after: int, before: int, *, forward: bool = False) -> Query:
    return Query(
        place=page.place,
        after=after,
        before=before,
        limit=page.limit,
        forward=forward,
        said_only=page.on_join or not dialect.playback,
        without=page.without,
    )


async def _whether_all(archive: Archive, dialect: Dialect, page: ev.Page) -> tuple[ev.Page, list[Happened]]:
    """Give a page, and whether there is nothing more in its direction: one more is read to know that."""
    query = _query(dialect, page, page.after, page.before, forward=page.forward)
    events = await archive.page(replace(query, limit=page.limit + 1))
    page = replace(page, complete=len(events) <= page.limit)
    return page, within(events, page.limit, forward=page.forward)


async def _missed(archive: Archive, dialect: Dialect, page: ev.Page) -> tuple[ev.Page, list[Happened]]:
    """Give what somebody has missed, with how much of it is over the limit; or the last messages, if it is less."""
    events = await archive.page(_query(dialect, page, page.after, page.before))
    if len(events) < page.least:
        page = replace(page, after=0, limit=page.least, missed=False)
        return page, await archive.page(_query(dialect, page, 0, page.before))
    if len(events) < page.limit:
        return page, events
    more = await archive.count(_query(dialect, page, page.after, events[0].id))
    return replace(page, more=more), events


async def _around(archive: Archive, dialect: Dialect, page: ev.Page) -> list[Happened]:
    """Give half of what may be given from each side of the middle, which is in it; more if a side has less."""
    later = await _part(archive, dialect, page, page.around - 1, page.before, forward=True)
    earlier = await _part(archive, dialect, page, 0, page.around, forward=False)
    room = page.limit - min(len(earlier), page.limit // 2)
    later = later[:room]
    room = page.limit - len(later)
    return earlier[max(0, len(earlier) - room) :] + later


def _named_as_now(event: Happened, page: ev.Page) -> Happened:
    """Give an event as it would be told now: the room may have had another name then."""
    renamed = isinstance(event, ev.PlaceEvent) and event.target != page.target and is_room(page.target)
    return replace(event, target=page.target) if renamed else event  # type: ignore[call-arg]


def _failed(dialect: Dialect, asked: str, target: str) -> bytes:
    refused = ev.Refused(reason=Reason.HISTORY_FAILED, about=asked, detail=target, command="CHATHISTORY")
    return dialect.answer(refused, "")


async def search_page(archive: Archive, dialect: Dialect, page: ev.SearchPage) -> bytes:
    """Fetch and encode what a search finds."""
    try:
        found = await archive.search(page)
    except HistoryError:
        return dialect.answer(ev.Refused(reason=Reason.SEARCH_FAILED, command="SEARCH"), "")
    return dialect.found(page, found)


async def targets(archive: Archive, dialect: Dialect, page: ev.TargetsPage) -> bytes:
    """Fetch and encode where there was talk."""
    try:
        found = await archive.targets(page)
    except HistoryError:
        return _failed(dialect, "TARGETS", "")
    return dialect.targets([(other_side(said, page.identity), said.time) for said in found])


def other_side(said: Said, identity: str) -> str:
    """Give the name of the room, or of the other one in a conversation of somebody."""
    return said.target if said.source.identity == identity or not parties(said.place) else said.source.nick


async def offline_messages(archive: Archive, dialect: Dialect, page: ev.OfflineMessagesPage) -> bytes:
    """Fetch and encode what others have said to somebody who was not here, one conversation after the other.

    Whoever can ask for history is shown only what they cannot ask for: what visitors without an account have said, who
    are nobody that can be named any more.
    """
    query = ev.TargetsPage(
        rooms=(),
        identity=page.identity,
        after=page.after,
        before=page.before,
        limit=_CONVERSATIONS,
        without=page.without,
    )
    try:
        found = await archive.targets(query)
        return b"".join([await _conversation(archive, dialect, page, said) for said in found])
    except HistoryError:
        return _failed(dialect, "LATEST", "")


async def _conversation(archive: Archive, dialect: Dialect, page: ev.OfflineMessagesPage, last: Said) -> bytes:
    without = page.without | {page.identity}
    query = Query(place=last.place, after=page.after, before=page.before, limit=_EACH_MOST, without=without)
    events = await archive.page(query)
    if not events or (dialect.asks and events[0].source.account):
        return b""
    shown = ev.Page(
        place=last.place,
        target=events[0].source.nick,
        after=page.after,
        before=page.before,
        limit=_EACH_MOST,
        now=page.now,
        on_join=True,
    )
    return dialect.page(shown, events)


async def catch_up(archive: Archive, dialect_now: Callable[[], Dialect], missed: Missed, me: Source | None) -> bytes:
    """Fetch and encode what a slow reader missed, in order, up to the point at which it is live again.

    `dialect_now` is asked when this is done: a client may have asked for other capabilities by then.
    """
    dialect = dialect_now()
    wanted: dict[str, set[int]] = {}
    for event_id, place in missed.last:
        wanted.setdefault(place, set()).add(event_id)
    found: dict[int, Happened] = {}
    for place, ids in wanted.items():
        with contextlib.suppress(HistoryError):  # counted as skipped
            found.update(await _with_ids(archive, place, ids))
    events = [found[key] for key in sorted(found)]
    skipped = missed.count - len(events)
    notice = dialect.skipped(skipped, events[0].id if events else LAST_ID) if skipped > 0 else b""
    lines = [dialect.echo(event) if event.source == me else dialect.show(event) for event in events]
    return notice + b"".join(lines)


async def _with_ids(archive: Archive, place: str, ids: set[int]) -> dict[int, Happened]:
    """Read the events with these ids, a part at a time."""
    found: dict[int, Happened] = {}
    after, before = min(ids) - 1, max(ids) + 1
    while after + 1 < before:
        query = Query(place=place, after=after, before=before, limit=_PART, forward=True, said_only=False)
        part = await archive.page(query)
        found.update({event.id: event for event in part if event.id in ids})
        after = part[-1].id if len(part) == _PART else before
    return found


async def labelled(dialect: Dialect, label: str, parts: Sequence[bytes | Fetch]) -> bytes:
    """Give the answer to a labelled request, when a part of it has to be fetched."""
    lines = [part if isinstance(part, bytes) else await part() for part in parts]
    return dialect.label(label, b"".join(lines))
