"""Delivery: what came out of the hub is encoded once for each dialect, and offered once to each connection."""

import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Any

import trio

from trichat.chat.core.outcome import Answered, Bug, Kept, LabelledAnswer, Later, OnFailure, Outcome, Told, Work
from trichat.chat.core.people import Session
from trichat.protocols.dialect import Dialect
from trichat.server.connection.connection import Connection
from trichat.server.connection.outbox import Fetch, Outbox
from trichat.server.history.archive import Archive
from trichat.server.pipeline import fetches, visitors
from trichat.words import events as ev
from trichat.words.events import Happened

_COMING = {ev.Welcome, ev.Resumed}  # what somebody is told who has come in
_YIELD_EVERY = 500  # offers: a broadcast to thousands must not keep readers waiting


class Delivery:
    """Shows outcomes to those whom they concern."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Offer everything, in order. Waits for nobody; only yields now and then."""
        # First collect, then offer: a connection that is touched ten times in a batch is written to once. One pass that
        # writes as it goes is no faster: the second pass touches less memory between system calls.
        touched: list[Outbox] = []
        self._gather(outcomes, touched)
        for start in range(0, len(touched), _YIELD_EVERY):
            if start:
                await trio.lowlevel.checkpoint()
            for outbox in touched[start : start + _YIELD_EVERY]:
                outbox.offer_collected()

    def _gather(self, outcomes: Sequence[Outcome], touched: list[Outbox]) -> None:
        """Have each outbox collect what is for it, and list those that have something."""
        for run in _runs(outcomes):
            match run:
                case list():
                    _show(run, touched)
                case Answered():
                    self._answer(run, touched)
                case LabelledAnswer():
                    self._labelled(run, touched)
                case Work(task=task, session=session):
                    session.outlet.work(task)
                case Later(seconds=seconds, request=request, session=session):
                    session.outlet.later(seconds, request)

    def _answer(self, answered: Answered, touched: list[Outbox]) -> None:
        event, session = answered.event, answered.session
        connection: Connection = session.outlet
        outbox, dialect = connection.outbox, connection.dialect
        fetch = FETCHES.get(type(event))
        if fetch is not None:
            if not isinstance(event, ev.Page) or not event.on_join or _is_shown(event, dialect):
                _collect(outbox, partial(fetch, self._archive, dialect, event), touched)
        elif isinstance(event, ev.CaughtUp):
            me = session.user.source if session.user else None
            fetch = partial(fetches.catch_up, self._archive, lambda: connection.dialect, outbox.caught_up(), me)
            _collect(outbox, fetch, touched)
        else:
            _collect(outbox, dialect.answer(event, answered.nick), touched)
            connection.dialect = dialect.after(event)
            outbox.ending = outbox.ending or isinstance(event, ev.Farewell)
            if type(event) in _COMING:
                visitors.came(connection, answered.nick)

    def _labelled(self, answer: LabelledAnswer, touched: list[Outbox]) -> None:
        """What goes to the asker is taken out and put back with the label; what goes to others is not touched."""
        connection: Connection = answer.session.outlet
        outbox = connection.outbox
        before, outbox.collected = outbox.collected, None
        own, others = _parted(answer)
        self._gather(own, touched)
        mine, outbox.collected = outbox.collected, before
        dialect = connection.dialect
        parts = [mine or b""] if not isinstance(mine, list) else mine
        if all(isinstance(part, bytes) for part in parts):
            marked: bytes | Fetch = dialect.label(answer.label, b"".join(parts))
        else:
            marked = partial(fetches.labelled, dialect, answer.label, parts)
        _collect(outbox, marked, touched)
        self._gather(others, touched)


def _is_shown(page: ev.Page, dialect: Dialect) -> bool:
    """Tell whether somebody who has come in is shown what they did not ask for."""
    return (page.missed and not dialect.asks) or dialect.replays


# What is fetched from history when its turn comes.
FETCHES: dict[type[ev.Event], Callable[[Archive, Dialect, Any], Awaitable[bytes]]] = {
    ev.Page: fetches.history_page,
    ev.TargetsPage: fetches.targets,
    ev.OfflineMessagesPage: fetches.offline_messages,
    ev.SearchPage: fetches.search_page,
}


