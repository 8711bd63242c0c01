"""Lets sessions in under a name, and changes it."""

import re

from trichat.chat.core import permissions
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import metadata, monitor
from trichat.chat.people.presence import set_modes, set_operator
from trichat.chat.people.read_markers import send_read_markers
from trichat.chat.rooms import membership
from trichat.chat.talking import offline_messages
from trichat.chat.visit import admission, multiclient, naming, resuming
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Source
from trichat.words.names.identity import of_visit
from trichat.words.names.names import LOBBY, USERNAME_BYTES, NameNotAllowed, check_name, fold
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean, clean_reason

_NOT_IN_USERNAME = re.compile(r"[^A-Za-z0-9._-]")


def arrive(state: State, session: Session, request: ask.Arrive) -> None:
    """Begin the visit of a connection, which has no name yet."""
    if state.closing:
        state.answer(session, ev.Farewell(reason=state.closing))
        return
    state.sessions[session] = None
    session.prompts = request.prompts
    ask_name(state, session)


def ask_name(state: State, session: Session) -> None:
    """Ask a person at a prompt for a name, as long as they have none."""
    if not session.prompts or session.user is not None or session not in state.sessions:
        return
    attempt = state.login_attempts.get(session)
    if session in state.pending or (attempt and attempt.asked):
        return  # something else comes first
    if admission.needs_password(state, session):
        admission.ask_password(state, session, ask_name)
    else:
        state.answer(session, ev.AskName())


def introduce(_state: State, session: Session, request: ask.Introduce) -> None:
    """Remember as whom a session means to come in, for what it is told until then; a name that nobody has is none."""
    try:
        nick = check_name(request.name)
    except NameNotAllowed:
        nick = "*"
    session.introduced = f"{nick}!{_username(request.username) or '*'}"


def _username(text: str) -> str:
    return _NOT_IN_USERNAME.sub("", text)[:USERNAME_BYTES]


def enter(state: State, session: Session, request: ask.Enter) -> None:
    """Come in under a name, if it is free."""
    if session.user is not None:
        if not request.unless_in:
            state.refuse(session, Reason.ALREADY_ENTERED, command="USER")
        return
    if admission.needs_password(state, session):
        admission.reject(state, session)
        return
    attempt = state.login_attempts.get(session)
    if attempt is not None and attempt.exchange is not None:  # IRCv3 sasl-3.1: it is not waited for
        attempt.exchange = None
        state.refuse(session, Reason.SASL_ABORTED, command="AUTHENTICATE")
    nick = naming.allowed_nick(state, session, request.name)
    if nick is not None and admission.needs_account(state, session, nick):
        state.refuse(session, Reason.NOT_ADMITTED, nick, command="NICK")
        nick = None
    if nick is None:
        session.refused_entry = request  # asked again with the next name that is given
        return
    session.refused_entry = None
    holder = state.users.get(fold(nick))
    if holder is not None:
        multiclient.attach(state, session, holder)
        return
    user = _new_user(state, session, nick, request)
    user.sessions.append(session)
    session.user = user
    naming.add_nick(state, user)
    state.most_users = max(state.most_users, len(state.users))
    user.away = state.away.pop(session, "")
    monitor.went_online(state, user)
    _greet(state, session, user)


def _new_user(state: State, session: Session, nick: str, request: ask.Enter) -> User:
    event_id = state.new_id()
    username = _username(request.username) or "user"
    account = state.account_of(session)
    return User(
        key=fold(nick),
        source=Source(nick=nick, username=username, host=session.host, account=account.name if account else ""),
        realname=clean_reason(request.realname, state.rules.realname_bytes) or nick,
        identity=account.identity if account else of_visit(event_id),
        since=state.now,
        visit=event_id,
    )


def _greet(state: State, session: Session, user: User) -> None:
    state.answer(session, ev.Welcome(nick=user.nick))
    if state.rules.invisible:
        set_modes(state, user, user.modes | {"i"})
    state.answer(session, multiclient.count_users(state))
    metadata.carry_over(state, session, user)
    state.answer(session, ev.MotdShown(lines=state.rules.motd))
    resuming.hand(state, session)
    account = state.account_of(session)
    set_operator(state, user, account is not None and account.operator)
    if session.prompts:
        membership.join(state, session, ask.Join(room=LOBBY))
    send_read_markers(state, session)
    offline_messages.deliver(state, session)


def rename(state: State, session: Session, request: ask.Rename) -> None:
    """Change one's name; before one was allowed, try again to come in."""
    user = session.user
    if user is None:
        wanted = session.refused_entry or ask.Enter(name="")
        enter(state, session, ask.Enter(name=request.name, username=wanted.username, realname=wanted.realname))
        return
    if request.name == user.nick:
        return
    nick = naming.allowed_nick(state, session, request.name)
    if nick is None or nick == user.nick:
        return
    silent_in = permissions.keeps_name(user)
    if silent_in is not None:
        state.refuse(session, Reason.NAME_KEPT, nick, silent_in.name, "NICK")
        return
    holder = state.users.get(fold(nick))
    if holder is not None and holder is not user:
        multiclient.attach(state, session, holder)
    else:
        naming.rename(state, user, nick, session)


def language(state: State, session: Session, request: ask.Language) -> None:
    """Choose the language in which the server speaks to a person."""
    code = request.code.lower()
    if code not in state.rules.languages:
        state.refuse(session, Reason.UNKNOWN_LANGUAGE, clean(request.code), ", ".join(state.rules.languages))
    else:
        state.answer(session, ev.LanguageSet(code=code))


HANDLERS: Handlers = {
    ask.Introduce: introduce,
    ask.Arrive: arrive,
    ask.Enter: enter,
    ask.Rename: rename,
    ask.Language: language,
}
