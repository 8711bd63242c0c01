"""Registers accounts, and changes their passwords."""

from collections.abc import Callable
from functools import partial

from trichat.chat.accounts import logging_in
from trichat.chat.core.accounts import Account, Hashed, HashPassword, new_account, with_password
from trichat.chat.core.memory import PasswordAttempts
from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.people.presence import set_operator
from trichat.chat.visit import admission, naming
from trichat.chat.visit.entering import ask_name
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words import times
from trichat.words.names.names import NameNotAllowed, check_name
from trichat.words.passwords import PASSWORD_LEAST, PasswordNotAllowed, check_new, is_email
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean

_HOUR, _DAY = 3600.0, 86_400.0  # seconds


def register(state: State, session: Session, request: ask.Register) -> None:
    """Register an account under one's own name or another, and log in to it."""
    wanted, command = request.name or _own_name(session), request.command
    reason = _why_not(state, session, wanted)
    if reason is not None:
        about = state.account_of(session) if reason is Reason.ALREADY_LOGGED_IN else None
        state.refuse(session, reason, about.name if about else clean(wanted) or "*", command=command)
        return
    name = check_name(wanted)
    made = partial(_registered, name, request.email, command)
    if is_email(request.email) < (bool(request.email) or state.rules.email_required):
        state.refuse(session, Reason.EMAIL, name, command=command)
    elif (request.password or session.prompts) and not _may_make_another(state, session, name, command):
        return
    elif request.password:
        hash_new(state, session, request.password, name, made, command)
    elif session.prompts:
        ask_new(state, session, made, name, command)
    else:
        state.refuse(session, Reason.MISSING_ARGUMENTS, "register", command=command)


def _may_make_another(state: State, session: Session, name: str, command: str) -> bool:
    """Tell whether an account may be made; refuse if there are as many, or too many were made from an address.

    Only what was made is counted, by `_registered`: a password that is too short, or that nobody had time to hash, is
    no account.
    """
    if len(state.accounts) >= state.rules.accounts:
        state.refuse(session, Reason.ACCOUNTS_FULL, name, command=command)
        return False
    waits = [made.wait(session.place, state.now, most, seconds) for made, most, seconds in _counted(state, session)]
    if any(waits):
        state.refuse(session, Reason.ACCOUNTS_LATER, name, times.in_minutes(max(waits)), command=command)
    return not any(waits)


def _counted(state: State, session: Session) -> list[tuple[PasswordAttempts, int, float]]:
    """Give the counts of accounts made from where somebody is, each with how many may be in how many seconds."""
    if session.exempt or not session.address:
        return []
    rules = state.rules
    counts = ((state.accounts_made, rules.accounts_per_hour, _HOUR), (state.made_today, rules.accounts_per_day, _DAY))
    return [count for count in counts if count[1]]


def _own_name(session: Session) -> str:
    """Give the name of the user, or the one last asked for."""
    if session.user is not None:
        return session.user.nick
    return session.refused_entry.name if session.refused_entry else ""


def _why_not(state: State, session: Session, name: str) -> Reason | None:
    """Give the reason why a session cannot register this name; None if it can."""
    if not state.rules.may_register:
        return Reason.NO_REGISTRATION
    if session.user is None and (not state.rules.register_before_entering or admission.needs_password(state, session)):
        return Reason.REGISTER_LATER
    if state.account_of(session) is not None:
        return Reason.ALREADY_LOGGED_IN
    if not name:
        return Reason.ACCOUNT_NEEDS_NAME
    try:
        shown = check_name(name)
    except NameNotAllowed:
        return Reason.ACCOUNT_NAME
    return _why_not_called(state, session, shown)


# Why an account cannot be called so, by what is against it that somebody is.
NOT_AN_ACCOUNT = {
    Reason.NAME_REGISTERED: Reason.ACCOUNT_EXISTS,
    Reason.NAME_TAKEN: Reason.ACCOUNT_EXISTS,
    Reason.NAME_RESERVED: Reason.ACCOUNT_NAME,
    Reason.NAME_LIKE_ANOTHER: Reason.ACCOUNT_LIKE_ANOTHER,
}


def _why_not_called(state: State, session: Session, name: str) -> Reason | None:
    """Tell what is against an account of this name: it is one already, if only a removed one, or may not be had."""
    if state.accounts.record(name) is not None:
        return Reason.ACCOUNT_EXISTS
    reason = naming.why_not(state, name, session.user, None)
    return None if reason is None else NOT_AN_ACCOUNT[reason]


Made = Callable[[State, Session, Hashed], None]


