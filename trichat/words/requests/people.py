"""Asking about people."""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Who(Request):
    """Ask about people: in a room, or those whose name, user, host or real name fits a mask."""

    mask: str = ""
    fields: str = ""  # WHOX: the letters after `%`
    token: str = ""


@record
class Whois(Request):
    """Ask who somebody is."""

    name: str


@record
class UserModes(Request):
    """Ask for one's own modes, or change them: `change` is as in `MODE name +i`."""

    name: str
    change: str = ""
