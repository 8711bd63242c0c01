"""Joins and leaves rooms, sets topics, and lists who is in a room."""

from operator import attrgetter

from trichat.chat.core import permissions
from trichat.chat.core.finding import joined_room
from trichat.chat.core.forgetting import end_room, forget_if_empty
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.room_records import RoomRecord
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.people import attendance, metadata, presence
from trichat.chat.people.read_markers import send_read_marker
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.modes import OP, Change, with_role
from trichat.words.names.names import LOBBY, NameNotAllowed, check_room, fold
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import blank, clean, clean_reason, truncate

_SOURCE = attrgetter("source")
_OPENED_BY_AN_OP = frozenset({Reason.INVITE_ONLY, Reason.WRONG_KEY})


def join(state: State, session: Session, request: ask.Join) -> None:
    """Join a room, and make it the current one of the session; who is in it already is only told so."""
    user = session.named_user
    room = _room_to_join(state, session, user, request)
    if room is None:
        return
    session.room = room
    if user in room.members:
        tell_current_room(state, session)
        return
    _add_member(state, session, user, room)


def _add_member(state: State, session: Session, user: User, room: Room) -> None:
    roles = _roles_of_newcomer(room, user)
    state.empty_rooms.take(room)
    room.add(user, roles)
    seen = attendance.came_in(state, session, user, room.key)
    user.invitations.pop(room.key, None)
    event = ev.Joined(id=state.new_id(), place=room.place, target=room.name, source=user.source, realname=user.realname)
    state.tell(event, room.audience, session)
    if roles and len(room.members) > 1:
        tell_roles(state, room, user, roles, tuple([each for each in room.audience if each not in user.sessions]))
    presence.tell_room_away(state, user, room)
    metadata.announce(state, user, room)
    show_room(state, session, room, event.id, seen)
    for other in user.sessions:
        if other is not session and not other.prompts:
            show_room(state, other, room, event.id, seen)


def show_room(
    state: State, session: Session, room: Room, before: int, seen: int | None = None, *, least: int = 0
) -> None:
    """Show a session the room that it has joined: topic, members, and history before the event with the id `before`.

    If somebody has `seen` it up to an event, what they missed since, or the last messages if there are not `least`.
    """
    send_read_marker(state, session, room.name)
    if room.record.topic:
        state.answer(session, topic_of(room))
    state.answer(session, members_of(session.user, room, entered=True))
    if session.prompts:
        seconds, on_disk = state.kept_for(room.key), state.rules.history_on_disk
        state.answer(session, ev.RecordingTold(seconds=seconds, on_disk=on_disk))
    metadata.show_wanted(state, session, room)
    if state.rules.history_on_join:
        page = ev.Page(
            place=room.key,
            target=room.name,
            after=seen or 0,
            before=before,
            limit=state.rules.history_on_join if seen is None else state.rules.missed_on_join,
            now=state.now,
            on_join=True,
            missed=seen is not None,
            least=least,
            without=state.ignored_by(session),
        )
        state.answer(session, page)


def _roles_of_newcomer(room: Room, user: User) -> str:
    """Give the roles that are kept for somebody; the first in an ownerless room is op, unless muted there."""
    roles = room.kept_roles(user)
    return with_role(roles, OP) if room.ownerless and not permissions.silenced(room, user) else roles


def tell_roles(state: State, room: Room, user: User, roles: str, audience: tuple[Session, ...]) -> None:
    """Tell an audience which roles somebody has here again; a newcomer sees their own in the list of members."""
    changes = tuple(Change(on=True, letter=role, argument=user.nick) for role in roles)
    event = ev.ModesChanged(
        id=state.new_id(),
        place=room.place,
        target=room.name,
        source=state.rules.source,
        changes=changes,
        returning=True,
    )
    state.tell(event, audience, None)


def _room_to_join(state: State, session: Session, user: User, request: ask.Join) -> Room | None:
    """Find the room that somebody may join, or make it; None after a refusal."""
    try:
        name = check_room(request.room)
    except NameNotAllowed as exc:
        state.refuse_name(session, exc.what, exc, "JOIN")
        return None
    key = fold(name)
    if key not in user.rooms and len(user.rooms) >= state.rules.most_rooms:
        state.refuse(session, Reason.TOO_MANY_ROOMS, name, str(state.rules.most_rooms), "JOIN")
        return None
    room = state.rooms.get(key)
    if room is None:
        return _new_room(state, session, user, name)
    reason = None if user in room.members else permissions.why_not_enter(room, user, request.key)
    if reason in _OPENED_BY_AN_OP and room.ownerless:  # nobody could: its name is free, and what was said goes
        end_room(state, room)
        return _new_room(state, session, user, name)
    if reason is not None:
        detail = room.ban_reason(user, state.now) if reason is Reason.BANNED else ""
        state.refuse(session, reason, room.name, detail, "JOIN")
        return None
    return room


def give_back_roles(state: State, user: User) -> None:
    """Give somebody who has just logged in the roles that are kept for their account, in the rooms they are in."""
    for room in user.rooms.values():
        roles = room.members[user]
        missing = [role for role in room.kept_roles(user) if role not in roles]
        for role in missing:
            room.members[user] = with_role(room.members[user], role)
        if missing:
            tell_roles(state, room, user, "".join(missing), room.audience)


