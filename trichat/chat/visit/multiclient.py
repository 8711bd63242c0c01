"""Several connections of one user: one name, one member in each room, messages to all of them."""

from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import attendance, metadata
from trichat.chat.rooms import membership
from trichat.chat.visit.leaving import depart, leave_user
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import LOBBY
from trichat.words.reasons import Reason
from trichat.words.record import replace

_ELSEWHERE = "You go on over another connection."


def attach(state: State, session: Session, user: User) -> None:
    """Let a session be one of those of `user`, instead of whom it was so far; whoever wants to be here once, is.

    Others see nothing of it, but that the one it was leaves. The session is told who it is now, and where. It may be a
    further device, which has seen nothing; or the same again, before anybody has noticed that its connection is dead:
    then all is missing that was said after that had its last sign of life.
    """
    seen = attendance.last_seen(user)
    become(state, session, user)
    show_where(state, session, user, None, seen, least=state.rules.history_on_join)
    account = state.account_of(session)
    if account is not None and not account.several:
        end_others(state, session, user)


def become(state: State, session: Session, user: User) -> None:
    """Let a session be one of those of `user`, and tell it that."""
    before = session.user
    left = [room.name for key, room in before.rooms.items() if key not in user.rooms] if before else []
    leave_user(state, session, "")
    user.sessions.append(session)
    state.extra_sessions += 1
    session.user = user
    session.refused_entry = None
    for room in user.rooms.values():
        room.forget_audience()
    if before is None:
        state.answer(session, ev.Welcome(nick=user.nick))
        state.answer(session, count_users(state))
        metadata.carry_over(state, session, user)
        state.answer(session, ev.MotdShown(lines=state.rules.motd))
    else:
        state.answer(session, ev.Became(before=before.source, nick=user.nick, left=tuple(left)))
        metadata.carry_over(state, session, user)


def show_where(
    state: State, session: Session, user: User, room: Room | None, seen: int | None = None, *, least: int = 0
) -> None:
    """Show a session what there is to know of its user; a person stands in this room, or else in the lobby.

    Of what was said, what they missed since they had `seen` an event, or the last messages if there are not `least`.
    """
    if user.modes:
        state.answer(session, ev.UserModesChanged(change="+" + "".join(sorted(user.modes))))
    if session.prompts:
        if room is None:
            membership.join(state, session, ask.Join(room=LOBBY))
        else:
            session.room = room
            membership.show_room(state, session, room, state.last_id + 1, seen, least=least)
        return
    for each in user.rooms.values():
        joined = ev.Joined(
            id=state.last_id,
            at=state.said_at,
            place=each.key,
            target=each.name,
            source=user.source,
            realname=user.realname,
        )
        state.answer(session, ev.AlreadyIn(joined=joined))
        membership.show_room(state, session, each, state.last_id + 1, seen, least=least)


def end_others(state: State, session: Session, user: User) -> None:
    """End the other connections of a user: one that is lost may not have noticed yet, and one that is not is told."""
    for other in [other for other in user.sessions if other is not session]:
        state.answer(other, ev.Farewell(reason=_ELSEWHERE))
        depart(state, other, _ELSEWHERE)


def count_users(state: State) -> ev.Counted:
    """Count people, rooms and connections (LUSERS)."""
    rooms = sum(1 for room in state.rooms.values() if room.members)
    return ev.Counted(
        people=len(state.users),
        invisible=state.invisible,
        operators=len(state.operators),
        most=state.most_users,
        connections=len(state.sessions) - state.extra_sessions,
        rooms=rooms,
    )


def share_name(state: State, session: Session, request: ask.ShareName) -> None:
    """Say whether several connections may be here under one name; if not, the next one ends the others."""
    account = state.account_of(session)
    if account is None:
        state.refuse(session, Reason.NOT_LOGGED_IN, command="NICKSERV")
        return
    state.keep_account(replace(account, several=request.several))
    state.answer(session, ev.NameShared(several=request.several))


HANDLERS: Handlers = {ask.ShareName: share_name}
