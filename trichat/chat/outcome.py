"""What comes out of the hub, in order: events, and who is told."""

from typing import NamedTuple

from trichat.chat.people import Session
from trichat.chat.rooms import Room, RoomRecord
from trichat.words.events import Event, Happened


class Told(NamedTuple):
    """Something happened. The audience is shown it; `source`, the session that did it, gets an echo instead."""

    event: Happened
    audience: tuple[Session, ...]
    source: Session | None


class Answered(NamedTuple):
    """One session is told something; `nick` is its name at that moment, or empty."""

    event: Event
    session: Session
    nick: str


class LabelledAnswer(NamedTuple):
    """All that came of one labelled request; what of it goes to `session` carries the label."""

    label: str
    session: Session
    outcomes: list["Outcome"]


class Kept(NamedTuple):
    """What is known of a room has changed, and history keeps it; if it cannot, it is again as it was `before`."""

    room: Room
    record: RoomRecord
    before: RoomRecord


Outcome = Told | Answered | LabelledAnswer | Kept
