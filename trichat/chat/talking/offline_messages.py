"""What is said in private to somebody who is not here: it waits, and is shown when they log in."""

from typing import ClassVar

from trichat.chat.core.accounts import Account
from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Restorers, State
from trichat.words import events as ev
from trichat.words.record import Record


class Waiting(Record, kw_only=True):
    """What was said after the event `after` to whoever has this identity waits for them."""

    kind: ClassVar[str] = "waiting"
    key: str
    after: int


class AbsentUser:
    """Somebody who has an account and is not here."""

    sessions: tuple[Session, ...] = ()

    def __init__(self, account: Account) -> None:
        self.nick = account.name
        self.identity = account.identity


def registered_user(state: State, name: str) -> User | AbsentUser | None:
    """Find the owner of a registered name: under another name, or not here; None if it is nobody's."""
    account = state.accounts.find(name)
    if account is None:
        return None
    here = next((user for user in state.users.values() if user.identity == account.identity), None)
    return here or AbsentUser(account)


def leave_message(state: State, session: Session, to: AbsentUser, event: ev.Said) -> None:
    """Remember that something waits for somebody, and say so to whoever has said it."""
    if to.identity not in state.undelivered:
        state.undelivered[to.identity] = event.id - 1
        state.keep(Waiting(key=to.identity, after=event.id - 1))
    state.answer(session, ev.LeftWaiting(nick=to.nick))


def deliver(state: State, session: Session) -> None:
    """Show somebody who has logged in what was said to them meanwhile."""
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
    """Know that something waits, as its record says."""
    if waiting is None:
        state.undelivered.pop(key, None)
    else:
        state.undelivered[key] = waiting.after


RESTORERS: Restorers = {Waiting: restore_waiting}
