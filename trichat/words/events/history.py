"""What one session is told of what was before."""

from trichat.words.events.base import Event
from trichat.words.record import record


@record
class Page(Event):
    """Leave to read a part of one place's history: the server reads it and shows it at this point.

    `after` and `before` are exclusive ids; the `limit` events next to `before` are meant, or next to `after`
    if `forward`. `on_join`: nobody asked; for those whose client will not ask by itself. `now` is when it was
    permitted, in Unix milliseconds.
    """

    place: str
    target: str
    after: int
    before: int
    limit: int
    now: int
    forward: bool = False
    on_join: bool = False


@record
class CaughtUp(Event):
    """The session reads again, and is live from here on; what it missed is shown at this point."""
