"""Lists of people: what WHO and WHOX answer, put together into lines that can be read. Pure."""

from trichat.client.irc.fields import param
from trichat.client.model.people import NO_ACCOUNT, People, roles
from trichat.client.model.room import Room
from trichat.protocols.irc.wire.message import Message
from trichat.words.names.names import fold, is_room
from trichat.words.record import Record

_MARK = "77"  # says which WHOX answers are ours
_FIELDS = f"%tcuhnflar,{_MARK}"  # ircv3.net/specs/extensions/whox; they are answered in the order below
_T, _C, _U, _H, _N, _F, _L, _A, _R = range(1, 10)
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


def asking(message: Message, support: dict[str, str]) -> Message:
    """Ask a WHO for accounts and idle times as well, where the server knows WHOX."""
    if message.command != "WHO" or "WHOX" not in support:
        return message
    return Message(command="WHO", params=(*message.params, _FIELDS), tags=message.tags)


class WhoList:
    """The answer to a WHO, as far as it has come."""

    def __init__(self) -> None:
        """Begin empty."""
        self._rows: list[Row] = []

    def add(self, message: Message) -> bool:
        """Take a line of the answer; tell whether it was one of ours."""
        row = _whox(message) if message.command == "354" else _plain(message)
        if row:
            self._rows.append(row)
        return row is not None

    def end(self, asked: str, people: People, room: Room | None, support: dict[str, str]) -> list[str]:
        """Give the lines for the whole answer: in a room by roles, then by name; begin the next one."""
        rows, self._rows = self._rows, []
        for row in rows:
            people.here(row.nick, away=row.away)
            if row.account:
                people.account(row.nick, row.account)
        if not rows:
            return [f"Nobody is in {asked}." if is_room(asked) else f"Nobody fits {asked}."]
        signs = list(roles(support.get("PREFIX", "")).values())
        rows.sort(key=lambda row: (_rank(row, signs), fold(row.nick)))
        columns = min(max(len(_called(row, signs)) for row in rows), _NAME_COLUMNS)
        lines = [f"{_called(row, signs):{columns}}  {_about(row, people)}" for row in rows]
        return [_head(asked, rows), *lines] if room or is_room(asked) else lines


def _plain(message: Message) -> Row | None:
    """Read RPL_WHOREPLY: me, room, user, host, server, nick, flags, hops and real name."""
    if len(message.params) < 8:
        return None
    _, _, user, host, _, nick, flags, last = message.params[:8]
    return Row(nick=nick, user=user, host=host, flags=flags, realname=last.partition(" ")[2])


def _whox(message: Message) -> Row | None:
    if param(message, _T) != _MARK or len(message.params) <= _R:
        return None
    words = message.params
    idle = int(words[_L]) if words[_L].isdecimal() else -1
    account = words[_A] if words[_A] not in NO_ACCOUNT else "*"
    return Row(
        nick=words[_N],
        user=words[_U],
        host=words[_H],
        flags=words[_F],
        realname=words[_R],
        account=account,
        idle=idle,
    )


def _rank(row: Row, signs: list[str]) -> int:
    return next((number for number, sign in enumerate(signs) if sign in row.flags), len(signs))


def _called(row: Row, signs: list[str]) -> str:
    rank = _rank(row, signs)
    return (signs[rank] if rank < len(signs) else "") + row.nick


def _about(row: Row, people: People) -> str:
    why = people.get(row.nick).away
    parts = [
        (f"away ({why})" if why != "away" else "away") if row.away else "",
        f"silent for {duration(row.idle)}" if row.idle >= _MINUTE else "",
        f"account {row.account}" if row.account not in NO_ACCOUNT else "",
        f"{row.user}@{row.host}",
        f"({row.realname})" if row.realname and fold(row.realname) != fold(row.nick) else "",
    ]
    return "  ".join(part for part in parts if part)


def _head(asked: str, rows: list[Row]) -> str:
    away = sum(row.away for row in rows)
    people = "1 person" if len(rows) == 1 else f"{len(rows)} people"
    return f"In {asked}: {people}{f', {away} away' if away else ''}"


def duration(seconds: int) -> str:
    """Write a duration in its largest unit."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit}"
    return f"{seconds} s"
