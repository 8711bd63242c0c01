"""Delivery: what happened is encoded once for each dialect, and offered once to each connection."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import pytest

from trichat.chat.core.outcome import Answered, Kept, LabelledAnswer, Outcome, Told
from trichat.chat.core.people import Session
from trichat.chat.core.room_records import RoomRecord
from trichat.config.limits import Limits
from trichat.server.connection.outbox import Fetch, Missed, Outbox
from trichat.server.history.archive import Archive
from trichat.server.pipeline import delivery
from trichat.server.pipeline.delivery import Delivery
from trichat.server.pipeline.fetches import catch_up, history_page, labelled
from trichat.storage.memory import MemoryHistory
from trichat.words import events as ev

ANNA = ev.Source(nick="anna", username="a", host="h")
PAGE = ev.Page(place="#lobby", target="#lobby", after=0, before=9, limit=9, now=0)


class CountingDialect:
    """A dialect that counts how often it is asked; `code` tells its lines from others'."""

    playback = False

    def __init__(self, code: str, *, replays: bool = False, asks: bool = False) -> None:
        self.code = code
        self.replays = replays
        self.asks = asks
        self.asked: Counter[str] = Counter()

    def shared_encoding(self, _events: Sequence[ev.Happened]) -> object:
        return self

    def show(self, event: ev.Happened) -> bytes:
        self.asked[f"show {event.id}"] += 1
        return f"{self.code}:show{event.id}\n".encode()

    def echo(self, event: ev.Happened) -> bytes:
        self.asked[f"echo {event.id}"] += 1
        return f"{self.code}:echo{event.id}\n".encode()

    def answer(self, event: ev.Event, nick: str) -> bytes:
        return f"{self.code}:{type(event).__name__}({nick})\n".encode()

    def page(self, _page: ev.Page, _events: Sequence[ev.Happened]) -> bytes:
        return b"page\n"

    def skipped(self, _count: int, _before: int) -> bytes:
        return b"skipped\n"

    def label(self, label: str, lines: bytes) -> bytes:
        return f"[{label}]".encode() + lines

    def after(self, event: ev.Event) -> "CountingDialect":
        return CountingDialect("new") if isinstance(event, ev.LanguageSet) else self


class Pigeonhole(Outbox):
    """An outbox that keeps what it is offered."""

    def __init__(self) -> None:
        super().__init__(None, None, Limits())  # type: ignore[arg-type]
        self.offers: list[bytes | Fetch] = []
        self.behind = False
        self.missed = Missed(10)
        self.ended = False

    def offer(self, data: bytes) -> None:
        if data:
            self.offers.append(data)

    def offer_fetch(self, fetch: Fetch) -> None:
        self.offers.append(fetch)

    def end(self) -> None:
        self.ended = True

    def miss(self, events: Sequence[ev.Happened]) -> None:
        self.missed.add(events)

    def caught_up(self) -> Missed:
        self.behind = False
        return self.missed


class Reader:
    """A connection that only collects, and its session."""

    def __init__(self, dialect: CountingDialect) -> None:
        self.outbox = Pigeonhole()
        self.dialect = dialect
        self.limits = Limits()
        self.session = Session("localhost", outlet=self)


def said(event_id: int) -> ev.Said:
    return ev.Said(id=event_id, source=ANNA, place="#lobby", target="#lobby", kind=ev.Kind.MESSAGE, text="x")


def audience(*readers: Reader) -> tuple[Session, ...]:
    return tuple(reader.session for reader in readers)


async def deliver(*outcomes: Outcome) -> None:
    await Delivery(Archive(MemoryHistory())).deliver(outcomes)


async def test_an_event_is_encoded_once_for_each_dialect() -> None:
    """An event is encoded once for each dialect, however many see it."""
    english, irc = CountingDialect("en"), CountingDialect("irc")
    readers = [Reader(dialect) for dialect in (english, irc) * 50]
    await deliver(Told(event=said(1), audience=audience(*readers), source=None))
    assert {"show 1": 1} == english.asked
    assert {"show 1": 1} == irc.asked
    assert {b"en:show1\n", b"irc:show1\n"} == {offer for reader in readers for offer in reader.outbox.offers}


async def test_many_speakers_do_not_cost_more() -> None:
    """When everybody speaks in one batch, each message is still encoded once to be shown, and once as an echo."""
    dialect = CountingDialect("irc")
    readers = [Reader(dialect) for _ in range(20)]
    everybody = audience(*readers)
    await deliver(
        *[Told(event=said(number), audience=everybody, source=reader.session) for number, reader in enumerate(readers)]
    )
    assert {1} == set(dialect.asked.values())
    lines = [f"irc:show{number}\n" for number in range(20)]
    for number, reader in enumerate(readers):
        expected = "".join([*lines[:number], f"irc:echo{number}\n", *lines[number + 1 :]])
        assert [expected.encode()] == reader.outbox.offers


