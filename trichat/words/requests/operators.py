"""What operators of the server can do, and becoming one."""

from dataclasses import field

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class BecomeOperator(Request):
    """Be an operator of the server, as its settings allow."""

    name: str
    password: str = field(repr=False)


@record
class Kill(Request):
    """Put somebody off the server."""

    name: str
    reason: str = ""


@record
class Wallops(Request):
    """Say something to all who want to hear what operators say."""

    text: str


@record
class Rehash(Request):
    """Have the settings of the server read again."""


@record
class SetHost(Request):
    """Let somebody be seen under another host, or username (empty: as it is)."""

    name: str
    host: str = ""
    username: str = ""
