"""Bytes that have to be fetched from history first. The writer task of a connection does it, in its turn."""

import contextlib
from collections.abc import Callable, Sequence

from trichat.errors import HistoryError
from trichat.protocols.dialect import Dialect
from trichat.server.connection.outbox import Fetch, Missed
from trichat.server.history.archive import Archive
from trichat.storage.base import Query, Search, TargetsQuery, parties
from trichat.words import events as ev
from trichat.words.events import Happened, Said, Source
from trichat.words.names.identity import LAST_ID, time_of
from trichat.words.names.names import is_room
from trichat.words.reasons import Reason
from trichat.words.record import replace

_PART = 500  # events read at once
_CONVERSATIONS = 50  # shown to who comes back; the others are there for who asks
_EACH_MOST = 100  # messages of each


class Recall:
    """A page of history that the hub has permitted."""

    def __init__(self, archive: Archive, dialect: Dialect, page: ev.Page) -> None:
        self._archive = archive
        self._dialect = dialect
        self._page = page

    async def __call__(self) -> bytes:
        """Fetch and encode it."""
        page = self._page
        try:
            events = await (self._around() if page.around else self._events(page.after, page.before, page.forward))
        except HistoryError:
            return _failed(self._dialect, page.asked, page.target)
        return self._dialect.page(page, [_named_as_now(event, page) for event in events])

    async def _events(self, after: int, before: int, forward: bool) -> list[Happened]:
        page = self._page
        query = Query(
            place=page.place,
            after=after,
            before=before,
            limit=page.limit,
            forward=forward,
            said_only=page.on_join or not self._dialect.playback,
            without=page.without,
        )
        return await self._archive.page(query)

    async def _around(self) -> list[Happened]:
        """Give half of what may be given from each side of the middle, which is in it; more if a side has less."""
        page = self._page
        later = await self._events(page.around - 1, page.before, forward=True)
        earlier = await self._events(0, page.around, forward=False)
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


class Find:
    """What is looked for, where the hub has permitted to look."""

    def __init__(self, archive: Archive, dialect: Dialect, page: ev.SearchPage) -> None:
        self._archive = archive
        self._dialect = dialect
        self._page = page

    async def __call__(self) -> bytes:
        """Find and encode it."""
        page = self._page
        search = Search(
            rooms=page.rooms,
            identity=page.identity,
            phrases=page.phrases,
            nick=page.nick,
            after=page.after,
            before=page.before,
            limit=page.limit,
            forward=page.forward,
            without=page.without,
        )
        try:
            found = await self._archive.search(search)
        except HistoryError:
            return self._dialect.answer(ev.Refused(reason=Reason.SEARCH_FAILED, command="SEARCH"), "")
        return self._dialect.found(page, found)


class OfflineMessages:
    """What others have said to somebody who was not here.

    Whoever can ask for history is shown only what they cannot ask for: what visitors without an account have said, who
    are nobody that can be named any more.
    """

    def __init__(self, archive: Archive, dialect: Dialect, page: ev.OfflineMessagesPage) -> None:
        self._archive = archive
        self._dialect = dialect
        self._page = page

    async def __call__(self) -> bytes:
        """Fetch and encode it, one conversation after the other."""
        page = self._page
        query = TargetsQuery(
            rooms=(),
            identity=page.identity,
            after=page.after,
            before=page.before,
            limit=_CONVERSATIONS,
            without=page.without,
        )
        try:
            found = await self._archive.targets(query)
            return b"".join([await self._conversation(said) for said in found])
        except HistoryError:
            return _failed(self._dialect, "LATEST", "")

    async def _conversation(self, last: Said) -> bytes:
        page = self._page
        without = page.without | {page.identity}
        query = Query(place=last.place, after=page.after, before=page.before, limit=_EACH_MOST, without=without)
        events = await self._archive.page(query)
        if not events or (self._dialect.asks and events[0].source.account):
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
        return self._dialect.page(shown, events)


class Targets:
    """Where there was talk, as the hub has permitted to know."""

    def __init__(self, archive: Archive, dialect: Dialect, page: ev.TargetsPage) -> None:
        self._archive = archive
        self._dialect = dialect
        self._page = page

    async def __call__(self) -> bytes:
        """Fetch and encode it."""
        page = self._page
        query = TargetsQuery(
            rooms=page.rooms,
            identity=page.identity,
            after=page.after,
            before=page.before,
            limit=page.limit,
            forward=page.forward,
            without=page.without,
        )
        try:
            found = await self._archive.targets(query)
        except HistoryError:
            return _failed(self._dialect, "TARGETS", "")
        return self._dialect.targets([(other_side(said, page.identity), time_of(said.id)) for said in found])


def other_side(said: Said, identity: str) -> str:
    """Give the name of the room, or of the other one in a conversation of somebody."""
    return said.target if said.source.identity == identity or not parties(said.place) else said.source.nick


class CatchUp:
    """What a slow reader missed, in order, up to the point at which it is live again."""

    def __init__(self, archive: Archive, dialect: Callable[[], Dialect], missed: Missed, source: Source | None) -> None:
        self._archive = archive
        self._dialect = dialect  # a client may have asked for other capabilities by the time this is done
        self._missed = missed
        self._source = source

    async def __call__(self) -> bytes:
        """Fetch and encode it."""
        dialect = self._dialect()
        wanted: dict[str, set[int]] = {}
        for event_id, place in self._missed.last:
            wanted.setdefault(place, set()).add(event_id)
        found: dict[int, Happened] = {}
        for place, ids in wanted.items():
            with contextlib.suppress(HistoryError):  # counted as skipped
                found.update(await self._fetch(place, ids))
        events = [found[key] for key in sorted(found)]
        skipped = self._missed.count - len(events)
        notice = dialect.skipped(skipped, events[0].id if events else LAST_ID) if skipped > 0 else b""
        return notice + b"".join([self._line(dialect, event) for event in events])

    async def _fetch(self, place: str, ids: set[int]) -> dict[int, Happened]:
        """Read the events with these ids, a part at a time: a large one would hold the interpreter for too long."""
        found: dict[int, Happened] = {}
        after, before = min(ids) - 1, max(ids) + 1
        while after + 1 < before:
            query = Query(place=place, after=after, before=before, limit=_PART, forward=True, said_only=False)
            part = await self._archive.page(query)
            found.update({event.id: event for event in part if event.id in ids})
            after = part[-1].id if len(part) == _PART else before
        return found

    def _line(self, dialect: Dialect, event: Happened) -> bytes:
        return dialect.echo(event) if event.source == self._source else dialect.show(event)


class Labelled:
    """The answer to a labelled request, when a part of it has to be fetched."""

    def __init__(self, dialect: Dialect, label: str, parts: Sequence[bytes | Fetch]) -> None:
        self._dialect = dialect
        self._label = label
        self._parts = parts

    async def __call__(self) -> bytes:
        """Fetch and encode it."""
        lines = [part if isinstance(part, bytes) else await part() for part in self._parts]
        return self._dialect.label(self._label, b"".join(lines))
