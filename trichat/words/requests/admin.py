"""What those who run the server ask of it from their command line. No door for people makes these requests."""

from dataclasses import field

from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class AdminRequest(Request):
    """The base of these requests."""


@record
class AddAccount(AdminRequest):
    """Make an account, of a name that people could not register too."""

    name: str
    password: str = field(repr=False)
    email: str = ""


@record
class RemoveAccount(AdminRequest):
    """Have an account no longer. Nobody else can register its name: its conversations would be theirs."""

    name: str


@record
class SetPassword(AdminRequest):
    """Give an account another password, because somebody has forgotten theirs."""

    name: str
    password: str = field(repr=False)


@record
class ListAccounts(AdminRequest):
    """Show which accounts there are."""


@record
class ShowLog(AdminRequest):
    """Show the last acts of those who look after rooms and people."""

    limit: int = 100


@record
class RereadSettings(AdminRequest):
    """Have the running server read its settings again, and its certificate."""


@record
class Appoint(AdminRequest):
    """Let an account be an operator of the server, or no longer."""

    name: str
    operator: bool = True
