"""Asking about people."""

from trichat.words.requests.base import Request


class Who(Request, kw_only=True):
    """Ask about people: in a room, or those whose name, user, host or real name fits a mask.

    `among`: only these are held against the mask, as letters of WHOX; `operators`: only those are meant.
    """

    mask: str = ""
    fields: str = ""  # WHOX: the letters after `%`
    token: str = ""
    among: str = ""
    operators: bool = False


class Whois(Request, kw_only=True):
    """Ask who somebody is; of this server, or of that on which somebody is (their name), if that is given."""

    name: str
    server: str = ""


class Whowas(Request, kw_only=True):
    """Ask who had a name; the last `count` of them, 0 for all."""

    name: str
    count: int = 0
    server: str = ""


class AreHere(Request, kw_only=True):
    """Ask which of these names are somebody's."""

    names: tuple[str, ...]


class UserHosts(Request, kw_only=True):
    """Ask from where these people are, in short."""

    names: tuple[str, ...]
