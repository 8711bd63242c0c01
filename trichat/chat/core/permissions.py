"""Decides who may do what: each answer is a Reason why not, or None."""

import functools
from enum import IntEnum

from trichat.chat.core.people import Room, User
from trichat.words.events import Kind
from trichat.words.modes import OP, VOICE
from trichat.words.names.lookalikes import Lookalikes, looks_like, shapes
from trichat.words.names.names import LOBBY, RESERVED, fold
from trichat.words.reasons import Reason


class Rank(IntEnum):
    """What somebody is in a room; each may do what those before it may."""

    OUTSIDE = 0
    MEMBER = 1
    VOICE = 2
    OP = 3
    FOUNDER = 4
    OPERATOR = 5  # of the server


def rank(room: Room, user: User | None) -> Rank:
    """Give the rank of somebody in a room. Operators of the server are above all, in the room or not."""
    if user is None:
        return Rank.OUTSIDE
    if user.operator:
        return Rank.OPERATOR
    roles = room.members.get(user)
    if roles is None:
        return Rank.OUTSIDE
    if OP in roles:
        return Rank.FOUNDER if room.founded_by(user) else Rank.OP
    return Rank.VOICE if VOICE in roles else Rank.MEMBER


def is_like_a_room(rooms: Lookalikes, name: str, own: str = "") -> bool:
    """Tell whether a new name for a room can be taken for that of another; `own` is the key of the room itself.

    Nothing may look like the lobby, where strangers begin, and which is there even while nobody is in it.
    """
    if fold(name) != LOBBY and looks_like(name, _lobby()):
        return True
    return any(fold(other) != own for other in rooms.of(name))


@functools.cache
def _lobby() -> frozenset[str]:
    return shapes([LOBBY])


def is_reserved(name: str, server: str) -> bool:
    """Tell whether a name is kept for the server, or can be taken for one that is; `server` is its own."""
    return looks_like(name, _reserved(server))


@functools.cache
def _reserved(server: str) -> frozenset[str]:
    """Give what those names look like; the dot in that of the server has look-alikes, too."""
    return shapes({*RESERVED, server})


def sees(room: Room, user: User | None) -> bool:
    """Tell whether somebody may know that there is this room: a secret one only its members."""
    return not room.secret or user in room.members


def why_not_enter(room: Room, user: User, key: str) -> Reason | None:
    """Say why somebody may not join. An op's invitation overrules all modes; so does a role that is kept for them.

    Where nobody could open the room for them, `membership` lets them begin another one of the same name.
    """
    invited_to, overrules = user.invitations.get(room.key, (None, False))
    invited = invited_to is room
    if (invited and overrules) or room.kept_roles(user) or user.operator:
        return None
    modes = room.modes
    if room.matches("b", user) and not room.matches("e", user):
        return Reason.BANNED
    if "R" in modes and not user.source.account:
        return Reason.NEED_ACCOUNT
    if "i" in modes and not room.matches("I", user):
        return Reason.INVITE_ONLY
    if "k" in modes and modes["k"] != key:
        return Reason.WRONG_KEY
    if "l" in modes and not invited and len(room.members) >= int(modes["l"]):
        return Reason.ROOM_FULL
    return None


def silenced(room: Room, user: User) -> bool:
    """Tell whether somebody may not speak because of a ban or a mute."""
    return room.matches("b", user, mute=True) and not room.matches("e", user, mute=True)


def why_not_speak(room: Room, user: User, kind: Kind, now: int) -> tuple[Reason, str] | None:
    """Say why somebody may not say something of this kind to a room; with what belongs to the reason."""
    if not room.limits_speech and user in room.members:
        return None
    modes = room.modes
    if user not in room.members and ("n" in modes or room.secret) and not user.operator:
        return (Reason.CANNOT_SEND, "") if sees(room, user) else (Reason.NO_SUCH_ROOM, "")
    if "C" in modes and kind in (Kind.CTCP, Kind.CTCP_REPLY):
        return Reason.NO_CTCP, ""
    if room.members.get(user) or user.operator:
        return None
    return _why_silent(room, user, now)


def why_not_post(room: Room, user: User, now: int) -> tuple[Reason, str] | None:
    """Say why a program may not speak in a room for an account: it is held to what holds for members."""
    return None if room.kept_roles(user) else _why_silent(room, user, now)


def _why_silent(room: Room, user: User, now: int) -> tuple[Reason, str] | None:
    """Say why somebody without a role may not speak, whatever they say."""
    modes = room.modes
    if "m" in modes:
        return Reason.MODERATED, ""
    if "M" in modes and not user.source.account:
        return Reason.SPEAK_ACCOUNT, ""
    if room.record.entries and silenced(room, user):
        return Reason.MUTED, room.ban_reason(user, now, mute=True)
    wait = room.seconds_to_wait(user, now) if "W" in modes else 0
    return (Reason.SLOW, str(wait)) if wait else None


def may_give_reason(room: Room, user: User, now: int) -> bool:
    """Tell whether a room hears why somebody leaves it: only from those who could say it there as well."""
    return why_not_speak(room, user, Kind.MESSAGE, now) is None


def why_not_moderate(room: Room, user: User) -> Reason | None:
    """Say why somebody may not change a room, or act on its members: it takes an op."""
    if rank(room, user) >= Rank.OP:
        return None
    if not sees(room, user):
        return Reason.NO_SUCH_ROOM
    return Reason.NOT_OP if user in room.members else Reason.NOT_IN_ROOM


def why_not_act_on(room: Room, user: User, target: User) -> Reason | None:
    """Say why somebody may not kick, ban, mute or demote `target`: nobody does that to the founder."""
    if user is target:
        return None
    above = rank(room, user)
    return Reason.FOUNDER_STAYS if above < Rank.OPERATOR and rank(room, target) > Rank.OP else None


def why_not_set_topic(room: Room, user: User) -> Reason | None:
    """Say why somebody may not set the topic."""
    if "t" in room.modes or user not in room.members:
        return why_not_moderate(room, user)
    return Reason.MUTED if not room.members[user] and silenced(room, user) else None


def why_not_invite(room: Room, user: User) -> Reason | None:
    """Say why somebody may not invite: members do who may speak, into a room for invited people only its ops."""
    if user not in room.members and not user.operator:
        return Reason.NOT_IN_ROOM if sees(room, user) else Reason.NO_SUCH_ROOM
    if "i" in room.modes:
        return why_not_moderate(room, user)
    return Reason.MUTED if not room.members.get(user) and not user.operator and silenced(room, user) else None


def may_see_topic(room: Room, user: User | None) -> bool:
    """Tell whether somebody may know what a room is about, whose name they see: who is in it, or could come in."""
    return user is not None and (user in room.members or why_not_enter(room, user, "") is None)


def keeps_name(user: User) -> Room | None:
    """Give a room in which somebody is silenced, who might otherwise speak again under another name."""
    rooms = user.rooms.values()
    return next((room for room in rooms if not room.members[user] and silenced(room, user)), None)