def hash_new(
    state: State,
    session: Session,
    password: str,
    about: str,
    then: Made,
    command: str = "REGISTER",
    least: int = PASSWORD_LEAST,
) -> None:
    """Check a new password, and have it hashed, which takes time; then go on with the result."""
    state.attempt_of(session).tried.add(password, state.now)
    try:
        forms = check_new(password, least)
    except PasswordNotAllowed as exc:
        state.refuse(session, exc.reason, about, exc.limit, command=command)
        return
    if admission.is_busy(state, session, command):
        return

    def made(state: State, session: Session, hashed: Hashed) -> None:
        then(state, session, hashed)
        ask_name(state, session)

    state.work(session, HashPassword(forms=forms), made)


def ask_new(state: State, session: Session, then: Made, about: str, command: str = "REGISTER") -> None:
    """Ask a person for a new password, twice, and anew for as long as it cannot be one; an empty line gives up.

    Nothing is guessed here, so nothing is counted. Whoever was asked no more would type the next one all the same, and
    all would read it.
    """

    def first(state: State, session: Session, password: str) -> None:
        if not password:
            return
        state.attempt_of(session).tried.add(password, state.now)
        try:
            check_new(password)
        except PasswordNotAllowed as exc:
            refused(exc.reason, exc.limit)
        else:
            state.attempt_of(session).asked = lambda state, session, again: second(state, session, password, again)
            state.answer(session, ev.AskPassword(again=True))

    def second(state: State, session: Session, password: str, again: str) -> None:
        state.attempt_of(session).tried.add(again, state.now)
        if again == password:
            hash_new(state, session, password, about, then, command)
        else:
            refused(Reason.PASSWORDS_DIFFER)

    def refused(reason: Reason, limit: str = "") -> None:
        state.refuse(session, reason, about, limit, command=command)
        ask_new(state, session, then, about, command)

    state.attempt_of(session).asked = first
    state.answer(session, ev.AskPassword())


def _registered(name: str, email: str, command: str, state: State, session: Session, hashed: Hashed) -> None:
    reason = _why_not_called(state, session, name)  # in the meantime
    if reason is not None:
        state.refuse(session, reason, name, command=command)
        return
    if not _may_make_another(state, session, name, command):  # for others of the address were faster
        return
    for made, most, seconds in _counted(state, session):
        made.count(session.place, state.now, most, seconds)
    account = new_account(name, email, hashed, state.now)
    state.keep_account(account)
    state.answer(session, ev.Registered(account=name, command=command))
    logging_in.become(state, session, account)


def change_password(state: State, session: Session, request: ask.ChangePassword) -> None:
    """Change the password; the old one may be left out by whoever is logged in, as services elsewhere allow."""
    account, command = state.account_of(session), request.command
    if account is None:
        state.refuse(session, Reason.NOT_LOGGED_IN, command=command)
    elif request.old and request.new:
        _change(state, session, account, request.old, request.new)
    elif request.new:
        hash_new(state, session, request.new, account.name, partial(_changed, account), command)
    elif session.prompts:
        logging_in.ask_password(state, session, account.name, _ask_for_new, "PASSWORD")
    else:
        state.refuse(session, Reason.MISSING_ARGUMENTS, "password", command=command)


def _ask_for_new(state: State, session: Session, account: Account) -> None:
    ask_new(state, session, partial(_changed, account), account.name, "PASSWORD")


def _change(state: State, session: Session, account: Account, old: str, new: str) -> None:
    def right(state: State, session: Session, account: Account) -> None:
        hash_new(state, session, new, account.name, partial(_changed, account), "PASSWORD")

    logging_in.check(state, session, account.name, old, right, "PASSWORD")


def _changed(account: Account, state: State, session: Session, hashed: Hashed) -> None:
    now = state.accounts.find(account.key)
    if now is None or now.created != account.created:  # removed in the meantime
        state.refuse(session, Reason.NOT_LOGGED_IN, command="PASSWORD")
        return
    state.keep_account(with_password(now, hashed))
    state.answer(session, ev.PasswordChanged(account=account.name))


def restore_account(state: State, key: str, account: Account | None) -> None:
    """Take in an account from its record; where that undoes a change that was not stored, log out who it let in."""
    before = state.accounts.record(key)
    state.accounts.set(key, account)
    if before is None:
        return
    for user in [user for user in state.users.values() if user.source.account == before.name]:
        if account is None:
            logging_in.end_login(state, user, before)
        elif account.operator != before.operator:
            set_operator(state, user, account.operator)


RESTORERS: Restorers = {Account: restore_account}

HANDLERS: Handlers = {
    ask.Register: register,
    ask.ChangePassword: change_password,
}
