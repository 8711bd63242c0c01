"""METADATA: what people and rooms tell of themselves under keys (ircv3.net/specs/extensions/metadata)."""

import re
from collections.abc import Mapping
from typing import ClassVar

from trichat.chat.core import permissions
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.permissions import Rank
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import fold, is_room
from trichat.words.reasons import Reason
from trichat.words.record import Record, replace
from trichat.words.text.clean import blank, clean

VALUE_BYTES = 300  # with the longest mask and key, it still fits in one line
KEYS_MOST = 20  # of one person or room
SUBSCRIPTIONS_MOST = 50  # of one session
SHOWN_IN_WHOIS = ("display-name", "pronouns", "status", "url", "avatar")
_KEY = re.compile(r"[a-z0-9_./-][a-z0-9_./:-]{0,63}")

_NAME = "display-name"

Owner = Room | User | Session  # a session owns only what it has told before it has a name


class Values(Record, kw_only=True):
    """The metadata of somebody without an account. Not kept, but put back if the disk fails."""

    kind: ClassVar[str] = "values"
    key: str = ""
    owner: User | Session
    values: tuple[tuple[str, str], ...]


def restore_values(state: State, _key: str, before: Values) -> None:
    """Put back the metadata of somebody who is still here."""
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
    """Give the metadata of somebody or of a room: keys and values."""
    if isinstance(owner, Room):
        return dict(owner.record.metadata)
    if isinstance(owner, User) and owner.source.account:
        account = state.accounts.find(owner.source.account)
        return dict(account.metadata) if account else {}
    return state.metadata.get(owner, {})


def keep_values(state: State, owner: Owner, values: Mapping[str, str]) -> None:
    """Set the metadata of somebody or of a room; those of rooms and accounts are kept."""
    if isinstance(owner, Room):
        state.change_room(owner, replace(owner.record, metadata=tuple(values.items())))
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


def target_name(owner: Owner) -> str:
    """Give the target, as METADATA names it."""
    if isinstance(owner, Session):
        return "*"
    return owner.name if isinstance(owner, Room) else owner.nick


def entries(state: State, owner: Owner, keys: Mapping[str, None] | None = None) -> list[tuple[str, str, str]]:
    """Give the values of these keys, or all, each with the name of its target."""
    target = target_name(owner)
    return [(target, key, value) for key, value in values_of(state, owner).items() if keys is None or key in keys]


def carry_over(state: State, session: Session, user: User) -> None:
    """Give a user what their session had set before it had a name; show them all of it."""
    early = state.metadata.pop(session, {})
    if early:
        keep_values(state, user, {**values_of(state, user), **early})
    told = entries(state, user)
    if told or not session.prompts:
        state.answer(session, ev.MetadataShown(target=user.nick, entries=tuple(told), batch=True, news=True))


def show_wanted(state: State, session: Session, room: Room) -> None:
    """Show a newcomer the keys that they have subscribed to, of the room and those in it."""
    wanted = state.subscriptions.get(session)
    if wanted:
        show_all(state, session, room, wanted)


def announce(state: State, user: User, room: Room) -> None:
    """Show those in a room the keys that they have subscribed to, of a newcomer."""
    told = entries(state, user)
    if told:
        tell(state, [each for each in room.audience if each not in user.sessions], user.nick, told)


def show_all(state: State, session: Session, room: Room, wanted: Mapping[str, None], *, always: bool = False) -> None:
    """Show some keys of a room and of those in it."""
    told = entries(state, room, wanted)
    for member in room.members:
        told += entries(state, member, wanted)
    if told or always:
        state.answer(session, ev.MetadataShown(target=room.name, entries=tuple(told), batch=True, news=True))


def tell(state: State, sessions: list[Session], target: str, told: list[tuple[str, str, str]]) -> None:
    """Tell those of these sessions who have subscribed to a key that is new."""
    for session in sessions:
        wanted = state.subscriptions.get(session)
        mine = tuple([entry for entry in told if entry[1] in wanted]) if wanted else ()
        if mine:
            state.answer(session, ev.MetadataShown(target=target, entries=mine, news=True))


