"""Ignores people: for the visit, and for good if both have accounts."""

from typing import ClassVar

from trichat.chat.core.outcome import Dropped
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.identity import is_visit
from trichat.words.reasons import Reason
from trichat.words.record import Record
from trichat.words.text.clean import clean

MOST = 200  # ignored by one person


class IgnoreRecord(Record, kw_only=True):
    """Whom an account ignores: pairs of an identity and the name that it had; `key` is the account's own identity."""

    kind: ClassVar[str] = "ignored"
    key: str
    who: tuple[tuple[str, str], ...]


def ignore(state: State, session: Session, request: ask.Ignore) -> None:
    """Ignore somebody, or no longer; without a name, show whom one ignores."""
    user = session.named_user
    known = state.ignored.get(user.identity, {})
    if not request.name:
        state.answer(session, ev.IgnoresShown(names=tuple(known.values())))
        return
    found = _identity(state, request.name, known)
    if found is None:
        state.refuse(session, Reason.NO_SUCH_NAME, clean(request.name), command="IGNORE")
        return
    identity, name = found
    if identity == user.identity:
        state.refuse(session, Reason.IGNORES_SELF, name, command="IGNORE")
        return
    if not request.on and identity not in known:
        state.refuse(session, Reason.NOT_IGNORED, name, command="UNIGNORE")
        return
    after = {each: named for each, named in known.items() if each != identity}
    if request.on:
        if len(after) >= MOST:
            state.refuse(session, Reason.IGNORES_FULL, name, str(MOST), "IGNORE")
            return
        after[identity] = name
    _change(state, user, after)
    state.answer(session, ev.IgnoresShown(names=tuple(after.values()), name=name, on=request.on))


def _identity(state: State, name: str, known: dict[str, str]) -> tuple[str, str] | None:
    """Give who is meant, and what they are called."""
    user = state.user(name)
    if user is not None:
        return user.identity, user.nick
    account = state.accounts.find(name)
    if account is not None:
        return account.identity, account.name
    return next(((identity, named) for identity, named in known.items() if named.lower() == name.lower()), None)


def _change(state: State, user: User, who: dict[str, str]) -> None:
    before = state.ignored.get(user.identity, {})
    state.on_failure(IgnoreRecord(key=user.identity, who=tuple(before.items())))
    state.set_ignored(user.identity, who)
    if not user.source.account:
        return
    records = [_record(user.identity, each) for each in (who, before)]
    kept, was = [each if each.who else Dropped(kind=each.kind, key=each.key) for each in records]
    if kept != was:
        state.keep(kept, was)


def _record(identity: str, who: dict[str, str]) -> IgnoreRecord:
    """Give the record of whom an account ignores: visitors without one are not in it, for they do not come again."""
    return IgnoreRecord(key=identity, who=tuple((each, name) for each, name in who.items() if not is_visit(each)))


def restore_ignored(state: State, key: str, kept: IgnoreRecord | None) -> None:
    """Make an account ignore those whom its record names."""
    state.set_ignored(key, dict(kept.who) if kept else {})


RESTORERS: Restorers = {IgnoreRecord: restore_ignored}

HANDLERS: Handlers = {ask.Ignore: ignore}
