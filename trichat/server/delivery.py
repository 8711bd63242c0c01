"""Delivery: what came out of the hub is encoded once for each dialect, and offered once to each connection."""

from collections.abc import Iterator, Sequence

import trio

from trichat.chat.outcome import Answered, Kept, LabelledAnswer, Outcome, Told, Work
from trichat.chat.people import Session
from trichat.protocols.dialect import Dialect
from trichat.server.archive import Archive
from trichat.server.connection import Connection
from trichat.server.jobs import CatchUp, Labelled, Recall, Targets
from trichat.server.outbox import Job
from trichat.words import events as ev

_YIELD_EVERY = 500  # offers: a broadcast to thousands must not keep readers waiting

Pieces = dict[Connection, list[bytes | Job]]


class Delivery:
    """Shows outcomes to those whom they concern."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    async def deliver(self, outcomes: Sequence[Outcome]) -> None:
        """Offer everything, in order. Waits for nobody; only yields now and then."""
        pieces: Pieces = {}
        self._gather(outcomes, pieces)
        for count, (connection, parts) in enumerate(pieces.items(), 1):
            _offer(connection, parts)
            if count % _YIELD_EVERY == 0:
                await trio.lowlevel.checkpoint()

    def _gather(self, outcomes: Sequence[Outcome], pieces: Pieces) -> None:
        for run in _runs(outcomes):
            match run:
                case list():
                    _show(run, pieces)
                case Answered():
                    self._answer(run, pieces)
                case LabelledAnswer():
                    self._labelled(run, pieces)
                case Work(task, session):
                    session.outlet.work(task)

    def _answer(self, answered: Answered, pieces: Pieces) -> None:
        event, session, nick = answered
        connection: Connection = session.outlet
        parts = pieces.setdefault(connection, [])
        match event:
            case ev.Page():
                if not event.on_join or connection.dialect.replays:
                    parts.append(Recall(self._archive, connection.dialect, event))
                return
            case ev.TargetsPage():
                parts.append(Targets(self._archive, connection.dialect, event))
                return
            case ev.CaughtUp():
                source = session.user.source if session.user else None
                missed = connection.outbox.caught_up()
                parts.append(CatchUp(self._archive, connection, missed, source))
                return
        parts.append(connection.dialect.answer(event, nick))
        connection.dialect = connection.dialect.after(event)
        if isinstance(event, ev.Farewell):
            connection.farewell = True

    def _labelled(self, answer: LabelledAnswer, pieces: Pieces) -> None:
        """What goes to the asker is taken out and put back with the label; what goes to others is not touched."""
        connection: Connection = answer.session.outlet
        before = pieces.pop(connection, [])
        self._gather(answer.outcomes, pieces)
        mine = pieces.pop(connection, [])
        dialect = connection.dialect
        if all(isinstance(part, bytes) for part in mine):
            marked: bytes | Job = dialect.label(answer.label, b"".join(mine))  # type: ignore[arg-type]
        else:
            marked = Labelled(dialect, answer.label, mine)
        pieces[connection] = [*before, marked]


def _runs(outcomes: Sequence[Outcome]) -> Iterator[list[Told] | Answered | LabelledAnswer | Work]:
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
        if not isinstance(outcome, Kept):
            yield outcome
    if run:
        yield run


def _show(run: list[Told], pieces: Pieces) -> None:
    """Show what happened to one audience; those who did it get an echo of that, and are shown the rest."""
    events = [told.event for told in run]
    sources = {told.source for told in run if told.source is not None}
    lines: dict[Dialect, list[bytes]] = {}
    shown: dict[Dialect, bytes] = {}
    for session in run[0].audience:
        if session in sources:
            continue
        connection: Connection = session.outlet
        if connection.outbox.behind:
            connection.outbox.miss(events)
            continue
        dialect = connection.dialect
        data = shown.get(dialect)
        if data is None:
            lines[dialect] = [dialect.show(event) for event in events]
            data = shown[dialect] = b"".join(lines[dialect])
        parts = pieces.get(connection)
        if parts is None:
            pieces[connection] = [data]
        else:
            parts.append(data)
    for session in sources:
        _show_to_source(session, run, lines, pieces)


def _show_to_source(session: Session, run: list[Told], lines: dict[Dialect, list[bytes]], pieces: Pieces) -> None:
    connection: Connection = session.outlet
    if connection.outbox.behind:
        connection.outbox.miss([told.event for told in run])
        return
    dialect = connection.dialect
    if dialect not in lines and any(told.source is not session for told in run):
        lines[dialect] = [dialect.show(told.event) for told in run]
    others = lines.get(dialect) or [b""] * len(run)
    mine = [
        dialect.echo(told.event) if told.source is session else line for told, line in zip(run, others, strict=True)
    ]
    pieces.setdefault(connection, []).append(b"".join(mine))


def _offer(connection: Connection, parts: list[bytes | Job]) -> None:
    outbox = connection.outbox
    ready: list[bytes] = []
    for part in parts:
        if isinstance(part, bytes):
            ready.append(part)
            continue
        outbox.offer(b"".join(ready))
        ready.clear()
        outbox.offer_job(part)
    outbox.offer(ready[0] if len(ready) == 1 else b"".join(ready))
    if connection.farewell:
        outbox.end()
