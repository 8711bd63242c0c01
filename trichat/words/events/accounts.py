"""What is told about accounts."""

from trichat.words.events.base import Event
from trichat.words.events.happened import Joined
from trichat.words.events.people import PersonChanged
from trichat.words.record import Hidden


class AccountChanged(PersonChanged, kw_only=True):
    """Somebody has logged in, or out: the account is that of `source`."""


class LoggedIn(Event, kw_only=True):
    """The session is logged in. `mask` is who it is to others; `sasl`: as the end of a SASL exchange."""

    account: str
    mask: str
    sasl: bool = False


class LoggedOut(Event, kw_only=True):
    """The session is logged in no longer."""

    mask: str


class Registered(Event, kw_only=True):
    """There is an account of this name now."""

    account: str
    command: str = "REGISTER"

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class UploadGranted(Event, kw_only=True):
    """A file may be uploaded, or was and is kept now: with this token, or by this owner."""

    token: Hidden[str] = ""
    owner: str = ""  # the key of an account; empty: guests
    taken: int = 0  # bytes, by the files of this owner
    taken_by_all: int = 0  # likewise, by all files

    def if_unstored(self) -> str | None:
        """What is not known to be there is nobody's file."""
        return "UPLOAD"


class PasswordChanged(Event, kw_only=True):
    """The account has another password now."""

    account: str

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class Challenged(Event, kw_only=True):
    """The next step of a SASL exchange; `data` may be empty."""

    data: Hidden[bytes]


class MechanismsListed(Event, kw_only=True):
    """The SASL mechanisms that there are."""

    mechanisms: tuple[str, ...]


class AskPassword(Event, kw_only=True):
    """A person at a prompt is asked for a password. `about`: whose, or empty if it is a new one."""

    about: str = ""
    of_server: bool = False  # the one that everybody needs to come in
    again: bool = False  # the same once more, so that a slip of the finger is noticed


class PasswordTaken(Event, kw_only=True):
    """What was typed as a password has come; the screen may show again what is typed."""


class ProofDemanded(Event, kw_only=True):
    """The name that the session has belongs to an account: it has so many seconds to log in."""

    name: str
    seconds: float


class NameShared(Event, kw_only=True):
    """Whether several connections may be here under one name, from now on."""

    several: bool

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"


class AlreadyIn(Event, kw_only=True):
    """The session belongs to somebody who is in this room already; `joined` is as if they came now."""

    joined: Joined


class CertificatesListed(Event, kw_only=True):
    """The certificates with which one can log in, as SHA-256 in hex."""

    fingerprints: tuple[str, ...]

    def if_unstored(self) -> str | None:
        """The account is as it was."""
        return "REGISTER"
