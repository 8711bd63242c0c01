"""Answers questions about people: WHO, WHOIS, WHOWAS, ISON, USERHOST."""

from collections.abc import Iterable, Iterator

from trichat.chat.core import permissions
from trichat.chat.core.finding import user_named
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import metadata
from trichat.chat.server import about
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.commands import room_name
from trichat.words.names.names import compile_mask, fold, is_room
from trichat.words.text.clean import clean

_ANYONE = ("", "0", "*")  # RFC 2812, 3.6.1: masks that everybody fits


def who(state: State, session: Session, request: ask.Who) -> None:
    """Show the people in a room, or those whom a mask fits; several masks can be asked for, with commas (WHO)."""
    masks = dict.fromkeys(request.mask.split(","))
    found = [member for mask in masks for member in _found(state, session, mask, request.among)]
    room = state.room(room_name(request.mask))
    if session.prompts and not found and room is not None:  # a person may leave out the `#`
        found = list(_found(state, session, room.name, ""))
    if len(masks) > 1:
        found = list({(member.source.nick, member.room): member for member in found}.values())
    people = tuple([member for member in found if member.operator or not request.operators])
    answer = ev.PeopleFound(mask=clean(request.mask), people=people, fields=request.fields, token=request.token)
    state.answer(session, answer)


def _found(state: State, session: Session, mask: str, among: str) -> Iterable[ev.Member]:
    if is_room(mask):
        room = state.room(mask)
        seen = _seen_in(room, session.user) if room is not None else []
        return [member.as_member(state.now, room.name, room.members[member]) for member in seen if room]
    exact = state.user(mask)
    if exact is not None:
        return [exact.as_member(state.now, *_common_room(session, exact))]
    return _fitting(state, session, "*" if mask in _ANYONE else mask, among)


def _seen_in(room: Room, user: User | None) -> list[User]:
    """Give the members that somebody may know of; an operator of the server may know of all."""
    return list(room.members) if user is not None and user.operator else room.seen_by(user)


def _fitting(state: State, session: Session, mask: str, among: str) -> Iterator[ev.Member]:
    pattern = compile_mask(mask)
    all_seen = session.user is not None and session.user.operator
    for user in state.users.values():
        shared = _common_room(session, user)
        if user.invisible and not shared[0] and user is not session.user and not all_seen:
            continue
        if any(pattern.fullmatch(fold(part)) for part in _parts(user, among)):
            yield user.as_member(state.now, *shared)


def _parts(user: User, among: str) -> tuple[str, ...]:
    """Give what a mask is held against."""
    source = user.source
    parts = {"n": source.nick, "u": source.username, "h": source.host, "r": user.realname, "a": source.account}
    chosen = [letter for letter in parts if letter in among] or "nuhr"
    return tuple(parts[letter] for letter in chosen)


def _common_room(session: Session, user: User) -> tuple[str, str]:
    """Give the name of a room in which both are, and what `user` is there; or empty ones."""
    mine = session.user.rooms if session.user else {}
    return next(((room.name, room.members[user]) for key, room in user.rooms.items() if key in mine), ("", ""))


def whois(state: State, session: Session, request: ask.Whois) -> None:
    """Show who somebody is, and those of their rooms that one may know of (WHOIS)."""
    if not about.is_here(state, session, request.server, "WHOIS"):
        return
    user = user_named(state, session, request.name, "WHOIS")
    if user is None:
        return
    rooms = tuple((room.name, room.members[user]) for room in _rooms_shown(user, session.user))
    told = metadata.values_of(state, user)
    shown = ev.PersonShown(
        person=user.as_member(state.now),
        rooms=rooms,
        secure=all(other.secure for other in user.sessions),
        private=_private(user, session),
        metadata=tuple((key, told[key]) for key in metadata.SHOWN_IN_WHOIS if key in told),
    )
    state.answer(session, shown)


def _rooms_shown(user: User, asker: User | None) -> list[Room]:
    """Give the rooms of somebody that another may know of: of somebody invisible, those in which both are."""
    rooms = list(user.rooms.values())
    if asker is user or (asker is not None and asker.operator):
        return rooms
    return [room for room in rooms if permissions.sees(room, asker) and (not user.invisible or asker in room.members)]


def _private(user: User, session: Session) -> ev.Private | None:
    if session.user is not user and not (session.user and session.user.operator):
        return None
    first = next((other for other in user.sessions if other.address), user.sessions[0])
    return ev.Private(modes="".join(sorted(user.modes)), address=first.address, fingerprint=first.fingerprint)


def whowas(state: State, session: Session, request: ask.Whowas) -> None:
    """Show who had a name, the last one first; the name can be a mask (WHOWAS)."""
    if not about.is_here(state, session, request.server, "WHOWAS"):
        return
    people = state.whowas.find(request.name)
    if not people and ("*" in request.name or "?" in request.name):
        pattern = compile_mask(request.name)
        names = [name for name in state.whowas.names() if pattern.fullmatch(name)]
        people = tuple(past for name in names for past in state.whowas.find(name))
    if request.count > 0:
        people = people[: request.count]
    state.answer(session, ev.PastShown(name=clean(request.name), people=people))


def are_here(state: State, session: Session, request: ask.AreHere) -> None:
    """Show which of these names somebody has (ISON)."""
    found = [state.user(name) for name in request.names]
    state.answer(session, ev.HereShown(nicks=tuple([user.nick for user in found if user])))


def user_hosts(state: State, session: Session, request: ask.UserHosts) -> None:
    """Show the hosts of people (USERHOST)."""
    found = [state.user(name) for name in request.names]
    state.answer(session, ev.UserHostsShown(people=tuple([user.as_member(state.now) for user in found if user])))


HANDLERS: Handlers = {
    ask.Who: who,
    ask.Whois: whois,
    ask.Whowas: whowas,
    ask.AreHere: are_here,
    ask.UserHosts: user_hosts,
}
