"""What waits for the hub is taken in turns."""

from collections.abc import Sequence

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st
from trio.testing import wait_all_tasks_blocked

from tests.conftest import PATIENCE
from trichat.chat.core.people import Session
from trichat.server.connection.queue import Item, RequestQueue
from trichat.words import requests as ask


def item(session: Session, number: int = 0) -> Item:
    return session, [ask.Typed(text=str(number))]


def token(taken: Item) -> str:
    [request] = taken[1]
    assert isinstance(request, ask.Typed)
    return request.text


def drain(queue: RequestQueue) -> list[Item]:
    found = []
    while True:
        try:
            found.append(queue.take_nowait())
        except trio.WouldBlock:
            return found


def test_one_address_has_its_share_however_many_connections_it_has() -> None:
    """Of a hundred connections of one address and one of another, that is among the first two."""
    queue = RequestQueue(1000)
    crowd = [Session("") for _ in range(100)]
    for session in crowd:
        queue.put_nowait("10.0.0.7", item(session))
    alone = Session("")
    for number in range(3):
        queue.put_nowait("10.0.0.8", item(alone, number))
    sessions = [session for session, _ in drain(queue)]
    assert [0, 1, 2] == [
        number for number, session in enumerate(session for session in sessions[1:7:2]) if session is alone
    ]


def test_connections_of_one_address_have_their_turns_too() -> None:
    """Connections of one address, as of a school, have their turns too."""
    queue = RequestQueue(1000)
    loud, quiet = Session(""), Session("")
    for number in range(10):
        queue.put_nowait("10.0.0.7", item(loud, number))
    queue.put_nowait("10.0.0.7", item(quiet))
    assert quiet in [session for session, _ in drain(queue)[:2]]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=60))
def test_what_one_connection_asks_keeps_its_order(puts: Sequence[tuple[str, int]]) -> None:
    """What one connection asks keeps its order, and all that was put in is taken out, once."""
    queue = RequestQueue(1000)
    sessions = {(place, number): Session("") for place in "abc" for number in range(3)}
    for order, (place, number) in enumerate(puts):
        queue.put_nowait(place, item(sessions[place, number], order))
    taken = drain(queue)
    assert len(puts) == len(taken)
    for key, session in sessions.items():
        expected = [str(order) for order, put in enumerate(puts) if put == key]
        assert expected == [token(each) for each in taken if each[0] is session]


async def test_a_crowd_cannot_fill_it_for_others() -> None:
    """An address that fills its share waits; another one still finds room."""
    queue = RequestQueue(10)
    for number in range(10):
        queue.put_nowait("10.0.0.7", item(Session(""), number))
    with pytest.raises(trio.WouldBlock):
        queue.put_nowait("10.0.0.7", item(Session("")))
    for _ in range(5):
        queue.put_nowait("10.0.0.8", item(Session("")))
    with pytest.raises(trio.WouldBlock):
        queue.put_nowait("10.0.0.8", item(Session("")))


async def test_who_waits_for_room_is_let_in_when_there_is_some(nursery: trio.Nursery) -> None:
    """Who waits for room is let in when there is some, in the order in which they came."""
    queue = RequestQueue(1)
    session = Session("")
    for number in range(3):
        nursery.start_soon(queue.put, "10.0.0.7", item(session, number))
        await trio.testing.wait_all_tasks_blocked()
    assert ["0", "1", "2"] == [token(await queue.take()) for _ in range(3)]


async def test_the_end_comes_behind_what_waits() -> None:
    """What was asked before the end is still done."""
    queue = RequestQueue(10)
    queue.put_nowait("", item(Session("")))
    queue.end()
    assert "0" == token(await queue.take())
    with pytest.raises(trio.EndOfChannel):
        await queue.take()
    with pytest.raises(trio.ClosedResourceError):
        queue.put_nowait("", item(Session("")))


async def test_whoever_waits_is_told_that_nobody_takes_anything_any_more(nursery: trio.Nursery) -> None:
    """Who waits to put something in is told when the queue has ended."""
    queue = RequestQueue(1)
    broken = trio.Event()

    async def put() -> None:
        with pytest.raises(trio.BrokenResourceError):
            await queue.put("", item(Session("")))
        broken.set()

    with queue:
        queue.put_nowait("", item(Session("")))
        nursery.start_soon(put)
        await trio.testing.wait_all_tasks_blocked()
    with trio.fail_after(PATIENCE):
        await broken.wait()


async def test_thousands_who_leave_at_once_hold_up_nobody_of_their_address(nursery: trio.Nursery) -> None:
    """Of those of one address who leave only a hundred are ahead of somebody who says something; all are heard."""
    queue = RequestQueue(1000)
    gone: list[Session] = []

    async def leave(session: Session) -> None:
        await queue.put("10.0.0.7", (session, [ask.Gone(reason="")]))
        gone.append(session)

    for _ in range(500):
        nursery.start_soon(leave, Session(""))
    await wait_all_tasks_blocked()
    assert len(gone) == 100
    stays = Session("")
    queue.put_nowait("10.0.0.7", item(stays))
    taken = [session for session, _ in drain(queue)]
    assert 101 == len(taken)
    assert stays is taken[-1]
    while len(gone) < 500:
        await wait_all_tasks_blocked()
        taken += [session for session, _ in drain(queue)]
    await wait_all_tasks_blocked()
    assert set(gone) <= {*taken, *[session for session, _ in drain(queue)]}


async def test_those_who_leave_are_woken_at_the_end(nursery: trio.Nursery) -> None:
    """When nothing is taken any more, nobody waits to leave."""
    queue = RequestQueue(1000)
    ended: list[int] = []

    async def leave(number: int) -> None:
        try:
            await queue.put("10.0.0.7", (Session(""), [ask.Quit()]))
        except trio.BrokenResourceError:
            ended.append(number)

    for number in range(103):
        nursery.start_soon(leave, number)
    await wait_all_tasks_blocked()
    with queue:
        pass
    await wait_all_tasks_blocked()
    assert len(ended) == 3
