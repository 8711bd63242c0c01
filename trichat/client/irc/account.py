"""The person's account: logging in to it by SASL, NickServ or PASS, registering it, a new password for it."""

from trichat.client.irc.fields import param
from trichat.client.irc.registration import Registration
from trichat.client.irc.requests import line
from trichat.client.irc.sasl import Credentials, Login
from trichat.errors import UsageError
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold

SERVICE = "NickServ"
_REGISTRATION = "draft/account-registration"  # IRCv3 account-registration, still a draft
_NOT_PRIVATE = (
    "The connection is not encrypted, so your password would go out in the clear: try --tls; "
    "or, if nobody else can listen: /set login {way}"
)


class Account:
    """The account of the person, across connections. `name` is the one that we are logged in to, or empty."""

    def __init__(self, credentials: Credentials | None = None, *, private: bool = False) -> None:
        """Take who is to log in, if anybody is, and whether nobody can listen to the connection."""
        self.credentials = credentials
        self.name = ""
        self.private = private
        self._to_remember: Credentials | None = None  # when the server says that they are right

    # Coming in.

    def login(self, nonce: str) -> Login | None:
        """Give the login for a new connection, if there is to be one by SASL."""
        self.name = ""
        who = self.credentials
        return Login(who, nonce) if who and who.how not in ("nickserv", "pass", "off") else None

    @property
    def server_password(self) -> str:
        """The password to send with PASS, or empty."""
        who = self.credentials
        return who.password if who and who.how == "pass" else ""

    def identify_after_welcome(self, registration: Registration, nick: str) -> Message | None:
        """Give what to tell NickServ when we are in, if there was no other way to log in."""
        who = self.credentials
        if who is None or not who.by_service or self.name or (who.how == "auto" and "sasl" in registration.offers):
            return None
        return _to_service(_identify(who, nick))

    def receive(self, message: Message) -> None:
        """Learn from a message whether we are logged in."""
        if message.command == "900":
            self.name = param(message, 2)
        elif message.command == "901":
            self.name = ""
        elif message.command == "903" or (message.command == "REGISTER" and param(message, 0) == "SUCCESS"):
            self.credentials, self._to_remember = self._to_remember or self.credentials, None
        elif message.command == "904":
            self._to_remember = None

    def forget(self) -> None:
        """Forget a password that the server does not accept: to try again and again could lock the account."""
        self.credentials = None

    # What the person asks for.

    def log_in(self, who: Credentials, registration: Registration, nonce: str, nick: str) -> list[str]:
        """Log in while connected. Raises UsageError."""
        if registration.login and not registration.login.over:
            raise UsageError("You are logging in already.")
        if "sasl" not in registration.offers or who.how == "nickserv":
            self._need_privacy(who, "nickserv")
            self.credentials = who
            return [line(_to_service(_identify(who, nick)))]
        self._to_remember = who
        return registration.log_in(Login(who, nonce))

    def wants_address(self, registration: Registration) -> bool:
        """Tell whether an account cannot be made without a mail address: NickServ makes it."""
        return _REGISTRATION not in registration.offers

    def register(self, who: Credentials, email: str, registration: Registration) -> list[str]:
        """Make an account of the name one has. Raises UsageError."""
        if _REGISTRATION in registration.offers:
            self._need_privacy(who, "plain")
            self._to_remember = who
            return [line(Message(command="REGISTER", params=("*", email or "*", who.password)))]
        self._need_privacy(who, "nickserv")
        self.credentials = who
        return [line(_to_service(f"REGISTER {who.password} {email}"))]

    def verify(self, code: str, registration: Registration) -> list[str]:
        """Verify the account with the code of the mail that came after registering. Raises UsageError."""
        if _REGISTRATION not in registration.offers:
            return [line(_to_service(f"VERIFY REGISTER {code}"))]
        account = self._to_remember or self.credentials
        return [line(Message(command="VERIFY", params=(account.account if account else "*", code)))]

    def change_password(self, who: Credentials, registration: Registration) -> list[str]:
        """Give the account another password. Raises UsageError."""
        if not self.name and "sasl" in registration.offers:
            raise UsageError("Only who has logged in can change the password: /login")
        self._need_privacy(who, "nickserv")
        self.credentials = who
        return [line(_to_service(f"SET PASSWORD {who.password}"))]

    def _need_privacy(self, who: Credentials, way: str) -> None:
        if not who.private and who.how != way:
            raise UsageError(_NOT_PRIVATE.format(way=way))


def _identify(who: Credentials, nick: str) -> str:
    account = "" if fold(who.account) == fold(nick) else f"{who.account} "
    return f"IDENTIFY {account}{who.password}"


def _to_service(text: str) -> Message:
    return Message(command="PRIVMSG", params=(SERVICE, text))
