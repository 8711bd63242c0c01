"""Does what whoever runs the server asks at the command line: accounts, operators, settings, the audit log."""

from collections.abc import Callable
from functools import partial
from typing import Any

from trichat.chat.accounts import files, logging_in, registering
from trichat.chat.core.accounts import Account, Hashed, new_account, with_password
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.operators import operators
from trichat.chat.people.presence import set_operator
from trichat.chat.visit import naming
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events.moderating import AUDIT
from trichat.words.names.names import RESERVED, NameNotAllowed, check_name, fold
from trichat.words.passwords import is_email
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

_LOG_MOST = 1000  # acts shown at once
_ANY_PASSWORD = 1  # characters: who runs the server may know better


def add(state: State, session: Session, request: ask.AddAccount) -> None:
    """Make an account, whoever has its name or one like it just now; they have time to log in."""
    try:
        name = check_name(request.name)
    except NameNotAllowed as exc:
        state.refuse_name(session, clean(request.name), exc)
        return
    reason = _why_not(state, name)
    if reason is not None:
        state.refuse(session, reason, name)
    elif request.email and not is_email(request.email):
        state.refuse(session, Reason.EMAIL, name)
    else:
        added = partial(_added, name, request.email)
        registering.hash_new(state, session, request.password, name, added, least=_ANY_PASSWORD)


def _why_not(state: State, name: str) -> Reason | None:
    """Tell what is against an account of this name. A name that is kept for the server can be given to somebody."""
    reason = naming.why_not_account(state, name, None)
    if reason is None or (reason is Reason.NAME_RESERVED and fold(name) in RESERVED):
        return None
    return Reason.ACCOUNT_THERE if reason is Reason.NAME_REGISTERED else registering.NOT_AN_ACCOUNT[reason]


def _added(name: str, email: str, state: State, session: Session, hashed: Hashed) -> None:
    reason = _why_not(state, name)  # in the meantime
    if reason is not None:
        state.refuse(session, reason, name)
        return
    account = new_account(name, email, hashed, state.now)
    state.keep_account(account)
    state.audit(None, "add", about=name)
    state.answer(session, ev.AccountAdded(account=name))
    for other in naming.in_the_way(state, account):
        naming.demand_login(state, other, name)


def _found(state: State, session: Session, name: str) -> Account | None:
    account = state.accounts.find(name)
    if account is None:
        state.refuse(session, Reason.NO_SUCH_ACCOUNT, clean(name))
    return account


def set_password(state: State, session: Session, request: ask.SetPassword) -> None:
    """Give an account another password."""
    account = _found(state, session, request.name)
    if account is not None:
        changed = partial(_password_set, account)
        registering.hash_new(state, session, request.password, account.name, changed, least=_ANY_PASSWORD)


def _password_set(account: Account, state: State, session: Session, hashed: Hashed) -> None:
    now = _found(state, session, account.name)
    if now is not None:
        state.keep_account(with_password(now, hashed))
        state.audit(None, "passwd", about=now.name)
        state.answer(session, ev.PasswordSet(account=now.name))


def remove(state: State, session: Session, request: ask.RemoveAccount) -> None:
    """Remove an account; log out whoever is logged in to it."""
    account = _found(state, session, request.name)
    if account is None:
        return
    state.keep_account(replace(account, removed=True, operator=False, fingerprints=(), email=""))
    files.remove_all(state, account)
    for user in _logged_in(state, account):
        logging_in.end_login(state, user, account)
    state.audit(None, "remove", about=account.name)
    state.answer(session, ev.AccountRemoved(account=account.name))


def appoint(state: State, session: Session, request: ask.Appoint) -> None:
    """Make an account that of an operator of the server, or no longer: at once for whoever is logged in to it."""
    account = _found(state, session, request.name)
    if account is None:
        return
    state.keep_account(replace(account, operator=request.operator))
    for user in _logged_in(state, account):
        set_operator(state, user, request.operator)
    state.audit(None, "op" if request.operator else "deop", about=account.name)
    state.answer(session, ev.Appointed(account=account.name, operator=request.operator))


def _logged_in(state: State, account: Account) -> list[User]:
    return [user for user in state.users.values() if user.source.account == account.name]


def list_(state: State, session: Session, _request: ask.ListAccounts) -> None:
    """Show which accounts there are."""
    lines = [
        ev.AccountLine(name=one.name, created=one.created, email=one.email, operator=one.operator)
        for one in sorted(state.accounts, key=lambda account: account.key)
    ]
    state.answer(session, ev.AccountsListed(accounts=tuple(lines)))


def reread(state: State, session: Session, _request: ask.RereadSettings) -> None:
    """Have the settings read again."""
    operators.read_settings(state, session)


def show_log(state: State, session: Session, request: ask.ShowLog) -> None:
    """Show the end of the audit log."""
    limit = min(max(request.limit, 1), _LOG_MOST)
    page = ev.Page(place=AUDIT, target="", after=0, before=state.last_id + 1, limit=limit, now=state.now)
    state.answer(session, page)


def for_admins(handler: Callable[[State, Session, Any], None]) -> Callable[[State, Session, Any], None]:
    """Make a handler that refuses everybody else, whatever request a door might make."""

    def checked(state: State, session: Session, request: Any) -> None:
        if session.admin:
            handler(state, session, request)
        else:
            state.refuse(session, Reason.ADMIN_ONLY)

    return checked


HANDLERS: Handlers = {
    ask.AddAccount: for_admins(add),
    ask.SetPassword: for_admins(set_password),
    ask.RemoveAccount: for_admins(remove),
    ask.Appoint: for_admins(appoint),
    ask.ShowLog: for_admins(show_log),
    ask.ListAccounts: for_admins(list_),
    ask.RereadSettings: for_admins(reread),
}
