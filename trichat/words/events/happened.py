"""What happens before others' eyes. History keeps it."""

from trichat.words.events.base import Event, Happened, Kind, PlaceEvent, Tags
from trichat.words.events.moderating import Act
from trichat.words.modes import Change


class Said(PlaceEvent, kw_only=True):
    """Somebody said something. `text` may be longer than one IRC line, and of several: see `words/text/lines.py`."""

    kind: Kind
    text: str
    tags: Tags = ()
    answers: str = ""  # the nick of the one whose words these answer, if that is known


class Tagged(PlaceEvent, kw_only=True):
    """Somebody sent tags without text (IRCv3 TAGMSG)."""

    tags: Tags
    answers: str = ""  # likewise


class Joined(PlaceEvent, kw_only=True):
    """Somebody came into a room."""

    realname: str


class Left(PlaceEvent, kw_only=True):
    """Somebody left a room and is still on the server."""

    reason: str


class TopicChanged(PlaceEvent, kw_only=True):
    """A room has another topic, or none (empty)."""

    text: str


class ModesChanged(PlaceEvent, kw_only=True):
    """Settings, lists or roles of a room are different now.

    `returning`: a member has come back, and has the roles that were kept for them; history does not keep that.
    """

    changes: tuple[Change, ...]
    returning: bool = False


class Kicked(PlaceEvent, kw_only=True):
    """Somebody was put out of a room: `nick`, by whoever did it."""

    nick: str
    reason: str


class Invited(Happened, kw_only=True):
    """Somebody was invited into a room: `nick`, who is told, or an op of the room who hears of it (`overheard`)."""

    nick: str
    room: str
    overheard: bool = False


class Renamed(Happened, kw_only=True):
    """Somebody has another name; `places` are the rooms they stand in that have a history, as (key, name) pairs."""

    nick: str
    places: tuple[tuple[str, str], ...]


class Departed(Happened, kw_only=True):
    """Somebody left the server; `places` are the rooms they stood in that have a history, as (key, name) pairs."""

    reason: str
    places: tuple[tuple[str, str], ...]


class Redacted(PlaceEvent, kw_only=True):
    """Somebody took back what `author` said, or the tags they sent, in the event with the id `redacted`."""

    redacted: int
    author: str = ""  # a nick; not known for an id that is no longer there
    reason: str = ""


Stored = Said | Tagged | Redacted | Joined | Left | TopicChanged | ModesChanged | Kicked | Act | Renamed | Departed


def places_of(event: Event) -> tuple[str, ...]:
    """Give the keys of the places in which history keeps `event`."""
    if isinstance(event, PlaceEvent):
        return (event.place,)
    if isinstance(event, (Renamed, Departed)):
        return tuple(key for key, _ in event.places)
    return ()
