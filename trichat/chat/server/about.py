"""Answers questions about the server itself: there is one, so whoever asks for another is told that there is none."""

from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.visit.entering import ask_name
from trichat.chat.visit.multiclient import count_users
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.events import Who
from trichat.words.modes import OP
from trichat.words.names.names import compile_mask
from trichat.words.reasons import Reason
from trichat.words.requests import ServerTopic
from trichat.words.text.clean import clean


def is_here(state: State, session: Session, server: str, command: str) -> bool:
    """Tell whether this server is meant: by its name, a mask, or the name of somebody on it; refuse if not."""
    if not server or state.user(server) or compile_mask(server).fullmatch(state.rules.server.lower()):
        return True
    state.refuse(session, Reason.NO_SUCH_SERVER, clean(server), command=command)
    return False


def about(state: State, session: Session, request: ask.AboutServer) -> None:
    """Show what was asked about the server: VERSION, TIME, ADMIN and the like."""
    if not is_here(state, session, request.server, request.topic.value):
        return
    admin = state.rules.admin if request.topic is ServerTopic.ADMIN else ()
    state.answer(session, ev.ServerShown(topic=request.topic.value, now=state.now, admin=admin))


def stats(state: State, session: Session, request: ask.Stats) -> None:
    """Show since when the server runs, or who its operators are; to operators only, where it is about people."""
    if not is_here(state, session, request.server, "STATS"):
        return
    user = session.user
    operators = tuple([other.source for other in state.operators]) if user and user.operator else ()
    match request.letter:
        case "u":
            shown = ev.StatsShown(letter="u", uptime=(state.now - state.rules.started) // 1000)
        case "o" | "O":
            shown = ev.StatsShown(letter=request.letter, operators=operators)
        case _:
            shown = ev.StatsShown(letter=clean(request.letter[:1]))
    state.answer(session, shown)


def lusers(state: State, session: Session, request: ask.Lusers) -> None:
    """Show how many people and rooms there are (LUSERS)."""
    if is_here(state, session, request.server, "LUSERS"):
        state.answer(session, count_users(state))


def motd(state: State, session: Session, request: ask.Motd) -> None:
    """Show the message of the day."""
    if is_here(state, session, request.server, "MOTD"):
        state.answer(session, ev.MotdShown(lines=state.rules.motd, asked=True))


def help_(state: State, session: Session, request: ask.Help) -> None:
    """Show what commands there are, or what one does."""
    state.answer(session, ev.HelpShown(command=clean(request.command), who=_who_is(state, session)))


def _who_is(state: State, session: Session) -> tuple[Who, ...]:
    """Tell for whom the commands are that a session may use."""
    user = session.user
    guest = state.account_of(session) is None
    leads = user is not None and any(OP in roles for roles in (room.members[user] for room in user.rooms.values()))
    operator = user is not None and user.operator
    found = {
        Who.ANYBODY: True,
        Who.NAMED: user is not None,
        Who.NEWCOMER: guest and state.rules.may_register,
        Who.GUEST: guest,
        Who.ACCOUNT: not guest,
        Who.OP: leads or operator,
        Who.OPERATOR: operator,
    }
    return tuple([who for who, is_one in found.items() if is_one])


def in_turn(state: State, session: Session, request: ask.InTurn) -> None:
    """Tell what the door knew by itself, at its place in the order."""
    state.answer(session, request.event)
    if isinstance(request.event, ev.Refused):
        ask_name(state, session)


def catch_up(state: State, session: Session, _request: ask.CatchUp) -> None:
    """Tell a slow reader that it is live again from here on."""
    state.answer(session, ev.CaughtUp())


def alive(_state: State, _session: Session, _request: ask.Alive) -> None:
    """Do nothing: that something has come is noted of whatever comes (see `Hub.run`)."""


HANDLERS: Handlers = {
    ask.AboutServer: about,
    ask.Stats: stats,
    ask.Lusers: lusers,
    ask.Motd: motd,
    ask.Help: help_,
    ask.InTurn: in_turn,
    ask.CatchUp: catch_up,
    ask.Alive: alive,
}
