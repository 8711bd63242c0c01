"""History: what has been seen of each place, and catching up, so that nothing is missed, shown twice or out of order.

Each place remembers the ids of what it has seen, so nothing is shown twice. While a page of what was missed is on its
way, what arrives live in that place is held back, and shown after the page, so the order is that of the server. The
next page is asked for until one is empty, or overlaps with what is held back: then nothing lies between the two.
"""

import dataclasses
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.windows import Position
from trichat.protocols.irc.wire.message import Message, write_time
from trichat.words.names.names import fold, is_room
from trichat.words.record import replace

FIRST_LINES = 50  # of a room one comes into for the first time
PAGE_LINES = 100  # asked for at once when catching up; servers may give fewer
_REMEMBERED = 1000  # ids per place: more than a page and what arrives live meanwhile can overlap
_MOST_PAGES = 5  # read backwards for a screenful of what was said, through crowds that come and go
_PATIENCE = 3  # ticks until a page that has not come is given up, so that what is held back is shown


class Query(Enum):
    """How to ask for what was missed (IRCv3 chathistory). A server that does not grant one is asked the next."""

    AFTER_ID = auto()
    AFTER_TIME = auto()
    LATEST = auto()


@dataclass(slots=True)
class Place:
    """What has been seen of a room or a private conversation.

    `held` has what arrives live while a page is on its way; it is None when the place is up to date.
    """

    name: str
    last_id: str = ""
    last_at: int = 0
    since: int = 0  # when we came in
    no_ids: bool = False  # the server does not take ids
    held: list[Item] | None = None
    queries: list[Query] = field(default_factory=list)
    seen: dict[str, None] = field(default_factory=dict)  # a set that knows which came first

    def mark_seen(self, item: Item) -> bool:
        """Count an item as seen; tell whether it had not been."""
        if item.msgid in self.seen:
            return False
        if item.msgid:
            self.seen[item.msgid] = None
            if len(self.seen) > _REMEMBERED:
                del self.seen[next(iter(self.seen))]
        if item.spoken:
            self.advance(item)
        return True

    def advance(self, item: Item) -> None:
        """Count everything up to this item as seen."""
        if item.at >= self.last_at:
            self.last_id, self.last_at = item.msgid or self.last_id, item.at


@dataclass(slots=True, eq=False)
class _Asked:
    """A page on its way. Of `least` messages, those that were asked for `most` at a time, `later` are there already."""

    place: Place
    requested: bool  # the person wants to see it, known or not
    least: int = 0
    most: int = 0
    pages: int = 1
    later: list[Item] = field(default_factory=list)
    ticks: int = 0


@dataclass(slots=True)
class Outcome:
    """What a page, or the lack of one, leads to.

    `caught_up` is the place that is up to date now; `sure` if history really said what was missed; `gap` if
    there may be more, older than `show`. `nothing`: there is none of what the person has asked for. `old`: nothing in
    `show` is news, but one's own lost words may be there.
    """

    show: list[Item] = field(default_factory=list)
    ask: Message | None = None
    caught_up: str = ""
    sure: bool = True
    known: bool = False  # something of the place had been seen before
    gap: bool = False
    nothing: bool = False
    old: bool = False