def _collect(outbox: Outbox, part: bytes | Fetch, touched: list[Outbox]) -> None:
    if outbox.collected is None:
        touched.append(outbox)
    outbox.collect(part)


def _parted(answer: LabelledAnswer) -> tuple[list[Outcome], list[Outcome]]:
    """Give what answers a request, and what its asker is told only as others are: what they say to themselves."""
    own: list[Outcome] = []
    others: list[Outcome] = []
    for outcome in answer.outcomes:
        told = isinstance(outcome, Told) and outcome.source is None and answer.session in outcome.audience
        (others if told else own).append(outcome)
    return own, others


def _runs(outcomes: Sequence[Outcome]) -> Iterator[list[Told] | Answered | LabelledAnswer | Work | Later]:
    """Give outcomes one by one, but what is told in a row to the very same audience together."""
    run: list[Told] = []
    for outcome in outcomes:
        if isinstance(outcome, Told):
            if run and (outcome.audience is not run[0].audience or not outcome.audience):
                yield run
                run = []
            run.append(outcome)
            continue
        if run:
            yield run
            run = []
        if not isinstance(outcome, (Kept, OnFailure, Bug)):
            yield outcome
    if run:
        yield run


class _Shown:
    """What a dialect and its kin show of a run of events."""

    def __init__(self, dialect: Dialect, events: Sequence[Happened]) -> None:
        self._events = events
        lines = [dialect.show(event) for event in events]
        self._ends = list(itertools.accumulate(map(len, lines)))
        self.data = lines[0] if len(lines) == 1 else b"".join(lines)

    def with_echoes(self, own: Sequence[int], dialect: Dialect) -> bytes:
        """Give the same for somebody who did those events of the run that `own` counts, in order.

        When everybody speaks at once, each of them is shown almost all: it is cut out in a few pieces.
        """
        parts = []
        start = 0
        for number in own:
            parts.append(self.data[start : self._ends[number - 1] if number else 0])
            parts.append(dialect.echo(self._events[number]))
            start = self._ends[number]
        parts.append(self.data[start:])
        return b"".join(parts)


def _show(run: list[Told], touched: list[Outbox]) -> None:
    """Show what happened to one audience; those who did it get an echo of that, and are shown the rest.

    The loop runs once for each member of each audience of a batch: nowhere else does so little cost so much.
    """
    events = [told.event for told in run]
    own: defaultdict[Session, list[int]] = defaultdict(list)
    for number, told in enumerate(run):
        if told.source is not None:
            own[told.source].append(number)
    shown: dict[object, _Shown] = {}
    dialect, data = None, b""
    for session in run[0].audience:
        if session in own:
            continue
        connection: Connection = session.outlet
        outbox = connection.outbox
        if outbox.behind:
            if not outbox.closed:
                outbox.miss(events)
            continue
        if connection.dialect is not dialect:  # the same as for the one before, mostly
            dialect = connection.dialect
            data = _shown(shown, dialect, events).data
        if outbox.collected is None:
            outbox.collected = data
            touched.append(outbox)
        else:
            outbox.collect(data)
    for session, numbers in own.items():
        _show_to_source(session, numbers, events, shown, touched)


def _shown(shown: dict[object, _Shown], dialect: Dialect, events: Sequence[Happened]) -> _Shown:
    """Give what a dialect shows: made once for all its kin."""
    found = shown.get(dialect)
    if found is None:
        shared = dialect.shared_encoding(events)
        found = shown.get(shared)
        if found is None:
            found = shown[shared] = _Shown(dialect, events)
        shown[dialect] = found
    return found


def _show_to_source(
    session: Session,
    own: Sequence[int],
    events: Sequence[Happened],
    shown: dict[object, _Shown],
    touched: list[Outbox],
) -> None:
    connection: Connection = session.outlet
    outbox = connection.outbox
    dialect = connection.dialect
    if outbox.behind:
        outbox.miss(events)
    elif len(own) == len(events):  # nothing of others: it need not be encoded for them
        _collect(outbox, b"".join([dialect.echo(event) for event in events]), touched)
    else:
        _collect(outbox, _shown(shown, dialect, events).with_echoes(own, dialect), touched)
