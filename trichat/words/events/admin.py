"""What those who run the server are told at their command line."""

from trichat.words.events.base import Event
from trichat.words.record import record


@record
class AccountLine(Event):
    """One line of a list of accounts. `created` is in Unix milliseconds."""

    name: str
    created: int
    email: str
    operator: bool


@record
class AccountsListed(Event):
    """The answer to `ListAccounts`."""

    accounts: tuple[AccountLine, ...]


@record
class AccountAdded(Event):
    """There is an account of this name now."""

    account: str


@record
class AccountRemoved(Event):
    """There is no account of this name any more."""

    account: str


@record
class Appointed(Event):
    """The account is one of an operator now, or no longer."""

    account: str
    operator: bool
