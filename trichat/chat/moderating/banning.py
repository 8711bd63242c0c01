"""Bans and mutes people in a room, for good or for a while."""

import contextlib
from collections.abc import Iterable
from functools import partial

from trichat.chat.core import masks, permissions
from trichat.chat.core.finding import moderated_room
from trichat.chat.core.forgetting import forget_if_empty
from trichat.chat.core.masks import MaskNotAllowed
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.permissions import Rank
from trichat.chat.core.state import Handlers, State
from trichat.chat.moderating import kicking
from trichat.chat.rooms.modes import ModeChanger, tell_changes
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.modes import Change, ListEntry
from trichat.words.names.names import fold, readable_mask
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import clean, clean_reason

_SHARED_HOST = "localhost"  # of everybody on this machine: no host to ban one of them by


def ban(state: State, session: Session, request: ask.Ban) -> None:
    """Ban or mute somebody, which takes an op. Members whom it fits are told, and kicked by a ban."""
    user = session.named_user
    command = "MUTE" if request.mute else "BAN"
    room = moderated_room(state, session, request.room, command)
    if room is None:
        return
    named = state.user(request.target)
    reason = permissions.why_not_act_on(room, user, named) if named else None
    if reason is not None and named is not None:
        state.refuse(session, reason, room.name, named.nick, command)
        return
    try:
        mask = _mask(state, request.target)
    except MaskNotAllowed as exc:
        state.refuse(session, exc.reason, exc.about, exc.detail, command)
        return
    entry = _entry(state, user, request, mask)
    changer = ModeChanger(state, session, room, command)
    changer.apply(Change(on=True, letter="b", argument=entry.mask), entry)
    changed = changer.finish()
    if changed or changer.had_it:
        told = ev.BanTold(room=room.name, mask=entry.mask, seconds=request.seconds, until=entry.until)
        state.answer(session, told)
    if changed:
        state.expires_at(entry.until)
        _enforce(state, session, room, entry, request.seconds)


def _entry(state: State, user: User, request: ask.Ban, mask: str) -> ListEntry:
    return ListEntry(
        letter="b",
        mask=masks.MUTE + mask if request.mute else mask,
        by=user.nick,
        at=state.now,
        until=state.now + request.seconds * 1000 if request.seconds else 0,
        reason=clean_reason(request.reason),
    )


def _mask(state: State, target: str) -> str:
    """Give the mask that fits whoever is meant: their account if they have one, else their host.

    Raises MaskNotAllowed.
    """
    user = state.user(target)
    if user is not None:
        if user.source.account:
            return masks.ACCOUNT + fold(user.source.account)
        return f"*!*@{user.source.host}" if user.source.host != _SHARED_HOST else f"{user.key}!*@*"
    known = state.accounts.find(target)
    if known is not None:
        return masks.ACCOUNT + known.key
    mask = masks.normal_mask(target)
    if mask.startswith(masks.MUTE):
        raise MaskNotAllowed(Reason.MASK, clean(target))
    return mask


def _enforce(state: State, session: Session, room: Room, entry: ListEntry, seconds: int) -> None:
    mute = entry.mask.startswith(masks.MUTE)
    for target in _members_hit(room, entry, mute=mute):
        told = ev.Sentenced(
            room=room.name, by=entry.by, mute=mute, reason=entry.reason, seconds=seconds, until=entry.until
        )
        for each in target.sessions:
            state.answer(each, told)
        if not mute:
            kicking.kick_out(state, session, room, target, entry.reason)


def _members_hit(room: Room, entry: ListEntry, *, mute: bool) -> list[User]:
    """Give the members whom a new entry fits, but for ops and those with an exception."""
    mask = entry.mask.removeprefix(masks.MUTE)
    below = [member for member in room.members if permissions.rank(room, member) < Rank.OP]
    found = [member for member in below if masks.fits(mask, member.source, member.addresses)]
    return [member for member in found if not room.matches("e", member, mute=mute)]


def unban(state: State, session: Session, request: ask.Unban) -> None:
    """Lift the bans or mutes of somebody, however their masks are written."""
    command = "UNMUTE" if request.mute else "UNBAN"
    room = moderated_room(state, session, request.room, command)
    if room is None:
        return
    wanted = _meant(state, request.target)
    changer = ModeChanger(state, session, room, command)
    for entry in room.record.entries:
        if entry.letter == "b" and _is_meant(entry, request, wanted):
            changer.apply(Change(on=False, letter="b", argument=entry.mask))
    if not changer.finish():
        state.refuse(session, Reason.NOT_BANNED, clean(request.target) or "*", room.name, command)


def _meant(state: State, target: str) -> set[str]:
    """Give the masks that a ban of somebody can have, folded; what is no mask may be how an old one is written."""
    found = set()
    for read in (partial(_mask, state), masks.normal_mask):
        with contextlib.suppress(MaskNotAllowed):
            found.add(fold(read(target)))
    return found


def _is_meant(entry: ListEntry, request: ask.Unban, wanted: set[str]) -> bool:
    mute = entry.mask.startswith(masks.MUTE)
    mask = entry.mask.removeprefix(masks.MUTE)
    named = {fold(mask), fold(readable_mask(mask))}
    return mute is request.mute and not named.isdisjoint({*wanted, fold(request.target)})


def expire(state: State, _session: Session, _request: ask.Expire) -> None:
    """End the bans and mutes whose time is over."""
    for room in list(state.rooms.values()):
        over = [entry for entry in room.record.entries if 0 < entry.until <= state.now]
        if over:
            _end(state, room, over)
    state.forget_expired()


def count_anew(state: State) -> None:
    """Have bans and mutes begin now that begin in the future: the clock was set back, and they would last for longer.

    Those of a minute in which the clock was in 2040 would last until then.
    """
    for room in list(state.rooms.values()):
        entries = tuple([_from_now(entry, state.now) for entry in room.record.entries])
        if entries != room.record.entries:
            state.change_room(room, replace(room.record, entries=entries))
            for entry in entries:
                state.expires_at(entry.until)


def _from_now(entry: ListEntry, now: int) -> ListEntry:
    if not entry.until or entry.at <= now:
        return entry
    return replace(entry, at=now, until=now + entry.until - entry.at)


def _end(state: State, room: Room, over: Iterable[ListEntry]) -> None:
    left = tuple(entry for entry in room.record.entries if entry not in over)
    state.change_room(room, replace(room.record, entries=left))
    changes = [Change(on=False, letter=entry.letter, argument=entry.mask) for entry in over]
    tell_changes(state, room, changes, state.rules.source, None)
    for entry in over:
        state.audit(None, "over", room=room.name, about=entry.mask)
    forget_if_empty(state, room)


HANDLERS: Handlers = {
    ask.Ban: ban,
    ask.Unban: unban,
}
