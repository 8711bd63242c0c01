"""What all events have in common: who did it, where, whether history keeps it, and what is told if it cannot."""

from enum import Enum
from typing import ClassVar, NamedTuple

from trichat.words.names.identity import time_of
from trichat.words.record import Record

Tags = tuple[tuple[str, str], ...]  # client-only message tags, names with their `+`

# ircv3.net/specs/client-tags: many clients know the first of these only as it was called as a draft.
REPLIES = ("+reply", "+draft/reply")
REACT, UNREACT = "+draft/react", "+draft/unreact"


KEY = "+trichat/key"  # what the sender calls a message: if it comes twice, it is the same
KEY_BYTES = 64  # what is longer is no key


def key_of(tags: Tags) -> str:
    """Give what the sender calls a message; empty if they have not said, or at too great length."""
    found = next((value for name, value in tags if name == KEY), "")
    return found if len(found.encode()) <= KEY_BYTES else ""


class Reaction(NamedTuple):
    """A sign instead of words; `to` names the message. `back`: it is taken back."""

    sign: str
    to: str
    back: bool


def replied(tags: Tags) -> str:
    """Give the id of the message that is answered, as the tags have it; empty if there is none."""
    return next((value for name, value in tags if name in REPLIES), "")


def reaction(tags: Tags) -> Reaction | None:
    """Give the reaction that tags make, or take back; None if they do neither, or both."""
    signs = [(name, value) for name, value in tags if name in (REACT, UNREACT) and value]
    if len(signs) != 1:
        return None
    name, sign = signs[0]
    return Reaction(sign=sign, to=replied(tags), back=name == UNREACT)


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
    """The base of all events: what one session is told, or (see `Happened`) what many see."""

    def if_unstored(self) -> str | None:
        """Give what the one who asked is told if the batch with this event could not be stored.

        The name of a command that is then refused instead; empty: nothing is told instead, because somebody else
        asked; None: this event all the same, for it is true whatever the disk does. An event that says or implies that
        something is kept must not give None: see `server/pipeline/rollback.py`.
        """
        return None


class Fetched(Event, kw_only=True):
    """The base of answers that the server fetches from history first: the hub has only permitted it, at this point."""


class Happened(Event, kw_only=True):
    """The base of what others see. Each kind says here, and nowhere else, whether and how history keeps it."""

    # The word for this kind in the history file; None: it is true for the moment only, and not kept. No default: a
    # test asks every kind for its answer.
    stored_as: ClassVar[str | None]

    id: int
    source: Source
    at: int = 0  # when, in Unix milliseconds; 0: as the id says, which is so unless the clock went back

    @property
    def time(self) -> int:
        """When it happened, in Unix milliseconds, by the clock of that moment."""
        return self.at or time_of(self.id)

    @property
    def kept_in(self) -> tuple[tuple[str, str], ...]:
        """The places in which history keeps it: the key of each, empty for none, and its name as it is shown."""
        return ()

    @property
    def lasts(self) -> bool:
        """Whether it still matters later."""
        return self.stored_as is not None

    @property
    def kept(self) -> bool:
        """Whether history keeps it: it lasts, and happened in a place that has a history."""
        return self.lasts and any(key for key, _ in self.kept_in)


class PlaceEvent(Happened, kw_only=True):
    """The base of what happens in one place: a room, or a conversation of two.

    `place` is the key under which history keeps it, empty if it does not; `target` is the room as it is shown, or
    the nick of the one spoken to.
    """

    place: str
    target: str

    @property
    def kept_in(self) -> tuple[tuple[str, str], ...]:
        """Its one place."""
        return ((self.place, self.target),)
