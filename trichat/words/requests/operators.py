"""Requests of operators of the server, and of whoever runs it at its command line."""

from trichat.words.record import Hidden
from trichat.words.requests.base import Request


class BecomeOperator(Request, kw_only=True):
    """Become an operator of the server, as its settings allow (OPER)."""

    name: str
    password: Hidden[str]


class Kill(Request, kw_only=True):
    """Disconnect somebody."""

    name: str
    reason: str = ""


class Wallops(Request, kw_only=True):
    """Say something to all who want to hear what operators say."""

    text: str


class Rehash(Request, kw_only=True):
    """Have the settings of the server read again."""


class ShowClock(Request, kw_only=True):
    """Ask what the clock of the server says, and whether it is believed; `right`: say that it is right."""

    right: bool = False


class ClockLooked(Request, kw_only=True):
    """The server has looked at its clock: it says `found`, and should say `expected`; both 0 if it is believed."""

    found: int
    expected: int


class SetHost(Request, kw_only=True):
    """Give somebody another host, or username (empty: as it is)."""

    name: str
    host: str = ""
    username: str = ""


class AdminRequest(Request, kw_only=True):
    """The base of what only the command line of the server can ask."""


class AddAccount(AdminRequest, kw_only=True):
    """Make an account, also of a name that people could not register."""

    name: str
    password: Hidden[str]
    email: str = ""


class RemoveAccount(AdminRequest, kw_only=True):
    """Remove an account. Nobody else can register its name: its conversations would be theirs."""

    name: str


class SetPassword(AdminRequest, kw_only=True):
    """Give an account another password, because somebody has forgotten theirs."""

    name: str
    password: Hidden[str]


class ListAccounts(AdminRequest, kw_only=True):
    """List the accounts."""


class AddApiToken(AdminRequest, kw_only=True):
    """Let a program speak and read over HTTP for an account, in some rooms. `token` is the hash of what it shows."""

    name: str
    rooms: tuple[str, ...]
    token: Hidden[str]


class RemoveApiToken(AdminRequest, kw_only=True):
    """Let it do so no longer; `token` is the name under which tokens are listed."""

    token: str


class ListApiTokens(AdminRequest, kw_only=True):
    """List the tokens of programs."""


class ShowLog(AdminRequest, kw_only=True):
    """Show the end of the audit log: what operators and ops have done."""

    limit: int = 100


class RereadSettings(AdminRequest, kw_only=True):
    """Have the running server read its settings again, and its certificate."""


class AdministerClock(AdminRequest, kw_only=True):
    """Ask the running server what its clock says, as `ShowClock` does."""

    right: bool = False


class Appoint(AdminRequest, kw_only=True):
    """Make an account that of an operator of the server, or no longer."""

    name: str
    operator: bool = True
