"""Nothing missed, nothing twice, nothing out of order."""

import pytest

from trichat.client.display.item import Item, ItemKind
from trichat.client.model.history import FIRST_LINES, History, Outcome
from trichat.client.model.windows import Position
from trichat.protocols.irc.wire.message import Message, format_message, parse
from trichat.words.record import replace


def said(number: int, *, place: str = "#a", nick: str = "bob", mine: bool = False) -> Item:
    """Give message number n of a place."""
    return Item(kind=ItemKind.SAID, text=str(number), at=number, nick=nick, place=place, msgid=f"m{number}", mine=mine)


def some(*numbers: int) -> list[Item]:
    """Give these messages."""
    return [said(number) for number in numbers]


def asked(message: Message | None) -> str:
    """Give a question as a line."""
    assert message is not None
    return format_message(message)


def numbers(outcome: Outcome) -> list[int]:
    """Give what is shown."""
    return [int(item.text) for item in outcome.show]


@pytest.fixture
def history() -> History:
    """Give a history that has seen messages 1 and 2 of #a, and lost its connection."""
    history = History()
    for item in some(1, 2):
        assert history.live(item)
    history.lost()
    return history


FAIL = parse(":s FAIL CHATHISTORY MESSAGE_ERROR AFTER #a :No")


def test_the_first_time_the_latest_are_asked_for() -> None:
    """The first time the latest are asked for, and shown before what arrives live meanwhile."""
    history = History()
    assert asked(history.begin("#a")) == f"CHATHISTORY LATEST #a * {FIRST_LINES}"
    assert not history.live(said(9))
    outcome = history.page("#A", some(7, 8))
    assert (numbers(outcome), outcome.ask, outcome.caught_up) == ([7, 8, 9], None, "#a")
    assert history.live(said(10))


def test_after_a_loss_what_came_after_the_last_is_asked_for(history: History) -> None:
    """After a loss what came after the last is asked for, page by page, until a page is empty."""
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a msgid=m2 100"
    outcome = history.page("#a", some(3, 4))
    assert (numbers(outcome), asked(outcome.ask)) == ([3, 4], "CHATHISTORY AFTER #a msgid=m4 100")
    assert not history.live(said(5)), "still held back"
    outcome = history.page("#a", [])
    assert (numbers(outcome), outcome.caught_up, outcome.sure) == ([5], "#a", True)


def test_nothing_is_shown_twice(history: History) -> None:
    """Neither a live message that is in a page too is shown twice, nor what had been seen before."""
    history.begin("#a")
    for item in some(4, 5):
        assert not history.live(item)
    outcome = history.page("#a", some(2, 3, 4))
    assert (numbers(outcome), outcome.ask) == ([3, 4, 5], None), "the page has met what is live: no more to ask"
    assert not history.live(said(5))


def test_a_place_is_caught_up_with_by_itself(history: History) -> None:
    """A place is caught up with while others are live."""
    history.begin("#a")
    assert history.live(said(1, place="#b"))
    assert history.is_held("#A")
    assert not history.is_held("#b")


def test_arrivals_are_held_back_in_their_place(history: History) -> None:
    """What arrives while a place is caught up with is held back, without an id too, and shown in order."""
    arrival = Item(kind=ItemKind.EVENT, text="6", at=6, nick="eve", place="#a")
    history.begin("#a")
    assert [history.live(item) for item in (said(5), arrival, said(7))] == [False, False, False]
    assert numbers(history.page("#a", some(3, 5))) == [3, 5, 6, 7]


def test_other_ways_are_tried(history: History) -> None:
    """History is asked by id, by time a millisecond earlier, then the latest with a word about a gap."""
    history.begin("#a")
    outcome = history.failed(FAIL)
    assert asked(outcome.ask) == "CHATHISTORY AFTER #a timestamp=1970-01-01T00:00:00.001Z 100"
    assert asked(history.failed(FAIL).ask) == f"CHATHISTORY LATEST #a * {FIRST_LINES}"
    outcome = history.page("#a", some(50, 51))
    assert (numbers(outcome), outcome.gap, outcome.caught_up) == ([50, 51], True, "#a")


