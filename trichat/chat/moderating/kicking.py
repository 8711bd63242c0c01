"""Kicks people out of a room, invites them into one, and reports them to operators."""

from trichat.chat.core import permissions
from trichat.chat.core.finding import member_named, moderated_room, user_named, visible_room
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.permissions import Rank
from trichat.chat.core.state import Handlers, State
from trichat.chat.rooms import membership
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words import times
from trichat.words.reasons import Reason
from trichat.words.text.clean import clean, clean_reason

_HOUR = 3600.0  # seconds


def kick(state: State, session: Session, request: ask.Kick) -> None:
    """Kick somebody out of a room, which takes an op."""
    user = session.named_user
    room = moderated_room(state, session, request.room, "KICK")
    if room is None:
        return
    target = member_named(state, session, room, request.name, "KICK")
    if target is None:
        return
    reason = permissions.why_not_act_on(room, user, target)
    if reason is not None:
        state.refuse(session, reason, room.name, target.nick, "KICK")
        return
    kick_out(state, session, room, target, clean_reason(request.reason))


def kick_out(state: State, session: Session, room: Room, target: User, reason: str) -> None:
    """Tell a room that somebody is kicked, and take them out; they are told which room is the current one now."""
    user = session.named_user
    event = ev.Kicked(
        id=state.new_id(), place=room.place, target=room.name, source=user.source, nick=target.nick, reason=reason
    )
    state.tell_room(room, event, session)
    state.audit(session, "kick", room=room.name, about=target.source.mask, reason=reason)
    was_here = [each for each in target.sessions if each.room is room]
    membership.remove_member(state, room, target, target.sessions[0])
    for each in was_here:
        membership.tell_current_room(state, each)


def invite(state: State, session: Session, request: ask.Invite) -> None:
    """Invite somebody into a room; without a name, show where one is invited."""
    user = session.named_user
    if not request.name:
        names = tuple(room.name for key, (room, _) in user.invitations.items() if state.rooms.get(key) is room)
        state.answer(session, ev.InvitesListed(rooms=names))
        return
    room = visible_room(state, session, request.room, "INVITE")
    if room is None:
        return
    reason = permissions.why_not_invite(room, user)
    if reason is not None:
        state.refuse(session, reason, room.name, command="INVITE")
        return
    target = user_named(state, session, request.name, "INVITE")
    if target in room.members:
        state.refuse(session, Reason.ALREADY_THERE, target.nick, room.name, "INVITE")
    elif target is not None:
        _invite(state, session, room, target)


def _invite(state: State, session: Session, room: Room, target: User) -> None:
    user = session.named_user
    overrules = permissions.rank(room, user) >= Rank.OP or target.invitations.get(room.key) == (room, True)
    target.invitations.pop(room.key, None)
    target.invitations[room.key] = (room, overrules)
    if len(target.invitations) > state.rules.most_invitations:
        del target.invitations[next(iter(target.invitations))]
    state.answer(session, ev.InviteSent(nick=target.nick, room=room.name))
    event = ev.Invited(id=state.new_id(), source=user.source, nick=target.nick, room=room.name)
    state.tell(event, state.without_ignorers(user, tuple(target.sessions)), None)
    ops = [member for member in room.members if member is not user and permissions.rank(room, member) >= Rank.OP]
    if ops:
        told = tuple(each for op in ops for each in op.sessions)
        notice = ev.Invited(id=state.new_id(), source=user.source, nick=target.nick, room=room.name, overheard=True)
        state.tell(notice, told, None)


def report(state: State, session: Session, request: ask.Report) -> None:
    """Report somebody: to the operators who are here, and to the audit log for those who are not."""
    user = session.named_user
    text = clean_reason(request.text)
    if not text:
        state.refuse(session, Reason.NOTHING_TO_SEND, command="REPORT")
        return
    most = state.rules.reports_per_hour
    wait = state.reports.count(session.payer, state.now, most, _HOUR) if most else 0
    if wait:
        state.refuse(session, Reason.REPORTS_LATER, detail=times.in_minutes(wait), command="REPORT")
        return
    about = state.user(request.name)
    name = about.nick if about else clean(request.name)
    state.audit(session, "report", about=about.source.mask if about else name, reason=text)
    made = ev.ReportMade(by=user.source, about=name, text=text)
    for operator in state.operators:
        for each in operator.sessions:
            state.answer(each, made)
    state.answer(session, ev.Reported(about=name, operators=len(state.operators)))


HANDLERS: Handlers = {ask.Kick: kick, ask.Invite: invite, ask.Report: report}
