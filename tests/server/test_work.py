"""What takes time is done in a thread; the connection that asked reads nothing until then."""

import threading
from typing import TYPE_CHECKING

import pytest
import trio
from trio.testing import MockClock

from trichat.chat import hub
from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.server.work import Workers, _Turns
from trichat.words import events as ev
from trichat.words import requests as ask

if TYPE_CHECKING:
    from tests.server.conftest import Parlour


async def test_each_kind_of_task_has_its_worker() -> None:
    """A task is done by the function for its kind, and its result comes back."""
    workers = Workers({str: str.upper, int: abs})
    assert "TEA" == await workers.do("tea", "")
    assert 3 == await workers.do(-3, "")


async def test_lines_behind_the_task_wait_for_its_result(parlour: "Parlour", monkeypatch: pytest.MonkeyPatch) -> None:
    """What a client sends behind a command that takes time is answered behind it, in one read or in two."""

    def handle(state: State, session: Session, _request: ask.Motd) -> None:
        state.work(session, "tea", lambda state, session, result: state.answer(session, ev.Pong(token=result)))

    kind: type[ask.Request] = ask.Motd
    monkeypatch.setitem(hub._HANDLERS, kind, handle)
    anna = await parlour.visit().peer.register("anna")
    await anna.send("MOTD", "PING 1")
    await anna.send("PING 2")
    lines = await anna.lines("PONG trichat.local :2")
    assert ["TEA", "1", "2"] == [line.rpartition(":")[2] for line in lines]


async def test_what_is_waited_for_is_awaited() -> None:
    """A task that cares for its threads itself is awaited."""

    async def double(number: int) -> int:
        await trio.lowlevel.checkpoint()
        return 2 * number

    assert 6 == await Workers({str: str.upper}, {int: double}).do(3, "")


async def test_what_a_connection_asked_for_that_has_ended_is_not_done(parlour: "Parlour") -> None:
    """Work for a connection that has ended is dropped without an error."""
    visit = parlour.visit()
    await visit.peer.register("anna")
    await visit.peer.close()
    await visit.over.wait()
    visit.connection.work("tea")
    visit.connection.later(0, ask.Motd())
    assert (await (await parlour.visit().peer.register("boris")).pong()) == []


async def test_each_address_has_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who has a hundred passwords hashed does not make another wait until theirs are done."""
    monkeypatch.setattr("trichat.server.work._AT_ONCE", 1)
    done: list[str] = []
    gate = threading.Event()

    def do(task: str) -> None:
        gate.wait()
        done.append(task)

    workers = Workers({str: do})
    async with trio.open_nursery() as nursery:
        for number in range(100):
            nursery.start_soon(workers.do, f"crowd {number}", "10.0.0.7")
        await trio.testing.wait_all_tasks_blocked()
        nursery.start_soon(workers.do, "alone", "10.0.0.8")
        await trio.testing.wait_all_tasks_blocked()
        gate.set()
    assert 101 == len(done)
    assert done.index("alone") <= 2


async def test_whoever_no_longer_waits_loses_the_turn_to_nobody(autojump_clock: MockClock) -> None:
    """A connection that ends while it waits is passed over, and the next one has its turn."""
    turns = _Turns(1)
    async with turns.turn("a"):
        with trio.move_on_after(1):
            async with turns.turn("b"):
                raise AssertionError
    with trio.fail_after(1):
        async with turns.turn("c"):
            pass
    assert not turns._waiting
