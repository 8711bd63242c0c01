"""Registering accounts: how many, from where."""

from typing import TYPE_CHECKING

from trichat.chat.core.people import Session
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.reasons import Reason
from trichat.words.record import replace

if TYPE_CHECKING:
    from tests.chat.conftest import Chat

HOUR = 3_600_000


def enter(chat: "Chat", name: str) -> Session:
    session = chat.arrive(address="203.0.113.7")
    chat.ask(session, ask.Enter(name=name, username="x"))
    return session


def answers(chat: "Chat", session: Session, password: str) -> list[object]:
    heard = chat.wait(session, ask.Register(password=password))
    found: list[object] = [each.reason if isinstance(each, ev.Refused) else type(each) for each in heard]
    return found[:1]


def test_accounts_that_were_made_are_counted(chat: "Chat") -> None:
    """So many of one address within an hour, and no more; a password that is refused has made none."""
    chat.hub.state.rules = replace(chat.hub.state.rules, accounts_per_hour=2)
    anna, boris, carl, dora = [enter(chat, name) for name in ("anna", "boris", "carl", "dora")]
    for _ in range(5):
        assert [Reason.PASSWORD_TOO_SHORT] == answers(chat, anna, "x")
    assert [ev.Registered] == answers(chat, anna, "mellon9")
    # The others ask at once: each may, and then one of them was faster.
    batch = [(session, [ask.Register(password="mellon9")]) for session in (boris, carl)]
    works = [each.task for each in chat.run(batch) if hasattr(each, "task")]
    done = [(session, [ask.Worked(result=chat.do(task))]) for session, task in zip((boris, carl), works, strict=True)]
    chat.run(done)
    assert ev.Registered in [type(each) for each in chat.others_heard(boris)]
    assert [Reason.ACCOUNTS_LATER] == [each.reason for each in chat.others_heard(carl) if isinstance(each, ev.Refused)]
    assert [Reason.ACCOUNTS_LATER] == answers(chat, dora, "mellon9")
    chat.now += HOUR
    assert [ev.Registered] == answers(chat, dora, "mellon9")
