"""Coming in: capabilities (IRCv3 CAP 302), NICK and USER, until the server says welcome. Pure."""

from collections.abc import Iterator
from itertools import chain, count

from trichat.client.asking import line
from trichat.client.reading import param
from trichat.protocols.irc.message import Message

# What the client knows how to use. draft/event-playback is left out: replayed arrivals are not shown yet.
WANTED = (
    "message-tags",
    "server-time",
    "batch",
    "echo-message",
    "labeled-response",
    "multi-prefix",
    "draft/chathistory",
    "standard-replies",
    "cap-notify",
    "extended-join",
    "account-notify",
    "away-notify",
    "userhost-in-names",
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

    def __init__(self, nick: str, username: str) -> None:
        """Begin with the name to ask for, which may be empty, and the login name."""
        self.nick = nick
        self.enabled: set[str] = set()
        self.welcome = False
        self._username = username
        self._offered: list[str] = []
        self._introduced = False
        self._others = other_names(nick)

    def start(self) -> list[str]:
        """Speak first: it is how the server tells an IRC client from a person who types."""
        return ["CAP LS 302", *(self.introduce(self.nick) if self.nick else [])]

    def introduce(self, nick: str) -> list[str]:
        """Give the name, or another one after the first was refused."""
        self.nick = nick
        self._others = other_names(nick)
        name = line(Message(command="NICK", params=(nick,)))
        if self._introduced:
            return [name]
        self._introduced = True
        return [name, line(Message(command="USER", params=(self._username, "0", "*", self._username)))]

    def receive(self, message: Message) -> list[str]:
        """Take a message from the server; what does not concern registration is passed over."""
        if message.command == "CAP":
            return self._capability(param(message, 1).upper(), message)
        if self.welcome:
            return []
        if message.command == "001":
            self.welcome = True
            self.nick = param(message, 0) or self.nick
        elif message.command in ("433", "437"):  # taken; for the moment not to be had
            self.nick = next(self._others)
            return [line(Message(command="NICK", params=(self.nick,)))]
        elif message.command in ("431", "432"):  # no name a server takes: only the person can find a better one
            self.nick = ""
        return []

    def _capability(self, subcommand: str, message: Message) -> list[str]:
        names = [name.partition("=")[0] for name in param(message, -1).split()]
        if subcommand == "LS":
            self._offered += names
            return [] if param(message, 2) == _MORE else self._ask(self._offered) or ["CAP END"]
        if subcommand == "NEW":
            return self._ask(names)
        if subcommand == "ACK":
            self._acknowledged(names)
        if subcommand == "DEL":
            self.enabled.difference_update(names)
        return ["CAP END"] if subcommand in ("ACK", "NAK") and not self.welcome else []

    def _ask(self, offered: list[str]) -> list[str]:
        wanted = [name for name in WANTED if name in offered]
        return ["CAP REQ :" + " ".join(wanted)] if wanted else []

    def _acknowledged(self, names: list[str]) -> None:
        for name in names:
            if name.startswith("-"):
                self.enabled.discard(name[1:])
            else:
                self.enabled.add(name)