async def test_nothing_is_encoded_for_nobody() -> None:
    """Whoever speaks to an empty room costs an echo only."""
    dialect = CountingDialect("irc")
    reader = Reader(dialect)
    await deliver(Told(event=said(1), audience=audience(reader), source=reader.session))
    assert {"echo 1": 1} == dialect.asked


async def test_a_batch_is_one_offer_for_each_connection() -> None:
    """Whatever a batch holds for a reader goes out in one piece, in order."""
    dialect = CountingDialect("irc")
    anna, boris = Reader(dialect), Reader(dialect)
    both = audience(anna, boris)
    await deliver(
        Told(event=said(1), audience=both, source=anna.session),
        Answered(event=ev.MotdShown(lines=()), session=boris.session, nick="boris"),
        Told(event=said(2), audience=both, source=boris.session),
        Told(event=said(3), audience=audience(boris), source=None),
    )
    assert [b"irc:echo1\nirc:show2\n"] == anna.outbox.offers
    assert [b"irc:show1\nirc:MotdShown(boris)\nirc:echo2\nirc:show3\n"] == boris.outbox.offers


async def test_what_people_say_to_themselves_stays_with_them() -> None:
    """Echoes in one batch go each to whoever they are the echo for."""
    dialect = CountingDialect("irc")
    anna, boris = Reader(dialect), Reader(dialect)
    await deliver(
        Told(event=said(1), audience=(), source=anna.session), Told(event=said(2), audience=(), source=boris.session)
    )
    assert [b"irc:echo1\n"] == anna.outbox.offers
    assert [b"irc:echo2\n"] == boris.outbox.offers


async def test_whoever_is_behind_gets_nothing_live() -> None:
    """Who is behind gets answers and nothing live; what they are not shown is remembered."""
    dialect = CountingDialect("irc")
    slow, other = Reader(dialect), Reader(dialect)
    slow.outbox.behind = True
    both = audience(slow, other)
    await deliver(
        Told(event=said(1), audience=both, source=other.session),
        Told(event=said(2), audience=both, source=slow.session),
        Answered(event=ev.MotdShown(lines=()), session=slow.session, nick="slow"),
    )
    assert [b"irc:MotdShown(slow)\n"] == slow.outbox.offers
    assert [1, 2] == [event_id for event_id, _ in slow.outbox.missed.last]
    assert [b"irc:echo1\nirc:show2\n"] == other.outbox.offers


async def test_catching_up_stands_where_it_was_granted() -> None:
    """What happened before the catching up is missed, what happens behind it is live, in one batch."""
    slow = Reader(CountingDialect("irc"))
    slow.outbox.behind = True
    await deliver(
        Told(event=said(1), audience=audience(slow), source=None),
        Answered(event=ev.CaughtUp(), session=slow.session, nick="slow"),
        Told(event=said(2), audience=audience(slow), source=None),
    )
    [fetch, live] = slow.outbox.offers
    assert isinstance(fetch, partial)
    assert fetch.func is catch_up
    assert live == b"irc:show2\n"
    assert [1] == [event_id for event_id, _ in slow.outbox.missed.last]


async def test_a_page_of_history_keeps_its_place() -> None:
    """A page that has to be fetched stands between what came before and what comes after."""
    reader = Reader(CountingDialect("irc"))
    await deliver(
        Told(event=said(1), audience=audience(reader), source=None),
        Answered(event=PAGE, session=reader.session, nick="anna"),
        Told(event=said(2), audience=audience(reader), source=None),
    )
    [before, fetch, after] = reader.outbox.offers
    assert (b"irc:show1\n", b"irc:show2\n") == (before, after)
    assert isinstance(fetch, partial)
    assert fetch.func is history_page


@pytest.mark.parametrize(("asks", "shown"), [(False, True), (True, False)])
async def test_what_was_missed_is_for_those_who_cannot_ask(asks: bool, shown: bool) -> None:
    """Whoever comes back is shown what they missed, also by a dialect that does not replay; unless they can ask."""
    reader = Reader(CountingDialect("irc", asks=asks))
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=9, limit=9, now=0, on_join=True, missed=True)
    await deliver(Answered(event=page, session=reader.session, nick="anna"))
    assert shown is bool(reader.outbox.offers)


@pytest.mark.parametrize("replays", [True, False])
async def test_history_on_joining_is_for_those_who_cannot_ask(replays: bool) -> None:
    """History on joining is shown by a dialect that replays only."""
    reader = Reader(CountingDialect("irc", replays=replays))
    page = ev.Page(place="#lobby", target="#lobby", after=0, before=9, limit=9, now=0, on_join=True)
    await deliver(Answered(event=page, session=reader.session, nick="anna"))
    assert [replays] == (
        [isinstance(offer, partial) and offer.func is history_page for offer in reader.outbox.offers] or [False]
    )


