"""Asking about people."""

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Who(Request):
    """Ask about people: in a room, or those whose name, user, host or real name fits a mask.

    `among`: only these are held against the mask, as letters of WHOX; `operators`: only those are meant.
    """

    mask: str = ""
    fields: str = ""  # WHOX: the letters after `%`
    token: str = ""
    among: str = ""
    operators: bool = False


@record
class Whois(Request):
    """Ask who somebody is; of this server, or of that on which somebody is (their name), if that is given."""

    name: str
    server: str = ""


@record
class Whowas(Request):
    """Ask who had a name; the last `count` of them, 0 for all."""

    name: str
    count: int = 0
    server: str = ""


@record
class AreHere(Request):
    """Ask which of these names are somebody's."""

    names: tuple[str, ...]


@record
class UserHosts(Request):
    """Ask from where these people are, in short."""

    names: tuple[str, ...]