# What is asked with METADATA


def _refuse(state: State, session: Session, reason: Reason, about: str, detail: str = "") -> None:
    state.refuse(session, reason, clean(about), clean(detail), "METADATA")


def _owner(state: State, session: Session, target: str) -> Owner | None:
    """Find the owner of the metadata that a request is about; None after a refusal."""
    if target == "*":
        return session.user or session
    found: Owner | None = None
    if session.user is not None:
        found = state.room(target) if is_room(target) else state.user(target)
    if found is None or (isinstance(found, Room) and not permissions.sees(found, session.user)):
        _refuse(state, session, Reason.METADATA_TARGET, target)
        return None
    return found


def _readable(state: State, session: Session, target: str) -> Owner | None:
    """Find the owner of metadata that one may read: a room only if one is in it or could join. None after a refusal."""
    owner = _owner(state, session, target)
    user = session.user
    if not isinstance(owner, Room) or user is None or user in owner.members:
        return owner
    if permissions.why_not_enter(owner, user, "") is None:
        return owner
    _refuse(state, session, Reason.METADATA_DENIED, target, "*")
    return None


def _writable(state: State, session: Session, target: str, key: str) -> Owner | None:
    """Find the owner of metadata that one may set: oneself, a room where one is op, for operators anybody."""
    owner, user = _owner(state, session, target), session.user
    if isinstance(owner, Room):
        allowed = permissions.rank(owner, user) >= Rank.OP
    else:
        allowed = owner is None or owner in (user, session) or (user is not None and user.operator)
    if allowed:
        return owner
    _refuse(state, session, Reason.METADATA_DENIED, target, key)
    return None


def get(state: State, session: Session, request: ask.GetMetadata) -> None:
    """Show the values of some keys, also that there is none; or all (METADATA GET and LIST)."""
    owner = _readable(state, session, request.target)
    if owner is None:
        return
    target = target_name(owner)
    if request.keys is None:
        told = entries(state, owner)
    else:
        values = values_of(state, owner)
        told = [(target, key, values.get(key, "")) for key in map(key_of, request.keys) if key]
    state.answer(session, ev.MetadataShown(target=target, entries=tuple(told), batch=True))
    for key in request.keys or ():
        if not key_of(key):
            _refuse(state, session, Reason.METADATA_KEY, key)


def set_(state: State, session: Session, request: ask.SetMetadata) -> None:
    """Set a key, or take it away (METADATA SET)."""
    key, value = key_of(request.key), clean(request.value)
    owner = _writable(state, session, request.target, request.key)
    if owner is None:
        return
    if not key:
        _refuse(state, session, Reason.METADATA_KEY, request.key)
        return
    if len(value.encode()) > VALUE_BYTES or (request.value and blank(value)):
        _refuse(state, session, Reason.METADATA_VALUE, key)
        return
    if value and key == _NAME and not isinstance(owner, Room) and _is_anothers(state, owner, value):
        _refuse(state, session, Reason.METADATA_NAME, key)
        return
    values = dict(values_of(state, owner))
    if value and key not in values and len(values) >= KEYS_MOST:
        _refuse(state, session, Reason.METADATA_LIMIT, request.target)
        return
    before = values.pop(key, "")
    if value:
        values[key] = value
    _change(state, session, owner, values, [key] if value != before else [])
    told = ((target_name(owner), key, value),)
    unset = not (value or before)
    state.answer(session, ev.MetadataShown(target=target_name(owner), entries=told, own=True, unset=unset))


