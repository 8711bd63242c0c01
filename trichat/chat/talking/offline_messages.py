"""Keeps private messages to people who are not here, and shows them at the next login."""

from typing import ClassVar

from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Restorers, State
from trichat.words import events as ev
from trichat.words import times
from trichat.words.reasons import Reason
from trichat.words.record import Record

_DAY = 86_400.0  # seconds


class Waiting(Record, kw_only=True):
    """What was said to this identity (`key`) after the event `after` waits for them."""

    kind: ClassVar[str] = "waiting"
    key: str
    after: int


class AbsentUser:
    """Somebody who has an account and is not here, as the target of a message."""

    sessions: tuple[Session, ...] = ()

    def __init__(self, account: Account) -> None:
        self.nick = account.name
        self.identity = account.identity


def registered_user(state: State, name: str) -> User | AbsentUser | None:
    """Find the owner of a registered name: somebody here under another name, or not here; None if there is none."""
    account = state.accounts.find(name)
    if account is None:
        return None
    here = next((user for user in state.users.values() if user.identity == account.identity), None)
    return here or AbsentUser(account)


def may_leave(state: State, session: Session, to: AbsentUser, kind: ev.Kind) -> bool:
    """Count a message to somebody who is not here; refuse it if there were too many within a day."""
    most = state.rules.left_per_day
    wait = state.left_waiting.count(session.payer, state.now, most, _DAY) if most else 0
    if wait and kind is not ev.Kind.NOTICE:
        state.refuse(session, Reason.LEFT_TOO_MANY, to.nick, times.in_minutes(wait), "PRIVMSG")
    return not wait


def leave_message(state: State, session: Session, to: AbsentUser, event: ev.Said) -> None:
    """Remember that a message waits for somebody, and tell whoever sent it."""
    leave_since(state, to.identity, event.id - 1)
    state.answer(session, ev.LeftWaiting(nick=to.nick))


def leave_since(state: State, identity: str, after: int) -> None:
    """Remember that what was said to somebody after an event may have reached nobody."""
    if identity not in state.undelivered:
        state.undelivered[identity] = after
        state.keep(Waiting(key=identity, after=after))


def deliver(state: State, session: Session) -> None:
    """Show somebody who has logged in the messages that wait for them."""
    user = session.named_user
    after = state.undelivered.pop(user.identity, None)
    if after is None:
        return
    waiting = Waiting(key=user.identity, after=after)
    state.keep(Dropped(kind=waiting.kind, key=waiting.key), waiting)
    page = ev.OfflineMessagesPage(
        identity=user.identity,
        after=after,
        before=state.last_id + 1,
        now=state.now,
        without=state.ignored_by(session),
    )
    state.answer(session, page)


def restore_waiting(state: State, key: str, waiting: Waiting | None) -> None:
    """Remember that messages wait, as their record says."""
    if waiting is None:
        state.undelivered.pop(key, None)
    else:
        state.undelivered[key] = waiting.after


RESTORERS: Restorers = {Waiting: restore_waiting}
