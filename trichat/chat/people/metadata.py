"""What people and rooms tell of themselves under keys: a record of the room or account, or of this one visit."""

import re
from collections.abc import Mapping
from typing import ClassVar

from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import State
from trichat.words import events as ev
from trichat.words.record import Record, replace

VALUE_BYTES = 300  # with the longest mask and key, it still fits in one line
KEYS_MOST = 20  # of one person or room
SUBSCRIPTIONS_MOST = 50  # of one session
SHOWN_IN_WHOIS = ("display-name", "pronouns", "status", "url", "avatar")
_KEY = re.compile(r"[a-z0-9_./-][a-z0-9_./:-]{0,63}")

Owner = Room | User | Session  # a session owns only what it has told before it has a name


class Values(Record, kw_only=True):
    """What somebody without an account told of themselves. Not kept, but put back if the disk fails."""

    kind: ClassVar[str] = "values"
    key: str = ""
    owner: User | Session
    values: tuple[tuple[str, str], ...]


def restore_values(state: State, _key: str, before: Values) -> None:
    """Let somebody who is still here tell again what they told before."""
    owner = before.owner
    here = owner in state.sessions if isinstance(owner, Session) else bool(owner.sessions)
    if here and before.values:
        state.metadata[owner] = dict(before.values)
    else:
        state.metadata.pop(owner, None)


def key_of(text: str) -> str:
    """Give a key as it is compared; empty if it can be none."""
    key = text.lower()
    return key if _KEY.fullmatch(key) else ""


def values_of(state: State, owner: Owner) -> Mapping[str, str]:
    """Give what is told."""
    if isinstance(owner, Room):
        return dict(owner.about.metadata)
    if isinstance(owner, User) and owner.source.account:
        account = state.accounts.find(owner.source.account)
        return dict(account.metadata) if account else {}
    return state.metadata.get(owner, {})


def keep_values(state: State, owner: Owner, values: Mapping[str, str]) -> None:
    """Let this be what is told; of a room and of an account it is kept."""
    if isinstance(owner, Room):
        state.change_room(owner, replace(owner.about, metadata=tuple(values.items())))
        return
    account = state.accounts.find(owner.source.account) if isinstance(owner, User) else None
    if account is not None:
        state.keep_account(replace(account, metadata=tuple(values.items())))
        return
    state.on_failure(Values(owner=owner, values=tuple(state.metadata.get(owner, {}).items())))
    if values:
        state.metadata[owner] = dict(values)
    else:
        state.metadata.pop(owner, None)


def entries(state: State, owner: Owner, shown: str, keys: Mapping[str, None] | None) -> list[tuple[str, str, str]]:
    """Give what is told under these keys, or all of them, with the name of the target."""
    return [(shown, key, value) for key, value in values_of(state, owner).items() if keys is None or key in keys]


def came_in(state: State, session: Session, user: User) -> None:
    """Let somebody who has a name now tell what they told before; show them all that they tell."""
    early = state.metadata.pop(session, {})
    if early:
        keep_values(state, user, {**values_of(state, user), **early})
    told = entries(state, user, user.nick, None)
    if told:
        state.answer(session, ev.MetadataShown(target=user.nick, entries=tuple(told), batch=True))


def show_wanted(state: State, session: Session, room: Room) -> None:
    """Show a newcomer what they want to know of the room and those in it."""
    wanted = state.subscriptions.get(session)
    if wanted:
        show_all(state, session, room, wanted)


def announce(state: State, user: User, room: Room) -> None:
    """Show those in a room what they want to know of a newcomer."""
    told = entries(state, user, user.nick, None)
    if told:
        tell(state, [each for each in room.audience if each not in user.sessions], user.nick, told)


def show_all(state: State, session: Session, room: Room, wanted: Mapping[str, None], *, always: bool = False) -> None:
    """Show what somebody wants to know of a room and of those in it."""
    told = entries(state, room, room.name, wanted)
    for member in room.members:
        told += entries(state, member, member.nick, wanted)
    if told or always:
        state.answer(session, ev.MetadataShown(target=room.name, entries=tuple(told), batch=True))


def tell(state: State, sessions: list[Session], target: str, told: list[tuple[str, str, str]]) -> None:
    """Tell those of these sessions who want to know what is told now."""
    for session in sessions:
        wanted = state.subscriptions.get(session)
        mine = tuple([entry for entry in told if entry[1] in wanted]) if wanted else ()
        if mine:
            state.answer(session, ev.MetadataShown(target=target, entries=mine))
