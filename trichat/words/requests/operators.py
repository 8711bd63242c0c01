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


class AdminRequest(Request, kw_only=True):
    """The base of these requests."""


class AddAccount(AdminRequest, kw_only=True):
    """Make an account, of a name that people could not register too."""

    name: str
    password: Hidden[str]
    email: str = ""


class RemoveAccount(AdminRequest, kw_only=True):
    """Have an account no longer. Nobody else can register its name: its conversations would be theirs."""

    name: str


class SetPassword(AdminRequest, kw_only=True):
    """Give an account another password, because somebody has forgotten theirs."""

    name: str
    password: Hidden[str]


class ListAccounts(AdminRequest, kw_only=True):
    """Show which accounts there are."""


class ShowLog(AdminRequest, kw_only=True):
    """Show the last acts of those who look after rooms and people."""

    limit: int = 100


class RereadSettings(AdminRequest, kw_only=True):
    """Have the running server read its settings again, and its certificate."""


class Appoint(AdminRequest, kw_only=True):
    """Let an account be an operator of the server, or no longer."""

    name: str
    operator: bool = True
