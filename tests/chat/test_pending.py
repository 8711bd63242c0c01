"""What takes time: the session that asked waits, everybody else goes on."""

from typing import TYPE_CHECKING

import pytest

from trichat.chat import hub
from trichat.chat.core.outcome import Answered, LabelledAnswer, Work
from trichat.chat.core.people import Session
from trichat.chat.core.state import State
from trichat.words import events as ev
from trichat.words import requests as ask

if TYPE_CHECKING:
    from tests.chat.conftest import Chat


class Slow(ask.Request):
    """Asks for something that takes time."""


@pytest.fixture(autouse=True)
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(state: State, session: Session, request: Slow) -> None:
        state.work(session, "task", lambda state, session, result: state.answer(session, ev.Pong(token=str(result))))

    kind: type[ask.Request] = Slow
    monkeypatch.setitem(hub._HANDLERS, kind, handle)


def pong(token: str) -> ask.InTurn:
    return ask.InTurn(event=ev.Pong(token=token))


def test_the_asker_waits_and_others_do_not(chat: "Chat") -> None:
    """Later requests of the session are answered behind the result, in order; another's at once."""
    anna, boris = chat.enter("anna"), chat.enter("boris")
    outcomes = chat.run([(anna, [Slow(), pong("1")]), (boris, [pong("b")]), (anna, [pong("2")])])
    assert [Work(task="task", session=anna), Answered(event=pong("b").event, session=boris, nick="boris")] == outcomes
    assert [ev.Pong(token=token) for token in ("done", "1", "2")] == chat.ask(anna, ask.Worked(result="done"))
    assert [pong("3").event] == chat.ask(anna, pong("3"))


def test_what_takes_time_may_follow_what_takes_time(chat: "Chat") -> None:
    """A second such request waits for the first, and what came behind it waits for both."""
    anna = chat.enter("anna")
    chat.ask(anna, Slow(), Slow(), pong("1"))
    assert [pong("x").event] == chat.ask(anna, ask.Worked(result="x"))
    assert [pong("y").event, pong("1").event] == chat.ask(anna, ask.Worked(result="y"))


def test_the_label_is_on_the_answer_that_comes_later(chat: "Chat") -> None:
    """A labelled request that takes time has one labelled answer, with all that came of it."""
    anna = chat.enter("anna")
    labelled = ask.Labelled(label="L", requests=(pong("0"), Slow()))
    assert [Work(task="task", session=anna)] == chat.run([(anna, [labelled])])
    (answer,) = chat.run([(anna, [ask.Worked(result="done")])])
    told = [Answered(event=ev.Pong(token=token), session=anna, nick="anna") for token in ("0", "done")]
    assert LabelledAnswer(label="L", session=anna, outcomes=list(told)) == answer


def test_who_goes_waits_for_nothing(chat: "Chat") -> None:
    """A session that ends while it waits is gone; the result that comes later changes nothing."""
    anna, boris = chat.enter("anna", "#a"), chat.enter("boris", "#a")
    chat.ask(anna, Slow(), pong("1"))
    chat.run([(anna, [ask.Gone(reason="Connection lost")])])
    assert [ev.Departed] == [type(event) for event in chat.others_heard(boris)]
    assert [] == chat.run([(anna, [ask.Worked(result="done")])])
