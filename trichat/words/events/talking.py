"""What one session is told of what was before."""

from trichat.words.events.base import Event, Fetched
from trichat.words.events.happened import Said
from trichat.words.names.identity import LAST_ID
from trichat.words.text.search import Phrase


class Page(Fetched, kw_only=True):
    """Leave to read a part of one place's history: the server reads it and shows it at this point.

    `after` and `before` are exclusive ids; the `limit` events next to `before` are meant, or next to `after`
    if `forward`, or those on both sides of the id `around`, unless that is 0. `on_join`: nobody asked; for those
    whose client will not ask by itself. `missed`: who has come back has not seen it. If there are fewer than `least` of
    it, so many of the last are meant, seen or not; of what is over the limit, `more` says how many there are.
    `complete`: nothing of what was asked for is over the limit. `now` is when it was permitted, in Unix milliseconds.
    """

    place: str
    target: str
    after: int
    before: int
    limit: int
    now: int
    forward: bool = False
    around: int = 0
    on_join: bool = False
    missed: bool = False
    least: int = 0
    more: int = 0
    complete: bool = False
    asked: str = ""  # how, for a refusal that says so
    without: frozenset[str] = frozenset()  # identities of those of whom one wants to hear nothing


class TargetsPage(Fetched, kw_only=True):
    """Leave to read where there was talk: in these rooms, and in the conversations of this identity.

    `after` and `before` are exclusive ids of the last thing said there; of more than `limit`, the first are meant
    if `forward`.
    """

    rooms: tuple[str, ...]
    identity: str
    after: int
    before: int
    limit: int
    forward: bool = False
    without: frozenset[str] = frozenset()  # likewise


class SearchPage(Fetched, kw_only=True):
    """Leave to search: in these rooms, and in the conversations of this identity.

    `after` and `before` are exclusive ids; of more than `limit`, the last are meant, or the first if `forward`.
    `nick` is a key. `now` is when it was permitted, in Unix milliseconds.
    """

    rooms: tuple[str, ...]
    identity: str
    phrases: tuple[Phrase, ...]
    nick: str = ""
    after: int = 0
    before: int = LAST_ID
    limit: int = 20
    now: int = 0
    forward: bool = False
    without: frozenset[str] = frozenset()  # likewise


class ReadUpTo(Event, kw_only=True):
    """How far one has read in a room or with a person: Unix milliseconds, 0 if nobody knows.

    `asked`: by this session. `moved`: it is told because that has just changed, and was to be kept.
    """

    target: str
    time: int
    asked: bool = False
    moved: bool = False

    def if_unstored(self) -> str | None:
        """A marker that was only asked for is true all the same; of one that moved, other sessions hear nothing."""
        if not self.moved:
            return None
        return "MARKREAD" if self.asked else ""


class RecordingTold(Event, kw_only=True):
    """What is said in the room that one has come into is kept for so many seconds: 0 if not at all, None for good.

    Unless it is `on_disk`, no longer than the server runs.
    """

    seconds: int | None
    on_disk: bool = True


class SaidAlready(Event, kw_only=True):
    """What the session says, it has said before: it is shown that, as an echo, and nobody else anything."""

    said: Said

    def if_unstored(self) -> str | None:
        """Whether that has just been said in the same batch, nobody knows: to say it again does no harm."""
        return "PRIVMSG"


class LeftWaiting(Event, kw_only=True):
    """Who was written to is not here; they will be shown it when they log in."""

    nick: str

    def if_unstored(self) -> str | None:
        """Nothing: what was said is refused."""
        return ""


class OfflineMessagesPage(Fetched, kw_only=True):
    """Leave to show what others have said in the conversations of this identity, between two ids, both exclusive."""

    identity: str
    after: int
    before: int
    now: int
    without: frozenset[str] = frozenset()  # likewise


class CaughtUp(Fetched, kw_only=True):
    """The session reads again, and is live from here on; what it missed is shown at this point."""
