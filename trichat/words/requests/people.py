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
