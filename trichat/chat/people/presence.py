"""Sets what people say of themselves: away, real name, user modes, and who may write to them."""

from trichat.chat.core.finding import user_named
from trichat.chat.core.people import Room, Session, User
from trichat.chat.core.state import Handlers, State
from trichat.chat.people.monitor import tell_change
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Kind
from trichat.words.reasons import Reason
from trichat.words.record import replace
from trichat.words.text.clean import blank, clean, clean_reason

_CTCP = (Kind.CTCP, Kind.CTCP_REPLY)


def away(state: State, session: Session, request: ask.Away) -> None:
    """Set or end being away. Those in the same rooms are told if that is news.

    Whoever has no name yet comes in away (ircv3.net/specs/extensions/pre-away).
    """
    user = session.user
    text = clean_reason(request.text.strip(), state.rules.away_bytes)
    if user is None:
        state.away[session] = text
        state.answer(session, ev.AwayNoted(text=text))
        return
    before, user.away = user.away, text
    state.answer(session, ev.AwayNoted(text=text))
    if text != before:
        event = ev.AwayChanged(id=state.new_id(), source=user.source, text=text)
        tell_change(state, user, event, informed=session)


def set_realname(state: State, session: Session, request: ask.SetRealname) -> None:
    """Change one's real name (ircv3.net/specs/extensions/setname)."""
    user = session.named_user
    realname = clean(request.realname).strip()
    if blank(realname) or len(realname.encode()) > state.rules.realname_bytes:
        state.refuse(session, Reason.REALNAME, detail=str(state.rules.realname_bytes), command="SETNAME")
        return
    user.realname = realname
    event = ev.RealnameChanged(id=state.new_id(), source=user.source, realname=realname)
    tell_change(state, user, event, session)


def change_host(state: State, user: User, username: str, host: str) -> None:
    """Give somebody another username and host, and tell whoever sees them (ircv3.net/specs/extensions/chghost)."""
    event = ev.HostChanged(id=state.new_id(), source=user.source, username=username, host=host)
    user.source = replace(user.source, username=username, host=host)
    tell_change(state, user, event)


# User modes (modern.ircdocs.horse, "User Modes")


def user_modes(state: State, session: Session, request: ask.UserModes) -> None:
    """Show one's own modes, or change them."""
    user = session.named_user
    if state.user(request.name) is not user:
        known = state.user(request.name) is not None
        reason = Reason.NOT_YOURSELF if known else Reason.NO_SUCH_NAME
        state.refuse(session, reason, clean(request.name), command="MODE")
        return
    if not request.change:
        state.answer(session, ev.UserModesShown(modes="".join(sorted(user.modes))))
        return
    wanted, unknown = _wanted(user.modes, request.change)
    if unknown:
        state.refuse(session, Reason.UNKNOWN_USER_MODE, clean(unknown), command="MODE")
    set_modes(state, user, wanted)


def _wanted(modes: frozenset[str], change: str) -> tuple[frozenset[str], str]:
    """Give the modes after a change, and the first letter in it that is no mode."""
    sign, unknown = "+", ""
    for char in change:
        if char in "+-":
            sign = char
        elif sign == "-" and char == "o":
            modes -= {char}
        elif char in ask.OWN_MODES:
            modes = modes | {char} if sign == "+" else modes - {char}
        elif char != "o":  # RFC 2812, 3.1.5: to make oneself operator is ignored
            unknown = unknown or char
    return modes, unknown


def set_modes(state: State, user: User, modes: frozenset[str]) -> None:
    """Set the modes of somebody; all their sessions are told what has changed."""
    before, user.modes = user.modes, modes
    added, removed = "".join(sorted(modes - before)), "".join(sorted(before - modes))
    if not added and not removed:
        return
    state.invisible += ("i" in modes) - ("i" in before)
    if "B" in added + removed:
        user.source = replace(user.source, bot="B" in modes)
    if "o" in modes:
        state.operators[user] = None
    else:
        state.operators.pop(user, None)
    change = ("+" + added if added else "") + ("-" + removed if removed else "")
    for session in user.sessions:
        state.answer(session, ev.UserModesChanged(change=change))
        if "o" in added and state.clock.expected:
            state.answer(session, state.clock_told())


def set_operator(state: State, user: User, operator: bool) -> None:
    """Make somebody an operator of the server, or no longer; tell them so."""
    set_modes(state, user, user.modes | {"o"} if operator else user.modes - {"o"})


# Private messages


def may_write(state: State, session: Session, target: Room | User, kind: Kind) -> bool:
    """Tell whether somebody takes a message; refuse it if not, unless it is of a kind that is never answered.

    Whoever takes messages of people with accounts only (mode R) also takes those of whom they have written to.
    """
    user = session.named_user
    if not isinstance(target, User) or target is user:
        return True
    if "R" in user.modes:
        _take_from(state, user, target)
    reason = None
    if "R" in target.modes and not user.source.account and user.identity not in state.accept_lists.get(target, {}):
        reason = Reason.ACCOUNT_NEEDED_TO_WRITE
    elif "T" in target.modes and kind in _CTCP:
        reason = Reason.TAKES_NO_CTCP
    if reason is not None and kind not in (Kind.NOTICE, Kind.CTCP_REPLY):
        state.refuse(session, reason, target.nick, command="PRIVMSG")
    return reason is None


def _take_from(state: State, user: User, other: User) -> None:
    """Take messages of somebody from now on; of too many, those of the first one no more."""
    accepted = state.accept_lists.setdefault(user, {})
    accepted[other.identity] = other.nick
    if len(accepted) > state.rules.most_accepted:
        del accepted[next(iter(accepted))]


def tell_away(state: State, session: Session, target: User, kind: Kind) -> None:
    """Tell a session that the person it has written to is away (modern.ircdocs.horse, "RPL_AWAY")."""
    if target.away and kind in (Kind.MESSAGE, Kind.ACTION):
        state.answer(session, ev.AwayShown(nick=target.nick, text=target.away))


def tell_room_away(state: State, user: User, room: Room) -> None:
    """Tell a room that somebody who has just come in is away (ircv3.net/specs/extensions/away-notify)."""
    if user.away:
        others = tuple([session for session in room.audience if session not in user.sessions])
        state.tell(ev.AwayChanged(id=state.new_id(), source=user.source, text=user.away), others, None)


def accept(state: State, session: Session, request: ask.Accept) -> None:
    """Change the accept list: those who may write to one though they are not logged in; or show it."""
    user = session.named_user
    accepted = state.accept_lists.setdefault(user, {})
    for name in request.names:
        other = user_named(state, session, name, "ACCEPT")
        if other is not None and other.identity not in accepted and len(accepted) >= state.rules.most_accepted:
            state.refuse(session, Reason.LIST_FULL, other.nick, command="ACCEPT")
        elif other is not None:
            accepted[other.identity] = other.nick
    for name in request.remove:
        other = state.user(name)
        accepted.pop(other.identity if other else "", None)
    if not request.names and not request.remove:
        state.answer(session, ev.AcceptsShown(nicks=tuple(accepted.values())))


HANDLERS: Handlers = {
    ask.Away: away,
    ask.SetRealname: set_realname,
    ask.UserModes: user_modes,
    ask.Accept: accept,
}
