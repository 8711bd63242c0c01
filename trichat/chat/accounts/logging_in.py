"""Logs sessions in to accounts and out of them, with all that follows from it."""

from collections.abc import Callable
from functools import partial

from trichat.chat.core.accounts import Account, CheckPassword, DeriveKeys
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import attendance
from trichat.chat.people.monitor import tell_change
from trichat.chat.people.presence import set_operator
from trichat.chat.people.read_markers import send_read_markers
from trichat.chat.rooms import membership
from trichat.chat.talking import offline_messages
from trichat.chat.visit import admission, multiclient, naming, resuming
from trichat.chat.visit.admission import failed, may_try_password, password_was_right
from trichat.chat.visit.entering import ask_name, enter
from trichat.protocols.scram import Keys
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.passwords import forms, prepare
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

_LEFT_MOST = 20  # accounts that somebody has logged out of within one visit, and is still banned with

Granted = Callable[[State, Session, Account], None]


def log_in(state: State, session: Session, request: ask.LogIn) -> None:
    """Log in with a password; ask a person for it if it is missing."""
    name = request.name or (session.user.nick if session.user else "")
    if not name or not (request.password or session.prompts):
        state.refuse(session, Reason.MISSING_ARGUMENTS, "login", command=request.command)
    elif not request.password:
        ask_password(state, session, name, become)
    else:
        check(state, session, name, request.password, become, request.command)


def ask_password(
    state: State,
    session: Session,
    name: str,
    granted: Granted,
    command: str = "LOGIN",
    tries: int = admission.TRIES_AT_A_PROMPT,
) -> None:
    """Ask a person at the plain door for the password of a name, so many times; an empty line gives up.

    Somebody who was wrong types it again. Were they asked for a name then, or for nothing, all would read it.
    """

    def given(state: State, session: Session, password: str) -> None:
        if password:
            check(state, session, name, password, granted, command, otherwise=again)

    def again(state: State, session: Session) -> None:
        if session not in state.sessions:
            return  # too many in a minute
        if tries > 1:
            ask_password(state, session, name, granted, command, tries - 1)
        else:
            admission.give_up(state, session)

    state.attempt_of(session).asked = given
    state.answer(session, ev.AskPassword(about=clean(name)))


def password_given(state: State, session: Session, text: str) -> None:
    """Go on with the password that a person was asked for; it may be empty."""
    attempt = state.attempt_of(session)
    asked, attempt.asked = attempt.asked, None
    assert asked is not None
    state.answer(session, ev.PasswordTaken())
    asked(state, session, text)


def check(
    state: State,
    session: Session,
    name: str,
    password: str,
    granted: Granted,
    command: str,
    reason: Reason = Reason.WRONG_PASSWORD,
    otherwise: Callable[[State, Session], None] = ask_name,
) -> None:
    """Have a password checked, which takes as long for a name that is not registered; then go on, or refuse.

    An account from before SCRAM keys were made of several forms of a password has those of one. Here its password is
    known again, so the others are made before it goes on: once, and only for a password that has several forms.
    """
    state.attempt_of(session).tried.add(password, state.now)
    if not may_try_password(state, session, command):
        return
    account = state.accounts.find(name)

    def checked(state: State, session: Session, fits: bool) -> None:
        current = state.accounts.current(account) if fits and account else None
        found = forms(password) if current and not current.scram.others else ()
        if current and len(found) > 1:
            state.work(session, DeriveKeys(forms=found, keys=current.scram), partial(derived, current))
        else:
            done(state, session, current)

    def derived(before: Account, state: State, session: Session, keys: Keys) -> None:
        current = state.accounts.current(before)
        if current is not None:
            current = replace(current, scram=keys)
            state.keep_account(current)
        done(state, session, current)

    def done(state: State, session: Session, current: Account | None) -> None:
        if current is not None:
            password_was_right(state, session)
            granted(state, session, current)
            ask_name(state, session)
        else:
            failed(state, session, reason, command)
            otherwise(state, session)

    verifier = account.verifier if account else ""
    state.work(session, CheckPassword(password=prepare(password), verifier=verifier), checked)


def become(state: State, session: Session, account: Account, *, sasl: bool = False) -> None:
    """Log a session in to an account; its roles, read markers and waiting messages follow."""
    user = session.user
    if user is None:
        session.account = account.name
        state.answer(session, ev.LoggedIn(account=account.name, mask=f"{session.introduced}@{session.host}", sasl=sasl))
        if session.prompts:
            enter(state, session, ask.Enter(name=account.name, username="plain"))
        return
    if len(user.sessions) > 1 and user.source.account and user.source.account != account.name:
        state.refuse(session, Reason.SASL_ALREADY, user.source.account, command="AUTHENTICATE")
        return
    state.answer(session, ev.LoggedIn(account=account.name, mask=user.source.mask, sasl=sasl))
    user.identity = account.identity
    attendance.is_in(state, user)
    _change_account(state, user, account.name, session)
    set_operator(state, user, account.operator or "o" in user.modes)
    membership.give_back_roles(state, user)
    if session.prompts and user.key != account.key:
        _take_name(state, session, user, account)
    send_read_markers(state, session)
    offline_messages.deliver(state, session)


def _take_name(state: State, session: Session, user: User, account: Account) -> None:
    """Rename somebody to their account; if another session of it has that name, the two become one user."""
    nick = naming.allowed_nick(state, session, account.name)
    holder = state.users.get(account.key)
    if nick is None:
        return
    if holder is not None:
        multiclient.attach(state, session, holder)
    else:
        naming.rename(state, user, nick, session)


def _change_account(state: State, user: User, name: str, source: Session | None) -> None:
    """Set the account of a user and tell others; `source` is the session that has been told."""
    if user.source.account == name:
        return
    user.source = replace(user.source, account=name)
    tell_change(state, user, ev.AccountChanged(id=state.new_id(), source=user.source), informed=source)


def log_out(state: State, session: Session, request: ask.LogOut) -> None:
    """Log out of the account."""
    user, account = session.user, state.account_of(session)
    if account is None:
        state.refuse(session, Reason.NOT_LOGGED_IN, command=request.command)
    elif user is None:
        session.account = ""
        state.answer(session, ev.LoggedOut(mask=f"{session.introduced}@{session.host}"))
    else:
        end_login(state, user, account)


def end_login(state: State, user: User, account: Account) -> None:
    """Log a user out, in all of their sessions."""
    for session in user.sessions:
        session.account = ""
        state.answer(session, ev.LoggedOut(mask=user.source.mask))
    if account.operator:
        set_operator(state, user, False)
    user.was = (*[name for name in user.was if name != account.name], account.name)[-_LEFT_MOST:]
    _change_account(state, user, "", user.sessions[0] if len(user.sessions) == 1 else None)
    resuming.begin_visit(state, user)
    if not naming.is_rightful(state, user):
        naming.demand_login(state, user, user.nick)


def must_prove(state: State, session: Session, name: str) -> bool:
    """Tell whether a person needs the password of an account to use this name; if so, ask for it."""
    account = state.accounts.find(name.strip())
    if account is None or state.account_of(session) is account:
        return False
    ask_password(state, session, account.name, become)
    return True


HANDLERS: Handlers = {
    ask.LogIn: log_in,
    ask.LogOut: log_out,
}