async def test_a_new_dialect_holds_from_its_answer_on() -> None:
    """A new dialect holds behind the answer that brought it, within the same batch."""
    reader = Reader(CountingDialect("old"))
    await deliver(
        Told(event=said(1), audience=audience(reader), source=None),
        Answered(event=ev.LanguageSet(code="ru"), session=reader.session, nick="anna"),
        Told(event=said(2), audience=audience(reader), source=None),
    )
    assert [b"old:show1\nold:LanguageSet(anna)\nnew:show2\n"] == reader.outbox.offers


async def test_nothing_comes_after_a_farewell() -> None:
    """Nothing comes after a farewell, which ends the outbox."""
    reader, other = Reader(CountingDialect("irc")), Reader(CountingDialect("irc"))
    await deliver(
        Answered(event=ev.Farewell(reason=""), session=reader.session, nick="anna"),
        Told(event=said(1), audience=audience(other), source=None),
    )
    assert [b"irc:Farewell(anna)\n"] == reader.outbox.offers
    assert (True, False) == (reader.outbox.ended, other.outbox.ended)


async def test_a_label_is_for_the_asker_only() -> None:
    """The asker's answers and echo carry the label; others see what they always see."""
    asker, other = Reader(CountingDialect("irc")), Reader(CountingDialect("irc"))
    both = audience(asker, other)
    outcomes: list[Outcome] = [
        Told(event=said(2), audience=both, source=asker.session),
        Answered(event=ev.MotdShown(lines=()), session=asker.session, nick="anna"),
    ]
    await deliver(
        Told(event=said(1), audience=both, source=other.session),
        LabelledAnswer(label="L", session=asker.session, outcomes=outcomes),
        Told(event=said(3), audience=both, source=None),
    )
    assert [b"irc:show1\n[L]irc:echo2\nirc:MotdShown(anna)\nirc:show3\n"] == asker.outbox.offers
    assert [b"irc:echo1\nirc:show2\nirc:show3\n"] == other.outbox.offers


async def test_what_one_says_to_oneself_is_labelled_once() -> None:
    """To oneself the echo is labelled; the message comes as from anybody (IRCv3 labeled-response)."""
    asker = Reader(CountingDialect("irc"))
    outcomes: list[Outcome] = [
        Told(event=said(1), audience=(), source=asker.session),
        Told(event=said(1), audience=audience(asker), source=None),
    ]
    await deliver(LabelledAnswer(label="L", session=asker.session, outcomes=outcomes))
    assert [b"[L]irc:echo1\nirc:show1\n"] == asker.outbox.offers


async def test_a_labelled_request_is_always_answered() -> None:
    """A labelled request without lines is acknowledged (ACK)."""
    asker = Reader(CountingDialect("irc"))
    await deliver(LabelledAnswer(label="L", session=asker.session, outcomes=[]))
    assert [b"[L]"] == asker.outbox.offers


async def test_a_labelled_page_is_labelled_when_it_is_fetched() -> None:
    """An answer that has to be fetched is marked as a whole."""
    asker = Reader(CountingDialect("irc"))
    outcomes: list[Outcome] = [
        Answered(event=ev.MotdShown(lines=()), session=asker.session, nick=""),
        Answered(event=PAGE, session=asker.session, nick=""),
    ]
    await deliver(LabelledAnswer(label="L", session=asker.session, outcomes=outcomes))
    [fetch] = asker.outbox.offers
    assert isinstance(fetch, partial)
    assert fetch.func is labelled
    assert await fetch() == b"[L]irc:MotdShown()\npage\n"


async def test_what_is_only_kept_is_not_shown() -> None:
    """Records that are kept are not shown, and do not part what is shown together."""
    reader = Reader(CountingDialect("irc"))
    everybody = audience(reader)
    record = RoomRecord(key="#a", name="#a", created=1)
    kept = Kept(record=record, before=record)
    await deliver(
        Told(event=said(1), audience=everybody, source=None), kept, Told(event=said(2), audience=everybody, source=None)
    )
    assert [b"irc:show1\nirc:show2\n"] == reader.outbox.offers


async def test_a_large_crowd_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broadcast to thousands lets readers have a turn now and then."""
    turns: list[None] = []

    async def checkpoint() -> None:
        turns.append(None)

    monkeypatch.setattr(delivery.trio.lowlevel, "checkpoint", checkpoint)  # type: ignore[attr-defined]
    monkeypatch.setattr(delivery, "_YIELD_EVERY", 10)
    dialect = CountingDialect("irc")
    await deliver(Told(event=said(1), audience=audience(*[Reader(dialect) for _ in range(35)]), source=None))
    assert len(turns) == 3