def _new_room(state: State, session: Session, user: User, name: str) -> Room | None:
    """Make a room, unless its name looks like that of another. If who makes it is logged in, it is theirs, and kept."""
    if permissions.is_like_a_room(state.room_skeletons, name):
        state.refuse(session, Reason.ROOM_LIKE_ANOTHER, name, command="JOIN")
        return None
    account = fold(user.source.account)
    record = RoomRecord(key=fold(name), name=name, created=state.now)
    room = Room(record)
    room.made_for = session.payer
    state.add_room(room)
    if account and record.key != LOBBY and state.founded(account) < state.rules.most_founded:
        state.change_room(room, replace(record, founder=account))
    return room


def leave(state: State, session: Session, request: ask.Leave) -> None:
    """Leave a room."""
    room = joined_room(state, session, request.room, "PART")
    if room is None:
        return
    user = session.named_user
    reason = clean_reason(request.reason) if permissions.may_give_reason(room, user, state.now) else ""
    event = ev.Left(id=state.new_id(), place=room.place, target=room.name, source=user.source, reason=reason)
    state.tell(event, room.audience, session)
    remove_member(state, room, user, session)
    tell_current_room(state, session)


def tell_current_room(state: State, session: Session) -> None:
    """Tell a person which room is the current one now; an IRC client knows."""
    if not session.prompts:
        return
    if session.room is None:
        state.refuse(session, Reason.NO_ROOM)
    else:
        state.answer(session, members_of(session.user, session.room, entered=True))


def remove_member(state: State, room: Room, user: User, session: Session) -> None:
    """Take somebody, by this session, out of a room, and forget the room if nothing is left of it."""
    attendance.went_out(state, session, user, [room.key])
    room.remove(user)
    forget_if_empty(state, room)


def topic(state: State, session: Session, request: ask.Topic) -> None:
    """Show the topic of a room, or set it."""
    room = joined_room(state, session, request.room, "TOPIC")
    if room is None:
        return
    if request.text is None:
        state.answer(session, topic_of(room))
        return
    user = session.named_user
    reason = permissions.why_not_set_topic(room, user)
    if reason is not None:
        state.refuse(session, reason, room.name, command="TOPIC")
        return
    text = truncate(clean(request.text), state.rules.topic_bytes)
    if request.text and blank(text):  # whoever takes the topic away says so
        state.refuse(session, Reason.NOTHING_TO_SEND, command="TOPIC")
        return
    event = ev.TopicChanged(id=state.new_id(), place=room.place, target=room.name, source=user.source, text=text)
    state.tell(event, room.audience, session)
    state.change_room(room, replace(room.record, topic=text, topic_by=user.nick, topic_at=state.now))


def topic_of(room: Room) -> ev.TopicShown:
    """Give the topic of a room, with who set it and when."""
    record = room.record
    return ev.TopicShown(room=room.name, text=record.topic, by=record.topic_by, at=record.topic_at)


def names(state: State, session: Session, request: ask.Names) -> None:
    """Show who is in a room (NAMES)."""
    if not request.room and session.room is None:
        state.refuse(session, Reason.NO_ROOM, command="NAMES")
        return
    room = state.room(request.room) if request.room else session.room
    if room is not None and permissions.sees(room, session.user):
        listed = members_of(session.user, room)
        state.answer(session, replace(listed, states=_states(state, session, room)) if session.prompts else listed)
    elif session.prompts:
        state.refuse(session, Reason.NO_SUCH_ROOM, clean(request.room))
    else:  # RFC 2812, 3.2.5: no error, only the end of the list
        state.answer(session, ev.MembersListed(room=clean(request.room), members=()))


def _states(state: State, session: Session, room: Room) -> tuple[tuple[str, int], ...]:
    return tuple([(member.away, max(0, state.now - member.last_spoke)) for member in room.seen_by(session.user)])


def members_of(user: User | None, room: Room, *, entered: bool = False) -> ev.MembersListed:
    """Give the members of a room that somebody may know of."""
    seen = room.seen_by(user)
    return ev.MembersListed(
        room=room.name,
        members=tuple(map(_SOURCE, seen)),
        roles=tuple(map(room.members.__getitem__, seen)),
        secret=room.secret,
        entered=entered,
    )


def restore_room(state: State, key: str, record: RoomRecord | None) -> None:
    """Make a room as its record says."""
    room = state.rooms.get(key)
    if record is None:
        return  # nothing was kept of it: it is there as long as somebody is in it
    if room is None:
        room = Room(record)
        state.add_room(room)
    else:
        if record.not_for_all and record.created != room.record.created:  # those who began another would be in this one
            for user in list(room.members):
                room.remove(user)
        state.change_record(room, record)
    if not room.members:
        state.empty_rooms.add(room)
    room.kept = True
    for entry in record.entries:
        state.expires_at(entry.until)


RESTORERS: Restorers = {RoomRecord: restore_room}

HANDLERS: Handlers = {
    ask.Join: join,
    ask.Leave: leave,
    ask.Topic: topic,
    ask.Names: names,
}
