"""What is known of people besides where they are: account, away; and who is what in a room. Pure."""

from dataclasses import dataclass

from trichat.client.irc.fields import nick_of, param
from trichat.client.model.room import Room
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold

NO_ACCOUNT = ("*", "0", "")  # of ACCOUNT and JOIN, of WHOX, of nothing
_DEFAULT_PREFIX = "(ov)@+"  # what a server has that does not say (RFC 2812, 3.3.2 and 4.2)
_MOST = 10_000  # people that are remembered


@dataclass(slots=True)
class Person:
    """What a server has told of somebody. `away` is what they said when they went away, or "away"."""

    account: str = ""
    away: str = ""


class People:
    """Everybody of whom something is known."""

    def __init__(self) -> None:
        """Know nobody."""
        self._people: dict[str, Person] = {}

    def get(self, nick: str) -> Person:
        """Give what is known of somebody; nothing of strangers."""
        return self._people.get(fold(nick), Person())

    def learn(self, message: Message) -> None:
        """Take what a message says of its sender, beside all else that it says."""
        nick = nick_of(message)
        match message.command:
            case "ACCOUNT":
                self.account(nick, param(message, 0))
            case "AWAY":
                self._of(nick).away = (param(message, 0) or "away") if message.params else ""
            case "JOIN" if len(message.params) >= 3:  # IRCv3 extended-join
                self.account(nick, message.params[1])
            case "NICK":
                if known := self._people.pop(fold(nick), None):
                    self._people[fold(param(message, 0))] = known
            case "QUIT":
                self._people.pop(fold(nick), None)
            case "301":  # RPL_AWAY
                self._of(param(message, 1)).away = param(message, 2) or "away"
            case "PRIVMSG" if "account" in message.tags:  # IRCv3 account-tag
                self.account(nick, message.tags["account"])

    def account(self, nick: str, account: str) -> None:
        """Know the account of somebody, as a message has it."""
        self._of(nick).account = "" if account in NO_ACCOUNT else account

    def here(self, nick: str, *, away: bool) -> None:
        """Know whether somebody is away; why is not told."""
        person = self._of(nick)
        person.away = (person.away or "away") if away else ""

    def _of(self, nick: str) -> Person:
        if len(self._people) >= _MOST and fold(nick) not in self._people:
            del self._people[next(iter(self._people))]
        return self._people.setdefault(fold(nick), Person())


def roles(support: str) -> dict[str, str]:
    """Give the signs of roles by their mode letters, highest first, out of the PREFIX of ISUPPORT: `(ov)@+`."""
    letters, _, signs = (support or _DEFAULT_PREFIX).removeprefix("(").partition(")")
    return dict(zip(letters, signs, strict=False))


def change_roles(room: Room, changes: list[tuple[str, str, str]], known: dict[str, str]) -> None:
    """Let a change of modes give and take roles."""
    for sign, letter, name in changes:
        if letter not in known or fold(name) not in room.members:
            continue
        had = room.roles.get(fold(name), "").replace(known[letter], "")
        has = had + known[letter] if sign == "+" else had
        room.roles[fold(name)] = "".join(sorted(has, key=list(known.values()).index))