class History:
    """All places. Pages are answered in the order in which they were asked for."""

    def __init__(self) -> None:
        self.limit = PAGE_LINES
        self._places: dict[str, Place] = {}
        self._asked: deque[_Asked] = deque()

    def is_held(self, name: str) -> bool:
        """Tell whether the place is being caught up with."""
        return self._place(name).held is not None

    def has_seen_some(self, name: str) -> bool:
        """Tell whether something of the place has been seen."""
        return bool(self._place(name).last_at)

    def has_seen_until(self, name: str, at: int) -> bool:
        """Tell whether everything up to then has been seen of the place."""
        return self._place(name).last_at >= at

    def live(self, item: Item) -> bool:
        """Take an item that has just arrived; tell whether to show it now: not if it is held back, or seen already."""
        if not item.place:
            return True
        place = self._place(item.place)
        if place.held is None:
            return place.mark_seen(item)
        place.held.append(item)
        return False

    def begin(self, name: str, since: int = 0) -> Message:
        """Start to catch up with a place, and hold back what arrives there: give the first question.

        `since` is the server's time at which we came in, 0 if it is not known: should nothing be said until the
        connection is lost, the next question is what was said after that.
        """
        place = self._place(name)
        place.since = since
        place.held = []
        first = Query.AFTER_ID if place.last_id else Query.AFTER_TIME if place.last_at else Query.LATEST
        place.queries = [query for query in Query if query.value >= first.value]
        return self._ask(place)

    def assume_seen(self, name: str, position: Position) -> None:
        """Count a place as read up to a position, if nothing else is known of it."""
        place = self._place(name)
        if not place.last_at:
            place.last_at = position.at
            place.seen |= dict.fromkeys(position.ids)

    @property
    def is_catching_up(self) -> bool:
        """Tell whether something is still to come that the person has missed."""
        return any(not asked.requested for asked in self._asked)

    def expect_requested(self, name: str, least: int = 0) -> None:
        """Expect a page that the person asked for; `least` is how many messages, if earlier ones will do as well."""
        self._asked.append(_Asked(place=self._place(name), requested=True, least=least, most=least))

    def page(self, target: str, items: Iterable[Item]) -> Outcome:
        """Handle a page that has arrived."""
        asked = self._answered(target)
        if asked is None:  # given up, and come after all
            return Outcome(show=_visible(item for item in items if self._place(target).mark_seen(item)))
        page = list(items)
        whole = page + asked.later
        if self._needs_earlier(asked, page, whole):
            return Outcome(ask=self._ask_before(asked, page[0].msgid, whole))
        if not asked.requested:
            return self._caught_up(asked.place, whole)
        return Outcome(show=(shown := _mark_requested(whole)), nothing=not shown)

    def _needs_earlier(self, asked: _Asked, page: list[Item], whole: list[Item]) -> bool:
        """Tell whether comings and goings have filled a page in place of what was said, and more was before."""
        full = len(page) >= min(asked.most, self.limit) and page and page[0].msgid
        passed = any(item.kind is ItemKind.PASSED for item in page)
        return bool(full and passed) and sum(item.spoken for item in whole) < asked.least and asked.pages < _MOST_PAGES

    def _ask_before(self, asked: _Asked, msgid: str, later: list[Item]) -> Message:
        self._asked.append(dataclasses.replace(asked, later=later, most=self.limit, pages=asked.pages + 1, ticks=0))
        params = ("BEFORE", asked.place.name, f"msgid={msgid}", str(self.limit))
        return Message(command="CHATHISTORY", params=params)

    def _caught_up(self, place: Place, items: list[Item]) -> Outcome:
        held = {item.msgid for item in place.held or () if item.msgid}
        overlaps = any(item.msgid in held for item in items)
        known = bool(place.last_at)
        new = [item for item in items if place.mark_seen(item)]
        for item in items[-1:]:
            place.advance(item)
        latest = place.queries[0] is Query.LATEST
        if new and not overlaps and not latest:
            if place.queries[0] is Query.AFTER_TIME and place.last_id and not place.no_ids:
                place.queries.insert(0, Query.AFTER_ID)  # now there is one, and many messages may have the same time
            return Outcome(show=_visible(new), ask=self._ask(place))
        outcome = self._finish(place, new if known else _mark_old(new), sure=True)
        outcome.gap = known and latest and bool(new) and len(new) == len(items)
        outcome.old = not known and not is_room(place.name)
        return outcome

    def failed(self, message: Message) -> Outcome:
        """Handle a FAIL: ask with the next query, if there is one."""
        words = {fold(word) for word in message.params[:-1]}
        named = [asked for asked in self._asked if fold(asked.place.name) in words]
        asked = next(iter(named or self._asked), None)
        return self._refused(asked) if asked else Outcome()

    def tick(self) -> Outcome:
        """Count ticks: give up the oldest page if it does not come."""
        for asked in self._asked:
            asked.ticks += 1
        if not self._asked or self._asked[0].ticks < _PATIENCE:
            return Outcome()
        asked = self._asked.popleft()
        return Outcome() if asked.requested else self._finish(asked.place, [], sure=False)

    def lost(self) -> None:
        """Forget what was under way: after the next connection it is asked for again."""
        self._asked.clear()
        for place in self._places.values():
            place.held = None

    def rename(self, old: str, new: str) -> None:
        """Rename a room; no other has the new name."""
        if place := self._places.pop(fold(old), None):
            place.name = new
            self._places[fold(new)] = place

    def leave(self, name: str) -> None:
        """Drop what is held back and asked for: the room has been left."""
        place = self._place(name)
        place.held = None
        self._asked = deque(asked for asked in self._asked if asked.place is not place)

    def _place(self, name: str) -> Place:
        return self._places.setdefault(fold(name), Place(name=name))

    def _ask(self, place: Place) -> Message:
        first = place.queries[0] is Query.LATEST and not place.last_at
        most = min(FIRST_LINES, self.limit)
        self._asked.append(_Asked(place=place, requested=False, least=FIRST_LINES if first else 0, most=most))
        match place.queries[0]:
            case Query.AFTER_ID:
                params = ("AFTER", place.name, f"msgid={place.last_id}", str(self.limit))
            case Query.AFTER_TIME:  # a millisecond earlier: another message may have the same time
                params = ("AFTER", place.name, f"timestamp={write_time(place.last_at - 1)}", str(self.limit))
            case Query.LATEST:
                params = ("LATEST", place.name, "*", str(most))
        return Message(command="CHATHISTORY", params=params)

    def _answered(self, target: str) -> _Asked | None:
        for asked in self._asked:
            if fold(asked.place.name) == fold(target):
                self._asked.remove(asked)
                return asked
        return None

    def _refused(self, asked: _Asked) -> Outcome:
        self._asked.remove(asked)
        if asked.requested:
            return Outcome(show=_mark_requested(asked.later))
        place = asked.place
        if asked.later:
            return self._caught_up(place, asked.later)
        place.no_ids = place.queries.pop(0) is Query.AFTER_ID
        return Outcome(ask=self._ask(place)) if place.queries else self._finish(place, [], sure=False)

    def _finish(self, place: Place, new: list[Item], *, sure: bool) -> Outcome:
        known = bool(place.last_at)
        held, place.held = place.held or [], None
        live = [item for item in held if place.mark_seen(item)]
        place.last_at = place.last_at or place.since
        return Outcome(show=_visible(new + live), caught_up=place.name, sure=sure, known=known)


def _mark_old(items: Iterable[Item]) -> list[Item]:
    return [replace(item, old=True) for item in _visible(items)]


def _mark_requested(items: Iterable[Item]) -> list[Item]:
    return [replace(item, requested=True) for item in _mark_old(items)]


def _visible(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.kind is not ItemKind.PASSED]
