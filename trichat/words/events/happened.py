"""What happens before others' eyes in rooms and conversations, and how history keeps it."""

from typing import ClassVar

from trichat.words.events.base import Happened, Kind, PlaceEvent, Tags, reaction
from trichat.words.modes import PREFIXES, Change

_PROGRAMS = frozenset({Kind.CTCP, Kind.CTCP_REPLY})  # client programs talk: nobody reads it later
_PASSING = frozenset({"+typing", "+draft/typing"})  # tags that are true for some seconds
TAGS_BYTES = 512  # of tags without text that are kept, names and values: many times what reactions need
_SIGNS = frozenset(PREFIXES.values())  # before a target: it is for some of a room only, and history is for all of it


class Said(PlaceEvent, kw_only=True):
    """Somebody said something. `text` may be longer than one IRC line, and of several: see `words/text/lines.py`."""

    stored_as: ClassVar[str | None] = "message"  # or the word for its `kind`

    kind: Kind
    text: str
    tags: Tags = ()
    answers: str = ""  # the nick of the one whose words these answer, if that is known

    @property
    def lasts(self) -> bool:
        """Whether people said it."""
        return self.kind not in _PROGRAMS

    @property
    def kept(self) -> bool:
        """Whether history keeps it. In one step: it is asked of every message."""
        return self.place != "" and self.kind not in _PROGRAMS and self.target[:1] not in _SIGNS

    def if_unstored(self) -> str | None:
        """What is not kept in any case is shown in any case."""
        return "PRIVMSG" if self.kept else None


def tags_fit(tags: Tags) -> bool:
    """Tell whether tags without text are short enough to be kept.

    Longer ones are passed on, up to what IRCv3 permits; but nobody sees them, so nobody would notice what they fill.
    """
    return sum(len(name.encode()) + len(value.encode()) for name, value in tags) <= TAGS_BYTES


class Tagged(PlaceEvent, kw_only=True):
    """Somebody sent tags without text (IRCv3 TAGMSG)."""

    stored_as: ClassVar[str | None] = "tags"

    tags: Tags
    answers: str = ""  # likewise

    @property
    def takes_back(self) -> bool:
        """Whether it takes a reaction back: then history has that no longer."""
        found = reaction(self.tags)
        return found is not None and found.back

    @property
    def lasts(self) -> bool:
        """Whether it is more than that somebody types."""
        return any(name not in _PASSING for name, _ in self.tags)

    @property
    def kept(self) -> bool:
        """Whether history keeps it."""
        return self.place != "" and self.target[:1] not in _SIGNS and self.lasts and tags_fit(self.tags)

    def if_unstored(self) -> str | None:
        """As for what is said."""
        return "TAGMSG" if self.kept else None


class Joined(PlaceEvent, kw_only=True):
    """Somebody came into a room."""

    stored_as: ClassVar[str | None] = "join"

    realname: str


class Left(PlaceEvent, kw_only=True):
    """Somebody left a room and is still on the server."""

    stored_as: ClassVar[str | None] = "part"

    reason: str


class TopicChanged(PlaceEvent, kw_only=True):
    """A room has another topic, or none (empty)."""

    stored_as: ClassVar[str | None] = "topic"

    text: str

    def if_unstored(self) -> str | None:
        """Refused even where there is no history: the record of the room is kept in any case."""
        return "TOPIC"


class ModesChanged(PlaceEvent, kw_only=True):
    """Settings, lists or roles of a room are different now.

    `returning`: a member has come back, and has the roles that were kept for them; history does not keep that.
    """

    stored_as: ClassVar[str | None] = "mode"

    changes: tuple[Change, ...]
    returning: bool = False

    @property
    def lasts(self) -> bool:
        """Whether it is a change, and not what is kept already."""
        return not self.returning

    def if_unstored(self) -> str | None:
        """As for the topic; but roles that return with a member were kept before."""
        return None if self.returning else "MODE"


class Kicked(PlaceEvent, kw_only=True):
    """Somebody was put out of a room: `nick`, by whoever did it."""

    stored_as: ClassVar[str | None] = "kick"

    nick: str
    reason: str


class Invited(Happened, kw_only=True):
    """Somebody was invited into a room: `nick`, who is told, or an op of the room who hears of it (`overheard`)."""

    stored_as: ClassVar[str | None] = None

    nick: str
    room: str
    overheard: bool = False


class Renamed(Happened, kw_only=True):
    """Somebody has another name; `places` are the rooms they stand in that have a history, as (key, name) pairs."""

    stored_as: ClassVar[str | None] = "nick"

    nick: str
    places: tuple[tuple[str, str], ...]

    @property
    def kept_in(self) -> tuple[tuple[str, str], ...]:
        """Each of the rooms."""
        return self.places


class Departed(Happened, kw_only=True):
    """Somebody left the server; `places` are the rooms they stood in that have a history, as (key, name) pairs."""

    stored_as: ClassVar[str | None] = "quit"

    reason: str
    places: tuple[tuple[str, str], ...]

    @property
    def kept_in(self) -> tuple[tuple[str, str], ...]:
        """Each of the rooms."""
        return self.places


class Redacted(PlaceEvent, kw_only=True):
    """Somebody took back what `author` said, or the tags they sent, in the event with the id `redacted`."""

    stored_as: ClassVar[str | None] = "redact"

    redacted: int
    author: str = ""  # a nick; not known for an id that is no longer there
    reason: str = ""

    def if_unstored(self) -> str | None:
        """As for what is said: where nothing is kept, there is nothing to take back."""
        return "REDACT" if self.kept else None
