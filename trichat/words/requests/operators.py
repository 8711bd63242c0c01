"""What operators of the server can do, and becoming one."""

from trichat.words.record import Hidden
from trichat.words.requests.base import Request


class BecomeOperator(Request, kw_only=True):
    """Be an operator of the server, as its settings allow."""

    name: str
    password: Hidden[str]


class Kill(Request, kw_only=True):
    """Put somebody off the server."""

    name: str
    reason: str = ""


class Wallops(Request, kw_only=True):
    """Say something to all who want to hear what operators say."""

    text: str


class Rehash(Request, kw_only=True):
    """Have the settings of the server read again."""


class SetHost(Request, kw_only=True):
    """Let somebody be seen under another host, or username (empty: as it is)."""

    name: str
    host: str = ""
    username: str = ""
