"""Questions that change nothing: who, which rooms, how many."""

from collections.abc import Iterable

from trichat.chat import permissions
from trichat.chat.entering import ask_name, counted
from trichat.chat.people import Session, User
from trichat.chat.state import Handlers, State
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.commands import room_name
from trichat.words.masks import compile_mask
from trichat.words.names import fold, is_room
from trichat.words.reasons import Reason
from trichat.words.text import clean


def who(state: State, session: Session, request: ask.Who) -> None:
    """Show the people in a room, or those whom a mask fits."""
    people = tuple(_found(state, session, request.mask))
    room = state.room(room_name(request.mask))
    if session.prompts and not people and room is not None:  # a person may leave out the `#`
        people = tuple(_found(state, session, room.name))
    state.answer(
        session, ev.PeopleFound(mask=clean(request.mask), people=people, fields=request.fields, token=request.token)
    )


def _found(state: State, session: Session, mask: str) -> Iterable[ev.Member]:
    if is_room(mask):
        room = state.room(mask)
        if room is not None:
            seen = room.seen_by(session.user)
            yield from [member.as_member(state.now, room.name, room.members[member]) for member in seen]
        return
    exact = state.user(mask)
    if exact is not None:
        yield exact.as_member(state.now, *_common_room(session, exact))
        return
    pattern = compile_mask(mask)
    for user in state.users.values():
        shared = _common_room(session, user)
        if user.invisible and not shared[0] and user is not session.user:
            continue
        source = user.source
        if any(pattern.fullmatch(fold(part)) for part in (source.nick, source.username, source.host, user.realname)):
            yield user.as_member(state.now, *shared)


def _common_room(session: Session, user: User) -> tuple[str, str]:
    """Give the name of a room in which both are, and what `user` is there; or empty ones."""
    mine = session.user.rooms if session.user else {}
    return next(((room.name, room.members[user]) for key, room in user.rooms.items() if key in mine), ("", ""))


def whois(state: State, session: Session, request: ask.Whois) -> None:
    """Show who somebody is, and the rooms in which both are or that anyone can see."""
    user = state.user(request.name)
    if user is None:
        state.refuse(session, Reason.NO_SUCH_NAME, clean(request.name), command="WHOIS")
        return
    seen = [room for room in user.rooms.values() if permissions.sees(room, session.user)]
    rooms = tuple((room.name, room.members[user]) for room in seen)
    state.answer(session, ev.PersonShown(person=user.as_member(state.now), rooms=rooms))


def lusers(state: State, session: Session, _request: ask.Lusers) -> None:
    """Show how many are here."""
    state.answer(session, counted(state))


def motd(state: State, session: Session, _request: ask.Motd) -> None:
    """Show the message of the day."""
    state.answer(session, ev.MotdShown(lines=state.rules.motd, asked=True))


def help_(state: State, session: Session, request: ask.Help) -> None:
    """Show what commands there are, or what one does."""
    state.answer(session, ev.HelpShown(command=clean(request.command)))


def in_turn(state: State, session: Session, request: ask.InTurn) -> None:
    """What the door knew by itself is told at its place in the order."""
    state.answer(session, request.event)
    if isinstance(request.event, ev.Refused):
        ask_name(state, session)


def catch_up(state: State, session: Session, _request: ask.CatchUp) -> None:
    """A slow reader is live again from here on."""
    state.answer(session, ev.CaughtUp())


HANDLERS: Handlers = {
    ask.Who: who,
    ask.Whois: whois,
    ask.Lusers: lusers,
    ask.Motd: motd,
    ask.Help: help_,
    ask.InTurn: in_turn,
    ask.CatchUp: catch_up,
}
