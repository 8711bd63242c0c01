"""Registration: capabilities (IRCv3 CAP 302), NICK and USER, until the server says welcome."""

from collections.abc import Iterable, Iterator
from itertools import chain, count

from trichat.client.irc.fields import param
from trichat.client.irc.requests import line
from trichat.client.irc.sasl import LOGIN_COMMANDS, Login
from trichat.protocols.irc.wire.message import Message

# What the client knows how to use.
WANTED = (
    *("message-tags", "server-time", "batch", "echo-message", "labeled-response", "multi-prefix"),
    *("draft/chathistory", "draft/event-playback", "standard-replies", "cap-notify", "extended-join"),
    *("account-notify", "away-notify", "userhost-in-names", "account-tag", "invite-notify"),
    *("draft/multiline", "draft/message-redaction", "draft/channel-rename", "soju.im/search"),
    *("trichat/resume", "trichat/key"),
)
_MORE = "*"  # stands before the list in all lines of a long `CAP LS` but the last


def other_names(nick: str) -> Iterator[str]:
    """Give names to try when `nick` is taken."""
    return chain([nick + "_"], (f"{nick}{number}" for number in count(2)))


class Registration:
    """One connection's registration. Each method gives the lines to send.

    `nick` is the name asked for, empty while nobody has chosen one; `enabled` are the capabilities in force,
    which may still change after the welcome.
    """

    def __init__(
        self, nick: str, username: str, realname: str = "", login: Login | None = None, token: str = ""
    ) -> None:
        """Take the name to ask for, which may be empty, the name of the user on this machine, and a login.

        `token` is that of the visit that was lost, to go on with where the server can do that; empty if there is none.
        """
        self.nick = nick
        self._token = token
        self.login = login
        self.offers: dict[str, str] = {}  # what the server can do, with the values that it says (CAP 302)
        self.enabled: set[str] = set()
        self.welcome = False
        self._username = username
        self._realname = realname or username
        self._introduced = False
        self._taken = ""  # the name that was taken, from which we make up others
        self._others = other_names(nick)

    def start(self, server_password: str = "") -> list[str]:
        """Give the first lines. A server of several protocols tells by them an IRC client from a person who types."""
        known = [line(Message(command="PASS", params=(server_password,)))] if server_password else []
        return [*known, "CAP LS 302", *(self.introduce(self.nick) if self.nick else [])]

    def introduce(self, nick: str) -> list[str]:
        """Send NICK and, the first time, USER."""
        self.nick = nick
        self._taken = ""
        self._others = other_names(nick)
        name = line(Message(command="NICK", params=(nick,)))
        if self._introduced:
            return [name]
        self._introduced = True
        return [name, line(Message(command="USER", params=(self._username, "0", "*", self._realname)))]

    def receive(self, message: Message) -> list[str]:
        """Handle a message from the server; what does not concern registration is ignored."""
        if message.command == "CAP":
            return self._on_cap(param(message, 1).upper(), message)
        if self.login and not self.login.over and message.command in LOGIN_COMMANDS:
            lines = self.login.receive(message)
            return [*lines, *self._end_negotiation()] if self.login.over else lines
        if self.welcome:
            return []
        if message.command == "001":
            self.welcome = True
            if self.login:
                self.login.too_late()
            self.nick = param(message, 0) or self.nick
        elif message.command in ("433", "436", "437"):  # taken; another has just taken it; not to be had now
            self._taken = self._taken or self.nick
            return self._ask_for_nick(next(self._others))
        elif message.command in ("431", "432"):
            return self._on_refused_nick()
        return []

    def _ask_for_nick(self, nick: str) -> list[str]:
        self.nick = nick
        return [line(Message(command="NICK", params=(nick,)))]

    def _on_refused_nick(self) -> list[str]:
        """Try a shorter name, if we made up this one; else only the person can find a better one."""
        self._taken = base = self._taken[:-1]
        if base:
            self._others = (f"{base}{number}" for number in count(2))
            return self._ask_for_nick(next(self._others))
        self.nick = ""
        return []

    def _on_cap(self, subcommand: str, message: Message) -> list[str]:
        said = dict(word.partition("=")[::2] for word in param(message, -1).split())
        if subcommand == "LS":
            self.offers |= said
            return [] if param(message, 2) == _MORE else self._request(self.offers) or ["CAP END"]
        if subcommand == "NEW":
            self.offers |= said
            return self._request(said)
        if subcommand == "ACK":
            self.enabled |= {name for name in said if not name.startswith("-")}
            self.enabled -= {name[1:] for name in said if name.startswith("-")}
            resume = self._resume() if "trichat/resume" in said else []
            return [*resume, *(self._begin_login() if "sasl" in said else self._end_negotiation())]
        if subcommand == "DEL":
            self.enabled.difference_update(said)
        if subcommand == "NAK":
            if self.login and "sasl" in said:
                self.login.refused()
            return self._end_negotiation()
        return []

    def _resume(self) -> list[str]:
        """Show the token to a server that has just said that it knows such tokens; who logs in needs none."""
        if not self._token or self.login or self.welcome:
            return []
        return [line(Message(command="RESUME", params=(self._token,)))]

    def _end_negotiation(self) -> list[str]:
        return [] if self.welcome else ["CAP END"]

    def log_in(self, login: Login) -> list[str]:
        """Log in when the person asks for it, after the welcome."""
        self.login = login
        return self._begin_login() if "sasl" in self.enabled else ["CAP REQ :sasl"]

    def _begin_login(self) -> list[str]:
        if self.login is None or self.login.over or self.login.mechanism:
            return self._end_negotiation()
        lines = self.login.begin(self.offers.get("sasl", "").split(","))
        return lines or self._end_negotiation()

    def _request(self, offered: Iterable[str]) -> list[str]:
        sasl = ("sasl",) if self.login and not self.login.over else ()
        wanted = [name for name in (*WANTED, *sasl) if name in offered]
        return ["CAP REQ :" + " ".join(wanted)] if wanted else []
