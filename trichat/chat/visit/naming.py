"""Decides who may have which name, and changes names."""

from trichat.chat.core.accounts import Account
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import monitor
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import RESERVED, NameNotAllowed, check_name, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean

_PROOF_SECONDS = 30.0  # to log in, for whoever has a name that belongs to an account


def allowed_nick(state: State, session: Session, name: str) -> str | None:
    """Give a name as it is shown, if the session may have it; None after a refusal."""
    try:
        nick = check_name(name)
    except NameNotAllowed as exc:
        state.refuse_name(session, clean(name), exc, "NICK")
        return None
    reason = _why_not(state, session, nick)
    if reason is None:
        return nick
    state.refuse(session, reason, nick, command="NICK")
    return None


def _why_not(state: State, session: Session, nick: str) -> Reason | None:
    """Say why a session may not have a name."""
    key = fold(nick)
    holder, owner, mine = state.users.get(key), state.accounts.find(key), state.account_of(session)
    if holder is not None and (holder is session.user or (session.user is None and shares(holder, mine))):
        return None
    if owner is not None and mine is not owner:
        return Reason.NAME_REGISTERED
    if holder is not None:
        if owner is None or holder.source.account == owner.name:
            return Reason.NAME_TAKEN
        rename_to_guest(state, holder)  # the owner has logged in: no ghost keeps a name
        return None
    if owner is None and key in RESERVED:
        return Reason.NAME_RESERVED
    return Reason.NAME_LIKE_ANOTHER if _is_like_another(state, session, nick) else None


def shares(holder: User, account: Account | None) -> bool:
    """Tell whether sessions that are logged in to `account` can share the name of its holder."""
    return account is not None and account.several and holder.source.account == account.name


def _is_like_another(state: State, session: Session, nick: str) -> bool:
    """Tell whether a name can be taken for that of somebody else who is here, or who has an account."""
    mine = state.account_of(session)
    own = {session.user.key if session.user else "", mine.key if mine else "", fold(nick)}
    alike = [*state.skeletons.of(nick), *state.accounts.skeletons.of(nick)]
    return any(fold(other) not in own and not _is_mine(state, other, mine) for other in alike)


def _is_mine(state: State, name: str, mine: Account | None) -> bool:
    user = state.user(name)
    return mine is not None and user is not None and user.source.account == mine.name


def demand_login(state: State, user: User) -> None:
    """Ask somebody to log in within a time, because their name belongs to an account."""
    for session in user.sessions:
        state.answer(session, ev.ProofDemanded(name=user.nick, seconds=_PROOF_SECONDS))
        state.later(session, _PROOF_SECONDS, ask.ProofDue(name=user.key))


def proof_due(state: State, session: Session, request: ask.ProofDue) -> None:
    """End that time: whoever has not logged in gets another name."""
    user = session.user
    if user is None or user.key != request.name:
        return
    owner = state.accounts.find(user.key)
    if owner is not None and user.source.account != owner.name:
        rename_to_guest(state, user)


def rename_to_guest(state: State, user: User) -> None:
    """Rename somebody to Guest and a number, because their name belongs to somebody else."""
    number = 1
    while (nick := f"Guest{number}") and (state.user(nick) or state.accounts.find(nick)):
        number += 1
    rename(state, user, nick, None)


def rename(state: State, user: User, nick: str, source: Session | None) -> None:
    """Give somebody another name, which is free; `source` asked for it, if anybody did."""
    places = tuple([(room.place, room.name) for room in user.rooms.values() if room.place])
    event = ev.Renamed(id=state.new_id(), source=user.source, nick=nick, places=places)
    state.tell(event, state.peers(user), source)
    is_new = user.key != fold(nick)
    free_nick(state, user, remember=is_new)
    user.key = fold(nick)
    user.source = replace(user.source, nick=nick)
    add_nick(state, user)
    if is_new:
        monitor.went_online(state, user)


def add_nick(state: State, user: User) -> None:
    """Add somebody under their name."""
    state.users[user.key] = user
    state.skeletons.add(user.nick)


def free_nick(state: State, user: User, *, remember: bool = True) -> None:
    """Free the name of somebody; remember who had it (WHOWAS), unless they only write it in another case."""
    del state.users[user.key]
    state.skeletons.remove(user.nick)
    if remember:
        state.whowas.add(ev.PastMember(source=user.source, realname=user.realname, until=state.now))
        monitor.went_offline(state, user.key, user.nick)


HANDLERS: Handlers = {ask.ProofDue: proof_due}
