"""What those who run the server are told at their command line."""

from trichat.words.events.base import Event


class AccountLine(Event, kw_only=True):
    """One line of a list of accounts. `created` is in Unix milliseconds."""

    name: str
    created: int
    email: str
    operator: bool


class AccountsListed(Event, kw_only=True):
    """The answer to `ListAccounts`."""

    accounts: tuple[AccountLine, ...]


class AccountAdded(Event, kw_only=True):
    """There is an account of this name now."""

    account: str


class AccountRemoved(Event, kw_only=True):
    """There is no account of this name any more."""

    account: str


class Appointed(Event, kw_only=True):
    """The account is one of an operator now, or no longer."""

    account: str
    operator: bool
