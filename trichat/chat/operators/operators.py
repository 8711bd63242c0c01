"""Makes operators of the server (OPER), and does what only they can ask."""

import re
from collections.abc import Callable
from typing import Any

from trichat.chat.core.finding import user_named
from trichat.chat.core.people import Session, User
from trichat.chat.core.rules import Rules
from trichat.chat.core.state import Handlers, State
from trichat.chat.people.presence import change_host, set_modes
from trichat.chat.visit.admission import failed, may_try_password, password_was_right
from trichat.chat.visit.leaving import depart
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import HOST_BYTES, USERNAME_BYTES
from trichat.words.reasons import Reason
from trichat.words.record import Hidden, Record, replace
from trichat.words.text.clean import blank, clean, clean_reason

_REASON_BYTES = 200
_HOST = re.compile(rf"[A-Za-z0-9][A-Za-z0-9.:/_-]{{0,{HOST_BYTES - 1}}}")  # what can stand behind the `@` of a mask
_USERNAME = re.compile(rf"[A-Za-z0-9._-]{{1,{USERNAME_BYTES}}}")


class CheckOperator(Record, kw_only=True):
    """See whether a password is the one in the settings, or fits the hash there; the result is True or False."""

    password: Hidden[str]
    kept: Hidden[str]


class ReadSettings(Record, kw_only=True):
    """Read the settings of the server again. The result is `SettingsRead`."""


class SettingsRead(Record, kw_only=True):
    """The rules that the settings make now; or what is wrong with them."""

    rules: Rules = Rules()
    problem: str = ""


# Those that hold as soon as they are read. Of the others, clients were told when they came, or more is built on them.
_AT_ONCE = (
    *("admin", "guest_files", "guests", "invisible", "keep_days", "listed", "may_register", "motd", "operators"),
    *("resume_per_address", "resume_seconds", "wrong_passwords", "wrong_passwords_seconds"),
)


def become_operator(state: State, session: Session, request: ask.BecomeOperator) -> None:
    """Make somebody an operator if the settings know them. A name that they do not know takes as long."""
    known = dict(state.rules.operators)
    kept = known.get(request.name) or next(iter(known.values()), "")

    def then(state: State, session: Session, right: bool) -> None:
        user = session.user
        if user is None:
            return
        if not right or request.name not in known:
            failed(state, session, Reason.WRONG_PASSWORD, "OPER")
            return
        password_was_right(state, session)
        set_modes(state, user, user.modes | {"o"})
        state.audit(session, "oper", about=request.name)
        state.answer(session, ev.OperatorMade())

    state.attempt_of(session).tried.add(request.password, state.now)
    if may_try_password(state, session, "OPER"):
        state.work(session, CheckOperator(password=request.password, kept=kept), then)


def for_operators(
    command: str, handler: Callable[[State, Session, User, Any], None]
) -> Callable[[State, Session, Any], None]:
    """Make a handler of a command that only operators can give."""

    def handle(state: State, session: Session, request: Any) -> None:
        user = session.user
        if user is None or not user.operator:
            state.refuse(session, Reason.FOR_OPERATORS, command=command)
        else:
            handler(state, session, user, request)

    return handle


def kill(state: State, session: Session, user: User, request: ask.Kill) -> None:
    """Disconnect somebody, with all their sessions (modern.ircdocs.horse, "KILL message")."""
    victim = user_named(state, session, request.name, "KILL")
    if victim is None:
        return
    given = clean_reason(request.reason, _REASON_BYTES)
    reason = f"Killed ({user.nick} ({given}))" if given else f"Killed ({user.nick})"
    state.audit(session, "kill", about=victim.source.mask, reason=given)
    state.answer(session, ev.Killed(nick=victim.nick))
    for other in list(victim.sessions):
        state.answer(other, ev.Farewell(reason=reason))
        depart(state, other, reason)


def wallops(state: State, session: Session, user: User, request: ask.Wallops) -> None:
    """Say something to all who set the user mode `w`, and to the operators."""
    text = clean(request.text).strip()
    if blank(text):
        state.refuse(session, Reason.MISSING_ARGUMENTS, "WALLOPS", command="WALLOPS")
        return
    audience = [each for other in state.users.values() if other.modes & {"w", "o"} for each in other.sessions]
    state.tell(ev.WallopsSaid(id=state.new_id(), source=user.source, text=text), tuple(audience), session)


def set_host(state: State, session: Session, _user: User, request: ask.SetHost) -> None:
    """Give somebody another host or username (CHGHOST)."""
    other = user_named(state, session, request.name, "CHGHOST")
    if other is None:
        return
    username, host = request.username or other.source.username, request.host or other.source.host
    if not _HOST.fullmatch(host) or not _USERNAME.fullmatch(username):
        state.refuse(session, Reason.HOST, clean(host), command="CHGHOST")
    elif (username, host) != (other.source.username, other.source.host):
        state.audit(session, "host", about=other.source.mask, reason=f"{username}@{host}")
        change_host(state, other, username, host)


def rehash(state: State, session: Session, _user: User, _request: ask.Rehash) -> None:
    """Have the settings of the server read again (REHASH)."""
    read_settings(state, session)


def read_settings(state: State, session: Session) -> None:
    """Have the settings read again; some of what they say counts at once."""

    def then(state: State, session: Session, read: SettingsRead) -> None:
        if read.problem:
            state.refuse(session, Reason.SETTINGS, read.problem, command="REHASH")
            return
        state.rules = replace(state.rules, **{name: getattr(read.rules, name) for name in _AT_ONCE})
        state.audit(session, "rehash")
        state.answer(session, ev.Rehashed())

    state.work(session, ReadSettings(), then)


HANDLERS: Handlers = {
    ask.BecomeOperator: become_operator,
    ask.Kill: for_operators("KILL", kill),
    ask.Wallops: for_operators("WALLOPS", wallops),
    ask.SetHost: for_operators("CHGHOST", set_host),
    ask.Rehash: for_operators("REHASH", rehash),
}