def _is_anothers(state: State, owner: User | Session | None, name: str) -> bool:
    """Tell whether a name that programs show in place of a nick is, or looks like, somebody else's or the server's."""
    account = owner.source.account if isinstance(owner, User) else ""
    people = [state.user(other) for other in (name, *state.skeletons.of(name))]
    others = [each for each in people if each is not None and each is not owner]
    if any(not account or each.source.account != account for each in others):
        return True
    accounts = [state.accounts.find(other) for other in (fold(name), *state.accounts.skeletons.of(name))]
    if any(other is not None and other.name != account for other in accounts):
        return True
    return fold(name) != fold(account) and permissions.is_reserved(name, state.rules.server)


def clear(state: State, session: Session, request: ask.ClearMetadata) -> None:
    """Take all keys away (METADATA CLEAR)."""
    owner = _writable(state, session, request.target, "*")
    if owner is None:
        return
    keys = list(values_of(state, owner))
    _change(state, session, owner, {}, keys)
    told = tuple([(target_name(owner), key, "") for key in keys])
    state.answer(session, ev.MetadataShown(target=target_name(owner), entries=told, batch=True, own=True))


def _change(state: State, session: Session, owner: Owner, values: dict[str, str], changed: list[str]) -> None:
    """Keep what was changed, and tell those who have subscribed to it, but not whoever changed it."""
    if not changed:
        return
    keep_values(state, owner, values)
    if isinstance(owner, Session):
        return
    if isinstance(owner, Room):
        hearers = owner.audience
    else:
        hearers = tuple(dict.fromkeys((*state.peers(owner), *state.monitor_lists.of(owner.key))))
    told = [(target_name(owner), key, values.get(key, "")) for key in changed]
    tell(state, [each for each in hearers if each is not session], target_name(owner), told)


def subscribe(state: State, session: Session, request: ask.SubscribeMetadata) -> None:
    """Subscribe to keys, or no longer; their values are shown at once (METADATA SUB and UNSUB)."""
    wanted = state.subscriptions.setdefault(session, {})
    done: dict[str, None] = {}
    for text in request.keys:
        key = key_of(text)
        if not key:
            _refuse(state, session, Reason.METADATA_KEY, text)
            continue
        if request.on and key not in wanted and len(wanted) >= SUBSCRIPTIONS_MOST:
            _refuse(state, session, Reason.METADATA_SUBSCRIPTIONS, key)
            break
        done[key] = None
        if request.on:
            wanted[key] = None
        else:
            wanted.pop(key, None)
    if done:
        state.answer(session, ev.SubscriptionsShown(keys=tuple(done), change=request.on))
    if request.on and session.user is not None:
        _show_present(state, session, session.user, done)


def _show_present(state: State, session: Session, user: User, keys: dict[str, None]) -> None:
    """Show the values of keys that somebody has just subscribed to."""
    for room in user.rooms.values():
        show_all(state, session, room, keys)


def subscriptions(state: State, session: Session, _request: ask.ShowSubscriptions) -> None:
    """Show the keys that a session has subscribed to (METADATA SUBS)."""
    state.answer(session, ev.SubscriptionsShown(keys=tuple(state.subscriptions.get(session, ()))))


def sync(state: State, session: Session, request: ask.SyncMetadata) -> None:
    """Show the keys that a session has subscribed to, of a room and those in it, or of a person (METADATA SYNC)."""
    owner = _readable(state, session, request.target)
    wanted = state.subscriptions.get(session, {})
    if isinstance(owner, Room) and session.user in owner.members:
        show_all(state, session, owner, wanted, always=True)
    elif owner is not None:
        told = entries(state, owner, wanted)
        state.answer(session, ev.MetadataShown(target=target_name(owner), entries=tuple(told), batch=True, news=True))


RESTORERS: Restorers = {Values: restore_values}

HANDLERS: Handlers = {
    ask.GetMetadata: get,
    ask.SetMetadata: set_,
    ask.ClearMetadata: clear,
    ask.SubscribeMetadata: subscribe,
    ask.ShowSubscriptions: subscriptions,
    ask.SyncMetadata: sync,
}
