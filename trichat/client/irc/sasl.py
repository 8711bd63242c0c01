"""Logging in with SASL (IRCv3 sasl 3.2): which mechanism, and what to send when. Pure."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import TYPE_CHECKING

from trichat.client.irc.fields import param
from trichat.errors import ProtocolError
from trichat.protocols.irc.wire.message import Message
from trichat.words.record import Hidden, Record

CHUNK = 400  # characters of base64 in one AUTHENTICATE; one that is shorter ends the message
_LONGEST = 16_384  # characters that a server may send before it has gone mad
LOGIN_COMMANDS = ("AUTHENTICATE", "902", "903", "904", "905", "906", "907", "908")
MECHANISMS = ("EXTERNAL", "SCRAM-SHA-256", "PLAIN")  # the best first

if TYPE_CHECKING:
    from trichat.client.irc.scram import Scram


class Credentials(Record, kw_only=True):
    """Who logs in. `how` is one of settings.LOGINS; `nonce` is fresh for each connection."""

    account: str
    password: Hidden[str] = ""
    how: str = "auto"
    certificate: bool = False  # we have one to show
    private: bool = False  # nobody can listen: the connection is encrypted, or stays on this machine

    def fits(self, mechanism: str) -> bool:
        """Tell whether a mechanism may be used. "auto" shows a password to nobody who might listen."""
        if self.how != "auto":
            return self.how.upper() == mechanism
        if mechanism == "EXTERNAL":
            return self.certificate
        return bool(self.password) and (mechanism != "PLAIN" or self.private)

    @property
    def by_service(self) -> bool:
        """Tell whether to ask NickServ, where SASL was not to be had."""
        named = self.how == "nickserv"
        return bool(self.password) and (named or (self.how == "auto" and self.private))


class Login:
    """One attempt. Each method gives lines to send; `over` when there is nothing more to come.

    `trouble` says what has gone wrong, in a sentence; it is empty as long as nothing has, and after success.
    """

    def __init__(self, credentials: Credentials, nonce: str) -> None:
        """Take who logs in, and a nonce for SCRAM."""
        self.over = False
        self.trouble = ""
        self.mechanism = ""
        self._who = credentials
        self._nonce = nonce
        self._scram: Scram | None = None
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
        if "PLAIN" in names and self._who.how == "auto" and not self._who.private:
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
            case "904" if self.mechanism == "EXTERNAL" and self._fitting():
                return self.begin(self._offered)  # the server does not know our certificate
            case "902" | "904" | "905" | "906":
                return self._fail(f"Not logged in as {self._who.account}: {param(message, -1)}")
        return []

    def refused(self) -> None:
        """Be over before it has begun."""
        self._fail("Not logged in: the server does not let us try.")

    def too_late(self) -> None:
        """Be over, since the server has let us in; one that knows no SASL has not even begun."""
        if not self.over:
            self._fail("Not logged in: the server has let us in before that was done." if self.mechanism else "")

    def _accepted(self) -> list[str]:
        """Believe the server, unless it should have proved itself and has not."""
        self.over = True
        if self.mechanism == "SCRAM-SHA-256" and not self._proved:
            self.trouble = "The server has not proved that it knows your password: it may not be the one you mean."
        return []

    def _fail(self, sentence: str) -> list[str]:
        """Be over; what has gone wrong first is what counts."""
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
            return chunks(self._answer(b64decode(text, validate=True).decode()))
        except ProtocolError as exc:
            return self._give_up(str(exc))
        except ValueError:
            return self._give_up("What the server asks cannot be read.")

    def _answer(self, challenge: str) -> str:
        self._steps += 1
        who = self._who
        match self.mechanism, self._steps:
            case "PLAIN", 1:
                return f"\0{who.account}\0{who.password}"
            case "EXTERNAL", 1:
                return who.account
            case "SCRAM-SHA-256", 1:
                from trichat.client.irc.scram import Scram  # noqa: PLC0415 (most people never log in)

                self._scram = Scram(who.account, who.password, self._nonce)
                return self._scram.first()
            case "SCRAM-SHA-256", 2 if self._scram:
                return self._scram.final(challenge)
            case "SCRAM-SHA-256", 3 if self._scram:
                return self._believe(self._scram, challenge)
        raise ProtocolError("The server asks once more than there is to say.")

    def _believe(self, scram: "Scram", last: str) -> str:
        if last.startswith("e="):
            raise ProtocolError(f"The server says {last[2:]}.")
        if not scram.check(last):
            raise ProtocolError("The server cannot prove that it knows your password: it is not the one you mean.")
        self._proved = True
        return ""

    def _give_up(self, sentence: str) -> list[str]:
        self.trouble = f"Not logged in: {sentence}"
        return ["AUTHENTICATE *"]  # the server answers 906


def chunks(text: str) -> list[str]:
    """Write an answer as the lines that it takes."""
    encoded = b64encode(text.encode()).decode()
    parts = [encoded[start : start + CHUNK] for start in range(0, len(encoded), CHUNK)]
    if not parts or len(parts[-1]) == CHUNK:
        parts.append("+")
    return [f"AUTHENTICATE {part}" for part in parts]
