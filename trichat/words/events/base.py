"""What all events have in common: that somebody did something, and where."""

from enum import Enum

from trichat.words.record import Record

Tags = tuple[tuple[str, str], ...]  # client-only message tags, names with their `+`


class Kind(Enum):
    """The kinds of things that are said."""

    __hash__ = object.__hash__  # each is one object; what Enum has takes ten times as long

    MESSAGE = "message"
    NOTICE = "notice"
    ACTION = "action"
    CTCP = "ctcp"  # a question from one client program to another (modern.ircdocs.horse/ctcp)
    CTCP_REPLY = "ctcp-reply"


class Source(Record, kw_only=True):
    """Who did it, as others see them."""

    nick: str
    username: str
    host: str
    account: str = ""  # the name under which they are logged in, or empty
    bot: bool = False  # a program that says so of itself
    identity: str = ""  # whose doing it is, whatever the nick: that of the account, or of this one visit

    @property
    def mask(self) -> str:
        """`nick!user@host`; the name alone if it is the server's."""
        return f"{self.nick}!{self.username}@{self.host}" if self.username else self.nick


class Event(Record, kw_only=True):
    """The base of all events."""


class Happened(Event, kw_only=True):
    """The base of what others see."""

    id: int
    source: Source


class PlaceEvent(Happened, kw_only=True):
    """The base of what happens in one place: a room, or a conversation of two.

    `place` is the key under which history keeps it, empty if it does not; `target` is the room as it is shown, or
    the nick of the one spoken to.
    """

    place: str
    target: str
