"""Finds the person or the room that a request names, or refuses."""

from trichat.chat.core import permissions
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import State
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean


def user_named(state: State, session: Session, name: str, command: str) -> User | None:
    """Find somebody by name; None after a refusal."""
    user = state.user(name)
    if user is None:
        state.refuse(session, Reason.NO_SUCH_NAME, clean(name), command=command)
    return user


def member_named(state: State, session: Session, room: Room, name: str, command: str) -> User | None:
    """Find a member of a room by name; None after a refusal."""
    user = user_named(state, session, name, command)
    if user is None or user in room.members:
        return user
    state.refuse(session, Reason.NOT_THERE, user.nick, room.name, command)
    return None


def visible_room(state: State, session: Session, name: str, command: str) -> Room | None:
    """Find a room that the session may know of; without a name, its current one. None after a refusal."""
    room = state.room(name) if name else session.room
    if room is not None and permissions.sees(room, session.user):
        return room
    state.refuse(session, Reason.NO_SUCH_ROOM if name else Reason.NO_ROOM, clean(name), command=command)
    return None


def joined_room(state: State, session: Session, name: str, command: str) -> Room | None:
    """Find a room that the session is in; without a name, its current one. None after a refusal."""
    room = visible_room(state, session, name, command)
    if room is None or session.user in room.members:
        return room
    state.refuse(session, Reason.NOT_IN_ROOM, room.name, command=command)
    return None


def moderated_room(state: State, session: Session, name: str, command: str) -> Room | None:
    """Find a room that the session may moderate; without a name, its current one. None after a refusal."""
    room = visible_room(state, session, name, command)
    if room is None:
        return None
    reason = permissions.why_not_moderate(room, session.named_user)
    if reason is None:
        return room
    state.refuse(session, reason, room.name, command=command)
    return None
