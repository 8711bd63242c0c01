"""Logs in with SASL (IRCv3 sasl-3.2): chooses the mechanism, and gives what to send when."""

from base64 import b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trichat.client.irc.fields import param
from trichat.errors import ProtocolError
from trichat.protocols import sasl
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Hidden, Record

CHUNK = 400  # characters of base64 in one AUTHENTICATE; one that is shorter ends the message
_LONGEST = 16_384  # characters of one message of the server: far more than any mechanism needs
LOGIN_COMMANDS = ("AUTHENTICATE", "902", "903", "904", "905", "906", "907", "908")
MECHANISMS = (sasl.EXTERNAL, sasl.SCRAM, sasl.PLAIN)  # the best first

if TYPE_CHECKING:
    from trichat.protocols.scram import Client


class Credentials(Record, kw_only=True):
    """Who logs in, with what, and how: one of LOGINS in client/settings/table.py."""

    account: str
    password: Hidden[str] = ""
    how: str = "auto"
    certificate: bool = False  # we have one to show
    private: bool = False  # nobody can listen: the connection is encrypted, or stays on this machine

    def fits(self, mechanism: str) -> bool:
        """Tell whether a mechanism may be used. "auto" shows a password to nobody who might listen."""
        if self.how != "auto":
            return self.how.upper() == mechanism
        if mechanism == sasl.EXTERNAL:
            return self.certificate
        return bool(self.password) and (mechanism != sasl.PLAIN or self.private)

    @property
    def by_service(self) -> bool:
        """Tell whether to ask NickServ, where SASL was not to be had."""
        named = self.how == "nickserv"
        return bool(self.password) and (named or (self.how == "auto" and self.private))


class Login:
    """One attempt to log in. Each method gives lines to send; `over` is set when the attempt has ended.

    `trouble` says what has gone wrong, in a sentence; it is empty as long as nothing has, and after success.
    """

    def __init__(self, credentials: Credentials, nonce: str) -> None:
        """Take who logs in, and a nonce for SCRAM, fresh for each attempt."""
        self.over = False
        self.trouble = ""
        self.mechanism = ""
        self._who = credentials
        self._nonce = nonce
        self._scram: Client | None = None
        self._tried: set[str] = set()
        self._offered: list[str] = []
        self._received = ""
        self._steps = 0
        self._proved = False

    def begin(self, offered: Iterable[str]) -> list[str]:
        """Choose the best mechanism that fits; `offered` is empty where the server does not say (CAP 301)."""
        self._offered = [name.upper() for name in offered if name] or list(MECHANISMS)
        fitting = self._fitting()
        if not fitting:
            return self._fail(self._nothing_fits(self._offered))
        self.mechanism = fitting[0]
        self._tried.add(self.mechanism)
        self._received, self._steps, self._proved = "", 0, False
        return [f"AUTHENTICATE {self.mechanism}"]

    def _fitting(self) -> list[str]:
        """Give what can still be tried, the best first."""
        left = [name for name in MECHANISMS if name in self._offered and name not in self._tried]
        return [name for name in left if self._who.fits(name)]

    def _nothing_fits(self, names: list[str]) -> str:
        if sasl.PLAIN in names and self._who.how == "auto" and not self._who.private:
            return (
                "Not logged in: the connection is not encrypted, and the server takes the password only in the clear. "
                "Try --tls; or, if nobody else can listen: /set login plain"
            )
        return f"Not logged in: the server takes {', '.join(names)}, which does not go with what is set as login."

    def receive(self, message: Message) -> list[str]:
        """Take what the server says about it."""
        match message.command:
            case "AUTHENTICATE":
                return self._challenged(param(message, 0))
            case "903" | "907":
                return self._accepted()
            case "908":
                return self.begin(param(message, 1).split(","))
            case "904" if self.mechanism == sasl.EXTERNAL and self._fitting():
                return self.begin(self._offered)  # the server does not know our certificate
            case "902" | "904" | "905" | "906":
                return self._fail(f"Not logged in as {self._who.account}: {param(message, -1)}")
        return []

    def refused(self) -> None:
        """End the attempt: the server has refused the capability."""
        self._fail("Not logged in: the server does not let us try.")

    def too_late(self) -> None:
        """End the attempt: registration is over. It fails only if it had begun; a server may have no SASL."""
        if not self.over:
            self._fail("Not logged in: the server has let us in before that was done." if self.mechanism else "")

    def _accepted(self) -> list[str]:
        """End the attempt with success, unless a SCRAM server has not proved that it knows the password."""
        self.over = True
        if self.mechanism == sasl.SCRAM and not self._proved:
            self.trouble = "The server has not proved that it knows your password: it may not be the one you mean."
        return []

    def _fail(self, sentence: str) -> list[str]:
        """End the attempt; of several troubles, the first is kept."""
        self.over = True
        self.trouble = self.trouble or sentence
        return []

    def _challenged(self, chunk: str) -> list[str]:
        self._received += "" if chunk == "+" else chunk
        if len(self._received) > _LONGEST:
            return self._give_up("The server sends no end of it.")
        if len(chunk) == CHUNK:
            return []
        text, self._received = self._received, ""
        try:
            return chunks(self._answer(sasl.decode(text)))
        except sasl.NotUnderstood:
            return self._give_up("What the server asks cannot be read.")
        except UnicodeEncodeError:  # a name or password from a command line or keyring that is not UTF-8
            return self._give_up("The name or the password is not text.")
        except ProtocolError as exc:
            return self._give_up(str(exc))

    def _answer(self, challenge: str) -> str:
        self._steps += 1
        who = self._who
        match self.mechanism, self._steps:
            case sasl.PLAIN, 1:
                return f"\0{who.account}\0{who.password}"
            case sasl.EXTERNAL, 1:
                return who.account
            case sasl.SCRAM, 1:
                from trichat.protocols.scram import Client  # noqa: PLC0415 (most people never log in)

                self._scram = Client(who.account, who.password, self._nonce)
                return self._scram.first
            case sasl.SCRAM, 2 if self._scram:
                return self._scram.respond(challenge)
            case sasl.SCRAM, 3 if self._scram:
                self._scram.verify(challenge)
                self._proved = True
                return ""
        raise ProtocolError("The server asks once more than there is to say.")

    def _give_up(self, sentence: str) -> list[str]:
        self.trouble = f"Not logged in: {sentence}"
        return ["AUTHENTICATE *"]  # the server answers 906


def chunks(text: str) -> list[str]:
    """Give the AUTHENTICATE lines of an answer, in pieces of CHUNK characters (IRCv3 sasl-3.1)."""
    encoded = b64encode(text.encode()).decode()
    parts = [encoded[start : start + CHUNK] for start in range(0, len(encoded), CHUNK)]
    if not parts or len(parts[-1]) == CHUNK:
        parts.append("+")
    return [f"AUTHENTICATE {part}" for part in parts]
