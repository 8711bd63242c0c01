"""Operators of the server: who is one."""

from trichat.chat.people import User
from trichat.chat.presence import set_modes
from trichat.chat.state import State


def set_operator(state: State, user: User, operator: bool) -> None:
    """Let somebody be an operator of the server from now on, or no longer; tell them so."""
    set_modes(state, user, user.modes | {"o"} if operator else user.modes - {"o"})
