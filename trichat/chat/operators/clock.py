"""Tells operators when the clock of the server is in doubt, and has it believed when they say that it is right."""

from typing import Any

from trichat.chat.core.clock import ClockRecord
from trichat.chat.core.people import Session, User
from trichat.chat.core.state import Handlers, Restorers, State
from trichat.chat.moderating import banning
from trichat.chat.operators.command_line import for_admins
from trichat.chat.operators.operators import for_operators
from trichat.chat.visit import leaving
from trichat.words import requests as ask
from trichat.words.record import Record, replace


class ConfirmClock(Record, kw_only=True):
    """Believe what the clock says."""


def looked(state: State, _session: Session, request: ask.ClockLooked) -> None:
    """Keep in mind whether the clock is in doubt, over a restart too: the next server would believe it."""
    banning.count_anew(state)
    leaving.end_lost(state)
    if request.expected or state.clock.expected:
        state.keep_clock(replace(state.clock, found=request.found, expected=request.expected))
        for user in state.operators:
            for session in user.sessions:
                state.answer(session, state.clock_told())


def show(state: State, session: Session, request: ask.ShowClock | ask.AdministerClock) -> None:
    """Tell what the clock says and whether it is believed; have it believed if the asker says that it is right."""
    if not request.right:
        state.answer(session, state.clock_told())
        return

    def then(state: State, session: Session, _result: Any) -> None:
        if state.clock.expected:
            state.keep_clock(replace(state.clock, found=0, expected=0))
        state.audit(None if session.admin else session, "clock", reason="right")
        state.answer(session, replace(state.clock_told(), confirmed=True))

    state.work(session, ConfirmClock(), then)


def _show(state: State, session: Session, _user: User, request: ask.ShowClock) -> None:
    show(state, session, request)


def restore_clock(state: State, _key: str, record: ClockRecord | None) -> None:
    """Make what is known of the clock what a record says."""
    state.set_clock(record or ClockRecord())


RESTORERS: Restorers = {ClockRecord: restore_clock}

HANDLERS: Handlers = {
    ask.ClockLooked: looked,
    ask.ShowClock: for_operators("CLOCK", _show),
    ask.AdministerClock: for_admins(show),
}
