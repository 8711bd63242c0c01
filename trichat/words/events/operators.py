"""What operators of the server do, and what they are told."""

from typing import ClassVar

from trichat.words.events.base import Event, Happened
from trichat.words.record import Record


class OperatorMade(Event, kw_only=True):
    """One is an operator of the server now."""


class WallopsSaid(Happened, kw_only=True):
    """An operator said something to all who want to hear it."""

    stored_as: ClassVar[str | None] = None

    text: str


class Rehashed(Event, kw_only=True):
    """The settings were read again."""


class ClockTold(Event, kw_only=True):
    """What the clock of the server says, and what it should say (0: it is believed), both in Unix milliseconds.

    `confirmed`: by the asker, just now.
    """

    now: int
    expected: int
    confirmed: bool = False

    def if_unstored(self) -> str | None:
        """That the clock is in doubt is true in any case; that it is not any more has to be kept."""
        return "CLOCK" if self.confirmed else None


class Killed(Event, kw_only=True):
    """Somebody was put off the server."""

    nick: str


class AccountLine(Record, kw_only=True):
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

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class AccountRemoved(Event, kw_only=True):
    """There is no account of this name any more."""

    account: str

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class ApiTokenLine(Record, kw_only=True):
    """One line of a list of tokens of programs. `created` is in Unix milliseconds."""

    name: str
    account: str
    rooms: tuple[str, ...]
    created: int


class ApiTokensListed(Event, kw_only=True):
    """The answer to `ListApiTokens`."""

    tokens: tuple[ApiTokenLine, ...]


class ApiTokenAdded(Event, kw_only=True):
    """A program can speak and read for an account now."""

    name: str
    account: str

    def if_unstored(self) -> str | None:
        """It cannot."""
        return "REGISTER"


class ApiTokenRemoved(Event, kw_only=True):
    """It can no longer."""

    name: str

    def if_unstored(self) -> str | None:
        """It can."""
        return "REGISTER"


class PasswordSet(Event, kw_only=True):
    """The account has the password now that those who run the server have given it."""

    account: str

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class Appointed(Event, kw_only=True):
    """The account is one of an operator now, or no longer."""

    account: str
    operator: bool

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"
