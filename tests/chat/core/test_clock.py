"""Times and ids, when the clock went back or was in the future for a while."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pytest

from trichat.chat.core.clock import LEAST_MS, TURNS_MOST, ClockRecord, ahead_after, placed, time_at
from trichat.chat.core.outcome import Durable, Kept, Outcome, Told
from trichat.chat.core.people import Session
from trichat.chat.core.rules import Rules
from trichat.storage.memory import MemoryHistory
from trichat.storage.rows import record_from_text, record_to_text
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.modes import Change
from trichat.words.names.identity import LAST_ID, first_id
from trichat.words.text.search import Wanted

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

MINUTE = 60_000  # milliseconds
FAR = 14 * 365 * 24 * 60 * MINUTE


class Talk:
    """One who speaks in a room while somebody sets the clock; what is kept outlasts a restart."""

    def __init__(self, make_chat: type["Chat"]) -> None:
        self.make_chat = make_chat
        self.history = MemoryHistory()
        self.restart()

    def restart(self, now: int = 0) -> None:
        last = self.history.last_id()
        texts = [(record.kind, record_to_text(record)) for record in self.history.records()]
        self.chat = self.make_chat(Rules(), [record_from_text(*each) for each in texts], last)
        self.chat.now = now or self.chat.now
        self.run, self.chat.run = self.chat.run, self.run_and_keep  # type: ignore[method-assign]
        self.anna: Session = self.chat.enter("anna", "#a")

    def run_and_keep(self, batch: Iterable[tuple[Session, Sequence[ask.Request]]]) -> list[Outcome]:
        outcomes = self.run(batch)
        kept: list[Durable] = [each.record for each in outcomes if isinstance(each, Kept)]  # type: ignore[misc]
        self.history.commit([each.event for each in outcomes if isinstance(each, Told) and each.event.kept], kept)
        return outcomes

    def say(self, text: str, now: int) -> ev.Said:
        self.chat.now = now
        self.chat.ask(self.anna, ask.Say(target="#a", text=text))
        (said,) = [each.event for each in self.chat.outcomes if isinstance(each, Told)]
        assert isinstance(said, ev.Said)
        return said

    def page(self, **fields: object) -> list[str]:
        (page,) = self.chat.ask(self.anna, ask.History(target="#a", **fields))  # type: ignore[arg-type]
        assert isinstance(page, ev.Page)
        found = [event for event in self.history._places["#a"] if page.after < event.id < page.before]
        return [event.text for event in found if isinstance(event, ev.Said)]

    def since(self, moment: int) -> list[str]:
        bound = first_id(moment) - 1
        return self.page(span=ask.Span.AFTER, bound=bound, bound_is_time=True)

    def until(self, moment: int) -> list[str]:
        return self.page(span=ask.Span.BEFORE, bound=first_id(moment), bound_is_time=True)


@pytest.fixture(params=[False, True], ids=["running", "restarted"])
def talk(request: pytest.FixtureRequest, make_chat: type["Chat"]) -> Talk:
    """Give a talk during which the clock was in the future for a minute; the server was started anew, or not."""
    talk = Talk(make_chat)
    start = talk.chat.now
    talk.say("before", start + MINUTE)
    talk.say("wrong", start + FAR)
    if request.param:
        talk.restart(start + 3 * MINUTE)
    for number in (3, 4, 5):
        talk.say(str(number), start + number * MINUTE)
    if request.param:
        talk.restart(start + 5 * MINUTE)
    return talk


def test_each_has_the_time_when_it_was_said(talk: Talk) -> None:
    """In the order in which it was said, whatever the clock said in between."""
    start = talk.chat.now - 5 * MINUTE
    said = [event for event in talk.history._places["#a"] if isinstance(event, ev.Said)]
    assert [MINUTE, FAR, 3 * MINUTE, 4 * MINUTE, 5 * MINUTE] == [event.time - start for event in said]
    assert sorted(event.id for event in said) == [event.id for event in said]


@pytest.mark.parametrize(
    ("minutes", "since"),
    [(0, "before wrong 3 4 5"), (1, "before wrong 3 4 5"), (3, "3 4 5"), (3.5, "4 5"), (5, "5"), (6, "")],
)
def test_a_time_is_found_where_it_is_meant(talk: Talk, minutes: float, since: str) -> None:
    """By who asks for what was said since then, and by who asks for what was before."""
    moment = talk.chat.now + round((minutes - 5) * MINUTE)
    everything = ["before", "wrong", "3", "4", "5"]
    assert since.split() == talk.since(moment)
    assert everything[: 5 - len(since.split())] == talk.until(moment)


def test_search_and_targets_mean_the_same_times(talk: Talk) -> None:
    """An id by the clock alone has its place among those that ran ahead."""
    state = talk.chat.hub.state
    moment = first_id(talk.chat.now - MINUTE)
    (targets,) = talk.chat.ask(talk.anna, ask.Targets(bound=moment, end=LAST_ID))
    (search,) = talk.chat.ask(talk.anna, ask.Search(wanted=Wanted(nick="anna"), after=moment))
    assert isinstance(targets, ev.TargetsPage)
    assert isinstance(search, ev.SearchPage)
    assert {state.id_at(moment)} == {targets.after, search.after}
    assert state.id_at(moment) > moment


def test_a_clock_in_the_past_at_the_start(make_chat: type["Chat"]) -> None:
    """What is said has the time that the clock says, and its place behind what was said before."""
    talk = Talk(make_chat)
    start = talk.chat.now
    talk.say("before", start + MINUTE)
    talk.restart(7)
    assert 5 * MINUTE == talk.say("wrong", 5 * MINUTE).time
    assert start + 10 * MINUTE == talk.say("after", start + 10 * MINUTE).time
    assert ["before", "wrong", "after"] == talk.since(start)
    assert ["after"] == talk.since(start + 8 * MINUTE)
    assert ["before", "wrong"] == talk.until(start + 8 * MINUTE)
    assert ["wrong", "after"] == talk.since(4 * MINUTE)


def test_a_clock_that_is_set_back_by_less_than_a_second_is_no_turn() -> None:
    """Ids bridge that by themselves."""
    last = first_id(10_000)
    assert 0 == ahead_after(last, 10_000 - LEAST_MS, 0)
    assert LEAST_MS + 2 == ahead_after(last, 10_000 - LEAST_MS - 1, 0)
    assert 0 == ahead_after(last, 10_001, 5_000)


def test_ids_of_what_was_not_kept_are_not_given_twice(make_chat: type["Chat"]) -> None:
    """A turn can be all that is left of the time when the clock was wrong."""
    first = first_id(2_000_000_000_000)
    chat = make_chat(Rules(), [ClockRecord(turns=((first, 5),))], first_id(1_000))
    assert chat.hub.state.last_id == first - 1


def test_turns_are_bounded(make_chat: type["Chat"]) -> None:
    """A clock that goes back all the time is broken."""
    talk = Talk(make_chat)
    for number in range(TURNS_MOST + 5):
        talk.say("x", talk.chat.now + (-2 * MINUTE if number % 2 else MINUTE))
        talk.say("x", talk.chat.now - MINUTE)
    turns = talk.chat.hub.state.clock.turns
    assert TURNS_MOST == len(turns)
    assert sorted(turns) == list(turns)


def test_without_turns_ids_are_times() -> None:
    """As they are on nearly every server."""
    assert 7 == placed((), 7)
    assert 7 == time_at((), first_id(7))
    assert LAST_ID == placed(((first_id(9), 5),), LAST_ID)


def test_operators_hear_of_a_jump(make_chat: type["Chat"]) -> None:
    """Those who are here, and who becomes one later; after a restart too, until it is over."""
    chat = make_chat(Rules())
    anna = chat.enter("anna")
    bob = chat.enter("bob")
    assert anna.user is not None
    chat.hub.state.operators[anna.user] = None
    looked = ask.ClockLooked(found=chat.now, expected=chat.now - FAR)
    outcomes = chat.run([(Session(""), [looked])])
    told = ev.ClockTold(now=chat.now, expected=chat.now - FAR)
    assert [told] == chat.heard(outcomes, anna)
    assert [] == chat.heard(outcomes, bob)
    (kept,) = [each.record for each in outcomes if isinstance(each, Kept)]
    assert isinstance(kept, ClockRecord)
    again = make_chat(Rules(), [kept], chat.hub.state.last_id)
    assert chat.now - FAR == again.hub.state.last_right
    outcomes = again.run([(Session(""), [ask.ClockLooked(found=0, expected=0)])])
    assert [ClockRecord()] == [each.record for each in outcomes if isinstance(each, Kept)]
    assert [] == again.run([(Session(""), [ask.ClockLooked(found=0, expected=0)])])


def test_bans_of_a_clock_in_the_future_end(make_chat: type["Chat"]) -> None:
    """When the clock is set back, they last for as long as they were to, not until the clock is there again."""
    chat = make_chat(Rules())
    anna = chat.enter("anna", "#a")
    start = chat.now
    chat.ask(anna, ask.Ban(room="#a", target="x!*@*"))
    chat.now = start + FAR
    chat.ask(anna, ask.Ban(room="#a", target="bob!*@*", seconds=3600))
    chat.hub.run([(Session(""), [ask.ClockLooked(found=0, expected=0)])], start)
    forever, hour = chat.hub.state.rooms["#a"].record.entries
    assert (0, start + 60 * MINUTE) == (forever.until, hour.until)
    assert start + 60 * MINUTE == chat.hub.due


def test_nobody_waits_for_a_time_that_the_clock_was_in_by_mistake(make_chat: type["Chat"]) -> None:
    """Not to speak in a slow room, and not to try a password."""
    chat = make_chat(Rules())
    founder, bob = chat.enter("anna", "#a"), chat.enter("bob", "#a")
    chat.ask(founder, ask.RoomModes(room="#a", changes=(Change(on=True, letter="W", argument="30"),)))
    start = chat.now
    chat.now = start + FAR
    attempts = chat.hub.state.password_attempts
    for said in ("one", "two"):
        attempts.count("here", chat.now, 1, 60)
        chat.ask(bob, ask.Say(target="#a", text=said))
    chat.now = start
    assert 0 == attempts.count("here", chat.now, 1, 60)
    chat.ask(bob, ask.Say(target="#a", text="three"))
    assert any(isinstance(each, Told) for each in chat.outcomes)
