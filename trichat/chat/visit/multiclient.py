"""Several connections of one user: one name, one member in each room, messages to all of them."""

from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people import metadata
from trichat.chat.rooms import membership
from trichat.chat.visit.leaving import leave_user
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.names.names import LOBBY
from trichat.words.reasons import Reason
from trichat.words.record import replace


def attach(state: State, session: Session, user: User) -> None:
    """Make a session one of those of `user`. Others see nothing of it; the session is shown the rooms it is in."""
    user.sessions.append(session)
    state.extra_sessions += 1
    session.user = user
    for room in user.rooms.values():
        room.forget_audience()
    state.answer(session, ev.Welcome(nick=user.nick))
    state.answer(session, count_users(state))
    state.answer(session, ev.MotdShown(lines=state.rules.motd))
    metadata.carry_over(state, session, user)
    if user.modes:
        state.answer(session, ev.UserModesChanged(change="+" + "".join(sorted(user.modes))))
    if session.prompts:
        membership.join(state, session, ask.Join(room=LOBBY))
        return
    for room in user.rooms.values():
        joined = ev.Joined(
            id=state.last_id,
            at=state.said_at,
            place=room.key,
            target=room.name,
            source=user.source,
            realname=user.realname,
        )
        state.answer(session, ev.AlreadyIn(joined=joined))
        membership.show_room(state, session, room, state.last_id + 1)


def move(state: State, session: Session, user: User) -> None:
    """Make a session one of those of `user`, and take it from the user it has so far."""
    leave_user(state, session, "")
    attach(state, session, user)


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
    """Set whether several connections may be here under one name."""
    account = state.account_of(session)
    if account is None:
        state.refuse(session, Reason.NOT_LOGGED_IN, command="NICKSERV")
        return
    state.keep_account(replace(account, several=request.several))
    state.answer(session, ev.NameShared(several=request.several))


HANDLERS: Handlers = {ask.ShareName: share_name}
