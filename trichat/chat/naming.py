"""Who may have which name."""

from dataclasses import replace

from trichat.chat import watching
from trichat.chat.people import Session, User
from trichat.chat.state import State
from trichat.words import events as ev
from trichat.words.names import RESERVED, NameNotAllowed, check_name, fold
from trichat.words.reasons import Reason
from trichat.words.text import clean


def granted(state: State, session: Session, name: str) -> str | None:
    """Give the name as it is shown if this session may have it, or None after a refusal."""
    try:
        nick = check_name(name)
    except NameNotAllowed as exc:
        state.refuse_name(session, clean(name), exc, "NICK")
        return None
    reason = _why_not(state, session, fold(nick))
    if reason is None:
        return nick
    state.refuse(session, reason, nick, command="NICK")
    return None


def _why_not(state: State, session: Session, key: str) -> Reason | None:
    """Tell what is against it that a session has the name with this key."""
    holder, owner = state.users.get(key), state.accounts.find(key)
    if holder is not None and holder is session.user:
        return None
    if owner is not None:
        if state.account_of(session) is not owner:
            return Reason.NAME_REGISTERED
        if holder is not None and holder.source.account != owner.name:
            make_way(state, holder)
            return None
    if holder is not None:
        return Reason.NAME_TAKEN
    return Reason.NAME_RESERVED if owner is None and key in RESERVED else None


def make_way(state: State, user: User) -> None:
    """Have somebody take another name, because theirs is somebody else's."""
    number = 1
    while (nick := f"Guest{number}") and (state.user(nick) or state.accounts.find(nick)):
        number += 1
    rename(state, user, nick, None)


def rename(state: State, user: User, nick: str, source: Session | None) -> None:
    """Give somebody another name, one that is free; `source` asked for it, if anybody did."""
    places = tuple((room.key, room.name) for room in user.rooms.values())
    event = ev.Renamed(id=state.new_id(), source=user.source, nick=nick, places=places)
    state.tell(event, state.peers(user), source)
    is_new = user.key != fold(nick)
    release(state, user, remember=is_new)
    user.key = fold(nick)
    user.source = replace(user.source, nick=nick)
    state.users[user.key] = user
    if is_new:
        watching.came(state, user)


def release(state: State, user: User, *, remember: bool = True) -> None:
    """Let the name of somebody be free; remember who had it, unless they only write it in another case."""
    del state.users[user.key]
    if remember:
        state.past.add(ev.PastMember(source=user.source, realname=user.realname, until=state.now))
        watching.went(state, user.key, user.nick)
