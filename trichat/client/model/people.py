"""What is known of people besides where they are: account, away, roles; and the answer to a WHO."""

from dataclasses import dataclass

from trichat.client.irc.fields import nick_of, param
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record

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
        self._people: dict[str, Person] = {}

    def get(self, nick: str) -> Person:
        """Give what is known of somebody; nothing of strangers."""
        return self._people.get(fold(nick), Person())

    def learn(self, message: Message) -> None:
        """Learn what a message says of its sender: account, away, a new name."""
        nick = nick_of(message)
        match message.command:
            case "ACCOUNT":
                self.set_account(nick, param(message, 0))
            case "AWAY":
                self._of(nick).away = (param(message, 0) or "away") if message.params else ""
            case "JOIN" if len(message.params) >= 3:  # IRCv3 extended-join
                self.set_account(nick, message.params[1])
            case "NICK":
                if known := self._people.pop(fold(nick), None):
                    self._people[fold(param(message, 0))] = known
            case "QUIT":
                self._people.pop(fold(nick), None)
            case "301":  # RPL_AWAY
                self._of(param(message, 1)).away = param(message, 2) or "away"
            case "PRIVMSG" if "account" in message.tags:  # IRCv3 account-tag
                self.set_account(nick, message.tags["account"])

    def set_account(self, nick: str, account: str) -> None:
        """Set the account of somebody, as a message has it."""
        self._of(nick).account = "" if account in NO_ACCOUNT else account

    def set_away(self, nick: str, *, away: bool) -> None:
        """Set whether somebody is away, without a reason."""
        person = self._of(nick)
        person.away = (person.away or "away") if away else ""

    def _of(self, nick: str) -> Person:
        if len(self._people) >= _MOST and fold(nick) not in self._people:
            del self._people[next(iter(self._people))]
        return self._people.setdefault(fold(nick), Person())


def roles(support: dict[str, str]) -> dict[str, str]:
    """Give the signs of roles by their mode letters, highest first, out of the PREFIX of ISUPPORT: `(ov)@+`."""
    letters, _, signs = (support.get("PREFIX") or _DEFAULT_PREFIX).removeprefix("(").partition(")")
    return dict(zip(letters, signs, strict=False))


_OURS = "77"  # says which WHOX answers are ours
_FIELDS = f"%tcuhnflar,{_OURS}"  # ircv3.net/specs/extensions/whox
_NAME_COLUMNS = 20
_MINUTE = 60  # seconds: shorter silences are not worth a word


class Row(Record, kw_only=True):
    """One person in a list. `idle` is in seconds, -1 if it was not told."""

    nick: str
    user: str
    host: str
    flags: str
    realname: str
    account: str = ""
    idle: int = -1

    @property
    def away(self) -> bool:
        """Tell whether they are gone, rather than here."""
        return "G" in self.flags


def extend_who(message: Message, support: dict[str, str]) -> Message:
    """Ask a WHO for accounts and idle times as well, where the server knows WHOX."""
    if message.command != "WHO" or "WHOX" not in support:
        return message
    return Message(command="WHO", params=(*message.params, _FIELDS), tags=message.tags)


class WhoList:
    """The answer to a WHO, as far as it has come."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def add(self, message: Message) -> bool:
        """Add a line of the answer; tell whether it answers a WHO of the client itself."""
        row = _whox_row(message) if message.command == "354" else _who_row(message)
        if row:
            self._rows.append(row)
        return row is not None

    def end(self, asked: str, people: People, support: dict[str, str], *, in_room: bool) -> list[str]:
        """Give the lines for the whole answer, by role and then by name; `in_room` if it is about a room we are in."""
        rows, self._rows = self._rows, []
        for row in rows:
            people.set_away(row.nick, away=row.away)
            if row.account:
                people.set_account(row.nick, row.account)
        if not rows:
            return [f"Nobody is in {asked}." if is_room(asked) else f"Nobody fits {asked}."]
        signs = list(roles(support).values())
        rows.sort(key=lambda row: (_rank(row, signs), fold(row.nick)))
        columns = min(max(len(_nick_with_sign(row, signs)) for row in rows), _NAME_COLUMNS)
        lines = [f"{_nick_with_sign(row, signs):{columns}}  {_details(row, people)}" for row in rows]
        return [_heading(asked, rows), *lines] if in_room or is_room(asked) else lines


def _who_row(message: Message) -> Row | None:
    """Read RPL_WHOREPLY: me, room, user, host, server, nick, flags, hops and real name."""
    if len(message.params) < 8:
        return None
    _, _, user, host, _, nick, flags, last = message.params[:8]
    return Row(nick=nick, user=user, host=host, flags=flags, realname=last.partition(" ")[2])


def _whox_row(message: Message) -> Row | None:
    """Read RPL_WHOSPCRPL: me, token, room, user, host, nick, flags, idle time, account and real name."""
    if param(message, 1) != _OURS or len(message.params) < 10:
        return None
    _, _, _, user, host, nick, flags, idle, account, realname = message.params[:10]
    return Row(
        nick=nick,
        user=user,
        host=host,
        flags=flags,
        realname=realname,
        account="*" if account in NO_ACCOUNT else account,
        idle=int(idle) if idle.isdecimal() else -1,
    )


def _rank(row: Row, signs: list[str]) -> int:
    return next((number for number, sign in enumerate(signs) if sign in row.flags), len(signs))


def _nick_with_sign(row: Row, signs: list[str]) -> str:
    rank = _rank(row, signs)
    return (signs[rank] if rank < len(signs) else "") + row.nick


def _details(row: Row, people: People) -> str:
    why = people.get(row.nick).away
    parts = [
        (f"away ({why})" if why != "away" else "away") if row.away else "",
        f"silent for {duration(row.idle)}" if row.idle >= _MINUTE else "",
        f"account {row.account}" if row.account not in NO_ACCOUNT else "",
        f"{row.user}@{row.host}",
        f"({row.realname})" if row.realname and fold(row.realname) != fold(row.nick) else "",
    ]
    return "  ".join(part for part in parts if part)


def _heading(asked: str, rows: list[Row]) -> str:
    away = sum(row.away for row in rows)
    people = "1 person" if len(rows) == 1 else f"{len(rows)} people"
    return f"In {asked}: {people}{f', {away} away' if away else ''}"


def duration(seconds: int) -> str:
    """Write a duration in its largest unit."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
