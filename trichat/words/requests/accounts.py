"""Having an account: registering a name, logging in, passwords, certificates."""

from dataclasses import field

from trichat.words.reasons import Reason
from trichat.words.record import record
from trichat.words.requests.base import Request


@record
class Register(Request):
    """Make an account and be logged in to it. Without a name, for the name one has; without a password: be asked."""

    name: str = ""
    password: str = field(default="", repr=False)
    email: str = ""
    command: str = "REGISTER"


@record
class LogIn(Request):
    """Log in with a password. Without a name, to the account of the name one has; without a password: be asked."""

    name: str = ""
    password: str = field(default="", repr=False)
    command: str = "LOGIN"  # as it was given, for the dialects that repeat it


@record
class ProofDue(Request):
    """The time is up in which whoever has this name (its key) could log in (asked by their own connection)."""

    name: str


@record
class ShareName(Request):
    """Say whether several connections that are logged in to one's account may be here under one name."""

    several: bool


@record
class Admit(Request):
    """Give the password of the server, which whoever is not logged in needs to come in, if there is one."""

    password: str = field(default="", repr=False)


@record
class LogOut(Request):
    """Be nobody's account any more."""

    command: str = "LOGOUT"


@record
class ChangePassword(Request):
    """Have another password. Without one: be asked for both. NickServ takes the login for the old one."""

    old: str = field(default="", repr=False)
    new: str = field(default="", repr=False)
    command: str = "PASSWORD"


@record
class Authenticate(Request):
    """The next step of a SASL exchange: a mechanism's name, or what it is answered, whole and in base64.

    A step that is not whole (IRCv3 sasl-3.1 cuts it into pieces) never gets here.
    """

    text: str = field(repr=False)


@record
class StopAuthenticating(Request):
    """End a SASL exchange, for this reason."""

    reason: Reason = Reason.SASL_ABORTED


@record
class Certificates(Request):
    """Show which certificates one can log in with, or let the present one be one of them, or one no longer.

    `fingerprint` is SHA-256 in hex; empty: that of the certificate which this connection shows.
    """

    add: bool = False
    remove: bool = False
    fingerprint: str = ""
    command: str = "CERT"
