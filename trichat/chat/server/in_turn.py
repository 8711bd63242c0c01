"""What a door answers by itself, and help: told at their place in the order."""

from trichat.chat.core.people import Session
from trichat.chat.core.state import Handlers, State
from trichat.chat.visit.entering import ask_name
from trichat.words import events as ev
from trichat.words import requests as ask
from trichat.words.text.clean import clean


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
    ask.Help: help_,
    ask.InTurn: in_turn,
    ask.CatchUp: catch_up,
}
