"""What is told about accounts."""

from dataclasses import field

from trichat.words.events.base import Event
from trichat.words.events.happened import Joined
from trichat.words.events.presence import PersonChanged
from trichat.words.record import record


@record
class AccountChanged(PersonChanged):
    """Somebody has logged in, or out: the account is that of `source`. Not kept."""


@record
class LoggedIn(Event):
    """The session is logged in. `mask` is who it is to others; `sasl`: as the end of a SASL exchange."""

    account: str
    mask: str
    sasl: bool = False


@record
class LoggedOut(Event):
    """The session is logged in no longer."""

    mask: str


@record
class Registered(Event):
    """There is an account of this name now."""

    account: str
    command: str = "REGISTER"


@record
class PasswordChanged(Event):
    """The account has another password now."""

    account: str


@record
class Challenged(Event):
    """The next step of a SASL exchange; `data` may be empty."""

    data: bytes = field(repr=False)


@record
class MechanismsListed(Event):
    """The SASL mechanisms that there are."""

    mechanisms: tuple[str, ...]


@record
class AskPassword(Event):
    """A person at a prompt is asked for a password. `about`: whose, or empty if it is a new one."""

    about: str = ""
    of_server: bool = False  # the one that everybody needs to come in
    again: bool = False  # the same once more, so that a slip of the finger is noticed


@record
class PasswordTaken(Event):
    """What was typed as a password has come; the screen may show again what is typed."""


@record
class ProofDemanded(Event):
    """The name that the session has belongs to an account: it has so many seconds to log in."""

    name: str
    seconds: float


@record
class NameShared(Event):
    """Whether several connections may be here under one name, from now on."""

    several: bool


@record
class AlreadyIn(Event):
    """The session belongs to somebody who is in this room already; `joined` is as if they came now."""

    joined: Joined


@record
class CertificatesListed(Event):
    """The certificates with which one can log in, as SHA-256 in hex."""

    fingerprints: tuple[str, ...]
