"""Requests about accounts: registering, logging in, passwords, certificates."""

from trichat.words.reasons import Reason
from trichat.words.record import Hidden
from trichat.words.requests.base import Request


class Register(Request, kw_only=True):
    """Register an account, and log in to it. Without a name: the one that one has; without a password: be asked."""

    name: str = ""
    password: Hidden[str] = ""
    email: str = ""
    command: str = "REGISTER"


class LogIn(Request, kw_only=True):
    """Log in with a password. Without a name, to the account of the name one has; without a password: be asked."""

    name: str = ""
    password: Hidden[str] = ""
    command: str = "LOGIN"  # as it was given, for the dialects that repeat it


class ProofDue(Request, kw_only=True):
    """End the time in which whoever has this name (its key) could log in (asked by their own connection)."""

    name: str


class ShareName(Request, kw_only=True):
    """Set whether several connections that are logged in to one's account may be here under one name."""

    several: bool


class Admit(Request, kw_only=True):
    """Give the password of the server (PASS), which whoever is not logged in needs to come in, if there is one."""

    password: Hidden[str] = ""


class LogOut(Request, kw_only=True):
    """Log out."""

    command: str = "LOGOUT"


class ChangePassword(Request, kw_only=True):
    """Change one's password. Without one: be asked for both. NickServ takes the login for the old one."""

    old: Hidden[str] = ""
    new: Hidden[str] = ""
    command: str = "PASSWORD"


class Authenticate(Request, kw_only=True):
    """The next step of a SASL exchange: a mechanism's name, or what it is answered, whole and in base64.

    A step that is not whole (IRCv3 sasl-3.1 cuts it into pieces) never gets here.
    """

    text: Hidden[str]


class StopAuthenticating(Request, kw_only=True):
    """Abort a SASL exchange, for this reason."""

    reason: Reason = Reason.SASL_ABORTED


class AskUpload(Request, kw_only=True):
    """Be given a token with which one file can be uploaded over HTTP."""


class Certificates(Request, kw_only=True):
    """Show the certificates that log in to one's account, or add or remove one.

    `fingerprint` is SHA-256 in hex; empty: that of the certificate which this connection shows.
    """

    add: bool = False
    remove: bool = False
    fingerprint: str = ""
    command: str = "CERT"
