"""Operators of the server: who is one."""

from trichat.chat.people import User
from trichat.chat.state import State
from trichat.words import events as ev


def set_operator(state: State, user: User, operator: bool) -> None:
    """Let somebody be an operator of the server from now on, or no longer; tell them so."""
    if operator == ("o" in user.modes):
        return
    user.modes = user.modes | {"o"} if operator else user.modes - {"o"}
    for session in user.sessions:
        state.answer(session, ev.UserModesChanged(change="+o" if operator else "-o"))
