"""What comes out of the hub, in order: events and who is told, what is kept, and work that takes time."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Protocol

from trichat.chat.core.people import Session
from trichat.words.events import Event, Happened
from trichat.words.record import Record
from trichat.words.requests import Request


class Durable(Protocol):
    """A value that is kept under its kind and key; a later one of the same kind and key takes its place."""

    kind: ClassVar[str]

    @property
    def key(self) -> str:
        """The key, unique within the kind."""


class Dropped(Record, kw_only=True):
    """The record of this kind and key is kept no longer."""

    kind: str
    key: str


class Moved(Record, kw_only=True):
    """What history keeps of the place `key` belongs to the place `to` from now on.

    `until`: only what happened until that event; 0: all. What follows in the same batch is of another room.
    """

    kind: ClassVar[str] = "moved"
    key: str
    to: str
    until: int = 0


class Told(Record, kw_only=True):
    """Something happened. The audience is shown it; `source`, the session that did it, gets an echo instead."""

    event: Happened
    audience: tuple[Session, ...]
    source: Session | None


class Answered(Record, kw_only=True):
    """One session is told something; `nick` is its name at that moment, or empty."""

    event: Event
    session: Session
    nick: str


class LabelledAnswer(Record, kw_only=True):
    """All that came of one labelled request; what of it goes to `session` carries the label."""

    label: str
    session: Session
    outcomes: list["Outcome"]


class Kept(Record, kw_only=True):
    """A record is kept from now on, or no longer; if the disk fails, it is again as it was `before`."""

    record: Durable | Dropped
    before: Durable | Dropped


class OnFailure(Record, kw_only=True):
    """Something has changed that is kept nowhere, together with what is; if the disk fails, it is again as `before`."""

    before: Durable


class Work(Record, kw_only=True):
    """Something that takes time: the server does `task` in a thread, and asks `Worked` for the session with its result.

    Until then, the later requests of this session wait; everybody else goes on.
    """

    task: object
    session: Session


class Bug(Record, kw_only=True):
    """A request made the hub fail. The session that asked is gone; nobody else notices."""

    error: Exception
    session: Session


class Later(Record, kw_only=True):
    """In `seconds` seconds the server asks `request` for the session, unless that is gone by then."""

    seconds: float
    request: Request
    session: Session


Outcome = Told | Answered | LabelledAnswer | Kept | OnFailure | Work | Later | Bug


def flat(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Give outcomes one by one, those of labelled requests too."""
    for outcome in outcomes:
        if type(outcome) is LabelledAnswer:  # `isinstance` takes longer where the answer is no
            yield from flat(outcome.outcomes)
        else:
            yield outcome