def test_no_gap_where_the_pages_overlap(history: History) -> None:
    """Where what had been seen is in the page, nothing is missing."""
    history.begin("#a")
    history.failed(FAIL)
    history.failed(FAIL)
    outcome = history.page("#a", some(2, 3))
    assert (numbers(outcome), outcome.gap) == ([3], False)


def test_when_no_way_is_left_what_is_held_is_shown(history: History) -> None:
    """When no way is left what is held is shown, and it is not sure what was missed."""
    history.begin("#a")
    assert not history.live(said(9))
    outcomes = [history.failed(FAIL) for _ in range(3)]
    assert (numbers(outcomes[2]), outcomes[2].caught_up, outcomes[2].sure) == ([9], "#a", False)


def test_a_failure_is_of_the_place_it_names(history: History) -> None:
    """A failure is of the place it names; if it names none, of the oldest question."""
    history.begin("#b")
    history.begin("#a")
    assert "#a" in asked(history.failed(FAIL).ask)
    assert history.failed(parse(":s FAIL CHATHISTORY UNKNOWN_ERROR :No")).caught_up == "#b"


def test_a_page_that_never_comes_is_given_up(history: History) -> None:
    """A page that never comes is given up; should it come after all, it is shown without doubles."""
    history.begin("#a")
    history.live(said(9))
    outcomes = [history.tick() for _ in range(3)]
    assert [outcome.caught_up for outcome in outcomes] == ["", "", "#a"]
    assert numbers(outcomes[2]) == [9]
    assert numbers(history.page("#a", some(2, 3, 9))) == [3]


def test_what_is_older_does_not_move_the_bookmark_back(history: History) -> None:
    """A page that comes late does not move the bookmark back."""
    history.live(said(5))
    assert numbers(history.page("#a", some(3))) == [3]
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a msgid=m5 100"


def test_losing_the_connection_while_catching_up(history: History) -> None:
    """What was held back when the connection is lost is asked for again, after the last that was shown."""
    history.begin("#a")
    history.page("#a", some(3))
    history.live(said(5))
    history.lost()
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a msgid=m3 100"
    assert numbers(history.page("#a", some(4, 5))) == [4, 5]


def test_the_person_may_see_it_again(history: History) -> None:
    """A page that was asked for by hand is shown, known or not, and changes nothing."""
    history.expect_requested("#a")
    assert numbers(history.page("#a", some(1, 2))) == [1, 2]
    history.lost()
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a msgid=m2 100"


def passed(*numbers: int) -> list[Item]:
    """Give somebody's coming and going, out of history."""
    return [replace(said(number), kind=ItemKind.PASSED) for number in numbers]


def test_a_page_of_comings_and_goings_is_no_end(history: History) -> None:
    """Nothing of a page of comings and goings is shown, and what was said after it is asked for."""
    history.begin("#a")
    outcome = history.page("#a", passed(3, 4))
    assert (numbers(outcome), asked(outcome.ask)) == ([], "CHATHISTORY AFTER #a msgid=m4 100")
    outcome = history.page("#a", some(5))
    assert (numbers(outcome), asked(outcome.ask)) == ([5], "CHATHISTORY AFTER #a msgid=m5 100")
    assert history.page("#a", []).caught_up == "#a"


def test_a_room_where_many_come_and_go_is_read_backwards() -> None:
    """A page of comings and goings is read backwards, up to a screenful; what is live comes after it."""
    history = History()
    history.limit = 3
    history.begin("#a")
    assert not history.live(said(9))
    outcome = history.page("#a", [*some(6), *passed(7, 8)])
    assert (numbers(outcome), asked(outcome.ask)) == ([], "CHATHISTORY BEFORE #a msgid=m6 3")
    outcome = history.page("#a", [*passed(3, 4), *some(5)])
    assert asked(outcome.ask) == "CHATHISTORY BEFORE #a msgid=m3 3"
    outcome = history.page("#a", some(2))
    assert (numbers(outcome), outcome.ask, outcome.caught_up) == ([2, 5, 6, 9], None, "#a")


def test_reading_backwards_has_an_end() -> None:
    """Reading backwards ends, as there may be nothing but comings and goings."""
    history = History()
    history.limit = 2
    history.begin("#a")
    for number in range(20, 12, -2):
        assert history.page("#a", passed(number, number + 1)).ask
    outcome = history.page("#a", passed(1, 2))
    assert (numbers(outcome), outcome.ask, outcome.caught_up) == ([], None, "#a")


def test_what_was_read_is_shown_though_no_more_can_be() -> None:
    """What was read is shown though no more can be, the first time and when the person has asked."""
    history = History()
    history.limit = 2
    history.begin("#a")
    history.page("#a", [*some(6), *passed(7)])
    outcome = history.failed(FAIL)
    assert (numbers(outcome), outcome.ask, outcome.caught_up) == ([6], None, "#a")
    history.expect_requested("#a", 2)
    assert asked(history.page("#a", [*some(6), *passed(7)]).ask) == "CHATHISTORY BEFORE #a msgid=m6 2"
    assert numbers(history.failed(FAIL)) == [6]


def test_a_private_conversation_is_only_looked_through() -> None:
    """The first page of a private conversation is not news; whoever asks knows what to look for."""
    history = History()
    history.begin("bob")
    outcome = history.page("bob", [said(1, place="bob")])
    assert (outcome.old, outcome.caught_up) == (True, "bob")


def test_the_server_s_limit_is_kept(history: History) -> None:
    """No page is asked for that is larger than the server allows."""
    history.limit = 10
    assert asked(history.begin("#a")).endswith(" 10")
    assert asked(history.begin("#new")).endswith(" 10")


def test_without_ids_the_time_must_do() -> None:
    """Where a server gives no ids history is asked for by time."""
    history = History()
    history.live(Item(kind=ItemKind.SAID, text="x", at=5, nick="bob", place="#a"))
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a timestamp=1970-01-01T00:00:00.004Z 100"


def test_what_belongs_nowhere_is_always_live(history: History) -> None:
    """Answers of the server wait for no page."""
    history.begin("#a")
    assert history.live(Item(kind=ItemKind.INFO, text="x", at=1))


def test_leaving_a_room_ends_its_catching_up(history: History) -> None:
    """A page that comes after a room was left is nobody's."""
    history.begin("#a")
    history.leave("#A")
    assert not history.is_held("#a")
    assert history.failed(FAIL) == Outcome()


def test_what_is_remembered_is_bounded(history: History) -> None:
    """What has been seen is remembered up to a bound: a client may run for years."""
    for number in range(3, 3000):
        history.live(said(number))
    assert not history.live(said(2999))
    assert len(history._place("#a").seen) <= 1000


def test_a_quiet_room_is_caught_up_with_from_when_one_came() -> None:
    """A room where nothing was said is caught up with from when one came."""
    history = History()
    history.begin("#a", 5)
    history.page("#a", [])
    history.lost()
    assert asked(history.begin("#a", 9)) == "CHATHISTORY AFTER #a timestamp=1970-01-01T00:00:00.004Z 100"
    outcome = history.page("#a", some(6))
    assert (numbers(outcome), asked(outcome.ask)) == ([6], "CHATHISTORY AFTER #a msgid=m6 100"), "now there is an id"


def test_a_server_that_refuses_ids_is_asked_by_time_on_every_page(history: History) -> None:
    """A server that refuses ids is not asked by them again."""
    history.begin("#a")
    assert asked(history.failed(FAIL).ask).startswith("CHATHISTORY AFTER #a timestamp=")
    assert asked(history.page("#a", some(3)).ask).startswith("CHATHISTORY AFTER #a timestamp=")


def test_a_place_that_is_new_can_be_supposed_to_be_known() -> None:
    """A conversation that began while one was away is read from then on, not from former days."""
    history = History()
    history.live(said(3))
    history.assume_seen("#a", Position(at=99))
    history.assume_seen("bob", Position(at=7, ids=("m7",)))
    assert asked(history.begin("#a")) == "CHATHISTORY AFTER #a msgid=m3 100"
    assert asked(history.begin("bob")) == "CHATHISTORY AFTER bob timestamp=1970-01-01T00:00:00.006Z 100"
    outcome = history.page("bob", [said(7, place="bob"), said(8, place="bob")])
    assert [item.msgid for item in outcome.show] == ["m8"]


def test_nothing_of_what_was_asked_for(history: History) -> None:
    """The person is told that there is nothing of what they asked for, not of what the client asked."""
    history.expect_requested("#a")
    assert history.page("#a", []).nothing
    history.begin("#a")
    assert not history.page("#a", []).nothing
